package rules

import (
	"fmt"

	"assay/schema"
)

var alterRebuilds = &Rule{
	Name: "alter-rebuilds", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a table is rebuilt while writes continue",
	Why: "All rows are rewritten while writes continue. That needs the table's size on disk again, the writes meanwhile have to fit into a " +
		"log (innodb_online_alter_log_max_size, 128 MB: else error 1799 ends it), and a replica starts when the primary has finished, so it " +
		"lags behind for as long again.",
	Bad:  "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t MODIFY n INTEGER NOT NULL;",
	Good: "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD COLUMN note VARCHAR(40) FIRST;",
	Statement: func(w *Walk) []Finding {
		c := w.worst()
		if c.Work != schema.Rewrites || c.Lock != schema.LocksNothing {
			return nil
		}
		return []Finding{{
			Table: c.Table, Severity: Info,
			Message: fmt.Sprintf("all rows of %s are rewritten, since %s (%s): writes continue, but it needs the table's size on disk again, and replicas lag "+
				"behind", c.Table, c.Why, c.Words),
		}}
	},
}
