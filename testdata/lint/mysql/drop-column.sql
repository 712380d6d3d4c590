CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, remark TEXT, total INTEGER GENERATED ALWAYS AS (id * 2) STORED);
-- then
-- want drop-column "column orders.note is dropped, and its values with it"
-- want drop-column "column orders.total is dropped: programs that still name it fail; its values were computed, and can be again"
ALTER TABLE orders DROP COLUMN note, DROP COLUMN total;
ALTER TABLE orders ADD COLUMN scratch INTEGER;
ALTER TABLE orders DROP COLUMN scratch;
ALTER TABLE orders MODIFY remark TEXT;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, note TEXT);
ALTER TABLE fresh DROP COLUMN note;
