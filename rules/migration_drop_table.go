package rules

import (
	"fmt"

	"assay/schema"
)

var dropTable = &Rule{
	Name: "drop-table", Severity: Error, Of: OfMigration, Since: "0.1",
	Title: "a table is dropped with its rows",
	Why:   "The rows are lost, and instances of the previous release, which still run during the upgrade, fail at every statement on the table.",
	Bad:   "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nDROP TABLE t;",
	Good:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nCREATE TABLE scratch (id INTEGER PRIMARY KEY);\nDROP TABLE scratch;",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			drop, ok := c.(schema.DropTable)
			if !ok || w.Table(drop.Table) == nil {
				return Finding{}, false
			}
			return Finding{Table: drop.Table, Severity: Error, Message: fmt.Sprintf("table %s is dropped with its rows", drop.Table)}, true
		})
	},
}
