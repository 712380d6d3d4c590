-- MariaDB 10.11
CREATE TABLE orders (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER);
CREATE TABLE entries (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
CREATE TABLE once (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
-- then
ALTER TABLE orders MODIFY a BIGINT;
ALTER TABLE orders ADD COLUMN d INTEGER;
-- want alter-repeated "all rows of orders are rewritten 3 times in this revision, here for the second time: one ALTER TABLE with all the parts rewrites them once"
ALTER TABLE orders MODIFY b INTEGER NOT NULL;
ALTER TABLE orders MODIFY c BIGINT;
ALTER TABLE entries MODIFY a INTEGER NOT NULL;
-- want alter-repeated "all rows of entries are rewritten 2 times in this revision, here for the second time: one ALTER TABLE with all the parts rewrites them once"
ALTER TABLE entries MODIFY b INTEGER NOT NULL;
ALTER TABLE once MODIFY a BIGINT, MODIFY b BIGINT;
CREATE INDEX once_a ON once (a);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
ALTER TABLE fresh MODIFY a BIGINT;
ALTER TABLE fresh MODIFY b BIGINT;
