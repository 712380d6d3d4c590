CREATE TABLE orders (id INTEGER PRIMARY KEY, a ENUM('sad', 'ok'), b ENUM('sad', 'ok'), c ENUM('sad', 'ok'), d SET('x', 'y'));
INSERT INTO orders VALUES (1, 'sad', 'sad', 'sad', 'x');
-- then
-- want enum-value-removed "column orders.a loses 'sad': the upgrade fails if a row has it, and programs that still write it fail; give such rows another value first"
ALTER TABLE orders MODIFY a ENUM('ok', 'glad'); -- fails 1265
-- want enum-value-removed "column orders.d loses 'x': the upgrade fails if a row has it, and programs that still write it fail; give such rows another value first"
ALTER TABLE orders MODIFY d SET('y'); -- fails 1265
ALTER TABLE orders MODIFY b ENUM('sad', 'ok', 'glad');
UPDATE orders SET c = 'ok' WHERE c = 'sad';
ALTER TABLE orders MODIFY c ENUM('ok', 'glad');
