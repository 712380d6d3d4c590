CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL);
CREATE INDEX orders_there ON orders (id, customer);
CREATE TABLE parts (id INTEGER, n INTEGER) PARTITION BY RANGE (id);
-- then
CREATE INDEX parts_n ON ONLY parts (n); -- before those of its partitions are built CONCURRENTLY
CREATE INDEX orders_customer ON orders (customer); -- want index-not-concurrent "index orders_customer is built while writes to orders are blocked: use CREATE INDEX CONCURRENTLY in an autocommit_block"
CREATE UNIQUE INDEX orders_both ON orders (customer, id); -- want index-not-concurrent "index orders_both is built while writes to orders are blocked: use CREATE INDEX CONCURRENTLY in an autocommit_block"
CREATE INDEX CONCURRENTLY orders_customer_id ON orders (customer, id);
CREATE INDEX IF NOT EXISTS orders_there ON orders (id, customer);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE INDEX fresh_customer ON fresh (customer);
