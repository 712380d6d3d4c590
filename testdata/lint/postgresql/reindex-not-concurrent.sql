CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL);
CREATE INDEX orders_customer ON orders (customer);
-- then
REINDEX INDEX orders_customer; -- want reindex-not-concurrent "index orders_customer is rebuilt while reads and writes of the table are blocked: use REINDEX CONCURRENTLY in an autocommit_block"
REINDEX TABLE orders; -- want reindex-not-concurrent "the indexes of orders are rebuilt while reads and writes of the table are blocked: use REINDEX CONCURRENTLY in an autocommit_block"
REINDEX INDEX CONCURRENTLY orders_customer;
REINDEX (CONCURRENTLY) TABLE orders;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
REINDEX TABLE fresh;
