package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var indexNotConcurrent = &Rule{
	Name: "index-not-concurrent", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"postgresql"},
	Title: "an index is built while writes are blocked",
	Why: "CREATE INDEX takes a SHARE lock: every INSERT, UPDATE and DELETE on the table waits until the index is built. CREATE INDEX " +
		"CONCURRENTLY does not block them; it must run outside a transaction (op.get_context().autocommit_block()).",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\n-- then\nCREATE INDEX t_name ON t (name);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\n-- then\nCREATE INDEX CONCURRENTLY t_name ON t (name);",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddIndex)
			if !ok || add.Index.Kind == schema.Constraint || add.Index.Kind == schema.Primary {
				return Finding{}, false
			}
			if cost, ok := ownCost(w, c); !ok || cost.Lock == schema.LocksNothing || cost.Work < schema.Builds {
				return Finding{}, false
			}
			if partitioned(w, add.Table) {
				return Finding{
					Table: add.Table, Object: add.Index.Name, Severity: Warning,
					Message: fmt.Sprintf("index %s is built on all partitions of %s while writes to it are blocked: create it ON ONLY %[2]s, CONCURRENTLY on each partition, and "+
						"attach those with ALTER INDEX … ATTACH PARTITION", add.Index.Name, add.Table),
				}, true
			}
			return Finding{
				Table: add.Table, Object: add.Index.Name, Severity: Warning,
				Message: fmt.Sprintf("index %s is built while writes to %s are blocked: use CREATE INDEX CONCURRENTLY in an autocommit_block", add.Index.Name, add.Table),
			}, true
		})
	},
}

// partitioned reports whether a table is known to have partitions.
func partitioned(w *Walk, table string) bool {
	return slices.ContainsFunc(w.Before.Opaque, func(o schema.Opaque) bool { return o.Kind == schema.Partitioning && o.Table == table })
}
