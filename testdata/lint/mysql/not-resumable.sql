CREATE TABLE orders (id INTEGER PRIMARY KEY, n INTEGER);
-- then
-- what can be run again
ALTER TABLE orders MODIFY n BIGINT;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS a INTEGER;
-- want not-resumable "the revision cannot be run again once this statement is done, 3 of 5 that commit by themselves: if a later one fails, the next attempt stops here with error 1060; let a revision make one change"
ALTER TABLE orders ADD COLUMN b INTEGER;
UPDATE orders SET b = 1;
ALTER TABLE orders ADD COLUMN c INTEGER;
CREATE INDEX orders_c ON orders (c);
