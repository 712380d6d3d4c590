package rules

import "assay/schema"

var columnInvisible = &Rule{
	Name:     "column-invisible",
	Severity: Warning,
	Since:    "0.1", Engines: []string{"mysql"},
	Title:    "a column is invisible",
	Why:      "SELECT * omits invisible columns (MySQL, MariaDB): programs that read rows this way do not get the values.",
	Asterisk: "Asterisk reads rows with SELECT *: the values are stored, but never reach it.",
	Bad:      "ALTER TABLE ps_endpoints MODIFY context VARCHAR(40) INVISIBLE;",
	Good:     "ALTER TABLE ps_endpoints MODIFY context VARCHAR(40);",
	Check: ofProperty(schema.PropInvisible, "is", visibility, func(p *Pass, a schema.AlterColumn, f *Finding) {
		if !a.From.Invisible {
			return
		}
		f.Severity = Warning
		f.Message += ": SELECT * does not return it"
		if p.Usage.Program != "" {
			f.Message += ", which is how " + p.Usage.Name() + " reads: " + p.Usage.without(a.Table)
		}
	}),
}

func visibility(c schema.Column) string {
	if c.Invisible {
		return "invisible"
	}
	return "visible"
}
