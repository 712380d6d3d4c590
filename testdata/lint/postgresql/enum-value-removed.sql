CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TYPE mood_new AS ENUM ('ok', 'glad');
CREATE TYPE mood_more AS ENUM ('sad', 'ok', 'glad', 'great');
CREATE TABLE orders (id INTEGER PRIMARY KEY, a mood, b mood, c mood, d mood);
INSERT INTO orders VALUES (1, 'sad', 'sad', 'sad', 'sad');
-- then
-- want enum-value-removed "column orders.a loses 'sad': the upgrade fails if a row has it, and programs that still write it fail; give such rows another value first"
ALTER TABLE orders ALTER COLUMN a TYPE mood_new USING a::text::mood_new; -- fails 22P02
ALTER TABLE orders ALTER COLUMN b TYPE mood_more USING b::text::mood_more;
ALTER TABLE orders ALTER COLUMN c TYPE mood_new USING CASE c WHEN 'sad' THEN 'ok' ELSE c::text END::mood_new;
UPDATE orders SET d = 'ok' WHERE d = 'sad';
ALTER TABLE orders ALTER COLUMN d TYPE mood_new USING d::text::mood_new;
