-- MariaDB 10.11
CREATE TABLE t (id int PRIMARY KEY, name varchar(10));
-- then

-- near.sql: the words are the file's, not those of what stands for them in the parser.
-- want statement-not-understood "the statement is not understood as a whole, and its parts may not be judged (it is not understood near \"IDENTITY, name VARCHAR(40) NOT NULL)\"): CREATE TABLE u (id INTEGER NOT NULL IDENTITY, name VARCHAR(40) NOT NULL)"
CREATE TABLE u (id INTEGER NOT NULL IDENTITY, name VARCHAR(40) NOT NULL);

-- What runs others can do anything, on a line of its own or ten times.
-- want statement-not-understood "the statement is not understood, and was not judged (it runs statements that cannot be read from it): CALL tidy()"
CALL tidy();
-- want statement-not-understood "the statement is not understood, and was not judged (it runs statements that cannot be read from it): EXECUTE s"
EXECUTE s;

-- It is said in the reader's words, and can be accepted.
-- assay: ignore statement-not-understood: read by hand
CALL tidy();

-- What is read is not found: what computes, what is about rows, rights, views and the session.
DO SLEEP(0);
INSERT INTO t VALUES (1, 'a');
UPDATE t SET name = 'b' WHERE id = 1;
CREATE VIEW v AS SELECT id FROM t;
DROP VIEW v;
GRANT SELECT ON t TO nobody;
SET SESSION sql_mode = '';
ALTER TABLE t ADD COLUMN n int, ALGORITHM=INSTANT;
CREATE TABLE w AS SELECT id FROM t;
ALTER TABLE t REORGANIZE PARTITION b, c INTO (PARTITION bc VALUES LESS THAN (99), PARTITION d VALUES LESS THAN (999));
