package rules

import "assay/schema"

var nullability = &Rule{
	Name:     "nullability",
	Severity: Warning,
	Since:    "0.1",
	Title:    "a column allows NULL and the revision does not, or the reverse",
	Why: "If the column is NOT NULL and has no default, every INSERT that omits it fails. If it allows NULL, rows without a value can be " +
		"stored.",
	Asterisk: "Asterisk does not find a row whose id is NULL.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints MODIFY id VARCHAR(255) NULL;",
	Good:     "-- on MySQL\nALTER TABLE ps_endpoints MODIFY id VARCHAR(255) NOT NULL;",
	Check: ofProperty(schema.PropNullable, "is declared", null, func(p *Pass, a schema.AlterColumn, f *Finding) {
		f.Severity = Warning
		if !a.To.Nullable {
			return
		}
		if !a.From.Demands() || !p.Usage.writes(a.Table) {
			f.Severity = Info
		}
		if a.From.Demands() {
			f.Message += ": " + p.omits(a.Table)
		}
		if next := p.pendingSet(a.Object(), schema.PropNullable); next.Revision != "" {
			f.Message += "; " + restates(next)
		}
	}),
}
