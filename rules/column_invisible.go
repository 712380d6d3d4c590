package rules

import "assay/schema"

var columnInvisible = &Rule{
	Name:     "column-invisible",
	Severity: Warning,
	Since:    "0.1", Engines: []string{"mysql"},
	Title: "a column is invisible",
	Why:   "Asterisk reads rows by SELECT *, which leaves invisible columns out (MySQL, MariaDB): their values are there, but never reach it.",
	Bad:   "ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) INVISIBLE;",
	Good:  "ALTER TABLE ps_endpoints MODIFY context VARCHAR(40);",
	Check: ofProperty(schema.PropInvisible, "is", visibility, func(p *Pass, a schema.AlterColumn, f *Finding) {
		if !a.From.Invisible {
			return
		}
		f.Severity = Warning
		f.Message += ": " + p.Usage.Name() + "'s SELECT * does not return it: " + p.Usage.without(a.Table)
	}),
}

func visibility(c schema.Column) string {
	if c.Invisible {
		return "invisible"
	}
	return "visible"
}
