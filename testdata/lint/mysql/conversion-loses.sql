CREATE TABLE orders (id INTEGER PRIMARY KEY, flag TINYINT, price DECIMAL(10,4), m ENUM('10', '20'), note VARCHAR(10));
-- then
-- want conversion-loses "column orders.flag becomes enum('0','1') (was tinyint): some existing values will change silently (a number is taken for the place of a label: 1 becomes '0'); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY flag ENUM('0', '1');
-- want conversion-loses "column orders.price becomes decimal(8,2) (was decimal(10,4)): some existing values will change silently (rounded); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY price DECIMAL(8,2);
-- want conversion-loses "column orders.m becomes int (was enum('10','20')): some existing values will change silently (a label becomes the number of its place: '10' becomes 1); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY m INTEGER;
ALTER TABLE orders MODIFY note VARCHAR(40);
ALTER TABLE orders MODIFY id BIGINT;
