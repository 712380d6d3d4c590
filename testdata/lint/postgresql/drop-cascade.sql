CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, CONSTRAINT customers_name UNIQUE (name));
CREATE TABLE orders (id INTEGER PRIMARY KEY, m mood, customer INTEGER CONSTRAINT orders_customer REFERENCES customers (id));
-- then
-- want drop-cascade "index customers.customers_name is dropped with CASCADE: everything that depends on it is dropped as well; drop by name what should go"
ALTER TABLE customers DROP CONSTRAINT customers_name CASCADE;
-- want drop-cascade "column customers.name is dropped with CASCADE: everything that depends on it is dropped as well; drop by name what should go"
ALTER TABLE customers DROP COLUMN name CASCADE;
-- want drop-cascade "table customers is dropped with CASCADE: everything that depends on it is dropped as well, including foreign key orders.orders_customer; drop by name what should go"
DROP TABLE customers CASCADE;
-- want drop-cascade "type mood is dropped with CASCADE: everything that depends on it is dropped as well, including column orders.m; drop by name what should go"
DROP TYPE mood CASCADE;
DROP TABLE orders;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
DROP TABLE fresh CASCADE;
