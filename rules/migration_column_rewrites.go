package rules

import (
	"fmt"

	"assay/schema"
)

var columnRewrites = &Rule{
	Name: "column-rewrites", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a new column rewrites the table while reads and writes are blocked",
	Why: "From PostgreSQL 11 on, a default that is the same for every row is stored once, and ADD COLUMN takes a moment; now() is the same " +
		"for all. random(), gen_random_uuid() or clock_timestamp(), a serial or identity column, and GENERATED … STORED rewrite every row " +
		"under an ACCESS EXCLUSIVE lock.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN token UUID DEFAULT gen_random_uuid();",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN token UUID;\nALTER TABLE t ALTER COLUMN token SET DEFAULT gen_random_uuid();",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddColumn)
			if !ok {
				return Finding{}, false
			}
			if cost, ok := ownCost(w, c); ok && cost.Work == schema.Rewrites {
				advice := "add the column alone, then the default, and fill the rows in batches"
				if add.Column.Generated != "" {
					advice = "add a plain column that the application or a trigger fills, and fill the rows in batches"
				}
				return Finding{
					Table: add.Table, Object: add.Column.Name, Severity: Warning,
					Message: fmt.Sprintf("column %s rewrites all of %s, and reads and writes are blocked until it ends, since %s: %s", add.Column.Name, add.Table, cost.Why,
						advice),
				}, true
			}
			return Finding{}, false
		})
	},
}
