CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL);
-- then
CREATE INDEX orders_customer ON orders (customer); -- want index-not-concurrent "index orders_customer is built while nobody can write to orders: CREATE INDEX CONCURRENTLY in an autocommit_block lets them"
CREATE INDEX CONCURRENTLY orders_customer_id ON orders (customer, id);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE INDEX fresh_customer ON fresh (customer);
