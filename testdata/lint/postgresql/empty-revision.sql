CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- then
BEGIN;
-- want empty-revision "the script does nothing: if something is missing, it did not get into the SQL"
COMMIT;
