package main

import (
	"slices"
	"strings"
	"testing"
)

// A besideKind is a statement about what is beside tables, and the verdict on it: GO where it runs, and else GO IF or NO-GO.
type besideKind struct {
	has     string // what there is before, beside kindTables
	does    string
	verdict string
	on      string // the engine
}

const (
	intoInt   = "CREATE FUNCTION f(x integer) RETURNS integer AS $$ SELECT x $$ LANGUAGE sql"
	intoText  = "CREATE FUNCTION f(x text) RETURNS text AS $$ SELECT x $$ LANGUAGE sql"
	onTrigger = "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NEW;END $$ LANGUAGE plpgsql"
	aView     = "CREATE VIEW v AS SELECT id, a FROM u"
	aTrigger  = "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f()"
	shortText = "CREATE FUNCTION f(x varchar(5)) RETURNS varchar(10) AS $$ SELECT x $$ LANGUAGE sql"
	someRows  = "CREATE FUNCTION f() RETURNS SETOF integer AS $$ SELECT 1 $$ LANGUAGE sql"
)

// goesAlong are statements about what goes with something else, or moves with it.
var goesAlong = []besideKind{
	{"CREATE STATISTICS s ON a, s FROM u", "ALTER TABLE u DROP COLUMN s; DROP STATISTICS s", "GO IF, NO-GO", "postgresql"},
	{"CREATE STATISTICS s ON a, s FROM u", "ALTER TABLE u DROP COLUMN s; CREATE STATISTICS s ON a, b FROM w", "GO", "postgresql"},
	{"CREATE STATISTICS s ON a, b FROM w", "ALTER TABLE w DROP COLUMN d; DROP STATISTICS s", "GO", "postgresql"},
	{"CREATE STATISTICS s ON a, b FROM w", "DROP TABLE w; DROP STATISTICS s", "GO IF, NO-GO", "postgresql"},
	{"CREATE STATISTICS s ON a, b FROM w", "DROP TABLE w; CREATE STATISTICS s ON a, s FROM u", "GO", "postgresql"},
	{"CREATE STATISTICS s ON a, b FROM w", "ALTER TABLE w RENAME COLUMN b TO e; ALTER TABLE w DROP COLUMN e; DROP STATISTICS s", "GO IF, NO-GO", "postgresql"},
	{"CREATE TABLE n (id SERIAL)", "DROP TABLE n; CREATE SEQUENCE n_id_seq", "GO", "postgresql"},
	{"CREATE TABLE n (id SERIAL)", "DROP TABLE n; DROP SEQUENCE n_id_seq", "GO IF, NO-GO", "postgresql"},
	{onTrigger + ";\n" + aTrigger, "DROP TABLE u; CREATE TABLE u (id INTEGER); " + aTrigger, "GO", "postgresql"},
	{onTrigger + ";\n" + aTrigger, "ALTER TABLE u RENAME TO x; DROP TRIGGER r ON x", "GO", "postgresql"},
	{onTrigger + ";\n" + aTrigger, "ALTER TABLE u RENAME TO x; DROP TRIGGER r ON u", "GO IF, NO-GO", "postgresql"},
	{onTrigger + ";\n" + aTrigger, "ALTER TRIGGER r ON u RENAME TO q; DROP TRIGGER q ON u", "GO", "postgresql"},
	{onTrigger + ";\n" + aTrigger, "DROP FUNCTION f() CASCADE; DROP TRIGGER r ON u", "GO IF, NO-GO", "postgresql"},
	{"CREATE VIEW v AS SELECT id FROM u", "ALTER VIEW v RENAME TO x; DROP VIEW x", "GO", "postgresql"},
	{"CREATE VIEW v AS SELECT id FROM u", "ALTER VIEW v RENAME TO x; DROP VIEW v", "GO IF, NO-GO", "postgresql"},
	{"CREATE VIEW v AS SELECT s FROM u", "CREATE OR REPLACE VIEW v AS SELECT s::varchar(5) AS s FROM u", "GO IF, NO-GO", "postgresql"},
	{"", "CREATE VIEW v AS SELECT s FROM u; CREATE OR REPLACE VIEW v AS SELECT a AS s FROM u", "GO IF, NO-GO", "postgresql"},
	{"CREATE VIEW v AS SELECT id FROM u", "DROP TABLE u CASCADE", "GO", "postgresql"},
	{"", "CREATE TABLE n (id INTEGER, id TEXT)", "GO IF, NO-GO", "postgresql"},
	{"CREATE TABLE h (own integer) INHERITS (w)", "ALTER TABLE w ADD COLUMN z integer", "GO", "postgresql"},
	{"CREATE TABLE h (own integer) INHERITS (w)", "ALTER TABLE w ADD COLUMN own text", "GO IF, NO-GO", "postgresql"},
	{"CREATE TABLE h (own integer) INHERITS (w)", "ALTER TABLE w ADD COLUMN z integer; ALTER TABLE h ADD COLUMN z integer", "GO IF, NO-GO", "postgresql"},
	{"", "CREATE TABLE n (id INTEGER, id TEXT)", "GO IF, NO-GO", "mysql"},
	{"CREATE VIEW v AS SELECT id FROM u", "DROP TABLE u CASCADE; SELECT id FROM v", "GO IF, NO-GO", "postgresql"},
	{"CREATE VIEW v AS SELECT a FROM u", "ALTER TABLE u DROP COLUMN a CASCADE; SELECT a FROM v", "GO IF, NO-GO", "postgresql"},
	{"CREATE VIEW v AS SELECT a FROM u", "ALTER TABLE u RENAME COLUMN a TO b; SELECT a FROM v", "GO", "postgresql"},
	{aView + ";\nCREATE VIEW x AS SELECT a FROM v", "DROP VIEW x; DROP VIEW v", "GO", "postgresql"},
	{aView + ";\nCREATE VIEW x AS SELECT a FROM v", "DROP VIEW v", "GO IF, NO-GO", "postgresql"},
	{onTrigger, "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f(); INSERT INTO u (id) VALUES (9)", "GO IF", "postgresql"},
	{aView, "ALTER TABLE u DROP COLUMN a; SELECT * FROM v", "GO IF, NO-GO", "mysql"},
	{aView + ";\nCREATE VIEW x AS SELECT a FROM v", "RENAME TABLE u TO y; SELECT * FROM x", "GO IF, NO-GO", "mysql"},
	{"", "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW SIGNAL SQLSTATE '45000'; INSERT INTO u (id) VALUES (9)", "GO IF, NO-GO", "mysql"},
	{"CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW SET NEW.a = 1", "DROP TABLE u; DROP TRIGGER r", "GO IF, NO-GO", "mysql"},
	{"CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW SET NEW.a = 1", "DROP TABLE u; CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.k = 'x'", "GO", "mysql"},
	{"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM w", "ALTER EVENT e RENAME TO x; DROP EVENT x", "GO", "mysql"},
	{"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM w", "ALTER EVENT x DISABLE", "GO IF, NO-GO", "mysql"},
	{"CREATE PROCEDURE p() SELECT 1", "ALTER PROCEDURE q SQL SECURITY INVOKER", "GO IF, NO-GO", "mysql"},
}

