CREATE TABLE orders (id INTEGER PRIMARY KEY, flag TINYINT, price DECIMAL(10,4), m ENUM('10', '20'), note VARCHAR(10), at DATETIME, made DATETIME(6), ends TIME(3), r DOUBLE, e DECIMAL(20,10), clock DATETIME);
-- then
-- want conversion-loses "column orders.flag becomes enum('0','1') (was tinyint): some existing values will change silently (a number is taken for the place of a label: 1 becomes '0'); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY flag ENUM('0', '1');
-- want conversion-loses "column orders.price becomes decimal(8,2) (was decimal(10,4)): some existing values will change silently (rounded); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY price DECIMAL(8,2);
-- want conversion-loses "column orders.m becomes int (was enum('10','20')): some existing values will change silently (a label becomes the number of its place: '10' becomes 1); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY m INTEGER;
ALTER TABLE orders MODIFY note VARCHAR(40);
ALTER TABLE orders MODIFY id BIGINT;
-- want conversion-loses "column orders.at becomes date (was datetime): some existing values will change silently (the time of day is lost); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY at DATE;
-- want conversion-loses "column orders.made becomes datetime (was datetime(6)): some existing values will change silently (cut to 0 digits of a second); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY made DATETIME;
-- want conversion-loses "column orders.ends becomes time (was time(3)): some existing values will change silently (cut to 0 digits of a second); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY ends TIME;
-- want conversion-loses "column orders.r becomes float (was double): some existing values will change silently (rounded: a float keeps about 6 digits); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY r FLOAT;
-- want conversion-loses "column orders.e becomes float (was decimal(20,10)): some existing values will change silently (rounded: a float keeps about 6 digits); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY e FLOAT;
-- want conversion-loses "column orders.clock becomes time (was datetime): some existing values will change silently (the date is lost); keep a copy of the column until you have checked"
ALTER TABLE orders MODIFY clock TIME;
ALTER TABLE orders MODIFY clock TIME(3);
