package rules

import (
	"fmt"

	"assay/schema"
)

var columnPlace = &Rule{
	Name:     "column-order",
	Severity: Info,
	Since:    "0.9", Engines: []string{"mysql"},
	Title: "a column stands elsewhere in its table",
	Why: "INSERT without a list of columns, SELECT * read by place, and a file that is loaded depend on the order. It is compared where two databases are, and by " +
		"check with --all-options.",
	Bad:  "-- Asterisk 22.10.1, on MySQL, assay check --all-options\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40) FIRST;",
	Good: "-- Asterisk 22.10.1, on MySQL, assay check --all-options\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40) AFTER auth;",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterColumn)
		if !ok || a.Place == (schema.Place{}) {
			return Finding{}, false
		}
		f := Finding{Severity: Info, Want: placeWords(a.Place), Got: placeWords(p.placeOf(a.Table, a.Name))}
		f.Message = fmt.Sprintf("column %s.%s stands %s, expected %s", a.Table, a.Name, f.Got, f.Want)
		return f, true
	},
}

// placeOf is where a column stands.
func (p *Pass) placeOf(table, column string) schema.Place {
	t := p.Got.Table(table)
	if t == nil {
		return schema.Place{}
	}
	i := t.Column(p.Got.Semantics, column)
	if i < 1 {
		return schema.Place{First: true}
	}
	return schema.Place{After: t.Columns[i-1].Name}
}

func placeWords(p schema.Place) string {
	if p.First {
		return "first"
	}
	return "after " + p.After
}
