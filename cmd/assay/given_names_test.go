package main

import (
	"strings"
	"testing"
)

// TestGivenNames: what was made without a name is dropped by the name that PostgreSQL gave it, whatever else could be called so.
func TestGivenNames(t *testing.T) {
	t.Parallel()
	const texts, numbers = "CREATE TABLE t (a text, b text)", "CREATE TABLE t (a integer, b integer)"
	const alike = "CREATE TABLE t (a_b integer); CREATE TABLE t_a (b integer); CREATE INDEX ON t (a_b); CREATE INDEX ON t_a (b)"
	long := strings.Repeat("l", 40)
	for _, test := range [][2]string{
		{alike, "DROP INDEX t_a_b_idx"},
		{alike, "DROP INDEX t_a_b_idx1"},
		{texts + "; CREATE INDEX ON t (lower(a)); CREATE INDEX ON t (lower(b))", "DROP INDEX t_lower_idx1"},
		{texts + "; CREATE INDEX ON t (lower(a), lower(b))", "DROP INDEX t_lower_lower1_idx"},
		{texts + "; CREATE INDEX ON t (coalesce(a, b))", "DROP INDEX t_coalesce_idx"},
		{texts + "; CREATE INDEX ON t ((a::integer))", "DROP INDEX t_a_idx"},
		{numbers + "; CREATE INDEX ON t ((a + 1), (a + 2))", "DROP INDEX t_expr_expr1_idx"},
		{numbers + "; CREATE INDEX ON t (a, a)", "DROP INDEX t_a_a1_idx"},
		{numbers + "; CREATE INDEX ON t (a); CREATE INDEX ON t (a)", "DROP INDEX t_a_idx"},
		{numbers + "; CREATE INDEX ON t (a); CREATE INDEX a ON t (b)", "DROP INDEX a"},
		{numbers + "; CREATE INDEX ON t (a) INCLUDE (b); CREATE INDEX ON t (a)", "DROP INDEX t_a_b_idx"},
		{numbers + "; CREATE INDEX ON t (a); ALTER TABLE t RENAME COLUMN a TO c", "DROP INDEX t_a_idx"},
		{numbers + "; CREATE INDEX ON t (a); ALTER TABLE t RENAME TO u; " + numbers + "; CREATE INDEX ON t (a)", "DROP INDEX t_a_idx1"},
		{numbers + "; CREATE INDEX ON t (a); DROP INDEX t_a_idx; CREATE INDEX ON t (a)", "DROP INDEX t_a_idx"},
		{"CREATE TABLE t (a integer, b integer, UNIQUE (a, b), UNIQUE (a)); CREATE TABLE t_a (b integer UNIQUE)", "ALTER TABLE t DROP CONSTRAINT t_a_b_key"},
		{"CREATE TABLE t (a integer, b integer, CHECK (a > 0), CHECK (a < b), CHECK (b > 0))", "ALTER TABLE t DROP CONSTRAINT t_check"},
		{numbers + "; ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE t ADD CHECK (a > 1)", "ALTER TABLE t DROP CONSTRAINT t_a_check1"},
		{
			"CREATE TABLE " + long + " (a" + long + " text); CREATE INDEX ON " + long + " (a" + long + ")",
			"DROP INDEX " + long[:29] + "_a" + long[:28] + "_idx",
		},
		{
			numbers + "; CREATE TABLE r (a integer PRIMARY KEY); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r (a); ALTER TABLE t RENAME COLUMN a TO c",
			"ALTER TABLE t DROP CONSTRAINT t_a_fkey",
		},
	} {
		for _, s := range servers(t) {
			if s.Server.Engine != "postgresql" {
				continue
			}
			t.Run(s.Name+"/"+test[1], func(t *testing.T) {
				t.Parallel()
				history, begin := twoSteps(test[0], test[1])
				db := built(t, s, begin)
				db.Exec(t, test[1], "UPDATE alembic_version SET version_num = 'p2'")
				if o := assay(t, "check", "--history", historyFile(t, history), db.URL); o.code != exitClean || !strings.Contains(o.stdout, "no findings") {
					t.Errorf("after %s\n%s%s", test[0], o.stdout, o.stderr)
				}
			})
		}
	}
}
