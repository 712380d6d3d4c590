CREATE TABLE t (id int PRIMARY KEY);
-- then
-- want discard-tablespace "DISCARD TABLESPACE deletes all rows of table t"
ALTER TABLE t DISCARD TABLESPACE;
CREATE TABLE fresh (id int PRIMARY KEY);
ALTER TABLE fresh DISCARD TABLESPACE;