// ofWords are statements that the server refuses, or runs, for what their own words say of types, texts and columns.
var ofWords = []besideKind{
	{"", "CREATE TABLE n (a integer GENERATED ALWAYS AS IDENTITY (INCREMENT BY 0))", "NO-GO", "postgresql"},
	{"", "ALTER TABLE u ALTER COLUMN a DROP IDENTITY", "NO-GO", "postgresql"},
	{"CREATE TABLE n (id integer GENERATED ALWAYS AS IDENTITY)", "ALTER TABLE n ALTER COLUMN id SET INCREMENT BY 0", "NO-GO", "postgresql"},
	{"CREATE TABLE n (id integer GENERATED ALWAYS AS IDENTITY)", "ALTER TABLE n ALTER COLUMN id SET INCREMENT BY 5", "GO", "postgresql"},
	{"", `CREATE INDEX z ON u (a COLLATE "C")`, "NO-GO", "postgresql"},
	{"", `CREATE INDEX z ON u ((a + 1) COLLATE "C")`, "NO-GO", "postgresql"},
	{"", `CREATE INDEX z ON u (s COLLATE "C", lower(s) COLLATE "POSIX" DESC)`, "GO", "postgresql"},
	{onTrigger, "CREATE TRIGGER r AFTER INSERT OR UPDATE ON u REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f()", "NO-GO", "postgresql"},
	{onTrigger, "CREATE TRIGGER r AFTER INSERT ON u REFERENCING OLD TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f()", "NO-GO", "postgresql"},
	{onTrigger, "CREATE TRIGGER r AFTER UPDATE ON u REFERENCING OLD TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION f()", "GO", "postgresql"},
	{"CREATE DOMAIN dom AS integer", "ALTER DOMAIN dom SET DEFAULT 'x'", "NO-GO", "postgresql"},
	{"CREATE DOMAIN dom AS integer", "ALTER DOMAIN dom SET DEFAULT '5'", "GO", "postgresql"},
	{"", "CREATE DOMAIN dom AS integer DEFAULT now()", "NO-GO", "postgresql"},
	{"", "CREATE DOMAIN dom AS date DEFAULT now()", "GO", "postgresql"},
	{"", "CREATE TYPE r AS RANGE (subtype = xml)", "NO-GO", "postgresql"},
	{"", "CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = gone)", "NO-GO", "postgresql"},
	{"", "CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi)", "GO", "postgresql"},
	{"CREATE TYPE mood AS ENUM ('x')", "ALTER TABLE u ADD COLUMN z text DEFAULT 'x'::mood; DROP TYPE mood", "GO IF, NO-GO", "postgresql"},
	{"CREATE TYPE mood AS ENUM ('x')", "ALTER TABLE u ADD COLUMN z mood DEFAULT 'x'::mood; ALTER TABLE u DROP COLUMN z; DROP TYPE mood", "GO", "postgresql"},
	{"", "CREATE TYPE pace AS ENUM ('p'); ALTER TABLE u ADD COLUMN z pace; CREATE INDEX i ON u (a) WHERE z IN ('p', 'q')", "NO-GO", "postgresql"},
	{"", "CREATE TYPE pace AS ENUM ('p'); ALTER TABLE u ADD COLUMN z pace; CREATE INDEX i ON u (a) WHERE z = 'p'", "GO", "postgresql"},
	{"", "ALTER TABLE IF EXISTS gone SET SCHEMA nowhere", "GO IF", "postgresql"},
	{"", "ALTER TABLE IF EXISTS u SET SCHEMA nowhere", "NO-GO", "postgresql"},
}

