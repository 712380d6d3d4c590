CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, total INTEGER);
INSERT INTO orders VALUES (1, 1, 1);
-- then
BEGIN;
UPDATE orders SET total = 2 WHERE id = 1;
ALTER TABLE orders ADD COLUMN note TEXT;
ALTER TABLE orders ADD COLUMN more TEXT;
ALTER TABLE customers ADD COLUMN note TEXT; -- want work-under-lock "customers is locked exclusively while orders is locked until COMMIT, since ALTER TABLE orders ADD COLUMN note TEXT: a transaction that uses them in the other order deadlocks with it; COMMIT between them, or set a lock_timeout"
DELETE FROM orders WHERE total < 0; -- want work-under-lock "DELETE searches rows of orders while reads and writes of orders are blocked until COMMIT, since ALTER TABLE orders ADD COLUMN note TEXT: move it to a revision of its own, or COMMIT between them"
UPDATE orders SET note = ''; -- want work-under-lock "UPDATE goes through all rows of orders while reads and writes of orders are blocked until COMMIT, since ALTER TABLE orders ADD COLUMN note TEXT: move it to a revision of its own, or COMMIT between them"
CREATE INDEX orders_note ON orders (note);
COMMIT;
CREATE INDEX orders_customer ON orders (customer);
UPDATE orders SET note = 'x';
BEGIN;
CREATE TABLE fresh (id INTEGER);
ALTER TABLE fresh ADD COLUMN n INTEGER;
UPDATE fresh SET n = 1;
ALTER TABLE orders DROP COLUMN more;
COMMIT;
