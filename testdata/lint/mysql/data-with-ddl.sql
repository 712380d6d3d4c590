CREATE TABLE orders (id INTEGER PRIMARY KEY, n INTEGER);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
-- then
UPDATE alembic_version SET version_num = 'b';
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
INSERT INTO fresh VALUES (1);
ALTER TABLE orders ADD COLUMN m INTEGER;
UPDATE orders SET m = n; -- want data-with-ddl "the later CREATE VIEW commits this UPDATE of orders: if the revision fails after that, the UPDATE stays and will run a second time; give it a revision of its own"
CREATE TEMPORARY TABLE aside (id INTEGER);
CREATE VIEW v AS SELECT id FROM orders;
ALTER TABLE orders MODIFY m INTEGER NOT NULL;
DELETE FROM orders WHERE n = 0;
