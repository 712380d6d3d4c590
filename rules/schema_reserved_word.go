package rules

import (
	"fmt"

	"assay/schema"
)

var reservedWord = &Rule{
	Name: "reserved-word", Severity: Info, Of: OfDesign, Since: "0.1",
	Title: "a table or column name is a reserved word of SQL",
	Why: "Wherever somebody writes the name without quotes, in a report, a script or another program, the statement is a syntax error; on " +
		"some servers only after their next version.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, \"select\" VARCHAR(40));",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, chosen VARCHAR(40));",
	Design: func(d *Design) []Finding {
		found := d.eachColumn(func(t *schema.Table, c schema.Column) (Finding, bool) {
			return Finding{
				Message: fmt.Sprintf("column %s.%s is named by a reserved word of SQL: statements that do not quote it fail, on some servers only after their next "+
					"version", t.Name, c.Name),
			}, d.Engine.Reserved(c.Name)
		})
		return append(found, d.each(func(t *schema.Table) []Finding {
			if !d.Engine.Reserved(t.Name) {
				return nil
			}
			return []Finding{{Message: fmt.Sprintf("table %s is named by a reserved word of SQL: statements that do not quote it fail, on some servers only after "+
				"their next version", t.Name)}}
		})...)
	},
}
