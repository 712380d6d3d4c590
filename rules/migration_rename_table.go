package rules

import (
	"fmt"

	"assay/schema"
)

var renameTable = &Rule{
	Name: "rename-table", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a table is renamed while programs use it",
	Why: "Programs of the previous release, which still run during the upgrade, fail at every statement on it, and so do those of the new " +
		"release if they start before it. A view with the old name lets them read; or stop the programs first.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t RENAME TO u;",
	Good: "-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY);\nALTER TABLE t RENAME TO u;",
	Statement: func(w *Walk) []Finding {
		var found []Finding
		for _, c := range w.Statement().Changes {
			rename, ok := c.(schema.RenameTable)
			if !ok {
				continue
			}
			if t := w.Table(rename.From); t != nil && staysAway(w, rename) {
				found = append(found, Finding{
					Table: t.Name, Severity: Warning,
					Message: fmt.Sprintf("table %s is renamed to %s: programs that still use the old name fail at once", t.Name, rename.To),
				})
			}
		}
		return found
	},
}

// staysAway reports whether a table that is renamed is not made again under its old name in the same script, as where rows are copied to a new one.
func staysAway(w *Walk, c schema.RenameTable) bool {
	m := w.Start.Semantics
	from := m.TableKey(c.From)
	if from == m.TableKey(c.To) {
		return true
	}
	for _, st := range w.Script.Statements[w.At:] {
		for _, c := range st.Changes {
			made, ok := c.(schema.CreateTable)
			again, renamed := c.(schema.RenameTable)
			if ok && m.TableKey(made.Table.Name) == from || renamed && m.TableKey(again.To) == from {
				return false
			}
		}
	}
	return true
}
