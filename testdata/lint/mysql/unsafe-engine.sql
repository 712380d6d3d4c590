-- want unsafe-engine "table log is kept by MyISAM, which a crash leaves broken, and which knows no transactions and no foreign keys; give it ENGINE=InnoDB"
CREATE TABLE log (id INTEGER PRIMARY KEY) ENGINE=MyISAM;
-- want unsafe-engine "table cache is kept by MEMORY, which is empty after each restart of the server; give it ENGINE=InnoDB"
CREATE TABLE cache (id INTEGER PRIMARY KEY) ENGINE=MEMORY;
-- want unsafe-engine "table words is kept by Aria, which knows no transactions and no foreign keys; give it ENGINE=InnoDB"
CREATE TABLE words (id INTEGER PRIMARY KEY) ENGINE=Aria;
CREATE TABLE kept (id INTEGER PRIMARY KEY) ENGINE=innodb;
CREATE TABLE old (id INTEGER) ENGINE=ARCHIVE;
CREATE TABLE unsaid (id INTEGER PRIMARY KEY);
