CREATE TABLE orders (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER, CONSTRAINT orders_a UNIQUE (a), CONSTRAINT orders_b UNIQUE (b), CONSTRAINT orders_a_c UNIQUE (a, c));
CREATE UNIQUE INDEX orders_c ON orders (c);
CREATE INDEX orders_plain ON orders (c);
CREATE TABLE towns (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name VARCHAR(40), CONSTRAINT uq_towns UNIQUE (tenant, name));
-- then
ALTER TABLE orders DROP CONSTRAINT orders_a_c;
-- want drop-unique "the unique key orders_b (b) of table orders is dropped: afterwards there can be duplicates, and programs that rely on it fail or use the wrong row"
ALTER TABLE orders DROP CONSTRAINT orders_b;
-- want drop-unique "the unique key orders_c (c) of table orders is dropped: afterwards there can be duplicates, and programs that rely on it fail or use the wrong row"
DROP INDEX orders_c;
DROP INDEX orders_plain;
ALTER TABLE orders DROP CONSTRAINT orders_a;
CREATE UNIQUE INDEX uq_orders_a ON orders (a);
ALTER TABLE towns DROP CONSTRAINT uq_towns;
ALTER TABLE towns RENAME COLUMN tenant TO project;
ALTER TABLE towns ADD CONSTRAINT uq_towns_project UNIQUE (project, name);
