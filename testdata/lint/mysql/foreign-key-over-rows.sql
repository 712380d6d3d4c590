CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, payer INTEGER, sender INTEGER, CONSTRAINT orders_sender FOREIGN KEY (sender) REFERENCES customers (id));
INSERT INTO orders VALUES (1, 7, 7, NULL);
CREATE TABLE tenants (id INTEGER PRIMARY KEY);
CREATE TABLE towns (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, CONSTRAINT towns_p FOREIGN KEY (tenant) REFERENCES tenants (id));
-- then
-- want foreign-key-over-rows "a foreign key (customer) to customers (id) is added to table orders: the upgrade fails if a row has no match; look for such rows first"
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id); -- fails 1452
ALTER TABLE orders DROP FOREIGN KEY orders_sender;
ALTER TABLE orders ADD CONSTRAINT orders_sender FOREIGN KEY (sender) REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE orders ADD COLUMN shop INTEGER, ADD CONSTRAINT orders_shop FOREIGN KEY (shop) REFERENCES customers (id);
UPDATE orders SET payer = NULL;
ALTER TABLE orders ADD CONSTRAINT orders_payer FOREIGN KEY (payer) REFERENCES customers (id);
SET FOREIGN_KEY_CHECKS = 0;
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id);
SET FOREIGN_KEY_CHECKS = 1;
ALTER TABLE towns DROP FOREIGN KEY towns_p;
ALTER TABLE towns CHANGE tenant project INTEGER NOT NULL;
ALTER TABLE towns ADD CONSTRAINT towns_project FOREIGN KEY (project) REFERENCES tenants (id);
