package rules

import "assay/schema"

var nullability = &Rule{
	Name:     "nullability",
	Severity: Warning,
	Since:    "0.1",
	Title:    "a column takes NULL though the revision forbids it, or the other way round",
	Why:      "A column that must not be NULL and has no default breaks every INSERT that leaves it out. One that may be NULL lets rows in that Asterisk cannot find.",
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
		if next := p.pendingSet(a.Object(), schema.PropNullable); next.Revision != "" {
			f.Message += "; " + restates(next)
		}
	}),
}
