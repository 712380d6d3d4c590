CREATE TABLE p (id INTEGER NOT NULL PRIMARY KEY NONCLUSTERED);
CREATE TABLE t (id INTEGER NOT NULL, n INTEGER NULL, m BIGINT NULL, s VARCHAR(40) NULL, p INTEGER NULL, CONSTRAINT t_pk PRIMARY KEY (id));
CREATE INDEX t_m ON t (m);
CREATE TABLE o (id INTEGER NOT NULL PRIMARY KEY, online INTEGER NULL, s VARCHAR(40) NULL);
-- then
CREATE INDEX t_n ON t (n); -- want statement-blocks "writes to t are blocked while an index is built (S): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
CREATE INDEX t_s ON t (s) WITH (ONLINE = ON);
CREATE INDEX t_p ON t (p) WITH (ONLINE = OFF); -- want statement-blocks "writes to t are blocked while an index is built (S): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
CREATE CLUSTERED INDEX p_c ON p (id); -- want statement-blocks "reads and writes of p are blocked while all rows are written anew in the order of the clustered index (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE t ADD a INTEGER NULL;
ALTER TABLE t ADD b INTEGER NULL DEFAULT 1;
ALTER TABLE t ADD c INTEGER NOT NULL DEFAULT 1; -- want statement-blocks "reads and writes of t are blocked while the default is written into every row (Sch-M): in Enterprise, Developer and Azure SQL it takes a moment; else add the column so that it takes NULL, with the default, and fill the rows in batches"
ALTER TABLE t ADD d UNIQUEIDENTIFIER NOT NULL DEFAULT newid(); -- want statement-blocks "reads and writes of t are blocked while the default is written into every row (Sch-M): add the column so that it takes NULL, with the default, and fill the rows in batches"
ALTER TABLE t ADD e AS (n + 1);
ALTER TABLE t ADD f AS (n + 1) PERSISTED; -- want statement-blocks "reads and writes of t are blocked while the computed value is written into every row (Sch-M): without PERSISTED it takes a moment"
ALTER TABLE t ALTER COLUMN s VARCHAR(80) NULL;
ALTER TABLE t ALTER COLUMN s VARCHAR(20) NULL; -- want statement-blocks "reads and writes of t are blocked while it looks for values that do not fit in every row (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE t ALTER COLUMN s NVARCHAR(20) NULL; -- want statement-blocks "reads and writes of t are blocked while the column's values are written anew into every row (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE t ALTER COLUMN a INTEGER NOT NULL; -- want statement-blocks "reads and writes of t are blocked while it looks for NULL in every row (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE t ALTER COLUMN a INTEGER NULL;
ALTER TABLE t WITH NOCHECK ADD CONSTRAINT t_q FOREIGN KEY (n) REFERENCES p (id);
ALTER TABLE t ADD CONSTRAINT t_fk FOREIGN KEY (p) REFERENCES p (id); -- want statement-blocks "reads and writes of t are blocked while every row is looked up in p (Sch-M): added WITH NOCHECK it takes a moment, but the server does not trust it until WITH CHECK CHECK CONSTRAINT has read all rows under the same lock"
ALTER TABLE t ADD CONSTRAINT t_k CHECK (n > 0); -- want statement-blocks "reads and writes of t are blocked while every row is checked against it (Sch-M): added WITH NOCHECK it takes a moment, but the server does not trust it until WITH CHECK CHECK CONSTRAINT has read all rows under the same lock"
ALTER TABLE t ADD CONSTRAINT t_u UNIQUE (m); -- want statement-blocks "reads and writes of t are blocked while the index of the constraint is built (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE t DROP COLUMN b;
DROP INDEX t_m ON t;
ALTER TABLE t DROP CONSTRAINT t_pk; -- want statement-blocks "reads and writes of t are blocked while the rows lose the order of the clustered index, and every other index is built anew (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
EXEC sp_rename 't.m', 'k', 'COLUMN';
CREATE TABLE g (id INTEGER NOT NULL PRIMARY KEY, n INTEGER NULL);
CREATE INDEX g_n ON g (n);
CREATE INDEX o_o ON o (online); -- want statement-blocks "writes to o are blocked while an index is built (S): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
CREATE INDEX o_i ON o (id) WHERE online = 1 WITH (ONLINE = ON);
ALTER TABLE o ALTER COLUMN online BIGINT NULL; -- want statement-blocks "reads and writes of o are blocked while the column's values are written anew into every row (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE o ALTER COLUMN s NVARCHAR(40) NULL WITH (ONLINE = OFF); -- want statement-blocks "reads and writes of o are blocked while the column's values are written anew into every row (Sch-M): with ONLINE = ON, which Enterprise, Developer and Azure SQL know, it blocks nobody for long"
ALTER TABLE o DROP COLUMN online;
ALTER TABLE o ALTER COLUMN s VARCHAR(80) NULL WITH (ONLINE = ON);
DROP INDEX p_c ON p WITH (ONLINE = ON);
