CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, mail TEXT CONSTRAINT orders_mail UNIQUE);
CREATE INDEX orders_customer ON orders (customer);
CREATE INDEX orders_both ON orders (customer, id);
-- then
DROP INDEX orders_customer; -- want drop-index-not-concurrent "index orders_customer is dropped under an exclusive lock on orders, and every query waits for that: use DROP INDEX CONCURRENTLY in an autocommit_block"
DROP INDEX CONCURRENTLY orders_both;
DROP INDEX IF EXISTS orders_nowhere;
-- A constraint's index goes with it: there is no other way.
ALTER TABLE orders DROP CONSTRAINT orders_mail;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE INDEX fresh_customer ON fresh (customer);
DROP INDEX fresh_customer;
