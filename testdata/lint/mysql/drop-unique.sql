CREATE TABLE orders (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER, UNIQUE KEY orders_a (a), UNIQUE KEY orders_b (b), UNIQUE KEY orders_a_c (a, c), KEY orders_plain (c));
CREATE TABLE towns (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name VARCHAR(40), CONSTRAINT uq_towns UNIQUE (tenant, name));
-- then
ALTER TABLE orders DROP INDEX orders_a_c;
-- want drop-unique "the unique key orders_b (b) of table orders is dropped: afterwards there can be duplicates, and programs that rely on it fail or use the wrong row"
DROP INDEX orders_b ON orders;
DROP INDEX orders_plain ON orders;
ALTER TABLE orders DROP INDEX orders_a;
CREATE UNIQUE INDEX uq_orders_a ON orders (a);
ALTER TABLE towns DROP INDEX uq_towns;
ALTER TABLE towns CHANGE tenant project INTEGER NOT NULL;
ALTER TABLE towns ADD CONSTRAINT uq_towns_project UNIQUE (project, name);
