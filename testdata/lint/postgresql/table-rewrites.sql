CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE UNLOGGED TABLE parts (id INTEGER PRIMARY KEY);
-- then
ALTER TABLE orders SET UNLOGGED; -- want table-rewrites "the statement rewrites the whole table orders, and reads and writes are blocked until it ends: run it when nobody works, with a lock_timeout"
ALTER TABLE parts SET LOGGED; -- want table-rewrites "the statement rewrites the whole table parts, and reads and writes are blocked until it ends: run it when nobody works, with a lock_timeout"
ALTER TABLE orders SET (fillfactor = 70);
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
ALTER TABLE fresh SET UNLOGGED;
