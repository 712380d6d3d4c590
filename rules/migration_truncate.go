package rules

import "fmt"

var truncateTable = &Rule{
	Name: "truncate", Severity: Error, Of: OfMigration, Since: "0.1",
	Title: "a table is emptied with TRUNCATE",
	Why:   "All its rows are gone; no trigger and, on MySQL, no ROLLBACK sees them go.",
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
			found = append(found, Finding{Table: t.Name, Severity: Error, Message: fmt.Sprintf("table %s is emptied: all its rows are gone", t.Name)})
		}
		return found
	},
}
