CREATE TABLE orders (id INTEGER PRIMARY KEY, n INTEGER);
-- then
BEGIN;
UPDATE orders SET n = 1 WHERE id = 1;
COMMIT;
BEGIN;
UPDATE orders SET n = 2 WHERE id = 1;
ROLLBACK;
BEGIN; -- want transaction-left-open "the transaction that begins here never ends, so the server undoes it when the client program leaves: add COMMIT to the end"
UPDATE orders SET n = 3 WHERE id = 1;
