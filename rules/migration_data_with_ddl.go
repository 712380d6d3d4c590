package rules

import (
	"fmt"

	"assay/schema"
)

var dataWithDDL = &Rule{
	Name: "data-with-ddl", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a change of the schema commits a change of data before it",
	Why: "A statement that changes the schema commits whatever was written before it. Where the revision fails later, the rows stay changed, and the next attempt changes them once more: " +
		"rows come twice, and what is counted up is counted up twice. In a revision of its own the change of data happens once or not at all.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nUPDATE t SET n = n + 1;\nALTER TABLE t ADD COLUMN m INTEGER;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD COLUMN m INTEGER;\nUPDATE t SET m = n;",
	Script: func(w *Walk) []Finding {
		var written *Statement
		var table string
		var found []Finding
		w.again(func(v *Walk) {
			st := v.Statement()
			switch {
			case written == nil:
				if t := v.written(); t != "" {
					written, table = st, t
				}
			case found == nil && len(st.Changes) > 0:
				found = append(found, Finding{
					Severity: Info, File: written.File, Line: written.Line, Table: table,
					Message: fmt.Sprintf("what this %s does to %s is committed by the %s behind it: if the revision fails later it stays, and is done again by the next attempt; give it a revision of its own",
						written.Verb, table, st.Verb),
				})
			}
		})
		return found
	},
}

// written is a table that was there before the script and whose rows the statement changes; empty: none.
func (w *Walk) written() string {
	switch w.Statement().Verb {
	case "INSERT", "REPLACE", "UPDATE", "DELETE", "LOAD DATA":
	default:
		return ""
	}
	for _, table := range w.Statement().Tables {
		if w.Table(table) != nil && !(schema.Target{}).IsVersionTable(w.Before.Semantics, table) {
			return table
		}
	}
	return ""
}
