package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var lockTimeoutMissing = &Rule{
	Name: "lock-timeout-missing", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a table is locked exclusively without a lock_timeout",
	Why: "ALTER TABLE needs an exclusive lock. While it waits for running queries, every new query waits too: one forgotten session stops the " +
		"application. With SET lock_timeout = '5s' the upgrade fails and can be retried, and the application keeps working. It is reported " +
		"once for each revision, and never if one of the scripts sets it before it needs a lock; env.py or the role may set it unseen.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN note TEXT;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nSET lock_timeout = '5s';\nALTER TABLE t ADD COLUMN note TEXT;",
	Statement: func(w *Walk) []Finding {
		if w.history.timeouts {
			return nil
		}
		for _, c := range spent(w) {
			if c.Lock == schema.LocksAll && w.first("lock-timeout-missing") {
				late := ""
				if setLater(w) {
					late = " (the script sets it only behind this statement)"
				}
				return []Finding{{
					Table: c.Table, Severity: Info,
					Message: fmt.Sprintf("the statement needs an exclusive lock on %s, and while it waits for running queries every new query waits too: SET lock_timeout "+
						"= '5s' first%s; then the upgrade fails and can be retried, and the application keeps working", c.Table, late),
				}}
			}
		}
		return nil
	},
}

// setLater reports whether a statement behind this one sets how long to wait for locks.
func setLater(w *Walk) bool {
	return slices.ContainsFunc(w.Script.Statements[w.At:], func(st *Statement) bool { return st.Verb == "SET" && st.Setting == "lock_timeout" })
}
