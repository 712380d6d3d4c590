CREATE TABLE orders (id INTEGER PRIMARY KEY, note VARCHAR(40), remark VARCHAR(40));
-- then
-- want rename-column "column orders.note is renamed to text_note: programs that still use the old name fail at once"
ALTER TABLE orders RENAME COLUMN note TO text_note;
ALTER TABLE orders ADD COLUMN level INTEGER;
ALTER TABLE orders RENAME COLUMN level TO lvl;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, note VARCHAR(40));
ALTER TABLE fresh RENAME COLUMN note TO remark;
