CREATE TABLE t (id INTEGER PRIMARY KEY);
CREATE VIEW report AS SELECT id FROM t;
CREATE FUNCTION f(a INTEGER) RETURNS INTEGER LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('a');
CREATE SCHEMA archive;
-- then
ALTER VIEW report RENAME TO reports; -- want rename-object "view report is renamed to reports: programs that still use the old name fail at once"
ALTER FUNCTION f(INTEGER) RENAME TO g; -- want rename-object "function f is renamed to g: programs that still use the old name fail at once"
ALTER TYPE mood RENAME TO moods; -- want rename-object "type mood is renamed to moods: programs that still use the old name fail at once"
ALTER VIEW reports SET SCHEMA archive; -- want rename-object "view reports is moved to schema archive: programs that still use the old name fail at once"
CREATE VIEW mine AS SELECT id FROM t;
ALTER VIEW mine RENAME TO own;
