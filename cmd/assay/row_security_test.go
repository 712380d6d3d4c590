package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestRowSecurity: rows that policies hide from a role that may read the table, and what hides none.
func TestRowSecurity(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			user := newUser(t, db, "")
			grant := "GRANT SELECT ON ps_auths TO " + user
			for _, test := range []struct {
				name, want string
				sql        []string
			}{
				{"nobody is granted", "warning", []string{"ALTER TABLE ps_auths ENABLE ROW LEVEL SECURITY"}},
				{"no policy", "error", []string{grant}},
				{"a policy for another command", "error", []string{"CREATE POLICY p ON ps_auths FOR INSERT WITH CHECK (true)"}},
				{"a policy for somebody else", "error", []string{"DROP POLICY p ON ps_auths", "CREATE POLICY p ON ps_auths TO pg_monitor USING (true)"}},
				{"some rows", "warning", []string{"DROP POLICY p ON ps_auths", "CREATE POLICY p ON ps_auths USING (id = 'alice')"}},
				{"all rows", "", []string{"DROP POLICY p ON ps_auths", "CREATE POLICY p ON ps_auths USING (true)"}},
				{"all rows, restricted", "warning", []string{"CREATE POLICY q ON ps_auths AS RESTRICTIVE USING (id = 'alice')"}},
				{"switched off", "", []string{"ALTER TABLE ps_auths DISABLE ROW LEVEL SECURITY"}},
			} {
				db.Exec(t, test.sql...)
				o := assay(t, "check", db.URL, "--fail-on", "info")
				got := ""
				for line := range strings.Lines(o.stdout) {
					if strings.Contains(line, "[row-security]") {
						got += strings.Fields(line)[0]
					}
				}
				if got != test.want {
					t.Errorf("%s: got %q, want %q in %s%s", test.name, got, test.want, o.stdout, o.stderr)
				}
			}
		})
	}
}
