CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE lines (id INTEGER PRIMARY KEY REFERENCES orders (id));
-- then
-- want truncate "table lines is emptied: all its rows are lost"
TRUNCATE lines;
-- want truncate "table orders is emptied: all its rows are lost"
TRUNCATE TABLE orders CASCADE;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
TRUNCATE fresh;
