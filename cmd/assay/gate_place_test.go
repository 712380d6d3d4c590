package main

import (
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// placed are objects of two schemas that have names in common.
const placed = `CREATE TABLE t (id INTEGER);
CREATE SCHEMA app;
CREATE VIEW app.vv AS SELECT 1 AS x;
CREATE VIEW pv AS SELECT 1 AS x;
CREATE TYPE app.e AS ENUM ('a');
CREATE DOMAIN d AS integer;
CREATE DOMAIN app.d AS integer;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE app.u (id INTEGER);
CREATE SEQUENCE q;
CREATE MATERIALIZED VIEW mv AS SELECT id FROM t WITH NO DATA;
CREATE UNIQUE INDEX mvi ON mv (id);
CREATE MATERIALIZED VIEW mf AS SELECT id FROM t;
CREATE UNIQUE INDEX mfi ON mf (id)`

// places are statements that make, rename, move and drop what has a place in a schema.
var places = []besideKind{
	{"", "CREATE VIEW vv AS SELECT 1 AS x; ALTER VIEW app.vv SET SCHEMA public", "GO IF", ""},
	{"", "CREATE VIEW public.pv AS SELECT 2 AS x", "NO-GO", ""},
	{"", "DROP FUNCTION IF EXISTS lower(text)", "NO-GO", ""},
	{"", "DROP FUNCTION lower(text) CASCADE", "NO-GO", ""},
	{"", "DROP FUNCTION IF EXISTS lower(uuid)", "GO", ""},
	{"", "DROP OPERATOR + (integer, integer)", "NO-GO", ""},
	{"", "DROP OPERATOR IF EXISTS - (NONE, integer)", "NO-GO", ""},
	{"", "DROP AGGREGATE sum(integer)", "NO-GO", ""},
	{"", `DROP COLLATION "C"`, "NO-GO", ""},
	{"", "DROP LANGUAGE sql", "NO-GO", ""},
	{"", "DROP CAST (integer AS bigint)", "NO-GO", ""},
	{"", "DROP CAST IF EXISTS (integer AS uuid)", "GO", ""},
	{"", "DROP ACCESS METHOD btree", "NO-GO", ""},
	{"", "DROP SCHEMA pg_catalog CASCADE", "NO-GO", ""},
	{"", "COMMIT; BEGIN READ ONLY; CREATE TABLE n (id INTEGER)", "GO IF", ""},
	{"", "CREATE VIEW app.vv AS SELECT 2 AS x", "NO-GO", ""},
	{"", "CREATE VIEW app.pv AS SELECT 2 AS x", "GO", ""},
	{"", "DROP VIEW public.pv", "GO", ""},
	{"", "DROP VIEW public.vv", "GO IF", ""},
	{"", "DROP VIEW app.pv", "GO IF", ""},
	{"", "CREATE DOMAIN app.d AS text", "NO-GO", ""},
	{"", "CREATE DOMAIN app.e2 AS text", "GO", ""},
	{"", "CREATE DOMAIN public.d AS text", "NO-GO", ""},
	{"", "CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"", "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "NO-GO", ""},
	{"", "CREATE FUNCTION app.g() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "NO-GO", ""},
	{"", "CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"", "DROP FUNCTION app.f()", "GO IF", ""},
	{"", "DROP FUNCTION app.g()", "GO", ""},
	{"", "DROP FUNCTION public.f()", "GO", ""},
	{"", "DROP FUNCTION public.g()", "GO IF", ""},
	{"", "CREATE SEQUENCE app.q", "GO", ""},
	{"", "CREATE SEQUENCE public.q", "NO-GO", ""},
	{"", "DROP SEQUENCE app.q", "GO IF", ""},
	{"", "DROP SEQUENCE public.q; CREATE SEQUENCE q", "GO", ""},
	{"", "DROP VIEW pv; ALTER VIEW app.vv SET SCHEMA public; ALTER VIEW vv RENAME TO pv", "GO", ""},
	{"", "ALTER VIEW app.vv SET SCHEMA public; CREATE VIEW vv AS SELECT 1 AS x", "GO IF", ""},
	{"", "ALTER VIEW app.vv SET SCHEMA public; DROP VIEW vv", "GO", ""},
	{"", "ALTER VIEW app.vv SET SCHEMA public; DROP VIEW app.vv", "GO IF", ""},
	{"", "ALTER VIEW app.vv SET SCHEMA public; CREATE VIEW app.vv AS SELECT 1 AS x", "GO", ""},
	{"", "ALTER DOMAIN app.d SET SCHEMA public", "NO-GO", ""},
	{"", "DROP DOMAIN d; ALTER DOMAIN app.d SET SCHEMA public", "GO", ""},
	{"", "ALTER DOMAIN d SET SCHEMA app", "NO-GO", ""},
	{"", "DROP DOMAIN app.d; ALTER DOMAIN d SET SCHEMA app", "GO", ""},
	{"", "ALTER FUNCTION app.g() SET SCHEMA public; DROP FUNCTION g()", "GO", ""},
	{"", "ALTER FUNCTION app.g() SET SCHEMA public; CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO IF", ""},
	{"", "CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION app.g() SET SCHEMA public", "GO IF", ""},
	{"", "CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION f() RENAME TO g", "GO IF", ""},
	{"", "CREATE DOMAIN dd AS int; ALTER DOMAIN d RENAME TO dd", "GO IF", ""},
	{"", "CREATE TYPE dd AS ENUM ('x'); ALTER DOMAIN d RENAME TO dd", "GO IF", ""},
	{"", "CREATE TABLE dd (i int); ALTER DOMAIN d RENAME TO dd", "GO IF", ""},
	{"", "CREATE TABLE app.u (id INTEGER)", "GO IF", ""},
	{"", "CREATE TABLE public.t (id INTEGER)", "GO IF", ""},
	{"", "ALTER TYPE app.e SET SCHEMA public", "GO IF", ""},
	{"", "CREATE TYPE e AS ENUM ('x'); ALTER TYPE app.e SET SCHEMA public", "GO IF", ""},
	{"", "CREATE TYPE e AS ENUM ('x'); ALTER TYPE e SET SCHEMA app", "NO-GO", ""},
	{"", "CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 SET SCHEMA app", "GO", ""},
	{"", "CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 SET SCHEMA app; CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 SET SCHEMA app", "NO-GO", ""},
	{"", "CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 RENAME TO e3", "GO", ""},
	{"", "CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 RENAME TO t", "NO-GO", ""},
	{"", "CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 RENAME TO d", "NO-GO", ""},
	{"", "CREATE TYPE e2 AS ENUM ('x'); ALTER TYPE e2 RENAME TO pv", "NO-GO", ""},
	{"", "DROP SCHEMA app CASCADE; CREATE SCHEMA app; CREATE VIEW app.vv AS SELECT 1 AS x", "GO", ""},
	{"", "DROP SCHEMA app CASCADE; CREATE VIEW app.vv AS SELECT 1 AS x", "GO IF", ""},
	{"", "CREATE SCHEMA b; CREATE VIEW b.vv AS SELECT 1 AS x; CREATE VIEW b.vv AS SELECT 1 AS x", "GO IF", ""},
	{"", "CREATE SCHEMA b; ALTER VIEW app.vv SET SCHEMA b", "GO IF", ""},
	{"", "CREATE SCHEMA b; ALTER VIEW pv SET SCHEMA b; DROP VIEW b.pv", "GO IF", ""},
	{"", "CREATE SCHEMA b; ALTER VIEW pv SET SCHEMA b; DROP VIEW pv", "GO IF", ""},
	{"", "CREATE OR REPLACE VIEW app.u AS SELECT 1 AS x", "NO-GO", ""},
	{"", "CREATE OR REPLACE VIEW app.vv AS SELECT 'a' AS x", "NO-GO", ""},
	{"", "CREATE OR REPLACE VIEW app.vv AS SELECT 2 AS x, 3 AS y", "GO", ""},
	{"", "CREATE OR REPLACE FUNCTION app.g() RETURNS text LANGUAGE sql AS 'SELECT 1'", "NO-GO", ""},
	{"", "CREATE OR REPLACE FUNCTION app.g() RETURNS integer LANGUAGE sql AS 'SELECT 2'", "GO", ""},
	{"", "CREATE MATERIALIZED VIEW app.u AS SELECT 1 AS x", "NO-GO", ""},
	{"", "CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS x", "GO", ""},
	{"", "CREATE MATERIALIZED VIEW IF NOT EXISTS app.u AS SELECT 1 AS x", "GO", ""},
	{"", "CREATE TABLE app.u AS SELECT 1 AS x", "NO-GO", ""},
	{"", "CREATE TABLE app.w AS SELECT 1 AS x", "GO IF", ""},
	{"", "CREATE TYPE app.e AS ENUM ('q')", "NO-GO", ""},
	{"", "CREATE TYPE app.u AS ENUM ('q')", "NO-GO", ""},
	{"", "CREATE TYPE app.u AS (x int)", "NO-GO", ""},
	{"", "CREATE TYPE app.z AS (x int)", "GO IF", ""},
	{"", "CREATE TYPE app.e AS RANGE (subtype = integer)", "NO-GO", ""},
	{"", "CREATE AGGREGATE app.g() (sfunc = f, stype = int)", "NO-GO", ""},
	{"", "CREATE AGGREGATE app.agg(int) (sfunc = int4pl, stype = int)", "GO", ""},
	{"", "CREATE AGGREGATE app.agg(int) (sfunc = int4pl, stype = int); CREATE AGGREGATE app.agg(int) (sfunc = int4pl, stype = int)", "GO IF", ""},
	{"", `CREATE COLLATION app.co FROM "C"`, "GO", ""},
	{"", `CREATE COLLATION app.co FROM "C"; CREATE COLLATION app.co FROM "C"`, "GO IF", ""},
	{"", "CREATE STATISTICS app.st ON id, id FROM t", "NO-GO, GO IF", ""},
	{"", "CREATE PROCEDURE app.g() LANGUAGE sql AS 'SELECT 1'", "NO-GO", ""},
	{"", "CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"", "COMMENT ON VIEW app.pv IS 'x'", "GO IF", ""},
	{"", "COMMENT ON VIEW app.vv IS 'x'", "GO", ""},
	{"", "GRANT SELECT ON app.vv TO public", "GO", ""},
	{"", "GRANT SELECT ON app.zz TO public", "NO-GO", ""},
	{"", "ALTER VIEW app.vv OWNER TO postgres", "GO", ""},
	{"", "DROP DOMAIN app.d; CREATE DOMAIN app.d AS text", "GO", ""},
	{"", "DROP DOMAIN app.d; CREATE TYPE app.d AS ENUM ('a')", "GO IF", ""},
	{"", "DROP VIEW app.vv; CREATE VIEW app.vv AS SELECT 1 AS x", "GO", ""},
	{"", "DROP VIEW app.vv; DROP VIEW app.vv", "GO IF", ""},
	{"", "DROP VIEW IF EXISTS app.vv; CREATE VIEW app.vv AS SELECT 1 AS x", "GO", ""},
	{"", "DROP FUNCTION app.g(); CREATE FUNCTION app.g() RETURNS text LANGUAGE sql AS 'SELECT 1::text'", "GO", ""},
	{"", "DROP FUNCTION app.g; CREATE FUNCTION app.g() RETURNS text LANGUAGE sql AS 'SELECT 1::text'", "GO IF", ""},
	{"", "CREATE FUNCTION app.g(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"", "CREATE FUNCTION app.g(i integer, OUT o integer) LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"", "CREATE FUNCTION app.g(OUT o integer) LANGUAGE sql AS 'SELECT 1'", "NO-GO", ""},
	{"", "ALTER FUNCTION app.g() RENAME TO h; CREATE FUNCTION app.g() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"", "ALTER FUNCTION app.g() RENAME TO h; CREATE FUNCTION app.h() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO IF", ""},
	{"", "ALTER VIEW app.vv RENAME TO h; CREATE VIEW app.h AS SELECT 1 AS x", "GO IF", ""},
	{"", "ALTER VIEW app.vv RENAME TO h; CREATE VIEW app.vv AS SELECT 1 AS x", "GO", ""},
	{"", "ALTER DOMAIN app.d RENAME TO h; CREATE DOMAIN app.d AS int", "GO", ""},
	{"", "ALTER DOMAIN app.d RENAME TO h; CREATE DOMAIN app.h AS int", "GO IF", ""},
	{"", "ALTER DOMAIN app.d RENAME TO u", "NO-GO", ""},
	{"", "CREATE VIEW n AS SELECT 1 AS x; ALTER SEQUENCE q RENAME TO n", "GO IF", ""},
	{"", "CREATE SEQUENCE n; ALTER SEQUENCE q RENAME TO n", "GO IF", ""},
	{"", "DROP VIEW pv; ALTER SEQUENCE q RENAME TO pv", "GO", ""},
	{"", "ALTER VIEW app.gone RENAME TO zz", "NO-GO, GO IF", ""},
	{"", "ALTER SEQUENCE app.gone SET SCHEMA public", "NO-GO, GO IF", ""},
	{"", "CREATE SEQUENCE s OWNED BY t.id; DROP TABLE t CASCADE; DROP SEQUENCE s", "GO IF", ""},
	{"", "ALTER SEQUENCE q OWNED BY t.id; ALTER TABLE t DROP COLUMN id CASCADE; DROP SEQUENCE q", "GO IF", ""},
	{"", "ALTER SEQUENCE q OWNED BY t.id; ALTER SEQUENCE q OWNED BY NONE; ALTER TABLE t DROP COLUMN id CASCADE; DROP SEQUENCE q", "GO", ""},
	{"", "ALTER SEQUENCE q OWNED BY t.id; DROP SEQUENCE q", "GO", ""},
	{"", "CREATE STATISTICS s ON id, id FROM t", "NO-GO, GO IF", ""},
	{"", "REFRESH MATERIALIZED VIEW CONCURRENTLY mv", "NO-GO", ""},
	{"", "REFRESH MATERIALIZED VIEW mv; REFRESH MATERIALIZED VIEW CONCURRENTLY mv", "GO", ""},
	{"", "REFRESH MATERIALIZED VIEW mf WITH NO DATA; REFRESH MATERIALIZED VIEW CONCURRENTLY mf", "NO-GO", ""},
	{"", "ALTER MATERIALIZED VIEW mv RENAME TO mw; REFRESH MATERIALIZED VIEW CONCURRENTLY mw", "NO-GO, GO IF", ""},
	{"", "CREATE MATERIALIZED VIEW m AS SELECT id FROM t; REFRESH MATERIALIZED VIEW CONCURRENTLY m", "NO-GO, GO IF", ""},
	{"", "CREATE TABLE n AS SELECT * FROM mv", "NO-GO, GO IF", ""},
	{"", "CREATE TABLE n AS SELECT * FROM mf", "GO, GO IF", ""},
	{"", "CREATE VIEW n AS SELECT * FROM mv", "GO", ""},
	{"", "CREATE TRIGGER tr BEFORE INSERT ON mf FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()", "NO-GO, GO IF", ""},
	{"", "CREATE RULE r AS ON INSERT TO mf DO NOTHING", "NO-GO, GO IF", ""},
}

// TestGatePlaces: what is made, renamed or moved finds its name free, in this schema and in others, as the statements before leave them.
func TestGatePlaces(t *testing.T) {
	t.Parallel()
	for i, k := range places {
		for j, form := range []string{"sql", "recording"} {
			if !lab.Campaign() && i%2 != j {
				continue
			}
			for _, s := range inTurn(t, i+j, "postgresql", k.on) {
				t.Run(s.Name+"/"+k.does+"/"+form, func(t *testing.T) {
					t.Parallel()
					got, want := gateOf(t, s, form, placed, strings.Split(k.does, "; "), ""), strings.Split(k.verdict, ", ")
					if !slices.Contains(want, got) && (form == "sql" || got != "GO IF") {
						t.Errorf("%s, want %s", got, k.verdict)
					}
				})
			}
		}
	}
}