// ofRoutines are statements about functions, which the server tells apart by their arguments, whatever lengths they are given.
var ofRoutines = []besideKind{
	{shortText, "CREATE OR REPLACE FUNCTION f(x varchar(9)) RETURNS varchar(20) AS $$ SELECT x $$ LANGUAGE sql", "GO", "postgresql"},
	{shortText, "CREATE OR REPLACE FUNCTION f(x character varying) RETURNS text AS $$ SELECT 'x'::text $$ LANGUAGE sql", "GO IF, NO-GO", "postgresql"},
	{shortText, "CREATE FUNCTION f(x varchar(9)) RETURNS text AS $$ SELECT 'x'::text $$ LANGUAGE sql", "GO IF, NO-GO", "postgresql"},
	{shortText, "DROP FUNCTION f(varchar)", "GO", "postgresql"},
	{shortText, "CREATE OR REPLACE FUNCTION f(x u.s%TYPE) RETURNS text AS $$ SELECT 'x'::text $$ LANGUAGE sql", "GO IF, NO-GO", "postgresql"},
	{someRows, "CREATE OR REPLACE FUNCTION f() RETURNS SETOF text AS $$ SELECT 'x'::text $$ LANGUAGE sql", "GO IF, NO-GO", "postgresql"},
	{someRows, "CREATE OR REPLACE FUNCTION f() RETURNS SETOF int4 AS $$ SELECT 2 $$ LANGUAGE sql", "GO", "postgresql"},
	{someRows, "CREATE OR REPLACE FUNCTION f() RETURNS integer AS $$ SELECT 2 $$ LANGUAGE sql", "GO IF, NO-GO", "postgresql"},
	{someRows, "CREATE OR REPLACE FUNCTION f() RETURNS TABLE (x integer) AS $$ SELECT 2 $$ LANGUAGE sql", "GO", "postgresql"},
	{
		"CREATE TYPE m AS ENUM ('a');\nCREATE FUNCTION f(x m) RETURNS m AS $$ SELECT x $$ LANGUAGE sql",
		"CREATE OR REPLACE FUNCTION f(x public.m) RETURNS public.m AS $$ SELECT x $$ LANGUAGE sql", "GO", "postgresql",
	},
	{intoInt, "CREATE FUNCTION f(x text) RETURNS text AS $$ SELECT x $$ LANGUAGE sql", "GO", "postgresql"},
	{intoInt, "DROP FUNCTION f(text)", "GO IF, NO-GO", "postgresql"},
	{intoInt, "DROP FUNCTION f(int4)", "GO", "postgresql"},
	{intoInt, "DROP FUNCTION f", "GO", "postgresql"},
	{intoInt + ";\n" + intoText, "DROP FUNCTION f", "GO IF, NO-GO", "postgresql"},
	{intoInt + ";\n" + intoText, "DROP FUNCTION f(integer); DROP FUNCTION f", "GO", "postgresql"},
	{intoInt, "DROP FUNCTION f(integer), g(text)", "GO IF, NO-GO", "postgresql"},
	{intoInt, "ALTER FUNCTION f(integer) RENAME TO g; DROP FUNCTION g(integer)", "GO", "postgresql"},
	{intoInt, "ALTER FUNCTION f(integer) RENAME TO g; DROP FUNCTION f(integer)", "GO IF, NO-GO", "postgresql"},
	{intoInt, "ALTER FUNCTION f(text) STABLE", "GO IF, NO-GO", "postgresql"},
	{intoInt + ";\nALTER TABLE w ADD CHECK (f(a) > 0)", "DROP FUNCTION f(integer)", "GO IF, NO-GO", "postgresql"},
}

// TestGateBeside: what stands beside tables is known while the pending statements change it, or the verdict says that it is not.
func TestGateBeside(t *testing.T) {
	t.Parallel()
	for i, k := range slices.Concat(goesAlong, ofRoutines, ofWords) {
		for j, form := range []string{"sql", "recording"} {
			for _, s := range inTurn(t, i+j, k.on) {
				t.Run(s.Name+"/"+k.does+"/"+form, func(t *testing.T) {
					t.Parallel()
					made := kindTables
					if k.has != "" {
						made += ";\n" + k.has
					}
					got := gateOf(t, s, form, made, strings.Split(k.does, "; "), "")
					if !slices.Contains(strings.Split(k.verdict, ", "), got) {
						t.Errorf("%s over %s: %s, want %s", k.has, k.does, got, k.verdict)
					}
				})
			}
		}
	}
}
