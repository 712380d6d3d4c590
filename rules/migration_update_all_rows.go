package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var updateAllRows = &Rule{
	Name: "update-all-rows", Severity: Info, Of: OfMigration, Since: "0.1",
	Title: "an UPDATE without WHERE changes all rows of a table",
	Why: "The previous values are lost, and no downgrade brings them back. On a large table the statement runs for a long time, and every row " +
		"stays locked until COMMIT. Nothing is reported if the script itself created the column that is filled.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, state INTEGER);\n-- then\nUPDATE t SET state = 1;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, state INTEGER);\n-- then\nALTER TABLE t ADD COLUMN level INTEGER;\nUPDATE t SET level = state;",
	Statement: func(w *Walk) []Finding {
		return wholeTables(w, "UPDATE", func(t *schema.Table) (Finding, bool) {
			fills := slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
				return newColumn(w, t.Name, c.Name) && schema.Mentions(w.Statement().Text, c.Name)
			})
			return Finding{Severity: Info, Message: fmt.Sprintf("all rows of table %s are changed, because %s: a downgrade does not bring the "+
				"previous values back", t.Name, noWhere(w))}, !fills
		})
	},
}
