CREATE TABLE orders (id INTEGER PRIMARY KEY, a ENUM('low', 'high'), b ENUM('low', 'high'), c ENUM('low', 'high'), d ENUM('low', 'high'));
-- then
-- want enum-reordered "in column orders.a the places of 'low', 'high' change: what sorts or compares by them comes out otherwise, and all rows are written anew; keep their order"
ALTER TABLE orders MODIFY a ENUM('high', 'low');
-- want enum-reordered "in column orders.b the places of 'high' change: what sorts or compares by them comes out otherwise, and all rows are written anew; append new values at the end"
ALTER TABLE orders MODIFY b ENUM('low', 'middle', 'high');
ALTER TABLE orders MODIFY c ENUM('low', 'high', 'highest');
ALTER TABLE orders MODIFY d ENUM('low');
