CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40), price NUMERIC(10,4), n NUMERIC(6,2), note TEXT);
-- then
-- want conversion-loses "column orders.name becomes varchar(20) (was varchar(40)): some existing values will change silently (cut to 20 characters); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN name TYPE VARCHAR(20) USING name::VARCHAR(20);
-- want conversion-loses "column orders.price becomes numeric(8,2) (was numeric(10,4)): some existing values will change silently (rounded); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN price TYPE NUMERIC(8,2);
-- want conversion-loses "column orders.n becomes integer (was numeric(6,2)): some existing values will change silently (rounded); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN n TYPE INTEGER;
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(20) USING substr(note, 1, 20);
ALTER TABLE orders ALTER COLUMN id TYPE BIGINT;
