package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var refreshNotConcurrent = &Rule{
	Name: "refresh-not-concurrent", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a materialized view is recomputed while reads are blocked",
	Why: "REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock on the view until its query ends. With CONCURRENTLY, readers see the old " +
		"rows until then; the view needs a unique index over plain columns, and must have been filled once. Unlike CREATE INDEX " +
		"CONCURRENTLY, it may run in a transaction.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE MATERIALIZED VIEW v AS SELECT id FROM t;\n-- then\nREFRESH MATERIALIZED VIEW v;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE MATERIALIZED VIEW v AS SELECT id FROM t;\nCREATE UNIQUE INDEX v_id ON v (id);\n-- then\nREFRESH MATERIALIZED VIEW CONCURRENTLY v;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if st.Verb != "REFRESH" || st.Concurrently {
			return nil
		}
		advice := "%s cannot be read until it is recomputed: use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index"
		if emptiesView().MatchString(st.Text) {
			advice = "%s is emptied, and every query of it fails (55000) until it is refreshed WITH DATA: refresh it so at once"
		}
		var found []Finding
		for _, view := range st.Tables {
			if !makesView(w, view) {
				found = append(found, Finding{
					Table: view, Severity: Warning,
					Message: fmt.Sprintf(advice, view),
				})
			}
		}
		return found
	},
}

var emptiesView = schema.Pattern(`(?i)\bWITH\s+NO\s+DATA\s*$`)

// makesView reports whether the script itself has made a view.
func makesView(w *Walk, name string) bool {
	return slices.ContainsFunc(w.Script.Statements[:w.At], func(st *Statement) bool {
		return slices.ContainsFunc(schema.Touched(st.Text), func(o schema.Opaque) bool {
			return o.Kind == "materialized view" && o.Name == name && strings.HasPrefix(strings.ToUpper(st.Text), "CREATE")
		})
	})
}
