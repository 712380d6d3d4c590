CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
-- then
-- want drop-primary-key "the primary key (id) of table a is dropped: afterwards the same row can exist twice, and replication may refuse the table"
ALTER TABLE a DROP PRIMARY KEY;
ALTER TABLE c DROP PRIMARY KEY, ADD PRIMARY KEY (id, n);
