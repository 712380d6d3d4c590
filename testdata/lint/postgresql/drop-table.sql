CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- then
DROP TABLE orders; -- want drop-table "table orders is dropped with its rows"
CREATE TABLE scratch (id INTEGER PRIMARY KEY);
DROP TABLE scratch;
