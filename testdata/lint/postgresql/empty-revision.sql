CREATE TABLE orders (id INTEGER PRIMARY KEY);
-- then
BEGIN;
-- want empty-revision "the script does nothing: if something is missing, it never came into the SQL"
COMMIT;
