CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE old (id INTEGER PRIMARY KEY);
-- then
-- assay: ignore drop-table: the rows were moved to orders
DROP TABLE old;
-- want unused-suppression "drop-table finds nothing in this statement, so there is nothing to ignore: remove the comment"
-- assay: ignore drop-table: it is empty
ALTER TABLE orders ADD COLUMN note VARCHAR(40);
-- want unused-suppression "drop-table is not ignored, because the comment gives no reason: write -- assay: ignore drop-table: why"
-- assay: ignore drop-table
DROP TABLE orders;
-- want unused-suppression "there is no rule \"drop-tables\" to ignore: assay rules lists them"
-- assay: ignore drop-tables: misspelled
CREATE TABLE more (id INTEGER PRIMARY KEY);
