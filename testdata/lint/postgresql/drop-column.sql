CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, remark TEXT, total INTEGER GENERATED ALWAYS AS (id * 2) STORED);
CREATE TABLE towns (id INTEGER PRIMARY KEY, kind INTEGER, started INTEGER, note INTEGER);
CREATE TABLE notes (town INTEGER, note INTEGER);
-- then
-- want drop-column "column orders.note is dropped with its values"
-- want drop-column "column orders.total is dropped: programs that still name it fail; its values were computed and can be computed again"
ALTER TABLE orders DROP COLUMN note, DROP COLUMN total;
ALTER TABLE orders ADD COLUMN scratch INTEGER;
ALTER TABLE orders DROP COLUMN scratch;
ALTER TABLE orders ALTER COLUMN remark DROP NOT NULL;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, note TEXT);
ALTER TABLE fresh DROP COLUMN note;
ALTER TABLE towns ADD COLUMN since INTEGER;
UPDATE towns SET since = towns.started + 1 WHERE id > 0;
-- want drop-column "column towns.started is dropped after the script has copied from it: programs that still name it fail; make sure that the copy is complete"
ALTER TABLE towns DROP COLUMN started;
INSERT INTO notes (town, note) SELECT id, note FROM towns;
-- want drop-column "column towns.note is dropped after the script has copied from it: programs that still name it fail; make sure that the copy is complete"
ALTER TABLE towns DROP COLUMN note;
UPDATE towns SET kind = NULL WHERE id > 0;
-- want drop-column "column towns.kind is dropped with its values"
ALTER TABLE towns DROP COLUMN kind;
