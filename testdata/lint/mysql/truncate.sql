CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- then
-- want truncate "table orders is emptied: all its rows are lost"
TRUNCATE TABLE orders;
-- want truncate "table orders is emptied: all its rows are lost"
TRUNCATE `orders`;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
TRUNCATE fresh;
