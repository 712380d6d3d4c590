-- MariaDB 10.11
CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, payer INTEGER, payee INTEGER, KEY by_customer (customer));
-- then
-- want foreign-key-copies "writes to orders are blocked while it is copied to check the foreign key to customers (ALGORITHM=COPY, LOCK=SHARED): look for rows without a match first, then add it between SET foreign_key_checks = 0 and = 1, which copies nothing and checks nothing"
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id);
-- want foreign-key-copies "writes to orders are blocked while it is copied to check the foreign key to customers (ALGORITHM=COPY, LOCK=SHARED): look for rows without a match first, then add it between SET foreign_key_checks = 0 and = 1, which copies nothing and checks nothing"
ALTER TABLE orders ADD COLUMN agent INTEGER, ADD CONSTRAINT orders_agent FOREIGN KEY (agent) REFERENCES customers (id);
SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT orders_payer FOREIGN KEY (payer) REFERENCES customers (id);
SET foreign_key_checks = 1;
ALTER TABLE orders MODIFY id BIGINT, ADD CONSTRAINT orders_payee FOREIGN KEY (payee) REFERENCES customers (id);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, customer INTEGER);
ALTER TABLE fresh ADD CONSTRAINT fresh_customer FOREIGN KEY (customer) REFERENCES customers (id);
