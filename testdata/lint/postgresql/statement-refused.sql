CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN level AS INTEGER;
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, customer INTEGER CONSTRAINT orders_customer REFERENCES customers (id), UNIQUE (note));
CREATE TABLE persons (m mood);
CREATE INDEX orders_customer_ix ON orders (customer);
CREATE TABLE bills (id INTEGER, name TEXT);
CREATE TABLE shops (name TEXT);
CREATE TABLE logs (id INTEGER, name TEXT);
CREATE TABLE shelves (id INTEGER PRIMARY KEY, note TEXT);
CREATE TABLE books (id INTEGER PRIMARY KEY, note TEXT);
CREATE TABLE pages (id INTEGER PRIMARY KEY, shelf INTEGER CONSTRAINT pages_book REFERENCES books (id));
CREATE TABLE lamps (id INTEGER PRIMARY KEY, note TEXT);
-- then
-- want statement-refused "the upgrade fails at this statement (ERROR 42703: column \"remark\" of relation \"orders\" does not exist): change it to fit the schema that it meets"
ALTER TABLE orders DROP COLUMN remark; -- fails 42703
-- want statement-refused "the upgrade fails at this statement (ERROR 42804: column \"name\" cannot be cast automatically to type integer): change it to fit the schema that it meets"
ALTER TABLE logs ALTER COLUMN name TYPE INTEGER; -- fails 42804
-- want statement-refused "the upgrade fails at this statement (ERROR 42701: column \"name\" of relation \"customers\" already exists): change it to fit the schema that it meets"
ALTER TABLE customers ADD COLUMN name TEXT; -- fails 42701
-- want statement-refused "the upgrade fails at this statement (ERROR 42P07: relation \"bills\" already exists): change it to fit the schema that it meets"
CREATE TABLE bills (id INTEGER); -- fails 42P07
-- want statement-refused "the upgrade fails at this statement (ERROR 42P07: relation \"orders_customer_ix\" already exists): change it to fit the schema that it meets"
CREATE INDEX orders_customer_ix ON shops (name); -- fails 42P07
-- want statement-refused "the upgrade fails at this statement (ERROR 2BP01: cannot drop type mood because other objects depend on it): change it to fit the schema that it meets"
DROP TYPE mood; -- fails 2BP01
-- want statement-refused "the upgrade fails at this statement (ERROR 42P01: relation \"invoices\" does not exist): change it to fit the schema that it meets"
ALTER TABLE invoices ADD COLUMN a INTEGER; -- fails 42P01
-- want statement-refused "the upgrade fails at this statement (ERROR 42701: column \"note\" of relation \"shelves\" already exists): change it to fit the schema that it meets"
ALTER TABLE IF EXISTS shelves ADD COLUMN note TEXT; -- fails 42701
-- want statement-refused "the upgrade fails at this statement (ERROR 42703: column \"gone\" of relation \"lamps\" does not exist): change it to fit the schema that it meets"
ALTER TABLE lamps ADD COLUMN IF NOT EXISTS note TEXT, DROP COLUMN gone; -- fails 42703
-- want statement-refused "the upgrade fails at this statement (ERROR 2BP01: cannot drop table books because other objects depend on it): change it to fit the schema that it meets"
DROP TABLE IF EXISTS books; -- fails 2BP01
ALTER TABLE orders ADD COLUMN IF NOT EXISTS note TEXT;
ALTER TABLE IF EXISTS gone ADD COLUMN note TEXT;
ALTER TABLE orders DROP COLUMN IF EXISTS gone, DROP CONSTRAINT IF EXISTS gone_key;
DROP TABLE IF EXISTS gone, went;
DROP INDEX IF EXISTS gone_ix;
ALTER TABLE orders DROP CONSTRAINT orders_note_key;
ALTER TABLE orders ADD COLUMN lvl level;
ALTER TABLE orders ALTER COLUMN lvl SET DEFAULT 5;
CREATE TABLE made AS SELECT id FROM orders;
ALTER TABLE made ADD COLUMN a INTEGER;
ALTER TABLE customers RENAME TO clients;
ALTER TABLE clients ADD COLUMN remark TEXT;
DROP TABLE clients CASCADE;
CREATE TABLE clients (id INTEGER);
DROP TABLE IF EXISTS nothing;
DO $$ BEGIN EXECUTE 'CREATE TABLE unseen (id INTEGER)'; END $$;
ALTER TABLE unseen ADD COLUMN a INTEGER;
CREATE TABLE regions (id INTEGER PRIMARY KEY);
CREATE TABLE cities (id INTEGER PRIMARY KEY, region INTEGER, FOREIGN KEY (region) REFERENCES regions (id));
ALTER TABLE cities DROP CONSTRAINT cities_region_fkey;
DROP TABLE regions;
