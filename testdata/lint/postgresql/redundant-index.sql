-- want redundant-index "index orders_customer (customer) of table orders is the beginning of primary key (customer, id), which finds the same rows, and every write maintains both: drop it, unless it is kept because it is smaller"
CREATE TABLE orders (customer INTEGER, at TIMESTAMP, id INTEGER, note TEXT, done BOOLEAN, PRIMARY KEY (customer, id));
CREATE INDEX orders_customer ON orders (customer);
CREATE TABLE apart (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b INTEGER, c INTEGER);
-- what is unique forbids something; one of few rows is smaller; another order
CREATE INDEX apart_1 ON apart (a, b);
CREATE INDEX apart_2 ON apart (b) WHERE c IS NULL;
CREATE INDEX apart_3 ON apart (b DESC);
CREATE INDEX apart_4 ON apart (b, c);
CREATE INDEX apart_5 ON apart (c) INCLUDE (a);
CREATE INDEX apart_6 ON apart (c, b);
