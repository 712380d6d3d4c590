-- want invalid-index "unique index twice_n (n) of table twice is not valid, so there may be rows that it should forbid: drop it, correct those rows, and build it again"
CREATE TABLE twice (id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO twice VALUES (1, 1), (2, 1);
CREATE UNIQUE INDEX CONCURRENTLY twice_n ON twice (n); -- fails 23505
-- want invalid-index "index failed_n ((1 / n)) of table failed is not valid: no query uses it, and writes may still maintain it; drop it and build it again"
CREATE TABLE failed (id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO failed VALUES (1, 0);
CREATE INDEX CONCURRENTLY failed_n ON failed ((1 / n)); -- fails 22012
CREATE TABLE fine (id INTEGER PRIMARY KEY, n INTEGER);
CREATE UNIQUE INDEX CONCURRENTLY fine_n ON fine (n);
-- want invalid-index "index parts_n (n) of table parts is not valid, because not all of its partitions have such an index: build those, then ALTER INDEX … ATTACH PARTITION"
CREATE TABLE parts (id INTEGER, n INTEGER) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (100);
CREATE INDEX parts_n ON ONLY parts (n);
