CREATE TABLE shops (a INTEGER, b INTEGER, UNIQUE (a, b));
CREATE TABLE orders (id INTEGER, n INTEGER, a INTEGER, b INTEGER, c TEXT UNIQUE, d INTEGER, CONSTRAINT orders_pk PRIMARY KEY (id, n), CONSTRAINT orders_a_b UNIQUE (a, b));
CREATE TABLE bills (id INTEGER CONSTRAINT bills_pk PRIMARY KEY, shop_a INTEGER, shop_b INTEGER, CONSTRAINT bills_shop FOREIGN KEY (shop_a, shop_b) REFERENCES shops (a, b));
CREATE INDEX orders_b_c ON orders (b, c);
CREATE TABLE cities (id INTEGER PRIMARY KEY, region INTEGER, code INTEGER, UNIQUE (region, code));
-- then
-- want drop-column-takes-key "dropping column orders.n takes the primary key (id, n) with it: rows can be there twice from then on; drop the key first, and add the new one"
ALTER TABLE orders DROP COLUMN n;
-- want drop-column-takes-key "dropping column orders.b drops the unique key orders_a_b (a, b) with it, without a word: rows can be the same in its other columns from then on; drop the key first, and add the one that is to hold"
-- want drop-column-takes-key "dropping column orders.b drops index orders_b_c (b, c) with it: queries by its other columns read the whole table from then on; add the index that they need"
ALTER TABLE orders DROP COLUMN b;
ALTER TABLE orders DROP COLUMN c;
ALTER TABLE orders DROP COLUMN d;
-- want drop-column-takes-key "dropping column bills.shop_b drops the foreign key (shop_a, shop_b) to shops (a, b) with it, without a word: nothing holds its other columns to shops from then on"
ALTER TABLE bills DROP COLUMN shop_b;
-- want drop-column-takes-key "dropping column bills.id takes the primary key (id) with it: rows can be there twice from then on; drop the key first, and add the new one"
ALTER TABLE bills DROP COLUMN id;
ALTER TABLE cities DROP CONSTRAINT cities_region_code_key;
ALTER TABLE cities DROP COLUMN region;
