CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40), price NUMERIC(10,4), n NUMERIC(6,2), note TEXT);
-- then
-- want conversion-loses "column orders.name becomes varchar(20), and was varchar(40): values become others without a word (cut to 20 characters); keep the old ones in a column of their own until they are checked"
ALTER TABLE orders ALTER COLUMN name TYPE VARCHAR(20) USING name::VARCHAR(20);
-- want conversion-loses "column orders.price becomes numeric(8,2), and was numeric(10,4): values become others without a word (rounded); keep the old ones in a column of their own until they are checked"
ALTER TABLE orders ALTER COLUMN price TYPE NUMERIC(8,2);
-- want conversion-loses "column orders.n becomes integer, and was numeric(6,2): values become others without a word (rounded); keep the old ones in a column of their own until they are checked"
ALTER TABLE orders ALTER COLUMN n TYPE INTEGER;
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(20) USING substr(note, 1, 20);
ALTER TABLE orders ALTER COLUMN id TYPE BIGINT;
