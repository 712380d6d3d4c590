CREATE TABLE orders (id INTEGER) PARTITION BY RANGE (id);
CREATE TABLE old (id INTEGER);
CREATE TABLE ranged (id INTEGER CHECK (id < 30));
-- then
-- want partition-scans "every row of old is checked against the bounds of the partition while reads and writes of it are blocked: first add a CHECK that says the same NOT VALID, and validate it after a COMMIT"
ALTER TABLE orders ATTACH PARTITION old FOR VALUES FROM (0) TO (10);
CREATE TABLE fresh (id INTEGER);
ALTER TABLE orders ATTACH PARTITION fresh FOR VALUES FROM (10) TO (20);
ALTER TABLE orders DETACH PARTITION old;
-- want partition-scans "every row of ranged is checked against the bounds of the partition while reads and writes of it are blocked, unless one of its checks says the same"
ALTER TABLE orders ATTACH PARTITION ranged FOR VALUES FROM (20) TO (30);
