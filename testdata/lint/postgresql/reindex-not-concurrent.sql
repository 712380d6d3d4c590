CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL);
CREATE INDEX orders_customer ON orders (customer);
-- then
REINDEX INDEX orders_customer; -- want reindex-not-concurrent "index orders_customer is built anew while nobody can read or write the table: REINDEX CONCURRENTLY in an autocommit_block lets them"
REINDEX TABLE orders; -- want reindex-not-concurrent "the indexes of orders are built anew while nobody can read or write the table: REINDEX CONCURRENTLY in an autocommit_block lets them"
REINDEX INDEX CONCURRENTLY orders_customer;
REINDEX (CONCURRENTLY) TABLE orders;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
REINDEX TABLE fresh;
