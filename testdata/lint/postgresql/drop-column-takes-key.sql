CREATE TABLE shops (a INTEGER, b INTEGER, UNIQUE (a, b));
CREATE TABLE orders (id INTEGER, n INTEGER, a INTEGER, b INTEGER, c TEXT UNIQUE, d INTEGER, CONSTRAINT orders_pk PRIMARY KEY (id, n), CONSTRAINT orders_a_b UNIQUE (a, b));
CREATE TABLE bills (id INTEGER CONSTRAINT bills_pk PRIMARY KEY, shop_a INTEGER, shop_b INTEGER, CONSTRAINT bills_shop FOREIGN KEY (shop_a, shop_b) REFERENCES shops (a, b));
CREATE INDEX orders_b_c ON orders (b, c);
CREATE TABLE cities (id INTEGER PRIMARY KEY, region INTEGER, code INTEGER, UNIQUE (region, code));
-- then
-- want drop-column-takes-key "dropping column orders.n also drops the primary key (id, n): afterwards the same row can exist twice; drop the key first, and add the new one"
ALTER TABLE orders DROP COLUMN n;
-- want drop-column-takes-key "dropping column orders.b silently drops the unique key orders_a_b (a, b) as well: afterwards its other columns can have duplicates; drop the key first, and add the one that should apply"
-- want drop-column-takes-key "dropping column orders.b also drops index orders_b_c (b, c): afterwards queries by its other columns read the whole table; add the index that they need"
ALTER TABLE orders DROP COLUMN b;
ALTER TABLE orders DROP COLUMN c;
ALTER TABLE orders DROP COLUMN d;
-- want drop-column-takes-key "dropping column bills.shop_b silently drops the foreign key (shop_a, shop_b) to shops (a, b) as well: afterwards its other columns can have values without a match in shops"
ALTER TABLE bills DROP COLUMN shop_b;
-- want drop-column-takes-key "dropping column bills.id also drops the primary key (id): afterwards the same row can exist twice; drop the key first, and add the new one"
ALTER TABLE bills DROP COLUMN id;
ALTER TABLE cities DROP CONSTRAINT cities_region_code_key;
ALTER TABLE cities DROP COLUMN region;
