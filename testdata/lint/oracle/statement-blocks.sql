CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, m INTEGER, s VARCHAR2(40 CHAR), p INTEGER, v INTEGER GENERATED ALWAYS AS (n + 1) VIRTUAL);
CREATE TABLE l (id INTEGER PRIMARY KEY, body CLOB);
CREATE UNIQUE INDEX t_m ON t (m);
-- then
CREATE INDEX t_n ON t (n); -- want statement-blocks "writes to t are blocked while an index is built (SHARE): CREATE INDEX … ONLINE blocks nobody, in the Enterprise Edition"
CREATE INDEX t_s ON t (s) ONLINE;
ALTER TABLE t ADD a INTEGER;
ALTER TABLE t ADD b INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE l ADD b INTEGER DEFAULT 1; -- want statement-blocks "writes to l are blocked while the default is written into every row of a table with large objects (EXCLUSIVE): add the column alone, then MODIFY its default, and fill the rows in batches"
ALTER TABLE l ADD c INTEGER;
ALTER TABLE t ADD c INTEGER GENERATED ALWAYS AS IDENTITY; -- want statement-blocks "writes to t are blocked while every row gets a number of its own (EXCLUSIVE): add the column alone, then MODIFY its default, and fill the rows in batches"
ALTER TABLE t DROP COLUMN v;
ALTER TABLE t DROP COLUMN a; -- want statement-blocks "writes to t are blocked while its values are taken out of every row (EXCLUSIVE): ALTER TABLE … SET UNUSED takes a moment, and DROP UNUSED COLUMNS can follow when writes can wait"
ALTER TABLE t SET UNUSED (b);
ALTER TABLE t DROP UNUSED COLUMNS CHECKPOINT 1000; -- want statement-blocks "writes to t are blocked while what the unused columns hold is taken out of every row (EXCLUSIVE): run it when nobody works"
ALTER TABLE t MODIFY s VARCHAR2(80 CHAR);
ALTER TABLE t MODIFY s VARCHAR2(20 CHAR); -- want statement-blocks "writes to t are blocked while it looks for values that do not fit in every row (EXCLUSIVE): run it when nobody works"
ALTER TABLE t MODIFY n DEFAULT 1;
ALTER TABLE t MODIFY n NOT NULL; -- want statement-blocks "writes to t are blocked while it looks for NULL in every row (EXCLUSIVE): ADD CONSTRAINT … CHECK (… IS NOT NULL) ENABLE NOVALIDATE, and MODIFY CONSTRAINT … VALIDATE afterwards: neither blocks writes"
ALTER TABLE t MODIFY n INTEGER;
ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id); -- want statement-blocks "writes to t are blocked while every row is looked up in p (SHARE): add it ENABLE NOVALIDATE, and ALTER TABLE … MODIFY CONSTRAINT … VALIDATE afterwards: neither blocks writes"
ALTER TABLE t ADD CONSTRAINT t_k CHECK (n > 0); -- want statement-blocks "writes to t are blocked while every row is checked against it (SHARE): add it ENABLE NOVALIDATE, and ALTER TABLE … MODIFY CONSTRAINT … VALIDATE afterwards: neither blocks writes"
ALTER TABLE t ADD CONSTRAINT t_q FOREIGN KEY (n) REFERENCES p (id) ENABLE NOVALIDATE;
ALTER TABLE t MODIFY CONSTRAINT t_q VALIDATE;
ALTER TABLE t ADD CONSTRAINT t_m UNIQUE (m);
ALTER TABLE t ADD CONSTRAINT t_u UNIQUE (p); -- want statement-blocks "writes to t are blocked while the index of the constraint is built (EXCLUSIVE): CREATE UNIQUE INDEX … ONLINE first, in the Enterprise Edition: the constraint takes it"
ALTER TABLE t RENAME COLUMN m TO k;
DROP INDEX t_n;
DROP TABLE l;
CREATE TABLE f (id INTEGER PRIMARY KEY, n INTEGER);
CREATE INDEX f_n ON f (n);
