CREATE TABLE t (id INTEGER NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (9);
-- then
ALTER TABLE t DETACH PARTITION t1; -- want detach-not-concurrent "partition t1 is detached while reads and writes of t are blocked: use DETACH PARTITION … CONCURRENTLY in an autocommit_block"
