CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, payer INTEGER, sender INTEGER CONSTRAINT orders_sender REFERENCES customers (id));
INSERT INTO orders VALUES (1, 7, 7, NULL);
CREATE TABLE tenants (id INTEGER PRIMARY KEY);
CREATE TABLE towns (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, CONSTRAINT towns_p FOREIGN KEY (tenant) REFERENCES tenants (id));
-- then
-- want foreign-key-over-rows "a foreign key (customer) to customers (id) is added to table orders: the upgrade fails if a row has no match; look for such rows first"
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id); -- fails 23503
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT orders_sender;
ALTER TABLE orders ADD CONSTRAINT orders_sender FOREIGN KEY (sender) REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE orders ADD COLUMN shop INTEGER REFERENCES customers (id);
UPDATE orders SET payer = NULL, customer = NULL;
ALTER TABLE orders ADD CONSTRAINT orders_payer FOREIGN KEY (payer) REFERENCES customers (id);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, customer INTEGER);
ALTER TABLE fresh ADD CONSTRAINT fresh_customer FOREIGN KEY (customer) REFERENCES customers (id);
ALTER TABLE towns DROP CONSTRAINT towns_p;
ALTER TABLE towns RENAME COLUMN tenant TO project;
ALTER TABLE towns ADD CONSTRAINT towns_project FOREIGN KEY (project) REFERENCES tenants (id);
