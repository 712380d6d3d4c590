CREATE TABLE orders (id INTEGER PRIMARY KEY, flag TINYINT, price DECIMAL(10,4), m ENUM('10', '20'), note VARCHAR(10));
-- then
-- want conversion-loses "column orders.flag becomes enum('0','1'), and was tinyint: values become others without a word (a number is taken for the place of a label: 1 becomes '0'); keep the old ones in a column of their own until they are checked"
ALTER TABLE orders MODIFY flag ENUM('0', '1');
-- want conversion-loses "column orders.price becomes decimal(8,2), and was decimal(10,4): values become others without a word (rounded); keep the old ones in a column of their own until they are checked"
ALTER TABLE orders MODIFY price DECIMAL(8,2);
-- want conversion-loses "column orders.m becomes int, and was enum('10','20'): values become others without a word (a label becomes the number of its place: '10' becomes 1); keep the old ones in a column of their own until they are checked"
ALTER TABLE orders MODIFY m INTEGER;
ALTER TABLE orders MODIFY note VARCHAR(40);
ALTER TABLE orders MODIFY id BIGINT;
