package rules

import (
	"fmt"

	"assay/schema"
)

var alterCopies = &Rule{
	Name: "alter-copies", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "ALTER TABLE copies the whole table while writes are blocked",
	Why: "The server creates a new table and copies every row. Reads continue, but every INSERT, UPDATE and DELETE waits until the copy ends: " +
		"minutes for some gigabytes, and the same again on each replica. What is copied depends on the version (seen on MySQL 5.6 and 9.7, " +
		"MariaDB 10.11 and 11.8): a different type, or a varchar that crosses 255 bytes, always is. MariaDB does not block writes from 11.2 " +
		"on.",
	Bad:  "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t MODIFY n BIGINT;",
	Good: "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n ENUM('a'));\n-- then\nALTER TABLE t MODIFY n ENUM('a', 'b');",
	Statement: func(w *Walk) []Finding {
		c := w.worst()
		if !copies(c) || copiesForKeys(w) {
			return nil
		}
		return []Finding{{
			Table: c.Table, Severity: Warning,
			Message: fmt.Sprintf("the statement rewrites the whole table %s, and writes are blocked until it ends, since %s (%s): run it when writes can wait, or "+
				"use gh-ost or pt-online-schema-change",
				c.Table, c.Why, c.Words),
		}}
	},
}

// copies reports whether a table's rows are written anew while nobody can write.
func copies(c schema.Cost) bool { return c.Work == schema.Rewrites && c.Lock >= schema.LocksWrites }

// copiesForKeys reports whether the statement copies a table for its new foreign keys alone.
func copiesForKeys(w *Walk) bool {
	keys := false
	for _, c := range append([]schema.Change{nil}, w.Statement().Changes...) {
		for _, cost := range w.costs(c) {
			_, isKey := c.(schema.AddForeignKey)
			if copies(cost) && !isKey {
				return false
			}
			keys = keys || copies(cost)
		}
	}
	return keys
}
