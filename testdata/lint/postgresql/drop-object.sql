CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
CREATE VIEW report AS SELECT id FROM t;
CREATE VIEW anew AS SELECT id FROM t;
CREATE SEQUENCE numbers;
CREATE FUNCTION f() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1';
-- then
DROP VIEW report; -- want drop-object "view report is dropped: programs that still use it fail at once; drop it when no program names it"
DROP VIEW IF EXISTS anew;
CREATE VIEW anew AS SELECT id, n FROM t;
DROP SEQUENCE numbers; -- want drop-object "sequence numbers is dropped: programs that still use it fail at once; drop it when no program names it"
DROP FUNCTION f(); -- want drop-object "function f is dropped: programs that still use it fail at once; drop it when no program names it"
CREATE VIEW mine AS SELECT id FROM t;
DROP VIEW mine;
