CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, note TEXT, total INTEGER, state TEXT NOT NULL, code INTEGER, CONSTRAINT total_there CHECK (total > 0 AND total IS NOT NULL));
CREATE TABLE lines (id INTEGER, a INTEGER);
CREATE UNIQUE INDEX lines_a ON lines (a);
INSERT INTO orders VALUES (1, 1, '', 1, '', 1);
-- then
ALTER TABLE orders ALTER COLUMN customer SET NOT NULL; -- want set-not-null-scans "SET NOT NULL looks for NULL in every row of orders while reads and writes are blocked: first add CHECK (customer IS NOT NULL) NOT VALID, and validate it after a COMMIT"
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
ALTER TABLE orders ALTER COLUMN state SET NOT NULL;
ALTER TABLE orders ADD CONSTRAINT note_there CHECK (note IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT note_there;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT note_there;
-- A check that was never validated proves nothing, nor does one that NULL passes.
ALTER TABLE orders ADD CONSTRAINT code_there CHECK (code IS NOT NULL) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT code_positive CHECK (code > 0);
ALTER TABLE orders ALTER COLUMN code SET NOT NULL; -- want set-not-null-scans "SET NOT NULL looks for NULL in every row of orders while reads and writes are blocked: first add CHECK (code IS NOT NULL) NOT VALID, and validate it after a COMMIT"
ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;
CREATE TABLE fresh (id INTEGER);
ALTER TABLE fresh ALTER COLUMN id SET NOT NULL;
-- want set-not-null-scans "PRIMARY KEY USING INDEX lines_a looks for NULL in every row of lines while reads and writes are blocked: first add a CHECK (… IS NOT NULL) of each column NOT VALID, validate it after a COMMIT, and SET NOT NULL"
ALTER TABLE lines ADD PRIMARY KEY USING INDEX lines_a;
CREATE TABLE fresh_keys (id INTEGER, a INTEGER);
CREATE UNIQUE INDEX fresh_keys_a ON fresh_keys (a);
ALTER TABLE fresh_keys ADD PRIMARY KEY USING INDEX fresh_keys_a;
