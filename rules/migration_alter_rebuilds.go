package rules

import (
	"fmt"

	"assay/schema"
)

var alterRebuilds = &Rule{
	Name: "alter-rebuilds", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a table is written anew beside its writers",
	Why: "All rows are written anew while writers go on. It takes the table's size on disk once more, what is written meanwhile has to fit into a log (innodb_online_alter_log_max_size, 128 MB: " +
		"error 1799 stops it), and a replica begins when the primary has finished, so that it lags behind for as long again.",
	Bad:  "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t MODIFY n INTEGER NOT NULL;",
	Good: "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD COLUMN note VARCHAR(40) FIRST;",
	Statement: func(w *Walk) []Finding {
		c := w.worst()
		if c.Work != schema.Rewrites || c.Lock != schema.LocksNothing {
			return nil
		}
		return []Finding{{
			Table: c.Table, Severity: Info,
			Message: fmt.Sprintf("all rows of %s are written anew, since %s (%s): writers go on, but it takes the table's size on disk again, and replicas lag behind", c.Table, c.Why, c.Words),
		}}
	},
}
