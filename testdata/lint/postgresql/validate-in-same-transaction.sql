CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, total INTEGER);
-- then
BEGIN;
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT total_positive; -- want validate-in-same-transaction "total_positive is validated in the transaction that added it, whose lock on orders lasts until all rows are read: COMMIT first, or validate it in a revision of its own"
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id) NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer;
COMMIT;
-- Without BEGIN nobody knows what is in one transaction.
ALTER TABLE orders ADD CONSTRAINT total_small CHECK (total < 100) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT total_small;
