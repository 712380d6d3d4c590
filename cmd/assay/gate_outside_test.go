package main

import (
	"slices"
	"strings"
	"testing"
)

// elsewhere is another schema, which no history of tests is compared with, that needs things of the one that is.
const elsewhere = `CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('x', 'y');
CREATE TYPE free AS ENUM ('x', 'y');
CREATE DOMAIN dom AS integer CHECK (VALUE > 0);
CREATE SEQUENCE q;
CREATE FUNCTION f(x integer) RETURNS integer AS $$ SELECT x + 1 $$ LANGUAGE sql IMMUTABLE;
CREATE FUNCTION g(x integer, y integer) RETURNS integer AS $$ SELECT x + y $$ LANGUAGE sql IMMUTABLE;
CREATE FUNCTION h() RETURNS integer AS $$ SELECT 1 $$ LANGUAGE sql;
CREATE TABLE n (id SERIAL PRIMARY KEY, a integer UNIQUE);
CREATE TABLE m (id integer PRIMARY KEY);
CREATE UNIQUE INDEX i ON u (a);
CREATE VIEW v AS SELECT id FROM u;
CREATE VIEW r AS SELECT id FROM u;
CREATE TABLE app.x (k mood, ks mood[], c dom DEFAULT f(1), n integer DEFAULT nextval('q'), s integer DEFAULT nextval('n_id_seq'), w v);
CREATE TABLE app.y (a integer REFERENCES n (a), b integer REFERENCES u (a), m m);
CREATE VIEW app.z AS SELECT id FROM v;
CREATE AGGREGATE a (integer) (SFUNC = g, STYPE = integer)`

