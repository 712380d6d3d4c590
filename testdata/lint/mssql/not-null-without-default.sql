CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE log (id INTEGER NOT NULL PRIMARY KEY);
-- then
ALTER TABLE orders ADD note NVARCHAR(max) NOT NULL; -- want not-null-without-default "column orders.note is added NOT NULL without a default: the upgrade fails if the table has rows; give it a server_default, or fill it before it becomes NOT NULL"
ALTER TABLE orders ADD a NVARCHAR(20) NULL;
ALTER TABLE orders ADD b NVARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE orders ADD c INTEGER NOT NULL IDENTITY;
ALTER TABLE orders ADD d AS (id + 1) PERSISTED;
ALTER TABLE orders ADD v ROWVERSION NOT NULL;
DELETE FROM log;
ALTER TABLE log ADD note INTEGER NOT NULL;
CREATE TABLE fresh (id INTEGER NOT NULL PRIMARY KEY);
ALTER TABLE fresh ADD note INTEGER NOT NULL;
