package rules

import (
	"fmt"

	"assay/schema"
)

var notNullWithoutDefault = &Rule{
	Name: "not-null-without-default", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql", "mssql", "oracle"},
	Title: "a table gets a column that is NOT NULL and has no default",
	Why: "The server refuses it if the table has rows (PostgreSQL: 23502, SQL Server: 4901, Oracle: ORA-01758), so the upgrade succeeds only on an empty " +
		"test database. Add the column as nullable, fill it, then make it NOT NULL; or give it a server_default, which can be dropped later. SQLAlchemy's " +
		"default= is not enough: it works in Python, and existing rows do not get it.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD note VARCHAR(40) NOT NULL;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD note VARCHAR(40) DEFAULT '-' NOT NULL;",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			add, ok := demanding(w, s, c)
			if !ok || s.Semantics.FillsColumns {
				return Finding{}, false
			}
			return Finding{
				Table: add.Table, Object: add.Column.Name, Severity: Error,
				Message: fmt.Sprintf("column %s.%s is added NOT NULL without a default: the upgrade fails if the table has rows; give it a server_default, or fill it "+
					"before it becomes NOT NULL", add.Table, add.Column.Name),
			}, true
		})
	},
}

// demanding returns a change if it adds a column to a table that can have rows which would get nothing in it.
func demanding(w *Walk, s *schema.Schema, c schema.Change) (schema.AddColumn, bool) {
	add, ok := c.(schema.AddColumn)
	if !ok || w.Table(add.Table) == nil || !add.Column.Demands() || emptied(w, add.Table) || counted(w, add.Table, add.Column.Name) {
		return add, false
	}
	t := add.Column.Type
	_, enum := s.Enums[t.Name]
	return add, !t.Named || enum // a domain can have a default of its own
}

// emptied reports whether a statement before this one in the script takes all rows out of a table.
func emptied(w *Walk, table string) bool {
	for _, st := range w.Script.Statements[:w.At] {
		if st.Verb == "TRUNCATE" || st.Verb == "DELETE" && !st.Where {
			if writesRows(w, []*Statement{st}, table, nil) {
				return true
			}
		}
	}
	return false
}