// outsiders are statements that drop what something of another schema needs, or nothing needs.
var outsiders = []besideKind{
	{"", "DROP TYPE mood", "NO-GO", ""},
	{"", "DROP TYPE mood CASCADE", "GO", ""},
	{"", "DROP TYPE free", "GO", ""},
	{"", "DROP DOMAIN dom", "NO-GO, GO IF", ""},
	{"", "DROP SEQUENCE q", "NO-GO", ""},
	{"CREATE SEQUENCE app.q", "ALTER SEQUENCE q SET SCHEMA app", "NO-GO", ""},
	{"CREATE VIEW app.v AS SELECT 1 AS one", "ALTER VIEW v SET SCHEMA app", "NO-GO", ""},
	{"CREATE VIEW app.n AS SELECT 1 AS one", "ALTER TABLE n SET SCHEMA app", "NO-GO", ""},
	{"CREATE TYPE app.free AS ENUM ('x')", "ALTER TYPE free SET SCHEMA app", "NO-GO", ""},
	{"CREATE DOMAIN app.dom AS integer", "ALTER DOMAIN dom SET SCHEMA app", "NO-GO", ""},
	{"CREATE FUNCTION app.h() RETURNS integer AS 'SELECT 1' LANGUAGE sql", "ALTER FUNCTION h() SET SCHEMA app", "NO-GO", ""},
	{"CREATE FUNCTION app.h(x integer) RETURNS integer AS 'SELECT 1' LANGUAGE sql", "ALTER FUNCTION h() SET SCHEMA app", "GO", ""},
	{"CREATE SEQUENCE app.q", "ALTER SEQUENCE app.q SET SCHEMA public", "NO-GO", ""},
	{"CREATE SEQUENCE app.q", "ALTER SEQUENCE app.q RENAME TO x", "NO-GO", ""},
	{"", "ALTER SEQUENCE q SET SCHEMA app", "GO", ""},
	{"", "ALTER SEQUENCE q RENAME TO m", "NO-GO, GO IF", ""},
	{"", "ALTER VIEW r RENAME TO u", "NO-GO, GO IF", ""},
	{"", "ALTER VIEW r RENAME TO other", "GO", ""},
	{"CREATE SEQUENCE app.q", "DROP SEQUENCE app.q; DROP SEQUENCE q", "NO-GO", ""},
	{"CREATE VIEW app.v AS SELECT 1 AS one", "DROP VIEW app.v; DROP VIEW v", "NO-GO", ""},
	{"", "DROP FUNCTION f(integer)", "NO-GO", ""},
	{"", "DROP FUNCTION f", "NO-GO", ""},
	{"", "DROP FUNCTION IF EXISTS f(integer)", "NO-GO", ""},
	{"", "DROP FUNCTION h()", "GO", ""},
	{"", "DROP FUNCTION g(integer, integer)", "NO-GO", ""},
	{"", "DROP AGGREGATE a(integer); DROP FUNCTION g(integer, integer)", "GO", ""},
	{"", "DROP TABLE n", "NO-GO", ""},
	{"", "DROP TABLE n CASCADE", "GO", ""},
	{"", "ALTER TABLE n DROP COLUMN a", "NO-GO", ""},
	{"", "ALTER TABLE n DROP COLUMN id", "NO-GO", ""},
	{"", "ALTER TABLE n DROP CONSTRAINT n_a_key", "NO-GO", ""},
	{"", "DROP INDEX i", "NO-GO", ""},
	{"", "DROP VIEW v", "NO-GO", ""},
	{"", "DROP VIEW app.z; DROP TABLE app.x; DROP VIEW v", "GO IF", ""}, // what is in another schema was not read
	{"", "DROP VIEW app.z CASCADE; ALTER TABLE app.x DROP COLUMN w; DROP VIEW v", "GO IF", ""},
	{"", "DROP SCHEMA app CASCADE; DROP TABLE n, m; DROP TYPE mood; DROP FUNCTION f(integer)", "GO", ""},
	{"", "DROP SCHEMA app CASCADE; ALTER TABLE n DROP COLUMN a", "GO", ""},
	{"", "ALTER TABLE n RENAME TO k; DROP TABLE k", "NO-GO", ""},
	{"", "ALTER TABLE n RENAME TO k; ALTER TABLE k RENAME COLUMN a TO c; ALTER TABLE k DROP COLUMN c", "NO-GO", ""},
	{"", "ALTER TABLE n RENAME CONSTRAINT n_a_key TO c; ALTER TABLE n DROP CONSTRAINT c", "NO-GO", ""},
	{"", "ALTER INDEX i RENAME TO k; DROP INDEX k", "NO-GO", ""},
	{"", "ALTER SEQUENCE q RENAME TO k; DROP SEQUENCE k", "NO-GO", ""},
	{"", "ALTER TYPE mood RENAME TO k; DROP TYPE k", "NO-GO, GO IF", ""},
	{"", "ALTER DOMAIN dom RENAME TO k; DROP DOMAIN k", "NO-GO, GO IF", ""},
	{"", "ALTER FUNCTION f(integer) RENAME TO k; DROP FUNCTION k(integer)", "NO-GO", ""},
	{"", "CREATE TABLE k (id integer); ALTER TABLE m RENAME TO l; ALTER TABLE k RENAME TO m; DROP TABLE m", "GO", ""},
	{"", "DROP TABLE n, app.y", "NO-GO, GO IF", ""}, // app.x counts by its sequence
	{"", "CREATE VIEW app.k AS SELECT a FROM u; ALTER TABLE u DROP COLUMN a CASCADE", "GO", ""},
	{"", "CREATE VIEW app.k AS SELECT s FROM u; ALTER TABLE u DROP COLUMN s", "GO IF", ""},
	{"CREATE VIEW k AS SELECT s FROM u", "CREATE OR REPLACE VIEW k AS SELECT CAST(k AS VARCHAR(20)) AS s FROM t; ALTER TABLE u DROP COLUMN s", "GO", ""},
	{"CREATE VIEW k AS SELECT s FROM u", "DROP VIEW k; CREATE VIEW k AS SELECT id FROM u; ALTER TABLE u DROP COLUMN s", "GO, GO IF", ""},
	{"", "CREATE VIEW k AS SELECT s FROM u; ALTER TABLE u DROP COLUMN s", "GO IF", ""},
	{"", "CREATE VIEW k AS SELECT s FROM u; ALTER TABLE u ALTER COLUMN s TYPE text", "GO IF", ""},
	{"", "CREATE VIEW k AS SELECT s FROM u; DROP VIEW k; ALTER TABLE u DROP COLUMN s", "GO, GO IF", ""},
	{"", "CREATE POLICY k ON u USING (s = 'x'); ALTER TABLE u DROP COLUMN s", "GO IF", ""},
	{"CREATE VIEW k AS SELECT s FROM u", "ALTER TABLE u RENAME COLUMN s TO z; ALTER TABLE u DROP COLUMN z", "NO-GO", ""},
	{"CREATE VIEW k AS SELECT s FROM u; CREATE VIEW l AS SELECT s FROM k", "DROP VIEW k CASCADE; ALTER TABLE u DROP COLUMN s", "GO IF", ""},
	{"CREATE VIEW k AS SELECT u.s FROM u, t WHERE t.id = 1", "ALTER TABLE u DROP COLUMN s CASCADE; ALTER TABLE t DROP COLUMN id CASCADE", "GO", ""},
	{"CREATE TABLE k (id integer PRIMARY KEY); CREATE TABLE l (a integer REFERENCES k)", "DROP TABLE k, l", "GO", ""},
	{"CREATE TABLE k (id integer PRIMARY KEY); CREATE TABLE l (a integer REFERENCES k)", "DROP TABLE IF EXISTS k, gone, l", "GO", ""},
	{"CREATE TABLE k (id integer PRIMARY KEY); CREATE TABLE l (a integer REFERENCES k)", "DROP TABLE k, t", "NO-GO", ""},
	{"CREATE TABLE k (id integer PRIMARY KEY); CREATE TABLE app.l (a integer REFERENCES k)", "DROP TABLE k, app.l", "GO, GO IF", ""},
	{"CREATE TABLE k (id integer PRIMARY KEY); CREATE TABLE l (a k)", "DROP TABLE k, l", "GO", ""},
	{
		"CREATE FUNCTION k() RETURNS bigint BEGIN ATOMIC SELECT count(s) FROM public.u;END",
		"CREATE OR REPLACE FUNCTION k() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; ALTER TABLE u DROP COLUMN s", "GO", "postgresql-12",
	},
	{"CREATE TABLE k (m free)", "COMMIT; ALTER TYPE free ADD VALUE 'zz'; BEGIN; INSERT INTO k VALUES ('zz')", "GO", ""}, // autocommit_block
	{"CREATE TABLE k (m free)", "ALTER TYPE free ADD VALUE 'zz'; INSERT INTO k VALUES ('zz')", "GO IF", ""},
	{"", "DROP VIEW v, r", "NO-GO", ""},
	{"", "DROP TABLE IF EXISTS nope, m", "NO-GO", ""},
	{"", "DROP TABLE IF EXISTS t, nope, m", "NO-GO", ""},
	{"", "CREATE TABLE k (id integer, a integer); DROP TABLE n", "NO-GO", ""}, // which is no renaming, where each statement is known
	{"CREATE VIEW k AS SELECT s FROM u", "DROP TABLE u CASCADE; CREATE TABLE u (s text); DROP TABLE u", "GO, GO IF", ""},
	{"CREATE VIEW k AS SELECT s FROM u", "ALTER TABLE u DROP COLUMN s CASCADE; ALTER TABLE u ADD COLUMN s text; ALTER TABLE u DROP COLUMN s", "GO", ""},
	{"", "ALTER VIEW r SET SCHEMA public", "GO", ""},
	{"", "ALTER VIEW IF EXISTS gone SET SCHEMA app", "GO, GO IF", ""},
	{"CREATE FUNCTION app.k() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "ALTER FUNCTION app.k() SET SCHEMA app", "GO", ""},
	{"CREATE FUNCTION app.k(m) RETURNS integer LANGUAGE sql AS 'SELECT 1'", "ALTER FUNCTION app.k(m) SET SCHEMA public; DROP FUNCTION k(m)", "GO", ""},
	{"", "ALTER FUNCTION h() RENAME TO k; CREATE FUNCTION h() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "GO", ""},
	{"CREATE FUNCTION k() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "ALTER FUNCTION h() RENAME TO k", "NO-GO", ""},
	{"CREATE VIEW app.k AS SELECT id FROM r", "DROP VIEW r, app.k", "GO, GO IF", ""},
	{"CREATE FUNCTION k() RETURNS integer BEGIN ATOMIC SELECT h();END", "DROP FUNCTION h(), k()", "GO", "postgresql-12"},
	{"CREATE FUNCTION k() RETURNS integer BEGIN ATOMIC SELECT h();END", "DROP FUNCTION h()", "NO-GO", "postgresql-12"},
	{"", "DROP TABLE app.y; DROP TABLE n CASCADE", "GO IF", ""},
	{"", "ALTER TABLE m ADD COLUMN z integer", "GO", ""},
	{"", "ALTER TABLE m ADD COLUMN z integer DEFAULT 5", "NO-GO", ""},
	{"", "ALTER TABLE m ADD COLUMN z SERIAL", "NO-GO", ""},
	{"", "DROP OPERATOR === (NONE, integer)", "NO-GO", ""},
	{"CREATE FUNCTION app.k() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM public.r;END", "DROP VIEW r", "NO-GO", "postgresql-12"},
	{"CREATE FUNCTION k() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM public.t;END", "DROP TABLE t CASCADE", "GO", "postgresql-12"},
	{"CREATE FUNCTION k() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM public.m;END", "DROP TABLE app.y; DROP TABLE m", "GO IF, NO-GO", "postgresql-12"},
}

// TestGateOutside: what another schema needs is not dropped, and the server says what that is.
func TestGateOutside(t *testing.T) {
	t.Parallel()
	for i, k := range outsiders {
		for j, form := range []string{"sql", "recording"} {
			for _, s := range inTurn(t, i+j, "postgresql", k.on) {
				t.Run(s.Name+"/"+k.does+"/"+form, func(t *testing.T) {
					t.Parallel()
					made := kindTables + ";\n" + elsewhere
					if k.has != "" {
						made += ";\n" + k.has
					}
					got, want := gateOf(t, s, form, made, strings.Split(k.does, "; "), ""), strings.Split(k.verdict, ", ")
					if !slices.Contains(want, got) && (form == "sql" || got != "GO IF") {
						t.Errorf("%s over %s: %s, want %s", k.has, k.does, got, k.verdict)
					}
				})
			}
		}
	}
}

// TestOutsideUnasked: where nobody is asked, what another schema needs is open if there is one.
func TestOutsideUnasked(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "postgresql") {
		for made, want := range map[string]string{kindTables + ";\n" + elsewhere: "GO IF", kindTables + ";\nCREATE SEQUENCE q": "GO"} {
			history, begin := twoSteps(made, "DROP SEQUENCE q")
			db := built(t, s, begin)
			if o := assay(t, "preflight", "--no-data", "--to", "heads", "--history", historyFile(t, history), db.URL); word(o.stdout) != want {
				t.Errorf("want %s:\n%s%s", want, o.stdout, o.stderr)
			}
		}
	}
}
