package rules

import (
	"fmt"

	"assay/schema"
)

var renameColumn = &Rule{
	Name: "rename-column", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a column is renamed while programs use it",
	Why: "Programs of the previous release, which still run during the upgrade, fail at every statement that names it, and so do those of the " +
		"new release if they start before it. Add a column with the new name, write both, and drop the old one in a later release; or stop " +
		"the programs first.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nALTER TABLE t RENAME COLUMN note TO remark;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nALTER TABLE t ADD COLUMN remark VARCHAR(40);",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			table, from, to := "", "", ""
			switch c := c.(type) {
			case schema.RenameColumn:
				table, from, to = c.Table, c.From, c.To
			case schema.AlterColumn:
				if c.Set&schema.PropName != 0 {
					table, from, to = c.Table, c.Name, c.To.Name
				}
			}
			t, col, ok := w.column(s, table, from)
			if !ok || s.Semantics.SameName(col.Name, to) {
				return Finding{}, false
			}
			return Finding{
				Table: t.Name, Object: col.Name, Severity: Warning,
				Message: fmt.Sprintf("column %s.%s is renamed to %s: programs that still use the old name fail at once", t.Name, col.Name, to),
			}, true
		})
	},
}
