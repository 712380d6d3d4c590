CREATE TABLE t (id integer PRIMARY KEY, name text);
ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0) NOT VALID;
CREATE UNIQUE INDEX t_u ON t (name);
CREATE SEQUENCE s;
-- then

-- want statement-not-understood "the statement is not understood as a whole, and its parts may not be judged (syntax error at or near \"IDENTITY\"): CREATE TABLE u (id INTEGER NOT NULL IDENTITY, name VARCHAR(40) NOT NULL)"
CREATE TABLE u (id INTEGER NOT NULL IDENTITY, name VARCHAR(40) NOT NULL); -- fails 42601

-- want statement-not-understood "the statement is not understood, and was not judged (it runs statements that cannot be read from it): DO $$ BEGIN PERFORM 1; END $$"
DO $$ BEGIN PERFORM 1; END $$;

-- want statement-not-understood "the statement is not understood, and was not judged (syntax error at or near \"LIMIT\"): DELETE FROM t LIMIT 5"
DELETE FROM t LIMIT 5; -- fails 42601

-- What goes with CASCADE can be a column.
-- want statement-not-understood "the statement is not understood as a whole, and its parts may not be judged (assay does not know what it does): DROP EXTENSION IF EXISTS nothing_of_that_name CASCADE"
DROP EXTENSION IF EXISTS nothing_of_that_name CASCADE;

-- assay: ignore statement-not-understood: read by hand
DO $$ BEGIN PERFORM 2; END $$;

-- What is read is not found, though no change says what it does.
ALTER TABLE t VALIDATE CONSTRAINT c;
ALTER TABLE t SET (fillfactor = 70);
VACUUM t;
REINDEX TABLE t;
CREATE VIEW v AS SELECT id FROM t;
DROP VIEW v;
GRANT SELECT ON t TO PUBLIC;
SELECT setval('s', 1);
CREATE TABLE w AS SELECT id FROM t;
CREATE TEMPORARY TABLE scratch (id integer);
CREATE TABLE parts (id integer) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (100);
ALTER TABLE t ADD CONSTRAINT t_u UNIQUE USING INDEX t_u;
