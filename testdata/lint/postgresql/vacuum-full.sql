CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE INDEX orders_customer ON orders (customer);
-- then
VACUUM FULL orders; -- want vacuum-full "VACUUM FULL writes all of orders anew while nobody can read or write it: VACUUM, or pg_repack where the room is needed"
VACUUM (FULL, ANALYZE) orders; -- want vacuum-full "VACUUM FULL writes all of orders anew while nobody can read or write it: VACUUM, or pg_repack where the room is needed"
CLUSTER orders USING orders_customer; -- want vacuum-full "CLUSTER writes all of orders anew while nobody can read or write it: VACUUM, or pg_repack where the room is needed"
VACUUM orders;
VACUUM (FULL off, ANALYZE) orders;
ANALYZE orders;
ALTER TABLE orders CLUSTER ON orders_customer;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
VACUUM FULL fresh;
