CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT);
-- then
ALTER TABLE t ALTER COLUMN name DROP NOT NULL; -- want drop-not-null "column t.name may be NULL from now on: programs that still run may not expect that"
ALTER TABLE t ALTER COLUMN note DROP NOT NULL;
CREATE TABLE fresh (id INTEGER NOT NULL);
ALTER TABLE fresh ALTER COLUMN id DROP NOT NULL;
