CREATE TABLE customers (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers (id) ON DELETE RESTRICT);
CREATE TABLE lines (id INTEGER PRIMARY KEY, orders INTEGER REFERENCES orders (id));
-- then
TRUNCATE customers CASCADE; -- want truncate-cascade "TRUNCATE customers CASCADE also empties orders, lines: name the tables that should lose their rows, without CASCADE"
TRUNCATE orders, customers CASCADE; -- want truncate-cascade "TRUNCATE orders, customers CASCADE also empties lines: name the tables that should lose their rows, without CASCADE"
TRUNCATE customers, orders, lines CASCADE;
TRUNCATE lines CASCADE;
TRUNCATE lines;
TRUNCATE customers; -- fails 0A000
