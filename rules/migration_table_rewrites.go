package rules

import (
	"fmt"

	"assay/schema"
)

var tableRewrites = &Rule{
	Name: "table-rewrites", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a table is rewritten while reads and writes are blocked",
	Why: "SET LOGGED, SET UNLOGGED and SET TABLESPACE write the whole table and its indexes to new files under an ACCESS EXCLUSIVE lock, and " +
		"SET LOGGED writes all of it to the log as well, so replicas lag behind. There is no way that does not block.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t SET UNLOGGED;",
	Good: "-- then\nCREATE UNLOGGED TABLE t (id INTEGER PRIMARY KEY);",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			return Finding{
				Table: a.Table, Severity: Warning,
				Message: fmt.Sprintf("the statement rewrites the whole table %s, and reads and writes are blocked until it ends: run it when nobody works, with a "+
					"lock_timeout", a.Table),
			}, true
		}, "SET LOGGED", "SET TABLESPACE")
	},
}
