package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var workUnderLock = &Rule{
	Name: "work-under-lock", Severity: Warning, Milder: true, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a transaction continues while it holds an exclusive lock on a table",
	Why: "A lock lasts until COMMIT. Slow work after an ALTER TABLE in the same transaction blocks reads and writes of its table for as long. " +
		"If a transaction locks several tables one by one and others use them in another order, there is a deadlock, and the server ends one " +
		"of them. It is reported once for each revision.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nBEGIN;\nALTER TABLE t ADD COLUMN m INTEGER;\nUPDATE t SET m = n;\nCOMMIT;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nBEGIN;\nALTER TABLE t ADD COLUMN m INTEGER;\nCOMMIT;\nUPDATE t SET m = n;",
	Statement: func(w *Walk) []Finding {
		spent(w) // for the statements behind this one
		at, table := lockedWhole(w)
		if table == "" || w.Script.Net {
			return nil
		}
		locking := schema.Excerpt(w.Script.Statements[at].Text)
		if what, severity := takesLong(w, table); what != "" {
			if w.history.said["work-under-lock "+Warning.String()] || !w.first("work-under-lock "+severity.String()) {
				return nil
			}
			return []Finding{{
				Table: table, Severity: severity,
				Message: fmt.Sprintf("%s while reads and writes of %s are blocked until COMMIT, since %s: move it to a revision of its own, or COMMIT "+
					"between them", what, table, locking),
			}}
		}
		if w.history.timeouts { // a deadlock ends with them
			return nil
		}
		for _, c := range spent(w) {
			if c.Lock == schema.LocksAll && c.Table != table && w.first("several tables") && !w.history.said["work-under-lock "+Warning.String()] {
				return []Finding{{
					Table: c.Table, Severity: Info,
					Message: fmt.Sprintf("%s is locked exclusively while %s is locked until COMMIT, since %s: a transaction that uses them in the other order deadlocks "+
						"with it; COMMIT between them, or set a lock_timeout",
						c.Table, table, locking),
				}}
			}
		}
		return nil
	},
}

// lockedWhole is the first table that the transaction has locked against readers too, and the statement of the script that did; empty: none.
func lockedWhole(w *Walk) (at int, table string) {
	for _, i := range earlier(w) {
		for _, c := range w.history.spent[i] {
			if c.Lock == schema.LocksAll {
				return i, c.Table
			}
		}
	}
	return 0, ""
}

// takesLong says what of the statement takes the longer the more rows there are, beside what keeps everybody out of the locked table by itself, and how bad
// that is: how many rows a condition leaves nobody knows. Empty: nothing is known to.
func takesLong(w *Walk, locked string) (string, Severity) {
	st := w.Statement()
	changes := st.Verb == "UPDATE" || st.Verb == "DELETE"
	if changes && slices.ContainsFunc(st.Tables, func(t string) bool { return w.Table(t) != nil }) {
		if st.Where {
			return st.Verb + " searches rows of " + strings.Join(st.Tables, ", "), Info
		}
		return st.Verb + " goes through all rows of " + strings.Join(st.Tables, ", "), Warning
	}
	for _, c := range spent(w) {
		if c.Lock == schema.LocksAll && c.Table == locked {
			continue
		}
		switch c.Work {
		case schema.Scans:
			return c.Table + " is read completely", Warning
		case schema.Builds:
			return "an index of " + c.Table + " is built", Warning
		case schema.Rewrites:
			return c.Table + " is rewritten", Warning
		case schema.Instant:
		}
	}
	return "", Info
}
