CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40), n BIGINT, price NUMERIC(10,2), code TEXT, tag TEXT, note VARCHAR(40), m TEXT);
INSERT INTO orders VALUES (1, repeat('x', 30), 5000000000, 12345678, 'none', 'x', repeat('y', 30), 'none');
-- then
-- want conversion-may-fail "column orders.name becomes varchar(20) (was varchar(40)): the upgrade fails at values that do not fit (longer than 20 characters); correct them in an earlier statement"
ALTER TABLE orders ALTER COLUMN name TYPE VARCHAR(20); -- fails 22001
-- want conversion-may-fail "column orders.n becomes integer (was bigint): the upgrade fails at values that do not fit (no number from -2147483648 to 2147483647); correct them in an earlier statement"
ALTER TABLE orders ALTER COLUMN n TYPE INTEGER; -- fails 22003
-- want conversion-may-fail "column orders.price becomes numeric(8,2) (was numeric(10,2)): the upgrade fails at values that do not fit (1000000 or more); correct them in an earlier statement"
ALTER TABLE orders ALTER COLUMN price TYPE NUMERIC(8,2); -- fails 22003
-- want conversion-may-fail "column orders.code becomes integer (was text): the upgrade fails at values that do not fit (no number from -2147483648 to 2147483647); correct them in an earlier statement"
ALTER TABLE orders ALTER COLUMN code TYPE INTEGER USING code::integer; -- fails 22P02
-- want conversion-may-fail "column orders.m becomes mood (was text): the upgrade fails at values that do not fit (they are no label of type mood); correct them in an earlier statement"
ALTER TABLE orders ALTER COLUMN m TYPE mood USING m::mood; -- fails 22P02
ALTER TABLE orders ALTER COLUMN code TYPE INTEGER USING CASE WHEN code ~ '^[0-9]+$' THEN code::integer END;
ALTER TABLE orders ALTER COLUMN name TYPE VARCHAR(80);
ALTER TABLE orders ALTER COLUMN name TYPE TEXT;
ALTER TABLE orders ALTER COLUMN id TYPE BIGINT;
ALTER TABLE orders ALTER COLUMN tag TYPE VARCHAR(10) USING tag::VARCHAR(10);
UPDATE orders SET note = left(note, 20);
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(20);
