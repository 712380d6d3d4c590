CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, parent INTEGER, total INTEGER);
INSERT INTO customers VALUES (1);
INSERT INTO orders VALUES (1, 1, 1, 1);
-- then
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0); -- want constraint-scans "check total_positive is checked against every row of orders while reads and writes of orders are blocked: add it NOT VALID, and VALIDATE CONSTRAINT after a COMMIT"
-- want constraint-scans "foreign key orders_customer is checked against every row of orders while writes to orders and customers are blocked: add it NOT VALID, and VALIDATE CONSTRAINT after a COMMIT"
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id);
-- want constraint-scans "foreign key is checked against every row of orders while writes to orders are blocked: add it NOT VALID, and VALIDATE CONSTRAINT after a COMMIT"
ALTER TABLE orders ADD FOREIGN KEY (parent) REFERENCES orders (id);
ALTER TABLE orders ADD CONSTRAINT total_small CHECK (total < 100) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT total_small;
ALTER TABLE orders ADD CONSTRAINT orders_other FOREIGN KEY (customer) REFERENCES customers (id) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_other;
-- A new column is NULL in every row, which refers to nothing.
ALTER TABLE orders ADD COLUMN other INTEGER REFERENCES customers (id);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, customer INTEGER);
ALTER TABLE fresh ADD FOREIGN KEY (customer) REFERENCES customers (id);
ALTER TABLE fresh ADD CHECK (id > 0);
