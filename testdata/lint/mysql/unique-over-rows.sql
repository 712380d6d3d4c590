CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40), a INTEGER, b INTEGER, c INTEGER, UNIQUE KEY orders_a_b (a, b));
INSERT INTO orders VALUES (1, 'x', 1, 1, 1), (2, 'X', 1, 2, 1);
CREATE TABLE towns (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name VARCHAR(40), CONSTRAINT uq_towns UNIQUE (tenant, name));
-- then
-- want unique-over-rows "unique key orders_name (name) is added to table orders: the upgrade fails if two rows have the same values; look for duplicates first"
ALTER TABLE orders ADD CONSTRAINT orders_name UNIQUE (name); -- fails 1062
-- want unique-over-rows "unique key orders_a (a) is added to table orders: the upgrade fails if two rows have the same values; look for duplicates first"
CREATE UNIQUE INDEX orders_a ON orders (a); -- fails 1062
-- want unique-over-rows "unique key (level) is added to table orders over columns that the script itself creates with one default, so all rows have the same values: the upgrade fails if there are two rows; fill them first"
ALTER TABLE orders ADD COLUMN level INTEGER NOT NULL DEFAULT 0, ADD UNIQUE (level); -- fails 1062
-- want unique-over-rows "unique key (zero) is added to table orders over columns that the script itself creates with one default, so all rows have the same values: the upgrade fails if there are two rows; fill them first"
ALTER TABLE orders ADD COLUMN zero INTEGER NOT NULL UNIQUE; -- fails 1062
ALTER TABLE orders ADD UNIQUE KEY orders_id_name (id, name);
ALTER TABLE orders DROP INDEX orders_a_b, ADD UNIQUE KEY uq_orders_b_a (b, a);
ALTER TABLE orders ADD COLUMN code VARCHAR(40) UNIQUE;
UPDATE orders SET c = id;
ALTER TABLE orders ADD UNIQUE KEY orders_c (c);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, name VARCHAR(40));
CREATE UNIQUE INDEX fresh_name ON fresh (name);
ALTER TABLE towns DROP INDEX uq_towns;
ALTER TABLE towns CHANGE tenant project INTEGER NOT NULL;
ALTER TABLE towns ADD CONSTRAINT uq_towns_project UNIQUE (project, name);
