package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var columnTypesDiffer = &Rule{
	Name: "column-types-differ", Severity: Info, Of: OfDesign, Since: "0.1",
	Title: "key columns of the same name that ends in _id have different types",
	Why: "Columns of the same name usually mean the same thing, and are joined and copied from one to the other: a value of one may not fit " +
		"into the other, and where the server has to convert, it uses no index.",
	Bad:  "CREATE TABLE a (order_id BIGINT PRIMARY KEY);\nCREATE TABLE b (order_id INTEGER PRIMARY KEY);",
	Good: "CREATE TABLE a (order_id BIGINT PRIMARY KEY);\nCREATE TABLE b (order_id BIGINT PRIMARY KEY);",
	Design: func(d *Design) []Finding {
		var found []Finding
		for _, group := range d.namesakes(func(_ *schema.Table, c schema.Column) string {
			if !strings.HasSuffix(strings.ToLower(c.Name), "_id") {
				return ""
			}
			return stored(c.Type).String()
		}) {
			for _, x := range group.odd {
				found = append(found, Finding{
					Table: x.table.Name, Object: x.column.Name, Want: group.usual, Got: x.is,
					Message: fmt.Sprintf("column %s.%s is %s, while columns of the same name in %s are %s: a value of one may not fit into the other; give them the same "+
						"type if they mean the same",
						x.table.Name, x.column.Name, x.is, few(group.tables), group.usual),
				})
			}
		}
		return found
	},
}
