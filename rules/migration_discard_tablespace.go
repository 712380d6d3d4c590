package rules

import (
	"fmt"
	"slices"
)

var discardTablespace = &Rule{
	Name: "discard-tablespace", Severity: Error, Of: OfMigration, Since: "0.2", Engines: []string{"mysql"},
	Title: "a table's file is deleted with its rows",
	Why: "DISCARD TABLESPACE deletes the file in which the rows are; until another one is imported, every statement on the table fails (error 1814). ROLLBACK does not " +
		"bring the rows back.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t DISCARD TABLESPACE;",
	Good: "-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY);\nALTER TABLE t DISCARD TABLESPACE;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if !slices.Contains(st.Rest, "DISCARD TABLESPACE") || w.Table(st.Table) == nil {
			return nil
		}
		return []Finding{{Table: st.Table, Severity: Error, Message: fmt.Sprintf("DISCARD TABLESPACE deletes all rows of table %s", st.Table)}}
	},
}
