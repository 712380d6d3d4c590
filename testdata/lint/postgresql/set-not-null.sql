CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, a TEXT, b TEXT, CHECK (b IS NOT NULL));
INSERT INTO orders VALUES (1, NULL, NULL, 'x');
-- then
-- want set-not-null "column orders.note becomes NOT NULL: the upgrade fails if a row has NULL in it; fill it in an earlier statement"
ALTER TABLE orders ALTER COLUMN note SET NOT NULL; -- fails 23502
UPDATE orders SET a = '' WHERE a IS NULL;
ALTER TABLE orders ALTER COLUMN a SET NOT NULL;
ALTER TABLE orders ALTER COLUMN b SET NOT NULL;
ALTER TABLE orders ALTER COLUMN id SET NOT NULL;
ALTER TABLE orders ALTER COLUMN b DROP NOT NULL;
ALTER TABLE orders ADD COLUMN c TEXT;
UPDATE orders SET c = '';
ALTER TABLE orders ALTER COLUMN c SET NOT NULL;
