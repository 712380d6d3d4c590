package rules

import (
	"cmp"
	"fmt"
	"slices"

	"assay/schema"
)

var dropIndexNotConcurrent = &Rule{
	Name: "drop-index-not-concurrent", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"postgresql"},
	Title: "an index is dropped under a lock that blocks reads and writes",
	Why: "DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for every running query on it, and every new query, reads as well, " +
		"waits behind it. DROP INDEX CONCURRENTLY waits without blocking anybody; it must run outside a transaction " +
		"(op.get_context().autocommit_block()).",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\nCREATE INDEX t_name ON t (name);\n-- then\nDROP INDEX t_name;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\nCREATE INDEX t_name ON t (name);\n-- then\nDROP INDEX CONCURRENTLY t_name;",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			drop, ok := c.(schema.DropIndex)
			if !ok || drop.Kind == schema.Constraint || drop.Kind == schema.Primary {
				return Finding{}, false
			}
			cost, ok := ownCost(w, c)
			if !ok && unknownIndex(w, drop) {
				cost = schema.Cost{Lock: schema.LocksAll}
			}
			if cost.Lock != schema.LocksAll {
				return Finding{}, false
			}
			return Finding{
				Table: cost.Table, Object: drop.Name, Severity: Warning,
				Message: fmt.Sprintf("index %s is dropped under an exclusive lock on %s, and every query waits for that: use DROP INDEX CONCURRENTLY in an "+
					"autocommit_block",
					drop.Name, cmp.Or(cost.Table, "its table")),
			}, true
		})
	},
}

// unknownIndex reports whether an index that the statement drops, without CONCURRENTLY, is of a table of which nothing is known.
func unknownIndex(w *Walk, drop schema.DropIndex) bool {
	has := func(t *schema.Table) bool { return t.Index(w.Before.Semantics, drop.Name) >= 0 }
	return (w.Partial || unseen(w, drop.Name)) && !w.Script.Net && !w.Statement().Concurrently && !slices.ContainsFunc(w.Before.SortedTables(), has)
}
