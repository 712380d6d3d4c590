-- want invalid-index "unique index twice_n (n) of table twice is not valid, so that there may be rows that it should forbid: drop it, mend those, and build it again"
CREATE TABLE twice (id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO twice VALUES (1, 1), (2, 1);
CREATE UNIQUE INDEX CONCURRENTLY twice_n ON twice (n);
-- want invalid-index "index failed_n ((1 / n)) of table failed is not valid: no query uses it, and every write maintains it; drop it, and build it again"
CREATE TABLE failed (id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO failed VALUES (1, 0);
CREATE INDEX CONCURRENTLY failed_n ON failed ((1 / n));
CREATE TABLE fine (id INTEGER PRIMARY KEY, n INTEGER);
CREATE UNIQUE INDEX CONCURRENTLY fine_n ON fine (n);
