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
