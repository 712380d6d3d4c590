package main

import (
	"strings"
	"testing"

	"assay/result"
)

// TestHandEdits: what administrators do to a clean database, and all that is said of it.
func TestHandEdits(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		name, engine string
		edits        []string
		want         []string // rule, severity, table, and words of the message
	}{
		{"tables dropped on purpose", "", []string{"DROP TABLE queue_rules", "DROP TABLE extensions"}, []string{
			"missing-table info extensions harmless if Asterisk does not use it", "missing-table info queue_rules harmless if Asterisk does not use it",
		}},
		{"a second unique index", "", []string{"CREATE UNIQUE INDEX own1 ON extensions (id)"}, []string{"extra-unique info extensions own1 (id)"}},
		{
			"a second unique index of a name that comes first", "",
			[]string{"CREATE UNIQUE INDEX a_own ON ps_aors (id)"},
			[]string{"extra-unique info ps_aors a_own (id)"},
		},
		{"no index beside a unique key", "mysql", []string{"ALTER TABLE ps_endpoints DROP INDEX ps_endpoints_id"}, []string{
			"missing-index info ps_endpoints unique index id (id) serves the same look-ups",
		}},
		{"no index, and nothing beside it", "mysql", []string{"ALTER TABLE ps_aors DROP INDEX ps_aors_qualifyfreq_contact"}, []string{
			"missing-index warning ps_aors look-ups by it read the whole table",
		}},
	} {
		for _, s := range inTurn(t, i, c.engine) {
			t.Run(s.Name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				db := install(t, s, "22.10.1", "config")
				db.Exec(t, c.edits...)
				r, _ := reported(t, "check", db.URL)
				saysAll(t, r.Trees[0], c.want)
			})
		}
	}
}

// saysAll holds the findings of a tree whose stamp agrees to those wanted, in their order.
func saysAll(t *testing.T, got result.Tree, want []string) {
	t.Helper()
	if got.Verdict != "agrees" || len(got.Findings) != len(want) {
		t.Fatalf("%s with %+v, want %q", got.Verdict, got.Findings, want)
	}
	for i, f := range got.Findings {
		parts := strings.SplitN(want[i], " ", 4)
		if f.Rule != parts[0] || f.Severity.String() != parts[1] || f.Table != parts[2] || !strings.Contains(f.Message, parts[3]) {
			t.Errorf("%s %s %s: %s; want %s", f.Rule, f.Severity, f.Table, f.Message, want[i])
		}
	}
}
