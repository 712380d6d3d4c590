CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE swapped (id INTEGER PRIMARY KEY);
-- then
-- want rename-table "table orders is renamed to purchases: programs that still use the old name fail at once"
ALTER TABLE orders RENAME TO purchases;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
ALTER TABLE fresh RENAME TO newer;
CREATE TABLE swapped_new (id INTEGER PRIMARY KEY);
ALTER TABLE swapped RENAME TO swapped_old;
ALTER TABLE swapped_new RENAME TO swapped;
