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
		from, to, ok := schema.TableRename(w.Statement().Text)
		if !ok {
			return nil
		}
		t := w.Table(from)
		if t == nil || !w.staysAway(from, to) {
			return nil
		}
		return []Finding{{Table: t.Name, Severity: Warning, Message: fmt.Sprintf("table %s is renamed to %s: programs that still use the old name fail at once", t.Name, to)}}
	},
}

// staysAway reports whether a table that is renamed is not made again under its old name in the same script, as where rows are copied to a new one.
func (w *Walk) staysAway(from, to string) bool {
	m := w.Start.Semantics
	for _, st := range w.Script.Statements[w.At+1:] {
		if _, again, ok := schema.TableRename(st.Text); ok && m.TableKey(again) == m.TableKey(from) && m.TableKey(again) != m.TableKey(to) {
			return false
		}
		for _, c := range st.Changes {
			if made, ok := c.(schema.CreateTable); ok && m.TableKey(made.Table.Name) == m.TableKey(from) {
				return false
			}
		}
	}
	return true
}
