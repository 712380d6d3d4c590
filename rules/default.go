package rules

import "assay/schema"

var defaultDiffers = &Rule{
	Name:     "default",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column's default differs from the revision's",
	Why: "If the default is missing and the column is NOT NULL, every INSERT that omits it fails. A different default only gives new rows " +
		"another value, until a later revision changes the column: on MySQL that drops it, and on PostgreSQL the upgrade fails if it cannot " +
		"be cast to the new type.",
	Asterisk: "Asterisk treats NULL and the empty string alike.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40) DEFAULT 'internal';",
	Good:     "-- on MySQL\nALTER TABLE ps_endpoints MODIFY context VARCHAR(40) DEFAULT NULL;",
	Check: ofProperty(schema.PropDefault, "has", defaultOf, func(p *Pass, a schema.AlterColumn, f *Finding) {
		stop, next := uncastDefault(p, a), p.pendingSet(a.Object(), schema.PropDefault)
		switch {
		case stop.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(stop, "gives the column a type to which its default cannot be cast")
		case a.To.Default != "" && a.From.Demands():
			f.Severity = Error
			f.Message += ", and must be given a value (NOT NULL): " + p.omits(a.Table)
		case next.Revision != "":
			f.Severity = Warning
			f.Message += "; " + restates(next)
		}
	}),
}

// uncastDefault returns the next revision that gives a column a type to which the default found cannot be cast (PostgreSQL casts values as
// the revision says, but defaults by itself).
func uncastDefault(p *Pass, a schema.AlterColumn) schema.Origin {
	if !p.Got.Semantics.TypedExpressions || a.From.Default == "" {
		return schema.Origin{}
	}
	uses := func(table, column string) bool { return p.same(columnOf(table, column), a.Object()) }
	return p.pendingType(uses, func(from schema.Type, to schema.AlterColumn) bool {
		return !castable(from, to.To.Type)
	})
}

func defaultOf(c schema.Column) string {
	s := "no default"
	if c.Default != "" {
		s = "DEFAULT " + c.Default
	}
	if c.OnUpdate != "" {
		s += " ON UPDATE " + c.OnUpdate
	}
	return s
}
