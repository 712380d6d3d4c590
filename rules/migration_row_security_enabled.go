package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var enablesRowSecurity = schema.Pattern(`(?is)^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(` + schema.NameSQL + `)\s+ENABLE\s+ROW\s+LEVEL\s+SECURITY`)

var rowSecurityEnabled = &Rule{
	Name: "row-security-enabled", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "row level security is switched on for a table without a policy",
	Why: "Without a policy, every role but the owner sees no rows and writes none, and no error says so. Create the policies first. Nothing is " +
		"reported if the script creates " +
		"one on the table, or the database has one.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ENABLE ROW LEVEL SECURITY;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nCREATE POLICY everyone ON t USING (true);\nALTER TABLE t ENABLE ROW LEVEL SECURITY;",
	Statement: func(w *Walk) []Finding {
		m := enablesRowSecurity().FindStringSubmatch(w.Statement().Text)
		if m == nil || w.Script.Net {
			return nil
		}
		path := schema.NamePath(m[1])
		table := path[len(path)-1]
		if w.New(table) || hasPolicy(w, table) {
			return nil
		}
		return []Finding{{
			Table: table, Severity: Warning,
			Message: fmt.Sprintf("row level security of table %s is switched on without a policy: every role but the owner sees no rows; create the "+
				"policies first", table),
		}}
	},
}

// hasPolicy reports whether a table has a policy, or the script gives it one.
func hasPolicy(w *Walk, table string) bool {
	for _, b := range w.Before.Beside {
		if b.Kind == "policy" && b.Table == table {
			return true
		}
	}
	for _, st := range w.Script.Statements {
		touched := schema.Touched(st.Text)
		if creates().MatchString(st.Text) && len(touched) > 0 && touched[0].Kind == "policy" && strings.EqualFold(touched[0].Table, table) {
			return true
		}
	}
	return false
}
