CREATE TABLE orders (id INTEGER PRIMARY KEY, a ENUM('low', 'high'), b ENUM('low', 'high'), c ENUM('low', 'high'), d ENUM('low', 'high'));
-- then
-- want enum-reordered "in column orders.a the positions of 'low', 'high' change: sorting and comparing by them gives different results, and all rows are rewritten; keep their order"
ALTER TABLE orders MODIFY a ENUM('high', 'low');
-- want enum-reordered "in column orders.b the positions of 'high' change: sorting and comparing by them gives different results, and all rows are rewritten; append new values at the end"
ALTER TABLE orders MODIFY b ENUM('low', 'middle', 'high');
ALTER TABLE orders MODIFY c ENUM('low', 'high', 'highest');
ALTER TABLE orders MODIFY d ENUM('low');
