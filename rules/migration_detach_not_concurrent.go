package rules

import (
	"fmt"

	"assay/schema"
)

var detaches = schema.Pattern(`(?is)^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(` + schema.NameSQL + `)\s+DETACH\s+PARTITION\s+(` + schema.NameSQL + `)\s*$`)

var detachNotConcurrent = &Rule{
	Name: "detach-not-concurrent", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "a partition is detached while the whole table is locked",
	Why: "DETACH PARTITION needs an exclusive lock on the partitioned table: while it waits for running queries, every new query on any " +
		"partition waits too. Since PostgreSQL 14, " +
		"DETACH PARTITION … CONCURRENTLY locks readers and writers out of nothing; it does not run in a transaction, so it belongs in an autocommit_block.",
	Bad: "CREATE TABLE t (id INTEGER NOT NULL) PARTITION BY RANGE (id);\nCREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (9);\n-- then\n" +
		"ALTER TABLE t DETACH PARTITION t1;",
	Good: "CREATE TABLE t (id INTEGER NOT NULL) PARTITION BY RANGE (id);\nCREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (9);\n-- then\n" +
		"ALTER TABLE t DETACH PARTITION t1 CONCURRENTLY;",
	Statement: func(w *Walk) []Finding {
		m := detaches().FindStringSubmatch(w.Statement().Text)
		if m == nil || w.Script.Net || knowsNot(w, "ALTER TABLE t DETACH PARTITION p CONCURRENTLY") {
			return nil
		}
		path := schema.NamePath(m[1])
		table := path[len(path)-1]
		if w.New(table) {
			return nil
		}
		return []Finding{{
			Table: table, Severity: Warning,
			Message: fmt.Sprintf("partition %s is detached while reads and writes of %s are blocked: use DETACH PARTITION … CONCURRENTLY in an "+
				"autocommit_block", m[2], table),
		}}
	},
}

// knowsNot reports whether the server is too old for a statement.
func knowsNot(w *Walk, sql string) bool {
	server, ok := w.Engine.(speaker)
	return ok && server.SyntaxRefusal(sql) != nil
}
