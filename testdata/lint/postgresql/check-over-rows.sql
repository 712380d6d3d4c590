CREATE TABLE orders (id INTEGER PRIMARY KEY, level INTEGER, a INTEGER, CONSTRAINT orders_a CHECK (a > 0));
INSERT INTO orders VALUES (1, -1, 1);
-- then
-- want check-over-rows "a check (level > 0) is added to table orders: the upgrade fails if a row violates it; look for such rows first"
ALTER TABLE orders ADD CONSTRAINT orders_level CHECK (level > 0); -- fails 23514
ALTER TABLE orders ADD CONSTRAINT orders_level CHECK (level > 0) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT orders_a, ADD CONSTRAINT ck_orders_a CHECK (a > 0);
ALTER TABLE orders ADD COLUMN b INTEGER CHECK (b > 0);
UPDATE orders SET level = 5;
ALTER TABLE orders ADD CONSTRAINT orders_level_5 CHECK (level > 4);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, level INTEGER);
ALTER TABLE fresh ADD CONSTRAINT fresh_level CHECK (level > 0);
