package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/rules"
)

// TestMissingObject: what a history of SQL makes beside the tables is looked for, and what the administrator makes is nobody else's.
func TestMissingObject(t *testing.T) {
	t.Parallel()
	r := rules.Named("missing-object")
	const versions = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);\n"
	for _, s := range lab.Servers(t) {
		for example, want := range map[string]bool{r.Bad: true, r.Good: false} {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				history, edit, _ := strings.Cut(example, "-- then\n")
				db := s.Database(t)
				runExample(t, db, versions+history+edit)
				o := assay(t, "check", db.URL, "--history", historyFile(t, history))
				if got := strings.Contains(o.stdout, "view v is missing  [missing-object]"); got != want || (o.code == exitClean) == want {
					t.Errorf("%s\nstatus %d, want a finding: %t\n%s%s", edit, o.code, want, o.stdout, o.stderr)
				}
			})
		}
	}
}
