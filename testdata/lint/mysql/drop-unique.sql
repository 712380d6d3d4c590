CREATE TABLE orders (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER, UNIQUE KEY orders_a (a), UNIQUE KEY orders_b (b), UNIQUE KEY orders_a_c (a, c), KEY orders_plain (c));
-- then
ALTER TABLE orders DROP INDEX orders_a_c;
-- want drop-unique "the unique key orders_b (b) of table orders is dropped: rows can be the same in it from then on, and what counts on it fails"
DROP INDEX orders_b ON orders;
DROP INDEX orders_plain ON orders;
ALTER TABLE orders DROP INDEX orders_a;
CREATE UNIQUE INDEX uq_orders_a ON orders (a);
