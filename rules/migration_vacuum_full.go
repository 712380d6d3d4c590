package rules

import (
	"cmp"
	"fmt"

	"assay/schema"
)

var vacuumFull = &Rule{
	Name: "vacuum-full", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a table is rewritten to save space or to order it, while reads and writes are blocked",
	Why: "VACUUM FULL and CLUSTER rewrite the whole table and its indexes under an ACCESS EXCLUSIVE lock, and need the same space again " +
		"meanwhile. Plain VACUUM frees space for new rows without blocking anybody; pg_repack (or pg_squeeze) does what VACUUM FULL does " +
		"with a short lock.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nVACUUM FULL t;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nVACUUM t;",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			return Finding{
				Table: a.Table, Severity: Warning,
				Message: fmt.Sprintf("%s rewrites all of %s while reads and writes are blocked: use VACUUM, or pg_repack if the space is needed", a.Verb,
					cmp.Or(a.Table, "every table")),
			}, true
		}, "VACUUM FULL", "CLUSTER")
	},
}
