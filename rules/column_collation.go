package rules

import "assay/schema"

var columnCollation = &Rule{
	Name:     "column-collation",
	Severity: Info,
	Since:    "0.1",
	Title:    "a column's character set or collation differs from its table's default",
	Why: "The column compares and sorts differently from its neighbours (a binary collation distinguishes 'Bob' from 'bob'). On MySQL the " +
		"next revision that restates the column resets it.",
	Bad:  "-- on MySQL\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40) CHARACTER SET latin1;",
	Good: "-- on MySQL\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40);",
	Check: ofProperty(schema.PropCollation, "has", collation, func(p *Pass, a schema.AlterColumn, f *Finding) {
		if next := p.pendingSet(a.Object(), schema.PropCollation); next.Revision != "" {
			f.Message += "; " + restates(next)
		}
	}),
}

func collation(c schema.Column) string {
	if c.Collation == "" && c.Charset == "" {
		return "the default collation"
	}
	return "collation " + c.Collation
}
