package rules

import (
	"fmt"

	"assay/schema"
)

var deleteAllRows = &Rule{
	Name: "delete-all-rows", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a DELETE without WHERE deletes all rows of a table",
	Why:   "All rows are lost, and no downgrade brings them back. If only some were meant, a WHERE is missing.",
	Bad:   "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nDELETE FROM t;",
	Good:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nDELETE FROM t WHERE id < 0;",
	Statement: func(w *Walk) []Finding {
		return wholeTables(w, "DELETE", func(t *schema.Table) (Finding, bool) {
			return Finding{Severity: Warning, Message: fmt.Sprintf("all rows of table %s are deleted, because %s: a downgrade does not bring them "+
				"back", t.Name, noWhere(w))}, true
		})
	},
}

// noWhere says why a statement is about all rows.
func noWhere(w *Walk) string {
	if schema.EveryRow(w.Statement().Text) {
		return "its WHERE is true for every row"
	}
	return "there is no WHERE"
}

// wholeTables judges the tables of which a statement with this verb writes all rows.
func wholeTables(w *Walk, verb string, judge func(*schema.Table) (Finding, bool)) []Finding {
	st := w.Statement()
	if st.Verb != verb || st.Where {
		return nil
	}
	var found []Finding
	for _, name := range st.Tables {
		if t := w.Table(name); t != nil {
			if f, ok := judge(t); ok {
				f.Table = t.Name
				found = append(found, f)
			}
		}
	}
	return found
}
