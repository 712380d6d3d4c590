CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT, a INTEGER, b INTEGER, c INTEGER, CONSTRAINT orders_a_b UNIQUE (a, b));
INSERT INTO orders VALUES (1, 'x', 1, 1, 1), (2, 'x', 1, 2, 1);
CREATE TABLE towns (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name VARCHAR(40), CONSTRAINT uq_towns UNIQUE (tenant, name));
-- then
-- want unique-over-rows "unique key orders_name (name) is added to table orders: the upgrade fails if two rows have the same values; look for duplicates first"
ALTER TABLE orders ADD CONSTRAINT orders_name UNIQUE (name); -- fails 23505
-- want unique-over-rows "unique key orders_lower ((lower(name))) is added to table orders: the upgrade fails if two rows have the same values; look for duplicates first"
CREATE UNIQUE INDEX orders_lower ON orders (lower(name)); -- fails 23505
CREATE UNIQUE INDEX orders_part ON orders (name) WHERE id > 1;
-- want unique-over-rows "unique key (level) is added to table orders over columns that the script itself creates with one default, so all rows have the same values: the upgrade fails if there are two rows; fill them first"
ALTER TABLE orders ADD COLUMN level INTEGER DEFAULT 0 NOT NULL, ADD UNIQUE (level); -- fails 23505
ALTER TABLE orders ADD CONSTRAINT orders_id_name UNIQUE (id, name);
ALTER TABLE orders ADD CONSTRAINT orders_a_b_c UNIQUE (a, b, c);
ALTER TABLE orders DROP CONSTRAINT orders_a_b;
ALTER TABLE orders ADD CONSTRAINT uq_orders_a_b UNIQUE (a, b);
ALTER TABLE orders ADD COLUMN code TEXT UNIQUE;
ALTER TABLE orders ADD COLUMN n SERIAL UNIQUE;
UPDATE orders SET c = id;
ALTER TABLE orders ADD CONSTRAINT orders_c UNIQUE (c);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT);
CREATE UNIQUE INDEX fresh_name ON fresh (name);
ALTER TABLE towns DROP CONSTRAINT uq_towns;
ALTER TABLE towns RENAME COLUMN tenant TO project;
ALTER TABLE towns ADD CONSTRAINT uq_towns_project UNIQUE (project, name);
