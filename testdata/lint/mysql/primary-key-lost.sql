CREATE TABLE orders (id INTEGER PRIMARY KEY, code VARCHAR(40) NOT NULL);
CREATE TABLE entries (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
CREATE TABLE pairs (a INTEGER, b INTEGER, PRIMARY KEY (a, b));
CREATE TABLE numbers (id INTEGER PRIMARY KEY, n INTEGER);
CREATE TABLE old (id INTEGER PRIMARY KEY);
-- then
ALTER TABLE orders DROP PRIMARY KEY; -- want primary-key-lost "orders loses its primary key here and has none at the end of the revision: the same row can exist twice, and replication is slow or refuses the table"
ALTER TABLE entries DROP PRIMARY KEY;
ALTER TABLE entries ADD PRIMARY KEY (n);
ALTER TABLE pairs DROP PRIMARY KEY, ADD PRIMARY KEY (b, a);
ALTER TABLE numbers DROP COLUMN id; -- want primary-key-lost "numbers loses its primary key here and has none at the end of the revision: the same row can exist twice, and replication is slow or refuses the table"
ALTER TABLE old DROP PRIMARY KEY;
DROP TABLE old;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
ALTER TABLE fresh DROP PRIMARY KEY;
