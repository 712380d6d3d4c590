CREATE TABLE orders (id INTEGER PRIMARY KEY, note VARCHAR(40), a VARCHAR(40), b VARCHAR(40) NOT NULL);
INSERT INTO orders VALUES (1, NULL, NULL, 'x');
-- then
-- want set-not-null "column orders.note becomes NOT NULL: the upgrade fails if a row has NULL in it; fill it in an earlier statement"
ALTER TABLE orders MODIFY note VARCHAR(40) NOT NULL; -- fails 1138/1265
UPDATE orders SET a = '' WHERE a IS NULL;
ALTER TABLE orders MODIFY a VARCHAR(40) NOT NULL;
ALTER TABLE orders MODIFY b VARCHAR(50) NOT NULL;
ALTER TABLE orders MODIFY b VARCHAR(50);
