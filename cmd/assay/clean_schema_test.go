package main

import (
	"encoding/json"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/result"
)

// TestCleanDatabases: on real servers, which have options and names of their own, no rule finds anything in a clean install but what is inherited.
func TestCleanDatabases(t *testing.T) {
	t.Parallel()
	for i, release := range []string{"13.38.3", "18.26.4", newest} {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+release, func(t *testing.T) {
				t.Parallel()
				db := builtWithRows(t, s, release)
				l := linted(t, db)
				for _, f := range l.Findings {
					if !f.Inherited {
						t.Errorf("%s: %s", f.Rule, f.Message)
					}
				}
				if len(l.Findings) == 0 {
					t.Error("not even what is inherited was found")
				}
			})
		}
	}
}

// linted is what the linter says of a database.
func linted(t *testing.T, db *lab.Database) result.Listing {
	t.Helper()
	o := assay(t, "lint", "--format", "json", db.URL)
	if o.stderr != "" {
		t.Fatalf("assay lint: %s", o.stderr)
	}
	var l result.Listing
	if err := json.NewDecoder(strings.NewReader(o.stdout)).Decode(&l); err != nil {
		t.Fatalf("%v in:\n%s", err, o.stdout)
	}
	return l
}
