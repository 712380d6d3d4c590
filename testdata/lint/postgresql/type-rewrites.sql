CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE orders (
	id INTEGER PRIMARY KEY, note VARCHAR(40), total NUMERIC(10, 2), at TIMESTAMP(3), days INTEGER, state VARCHAR(10), label state, code CHAR(5), amount INTEGER,
	net CIDR, bits BIT VARYING(4), kind VARCHAR(10), part VARCHAR(10), plain VARCHAR(10), seen TIMESTAMP, tags VARCHAR(10)[],
	CONSTRAINT kind_known CHECK (kind <> '')
);
CREATE INDEX orders_note ON orders (note);
CREATE INDEX orders_part ON orders (id) WHERE part <> '';
CREATE INDEX orders_net ON orders (net);
SET TimeZone = 'Europe/Berlin';
-- then
ALTER TABLE orders ALTER COLUMN amount TYPE BIGINT; -- want type-rewrites "the new type of orders.amount rewrites all of orders, and reads and writes are blocked until it ends, since integer is not kept as bigint is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN amount TYPE BIGINT;
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(80);
ALTER TABLE orders ALTER COLUMN note TYPE TEXT;
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(80); -- want type-rewrites "the new type of orders.note rewrites all of orders, and reads and writes are blocked until it ends, since text is not kept as varchar(80) is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(40); -- want type-rewrites "the new type of orders.note rewrites all of orders, and reads and writes are blocked until it ends, since varchar(80) is not kept as varchar(40) is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN total TYPE NUMERIC(12, 2);
ALTER TABLE orders ALTER COLUMN total TYPE NUMERIC(12, 3); -- want type-rewrites "the new type of orders.total rewrites all of orders, and reads and writes are blocked until it ends, since numeric(12,2) is not kept as numeric(12,3) is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN total TYPE NUMERIC;
ALTER TABLE orders ALTER COLUMN at TYPE TIMESTAMP(4);
ALTER TABLE orders ALTER COLUMN at TYPE TIMESTAMP;
ALTER TABLE orders ALTER COLUMN at TYPE TIMESTAMP(2); -- want type-rewrites "the new type of orders.at rewrites all of orders, and reads and writes are blocked until it ends, since timestamp is not kept as timestamp(2) is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN net TYPE INET;
ALTER TABLE orders ALTER COLUMN net TYPE CIDR; -- want type-rewrites "the new type of orders.net rewrites all of orders, and reads and writes are blocked until it ends, since inet is not kept as cidr is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN bits TYPE BIT VARYING(9);
ALTER TABLE orders ALTER COLUMN code TYPE CHAR(8); -- want type-rewrites "the new type of orders.code rewrites all of orders, and reads and writes are blocked until it ends, since char(5) is not kept as char(8) is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::state; -- want type-rewrites "the new type of orders.state rewrites all of orders, and reads and writes are blocked until it ends, since varchar(10) is not kept as state is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN label TYPE TEXT; -- want type-rewrites "the new type of orders.label rewrites all of orders, and reads and writes are blocked until it ends, since state is not kept as text is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN days TYPE TEXT USING days::text || ' days'; -- want type-rewrites "the new type of orders.days rewrites all of orders, and reads and writes are blocked until it ends, since every value is computed by USING: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN tags TYPE VARCHAR(20)[]; -- want type-rewrites "the new type of orders.tags rewrites all of orders, and reads and writes are blocked until it ends, since varchar(10)[] is not kept as varchar(20)[] is: add a column of that type, fill it in batches, and replace the old column by it"
ALTER TABLE orders ALTER COLUMN plain TYPE TEXT USING plain::text;
ALTER TABLE orders ALTER COLUMN plain TYPE TEXT COLLATE "C";
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(40) COLLATE "C"; -- want type-rewrites "the new type of orders.note blocks reads and writes of the table while index orders_note is rebuilt: drop the index first, and create it CONCURRENTLY afterwards"
ALTER TABLE orders ALTER COLUMN part TYPE VARCHAR(20); -- want type-rewrites "the new type of orders.part blocks reads and writes of the table while index orders_part is rebuilt: drop the index first, and create it CONCURRENTLY afterwards"
ALTER TABLE orders ALTER COLUMN kind TYPE VARCHAR(20); -- want type-rewrites "the new type of orders.kind blocks reads and writes of the table while every row is checked against check kind_known again: drop the check first, add it NOT VALID afterwards, and validate it after a COMMIT"
ALTER TABLE orders ALTER COLUMN seen TYPE TIMESTAMP WITH TIME ZONE; -- want type-rewrites "the new type of orders.seen rewrites all of orders, and reads and writes are blocked until it ends, since timestamp is not kept as timestamp with time zone is: not if the session's TimeZone is UTC (PostgreSQL 12)"
CREATE TABLE fresh (id INTEGER);
ALTER TABLE fresh ALTER COLUMN id TYPE BIGINT;
