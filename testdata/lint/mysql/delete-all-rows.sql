CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
-- then
-- want delete-all-rows "all rows of table orders are deleted, since there is no WHERE: none comes back in a downgrade"
DELETE FROM orders;
DELETE FROM orders WHERE id = 7;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
DELETE FROM fresh;
