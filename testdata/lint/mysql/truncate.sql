CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- then
-- want truncate "table orders is emptied: all its rows are gone"
TRUNCATE TABLE orders;
-- want truncate "table orders is emptied: all its rows are gone"
TRUNCATE `orders`;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
TRUNCATE fresh;
