CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40), n BIGINT, price DECIMAL(10,2), code TEXT, note VARCHAR(40), s INTEGER, u INTEGER UNSIGNED, m VARCHAR(10), k INTEGER UNSIGNED);
INSERT INTO orders VALUES (1, REPEAT('x', 30), 5000000000, 12345678, 'none', REPEAT('y', 30), -1, 4000000000, 'none', 4000000000);
CREATE TABLE bills (id INTEGER PRIMARY KEY, n INTEGER, price DECIMAL(10,2), day DATE, at DATETIME);
INSERT INTO bills VALUES (1, -2000000000, -12345678.12, '2026-01-01', '2026-01-01 00:00:00');
-- then
-- want conversion-may-fail "column orders.name becomes varchar(20) (was varchar(40)): the upgrade fails at values that do not fit (longer than 20 characters); correct them in an earlier statement"
ALTER TABLE orders MODIFY name VARCHAR(20); -- fails 1406/1265
-- want conversion-may-fail "column orders.n becomes int (was bigint): the upgrade fails at values that do not fit (no number from -2147483648 to 2147483647); correct them in an earlier statement"
ALTER TABLE orders MODIFY n INTEGER; -- fails 1264
-- want conversion-may-fail "column orders.price becomes decimal(8,2) (was decimal(10,2)): the upgrade fails at values that do not fit (1000000 or more); correct them in an earlier statement"
ALTER TABLE orders MODIFY price DECIMAL(8,2); -- fails 1264
-- want conversion-may-fail "column orders.code becomes int (was text): the upgrade fails at values that do not fit (no number from -2147483648 to 2147483647); correct them in an earlier statement"
ALTER TABLE orders MODIFY code INTEGER; -- fails 1292/1366
-- want conversion-may-fail "column orders.s becomes int unsigned (was int): the upgrade fails at values that do not fit (no number from 0 to 4294967295); correct them in an earlier statement"
ALTER TABLE orders MODIFY s INTEGER UNSIGNED; -- fails 1264
-- want conversion-may-fail "column orders.u becomes int (was int unsigned): the upgrade fails at values that do not fit (no number from -2147483648 to 2147483647); correct them in an earlier statement"
ALTER TABLE orders MODIFY u INTEGER; -- fails 1264
-- want conversion-may-fail "column orders.m becomes enum('sad','ok') (was varchar(10)): the upgrade fails at values that do not fit (they are no label of the new enum); correct them in an earlier statement"
ALTER TABLE orders MODIFY m ENUM('sad', 'ok'); -- fails 1265
ALTER TABLE orders MODIFY name VARCHAR(80);
ALTER TABLE orders MODIFY name TEXT;
ALTER TABLE orders MODIFY id BIGINT;
ALTER TABLE orders MODIFY k BIGINT;
UPDATE orders SET note = LEFT(note, 20);
ALTER TABLE orders MODIFY note VARCHAR(20);
ALTER TABLE bills MODIFY n TEXT;
ALTER TABLE bills MODIFY price VARCHAR(13);
ALTER TABLE bills MODIFY day VARCHAR(10);
ALTER TABLE bills MODIFY at TINYTEXT;
