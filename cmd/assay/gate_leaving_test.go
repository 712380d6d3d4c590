package main

import (
	"slices"
	"strings"
	"testing"
)

// parted are tables whose parts share names.
const parted = `CREATE SCHEMA app;
CREATE TABLE app.x (id integer, a integer);
CREATE TABLE x (id integer, a integer, b integer, c integer);
CREATE TABLE y (id integer, a integer, b integer, c integer);
CREATE FUNCTION g() RETURNS trigger AS $$ BEGIN RETURN NEW;END $$ LANGUAGE plpgsql;
CREATE TRIGGER r BEFORE UPDATE OF a ON x FOR EACH ROW EXECUTE FUNCTION g();
CREATE TRIGGER r BEFORE UPDATE OF a ON y FOR EACH ROW EXECUTE FUNCTION g();
CREATE TRIGGER r BEFORE UPDATE OF a ON app.x FOR EACH ROW EXECUTE FUNCTION g();
CREATE POLICY p ON x USING (EXISTS (SELECT FROM y WHERE y.b = 1));
CREATE POLICY p ON y USING (b = 1);
CREATE RULE l AS ON UPDATE TO x DO ALSO UPDATE y SET c = 1`

// leavings are statements that drop what keeps a column, or something else of that name.
var leavings = []besideKind{
	{"", "DROP TRIGGER r ON x; ALTER TABLE x DROP COLUMN a", "GO", ""},
	{"", "DROP TRIGGER r ON public.x; ALTER TABLE x DROP COLUMN a", "GO", ""},
	{"", "DROP TRIGGER r ON x; ALTER TABLE y DROP COLUMN a", "NO-GO", ""},
	{"", "DROP TRIGGER r ON app.x; ALTER TABLE x DROP COLUMN a", "NO-GO", ""},
	{"", "ALTER TRIGGER r ON x RENAME TO s; DROP TRIGGER s ON x; ALTER TABLE x DROP COLUMN a", "GO", ""},
	{"", "ALTER TRIGGER r ON x RENAME TO s; DROP TRIGGER r ON y; ALTER TABLE x DROP COLUMN a", "NO-GO", ""},
	{"", "ALTER TABLE x RENAME TO z; DROP TRIGGER r ON z; ALTER TABLE z DROP COLUMN a", "GO", ""},
	{"", "DROP TRIGGER r ON x; ALTER TABLE x RENAME TO z; ALTER TABLE y RENAME TO x; ALTER TABLE x DROP COLUMN a", "NO-GO", ""},
	{"", "DROP POLICY p ON x; ALTER TABLE y DROP COLUMN b", "NO-GO", ""},
	{"", "DROP POLICY p ON y; ALTER TABLE y DROP COLUMN b", "NO-GO", ""},
	{"", "DROP POLICY p ON x; DROP POLICY p ON y; ALTER TABLE y DROP COLUMN b", "GO", ""},
	{"", "DROP RULE l ON x; ALTER TABLE y DROP COLUMN c", "GO", ""},
	{"CREATE VIEW k AS SELECT b FROM x; CREATE VIEW app.k AS SELECT 1 AS one", "DROP VIEW app.k; ALTER TABLE x DROP COLUMN b", "NO-GO", ""},
	{"CREATE VIEW k AS SELECT b FROM x; CREATE VIEW app.k AS SELECT 1 AS one", "DROP VIEW public.k; ALTER TABLE x DROP COLUMN b", "GO", ""},
}

// needed is what things can be made of.
const needed = `CREATE TYPE mood AS ENUM ('x', 'y');
CREATE TABLE m (id integer PRIMARY KEY, a integer, s text, mood text);
CREATE DOMAIN dom AS integer CHECK (VALUE > 0);
CREATE TYPE pair AS (x integer);
CREATE FUNCTION f() RETURNS integer AS 'SELECT 1' LANGUAGE sql;
CREATE FUNCTION g() RETURNS trigger AS $$ BEGIN RETURN NEW;END $$ LANGUAGE plpgsql;
CREATE SEQUENCE q`

