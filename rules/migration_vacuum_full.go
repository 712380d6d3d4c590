package rules

import (
	"cmp"
	"fmt"

	"assay/schema"
)

var vacuumFull = &Rule{
	Name: "vacuum-full", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a table is written anew to save space or to order it, while nobody can use it",
	Why: "VACUUM FULL and CLUSTER write the whole table and its indexes under an ACCESS EXCLUSIVE lock, and need as much room again meanwhile. Plain VACUUM frees the room for new rows beside " +
		"everybody; pg_repack (or pg_squeeze) does what VACUUM FULL does with a short lock.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nVACUUM FULL t;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nVACUUM t;",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			return Finding{
				Table: a.Table, Severity: Warning,
				Message: fmt.Sprintf("%s writes all of %s anew while nobody can read or write it: VACUUM, or pg_repack where the room is needed", a.Verb, cmp.Or(a.Table, "every table")),
			}, true
		}, "VACUUM FULL", "CLUSTER")
	},
}
