CREATE TABLE orders (id INTEGER PRIMARY KEY, state INTEGER);
-- then
-- want update-all-rows "all rows of table orders are changed, because there is no WHERE: a downgrade does not bring the previous values back"
UPDATE orders SET state = 1;
UPDATE orders SET state = 2 WHERE state = 1;
ALTER TABLE orders ADD COLUMN level INTEGER;
UPDATE orders SET level = state;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
UPDATE fresh SET id = 1;
