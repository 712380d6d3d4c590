package rules

import (
	"fmt"

	"assay/schema"
)

var utf8mb3 = &Rule{
	Name: "utf8mb3", Severity: Info, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "columns use utf8mb3, which cannot store all of Unicode",
	Why: "An emoji or a rare character, in a person's name for example, is refused (ER 1366) or, if the server is not strict, cuts the text " +
		"off. MySQL has deprecated the character set since 8.0.28.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40)) DEFAULT CHARSET=utf8mb3;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40)) DEFAULT CHARSET=utf8mb4;",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var names []string
			for _, c := range t.Columns {
				if charset, _ := collates(t, c); charset == "utf8mb3" && c.Type.Labels() == nil {
					names = append(names, c.Name)
				}
			}
			if names == nil {
				return nil
			}
			return []Finding{{Message: fmt.Sprintf("table %s stores text in utf8mb3 (%s), which cannot hold emoji and rare characters: convert it to utf8mb4", t.Name,
				few(names))}}
		})
	},
}
