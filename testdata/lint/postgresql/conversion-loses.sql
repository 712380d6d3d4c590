CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40), price NUMERIC(10,4), n NUMERIC(6,2), note TEXT, at TIMESTAMPTZ, made TIMESTAMP, until TIME(3), r DOUBLE PRECISION, e NUMERIC(20,10), j JSON, k BIGINT, label TEXT);
-- then
-- want conversion-loses "column orders.name becomes varchar(20) (was varchar(40)): some existing values will change silently (cut to 20 characters); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN name TYPE VARCHAR(20) USING name::VARCHAR(20);
-- want conversion-loses "column orders.price becomes numeric(8,2) (was numeric(10,4)): some existing values will change silently (rounded); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN price TYPE NUMERIC(8,2);
-- want conversion-loses "column orders.n becomes integer (was numeric(6,2)): some existing values will change silently (rounded); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN n TYPE INTEGER;
-- want conversion-loses "column orders.note is computed by USING substr(note, 1, 20): what substr() leaves out of its values is lost; keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN note TYPE VARCHAR(20) USING substr(note, 1, 20);
ALTER TABLE orders ALTER COLUMN label TYPE VARCHAR(20) USING upper(label);
-- want conversion-loses "column orders.at becomes date (was timestamp with time zone): some existing values will change silently (the time of day is lost); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN at TYPE DATE;
-- want conversion-loses "column orders.made becomes timestamp(0) (was timestamp): some existing values will change silently (rounded to 0 digits of a second); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN made TYPE TIMESTAMP(0);
-- want conversion-loses "column orders.until becomes time(0) (was time(3)): some existing values will change silently (rounded to 0 digits of a second); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN until TYPE TIME(0);
-- want conversion-loses "column orders.r becomes real (was double precision): some existing values will change silently (rounded: a real keeps about 6 digits); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN r TYPE REAL;
-- want conversion-loses "column orders.e becomes real (was numeric(20,10)): some existing values will change silently (rounded: a real keeps about 6 digits); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN e TYPE REAL;
-- want conversion-loses "column orders.j becomes jsonb (was json): some existing values will change silently (of keys that stand twice the last alone is kept; blanks and the order of keys go as well); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN j TYPE JSONB;
-- want conversion-loses "column orders.k becomes double precision (was bigint): some existing values will change silently (rounded: a double precision keeps about 15 digits); keep a copy of the column until you have checked"
ALTER TABLE orders ALTER COLUMN k TYPE DOUBLE PRECISION;
ALTER TABLE orders ALTER COLUMN id TYPE BIGINT;
