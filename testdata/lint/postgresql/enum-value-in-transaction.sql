CREATE TYPE state AS ENUM ('new');
CREATE TABLE orders (id INTEGER PRIMARY KEY, s state, note TEXT);
-- then
BEGIN;
ALTER TYPE state ADD VALUE 'done';
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
UPDATE orders SET s = 'done'; -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
INSERT INTO orders (id, s) VALUES (1, 'new'), (2, 'done'); -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
DELETE FROM orders WHERE s IN ('done'); -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
ALTER TABLE orders ALTER COLUMN s SET DEFAULT 'done'; -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
ALTER TABLE orders ADD COLUMN t state DEFAULT 'done' NOT NULL; -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
CREATE INDEX orders_done ON orders (id) WHERE s = 'done'; -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
SELECT CAST('done' AS state); -- fails 55P04
-- want enum-value-in-transaction "label 'done' of state is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
CREATE TABLE more (s state DEFAULT 'done'); -- fails 55P04
UPDATE orders SET note = 'done', s = 'new';
UPDATE orders SET note = 'x' WHERE note = 'done';
INSERT INTO orders (id, s, note) VALUES (3, 'new', 'done');
COMMIT;
UPDATE orders SET s = 'done';
ALTER TYPE state ADD VALUE 'gone';
UPDATE orders SET s = 'gone';
BEGIN;
ALTER TYPE state RENAME VALUE 'gone' TO 'lost';
UPDATE orders SET s = 'lost';
CREATE TYPE kind AS ENUM ('a');
ALTER TYPE kind ADD VALUE 'b';
-- want enum-value-in-transaction "label 'b' of kind is used in the transaction that added it, which the server refuses: add it inside with op.get_context().autocommit_block()"
CREATE TABLE kinds (k kind DEFAULT 'b'); -- fails 55P04
COMMIT;
