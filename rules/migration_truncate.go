package rules

import "fmt"

var truncateTable = &Rule{
	Name: "truncate", Severity: Error, Of: OfMigration, Since: "0.1",
	Title: "a table is emptied with TRUNCATE",
	Why:   "All rows are lost: triggers for deleted rows do not run and, on MySQL, ROLLBACK does not bring the rows back.",
	Bad:   "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nTRUNCATE TABLE t;",
	Good:  "-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY);\nTRUNCATE TABLE t;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if st.Verb != "TRUNCATE" {
			return nil
		}
		var found []Finding
		for _, name := range st.Tables {
			t := w.Table(name)
			if t == nil {
				continue
			}
			found = append(found, Finding{Table: t.Name, Severity: Error, Message: fmt.Sprintf("table %s is emptied: all its rows are lost", t.Name)})
		}
		return found
	},
}
