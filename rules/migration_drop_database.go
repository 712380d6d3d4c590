package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var dropDatabase = &Rule{
	Name: "drop-database", Severity: Error, Of: OfMigration, Since: "0.2",
	Title: "a database or a schema is dropped with all that is in it",
	Why: "All tables go with their rows, those that no migration made among them. DROP SCHEMA of PostgreSQL does so with CASCADE; without that, the server " +
		"refuses as long as anything is in the schema (2BP01).",
	Bad:  "CREATE SCHEMA app;\n-- then\nDROP SCHEMA app CASCADE;",
	Good: "-- then\nCREATE SCHEMA app;\nDROP SCHEMA app CASCADE;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		m := droppedSpace().FindStringSubmatch(st.Text)
		if m == nil || st.Verb != "DROP DATABASE" && (st.Verb != "DROP SCHEMA" || !st.Cascade) || madeSpace(w, m[2]) {
			return nil
		}
		return []Finding{{Severity: Error, Message: fmt.Sprintf("%s %s is dropped with all its tables and their rows", strings.ToLower(m[1]), strings.Join(schema.NamePath(m[2]), "."))}}
	},
}

var (
	droppedSpace = schema.Pattern(`(?is)^DROP\s+(DATABASE|SCHEMA)\s+(?:IF\s+EXISTS\s+)?(` + schema.NameSQL + `(?:\s*,\s*` + schema.NameSQL + `)*)`)
	newSpace     = schema.Pattern(`(?is)^CREATE\s+(?:DATABASE|SCHEMA)\s+(` + schema.NameSQL + `)`)
)

// madeSpace reports whether the script itself made a database or schema of that name: nobody's rows are in it.
func madeSpace(w *Walk, name string) bool {
	for _, st := range w.Script.Statements[:w.At] {
		if m := newSpace().FindStringSubmatch(st.Text); m != nil && m[1] == name {
			return true
		}
	}
	return false
}
