CREATE TABLE orders (id INTEGER PRIMARY KEY, n INTEGER);
-- then
-- what can be run again
ALTER TABLE orders MODIFY n BIGINT;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS a INTEGER;
-- want not-resumable "after this statement, 3 of 5 that commit by themselves, the revision cannot be run again: if a later one fails, the next attempt fails here with error 1060; make one change in a revision"
ALTER TABLE orders ADD COLUMN b INTEGER;
UPDATE orders SET b = 1;
ALTER TABLE orders ADD COLUMN c INTEGER;
CREATE INDEX orders_c ON orders (c);
