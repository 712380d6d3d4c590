CREATE TABLE orders (id INTEGER NOT NULL, mail TEXT, number INTEGER);
CREATE TABLE lines (id INTEGER NOT NULL);
-- then
ALTER TABLE orders ADD CONSTRAINT orders_mail UNIQUE (mail); -- want constraint-builds-index "unique constraint orders_mail of orders builds its index while reads and writes are blocked: CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX"
ALTER TABLE orders ADD PRIMARY KEY (id); -- want constraint-builds-index "primary key (id) of orders builds its index while reads and writes are blocked: CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX"
ALTER TABLE orders ADD COLUMN code TEXT UNIQUE; -- want constraint-builds-index "unique constraint (code) of orders builds its index while reads and writes are blocked: CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX"
CREATE UNIQUE INDEX CONCURRENTLY orders_number ON orders (number);
ALTER TABLE orders ADD CONSTRAINT orders_number UNIQUE USING INDEX orders_number;
CREATE UNIQUE INDEX CONCURRENTLY lines_id ON lines (id);
ALTER TABLE lines ADD CONSTRAINT lines_id PRIMARY KEY USING INDEX lines_id;
CREATE TABLE fresh (id INTEGER);
ALTER TABLE fresh ADD PRIMARY KEY (id);
