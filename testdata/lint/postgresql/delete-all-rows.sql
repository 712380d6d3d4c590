CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
-- then
-- want delete-all-rows "all rows of table orders are deleted, because there is no WHERE: a downgrade does not bring them back"
DELETE FROM orders;
DELETE FROM orders WHERE id = 7;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
DELETE FROM fresh;
