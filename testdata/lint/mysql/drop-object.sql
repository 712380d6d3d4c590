CREATE TABLE t (id int PRIMARY KEY);
CREATE VIEW report AS SELECT id FROM t;
CREATE VIEW anew AS SELECT id FROM t;
CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1;
-- then
DROP VIEW report; -- want drop-object "view report is dropped: programs that still use it fail at once; drop it when no program names it"
DROP VIEW anew;
CREATE VIEW anew AS SELECT id AS ident FROM t;
DROP FUNCTION f; -- want drop-object "function f is dropped: programs that still use it fail at once; drop it when no program names it"
