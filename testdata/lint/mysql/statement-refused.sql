CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(40)) ENGINE=InnoDB;
CREATE TABLE orders (id INTEGER PRIMARY KEY, note VARCHAR(40), customer INTEGER, CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id), UNIQUE (note)) ENGINE=InnoDB;
CREATE TABLE logs (n INTEGER, m INTEGER) ENGINE=InnoDB;
CREATE TABLE bills (id INTEGER PRIMARY KEY, customer INTEGER, FOREIGN KEY (customer) REFERENCES customers (id)) ENGINE=InnoDB;
-- then
-- want statement-refused "the upgrade fails at this statement (ERROR 1060 (42S21): Duplicate column name 'note'): change it to fit the schema that it meets"
ALTER TABLE orders ADD COLUMN note TEXT; -- fails 1060
-- want statement-refused "the upgrade fails at this statement (ERROR 1091 (42000): Can't DROP COLUMN `remark`; check that it exists): change it to fit the schema that it meets"
ALTER TABLE logs DROP COLUMN remark; -- fails 1091
-- want statement-refused "the upgrade fails at this statement (ERROR 1050 (42S01): Table 'customers' already exists): change it to fit the schema that it meets"
CREATE TABLE customers (id INTEGER); -- fails 1050
ALTER TABLE logs ADD COLUMN id INTEGER AUTO_INCREMENT; -- fails 1075
-- want statement-refused "the upgrade fails at this statement (ERROR 1146 (42S02): Table 'invoices' doesn't exist): change it to fit the schema that it meets"
ALTER TABLE invoices ADD COLUMN a INTEGER; -- fails 1146
ALTER TABLE logs ADD COLUMN id INTEGER AUTO_INCREMENT PRIMARY KEY;
ALTER TABLE logs DROP PRIMARY KEY, ADD PRIMARY KEY (id, m);
ALTER TABLE bills DROP FOREIGN KEY bills_ibfk_1;
ALTER TABLE orders DROP INDEX note;
CREATE TABLE made AS SELECT id FROM orders;
ALTER TABLE made ADD COLUMN a INTEGER;
RENAME TABLE customers TO clients;
ALTER TABLE clients ADD COLUMN remark TEXT;
DROP TABLE IF EXISTS nothing;
CREATE TABLE regions (id INTEGER PRIMARY KEY, code VARCHAR(10)) ENGINE=InnoDB;
CREATE TABLE cities (id INTEGER PRIMARY KEY, region INTEGER, code VARCHAR(10), FOREIGN KEY (region) REFERENCES regions (id)) ENGINE=InnoDB;
SET foreign_key_checks = 0;
CREATE TABLE towns (id INTEGER PRIMARY KEY, country INTEGER) ENGINE=InnoDB;
ALTER TABLE towns ADD CONSTRAINT towns_country FOREIGN KEY (country) REFERENCES countries (id);
ALTER TABLE regions CONVERT TO CHARACTER SET utf8mb3;
DROP TABLE regions;
SET foreign_key_checks = 1;
CREATE TABLE roads (id INTEGER PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE signs (id INTEGER PRIMARY KEY, road INTEGER, CONSTRAINT signs_road FOREIGN KEY (road) REFERENCES roads (id)) ENGINE=InnoDB;
-- want statement-refused "the upgrade fails at this statement (ERROR 1451 (23000): Cannot delete or update a parent row: a foreign key constraint fails): change it to fit the schema that it meets"
DROP TABLE roads; -- fails 1451
