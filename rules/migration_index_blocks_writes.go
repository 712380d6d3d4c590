package rules

import (
	"fmt"

	"assay/schema"
)

var indexBlocksWrites = &Rule{
	Name: "index-blocks-writes", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"mysql"},
	Title: "an index is built while writes are blocked",
	Why: "InnoDB builds ordinary indexes without blocking writes, but not FULLTEXT and SPATIAL ones, nor one over a new expression (seen on " +
		"MySQL 9.7 and MariaDB 10.11): every INSERT, UPDATE and DELETE waits until it is built.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, g POINT NOT NULL);\n-- then\nALTER TABLE t ADD SPATIAL INDEX t_g (g);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nCREATE INDEX t_n ON t (n);",
	Statement: func(w *Walk) []Finding {
		c := w.worst()
		if c.Work != schema.Builds || c.Lock < schema.LocksWrites {
			return nil
		}
		return []Finding{{
			Table: c.Table, Severity: Warning,
			Message: fmt.Sprintf("writes to %s are blocked while %s (%s): run it when writes can wait", c.Table, c.Why, c.Words),
		}}
	},
}
