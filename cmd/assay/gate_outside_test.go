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
	{"", "DROP FUNCTION f(integer)", "NO-GO", ""},
	{"", "DROP FUNCTION f", "NO-GO", ""},
	{"", "DROP FUNCTION IF EXISTS f(integer)", "NO-GO", ""},
	{"", "DROP FUNCTION h()", "GO", ""},
	{"", "DROP FUNCTION g(integer, integer)", "NO-GO", ""},
	{"", "DROP AGGREGATE a(integer); DROP FUNCTION g(integer, integer)", "GO IF", ""},
	{"", "DROP TABLE n", "NO-GO", ""},
	{"", "DROP TABLE n CASCADE", "GO", ""},
	{"", "ALTER TABLE n DROP COLUMN a", "NO-GO", ""},
	{"", "ALTER TABLE n DROP COLUMN id", "NO-GO", ""},
	{"", "ALTER TABLE n DROP CONSTRAINT n_a_key", "NO-GO", ""},
	{"", "DROP INDEX i", "NO-GO", ""},
	{"", "DROP VIEW v", "NO-GO", ""},
	{"", "DROP VIEW app.z; DROP TABLE app.x; DROP VIEW v", "GO IF", ""},
	{"", "DROP VIEW v, r", "NO-GO", ""},
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
