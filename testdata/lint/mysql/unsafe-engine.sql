-- want unsafe-engine "table log uses MyISAM, which a crash leaves broken, and which has no transactions and no foreign keys; set ENGINE=InnoDB"
CREATE TABLE log (id INTEGER PRIMARY KEY) ENGINE=MyISAM;
-- want unsafe-engine "table cache uses MEMORY, which is empty after every restart of the server; set ENGINE=InnoDB"
CREATE TABLE cache (id INTEGER PRIMARY KEY) ENGINE=MEMORY;
-- want unsafe-engine "table words uses Aria, which has no transactions and no foreign keys; set ENGINE=InnoDB"
CREATE TABLE words (id INTEGER PRIMARY KEY) ENGINE=Aria;
CREATE TABLE kept (id INTEGER PRIMARY KEY) ENGINE=innodb;
CREATE TABLE old (id INTEGER) ENGINE=ARCHIVE;
CREATE TABLE unsaid (id INTEGER PRIMARY KEY);