// needing are statements that make something, and drop what that may be made of.
var needing = []besideKind{
	{"", "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION g(); DROP FUNCTION g()", "GO IF", ""},
	{"", "CREATE TRIGGER r BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION g(); DROP TRIGGER r ON u; DROP FUNCTION g()", "GO", ""},
	{"", "CREATE TRIGGER r BEFORE INSERT ON m FOR EACH ROW EXECUTE FUNCTION g(); DROP TABLE m; DROP FUNCTION g()", "GO", ""},
	{"", "CREATE DOMAIN d AS dom; DROP DOMAIN dom", "GO IF", ""},
	{"", "CREATE DOMAIN d AS dom; DROP DOMAIN dom, d", "GO", ""},
	{"", "CREATE DOMAIN d AS dom; DROP DOMAIN dom CASCADE", "GO", ""},
	{"", "CREATE DOMAIN d AS integer CHECK (VALUE > f()); DROP FUNCTION f()", "GO IF", ""},
	{"", "CREATE TYPE c AS (x dom); DROP DOMAIN dom", "GO IF", ""},
	{"", "CREATE TYPE c AS (x mood); DROP TYPE mood", "GO IF", ""},
	{"", "CREATE TYPE c AS (x m); DROP TABLE m", "GO IF", ""},
	{"", "CREATE FUNCTION h(mood) RETURNS integer AS 'SELECT 1' LANGUAGE sql; DROP TYPE mood", "GO IF", ""},
	{"", "CREATE FUNCTION h(mood) RETURNS integer AS 'SELECT 1' LANGUAGE sql; DROP FUNCTION h(mood); DROP TYPE mood", "GO", ""},
	{"CREATE FUNCTION h(integer) RETURNS integer AS 'SELECT 1' LANGUAGE sql", "CREATE FUNCTION h(mood) RETURNS integer AS 'SELECT 1' LANGUAGE sql; DROP FUNCTION h(integer); DROP TYPE mood", "GO IF", ""},
	{"", "CREATE FUNCTION h() RETURNS integer AS $$ SELECT f() $$ LANGUAGE sql; DROP FUNCTION f()", "GO", ""},
	{"", "CREATE FUNCTION h(m) RETURNS integer AS 'SELECT 1' LANGUAGE sql; DROP TABLE m", "GO IF", ""},
	{"", "CREATE FUNCTION h() RETURNS SETOF m AS 'SELECT * FROM m' LANGUAGE sql; DROP TABLE m", "GO IF", ""},
	{"", "CREATE FUNCTION h() RETURNS bigint AS 'SELECT count(*) FROM m' LANGUAGE sql; DROP TABLE m", "GO", ""},
	{"", "CREATE VIEW v AS SELECT 'x'::mood AS m; DROP TYPE mood", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT CAST('x' AS mood) AS m; DROP TYPE mood", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT mood FROM m; DROP TYPE mood", "GO", ""},
	{"", "CREATE VIEW v AS SELECT s AS mood FROM m; DROP TYPE mood", "GO", ""},
	{"", "CREATE VIEW v AS SELECT 'x'::mood AS m; DROP VIEW v; DROP TYPE mood", "GO", ""},
	{"", "CREATE VIEW v AS SELECT 'x'::mood AS m; ALTER TYPE mood RENAME TO n; DROP TYPE n", "GO IF", ""},
	{"", "CREATE TABLE n (m text CHECK (m::mood = 'x')); DROP TYPE mood", "GO IF", ""},
	{"", "CREATE TABLE n (mood text CHECK (mood <> 'x')); DROP TYPE mood", "GO", ""},
	{"", "CREATE TABLE n (a integer CHECK (a::dom > 1)); DROP DOMAIN dom", "GO IF", ""},
	{"", "CREATE TABLE n (a integer CHECK (a::dom > 1)); DROP TABLE n; DROP DOMAIN dom", "GO", ""},
	{"", "CREATE VIEW v AS TABLE m; ALTER TABLE m DROP COLUMN s", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT x.c FROM m AS x (id, a, c); ALTER TABLE m DROP COLUMN s", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT x.c FROM m x (id, a, c); ALTER TABLE m DROP COLUMN s", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT m.id FROM u JOIN m USING (id); ALTER TABLE m DROP COLUMN s", "GO", ""},
	{"", "CREATE VIEW v AS SELECT m.id, m.a FROM m GROUP BY m.id; ALTER TABLE m DROP CONSTRAINT m_pkey", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT m.id, m.a FROM m; ALTER TABLE m DROP CONSTRAINT m_pkey", "GO", ""},
	{"", "CREATE VIEW v AS SELECT nextval('q') AS n; DROP SEQUENCE q", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT u.id, m.s FROM u JOIN m ON true; ALTER TABLE u DROP COLUMN a CASCADE; DROP TABLE m", "GO IF", ""},
	{"", "CREATE VIEW v AS SELECT id, a AS dom FROM m; DROP DOMAIN dom CASCADE; DROP TABLE m", "GO IF", ""},
}

// TestGateNeeding: what an upgrade has made may keep it from dropping what that is made of.
func TestGateNeeding(t *testing.T) {
	t.Parallel()
	gateKinds(t, needed, needing)
}

// TestGateLeaving: what is dropped keeps no column any more, and what has its name does.
func TestGateLeaving(t *testing.T) {
	t.Parallel()
	gateKinds(t, parted, leavings)
}

// gateKinds has statements judged and run, each over what there is for all of them and what it has itself.
func gateKinds(t *testing.T, made string, kinds []besideKind) {
	t.Helper()
	for i, k := range kinds {
		for _, s := range inTurn(t, i, "postgresql", k.on) {
			t.Run(s.Name+"/"+k.does, func(t *testing.T) {
				t.Parallel()
				begin := kindTables + ";\n" + made
				if k.has != "" {
					begin += ";\n" + k.has
				}
				if got := gateOf(t, s, "sql", begin, strings.Split(k.does, "; "), "u(1,1,'x')"); !slices.Contains(strings.Split(k.verdict, ", "), got) {
					t.Errorf("%s over %s: %s, want %s", k.has, k.does, got, k.verdict)
				}
			})
		}
	}
}

// TestGateNull: a column is NULL or NOT NULL.
func TestGateNull(t *testing.T) {
	t.Parallel()
	gateKinds(t, "CREATE SEQUENCE q", []besideKind{
		{"", "CREATE TABLE n (c serial NULL)", "NO-GO, GO IF", ""},
		{"", "CREATE TABLE n (c integer NULL GENERATED ALWAYS AS IDENTITY)", "NO-GO, GO IF", ""},
		{"", "CREATE TABLE n (c integer NULL UNIQUE)", "GO", ""},
		{"", "ALTER TABLE u ADD COLUMN k integer NULL NOT NULL", "NO-GO, GO IF", ""},
		{"", "ALTER TABLE u ADD COLUMN k serial NULL", "NO-GO, GO IF", ""},
		{"", "ALTER TABLE u ADD COLUMN k integer NULL", "GO", ""},
	})
}
