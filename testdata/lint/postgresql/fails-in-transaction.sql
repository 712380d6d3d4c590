CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL);
CREATE INDEX orders_there ON orders (customer);
CREATE TYPE state AS ENUM ('new');
-- then
CREATE INDEX CONCURRENTLY orders_customer ON orders (customer);
BEGIN;
-- want fails-in-transaction "CREATE INDEX CONCURRENTLY fails inside a transaction: run it inside with op.get_context().autocommit_block()"
CREATE INDEX CONCURRENTLY orders_both ON orders (customer, id); -- fails 25001
DROP INDEX CONCURRENTLY orders_there; -- fails 25001 -- want fails-in-transaction "DROP INDEX CONCURRENTLY fails inside a transaction: run it inside with op.get_context().autocommit_block()"
REINDEX TABLE CONCURRENTLY orders; -- fails 25001 -- want fails-in-transaction "REINDEX CONCURRENTLY fails inside a transaction: run it inside with op.get_context().autocommit_block()"
VACUUM orders; -- fails 25001 -- want fails-in-transaction "VACUUM fails inside a transaction: run it inside with op.get_context().autocommit_block()"
ALTER TYPE state ADD VALUE 'done';
ANALYZE orders;
REINDEX TABLE orders;
CREATE INDEX orders_plain ON orders (customer);
COMMIT;
DROP INDEX CONCURRENTLY orders_there;
VACUUM (FULL, ANALYZE) orders;
