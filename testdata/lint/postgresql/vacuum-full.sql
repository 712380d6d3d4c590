CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE INDEX orders_customer ON orders (customer);
-- then
VACUUM FULL orders; -- want vacuum-full "VACUUM FULL rewrites all of orders while reads and writes are blocked: use VACUUM, or pg_repack if the space is needed"
VACUUM (FULL, ANALYZE) orders; -- want vacuum-full "VACUUM FULL rewrites all of orders while reads and writes are blocked: use VACUUM, or pg_repack if the space is needed"
CLUSTER orders USING orders_customer; -- want vacuum-full "CLUSTER rewrites all of orders while reads and writes are blocked: use VACUUM, or pg_repack if the space is needed"
VACUUM orders;
VACUUM (FULL off, ANALYZE) orders;
ANALYZE orders;
ALTER TABLE orders CLUSTER ON orders_customer;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
VACUUM FULL fresh;
