CREATE TABLE orders (id INTEGER, n INTEGER, a INTEGER, b INTEGER, c VARCHAR(40) UNIQUE, d INTEGER, PRIMARY KEY (id, n), UNIQUE KEY orders_a_b (a, b), KEY orders_b_d (b, d));
CREATE TABLE bills (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
INSERT INTO orders VALUES (1, 1, 1, 1, 'x', 1), (1, 2, 1, 2, 'y', 1);
CREATE TABLE cities (id INTEGER PRIMARY KEY, region INTEGER, code INTEGER, UNIQUE (region, code));
-- then
-- want drop-column-takes-key "dropping column orders.n reduces the primary key PRIMARY (id, n) to its other columns: MySQL fails if rows are equal in them (1062), MariaDB always (1072); drop the key first"
ALTER TABLE orders DROP COLUMN n; -- fails 1062/1072
-- want drop-column-takes-key "dropping column orders.b reduces the unique key orders_a_b (a, b) to its other columns: MySQL fails if rows are equal in them (1062), MariaDB always (1072); drop the key first"
ALTER TABLE orders DROP COLUMN b; -- fails 1062/1072
ALTER TABLE orders DROP COLUMN c;
ALTER TABLE orders DROP COLUMN d;
-- want drop-column-takes-key "dropping column bills.id also drops the primary key (id): afterwards the same row can exist twice; drop the key first, and add the new one"
ALTER TABLE bills DROP COLUMN id;
ALTER TABLE bills DROP COLUMN b;
DROP INDEX region ON cities;
ALTER TABLE cities DROP COLUMN region;
