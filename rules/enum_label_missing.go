package rules

import (
	"slices"

	"assay/schema"
)

var enumLabelMissing = &Rule{
	Name:     "enum-label-missing",
	Severity: Error,
	Title:    "an enumeration lacks a value of the revision",
	Why:      "Asterisk and provisioning cannot store that value: the INSERT or UPDATE fails, or on a lax MySQL stores nothing.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		missing := without(want, got)
		if !ok || len(missing) == 0 {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Severity = Warning
		f.Message += " lacks " + quoted(missing)
		if table := c.Object().Table; table != "" && p.Usage.writes(table) {
			f.Severity = Error
			f.Message += ": where it is written, " + p.Usage.breaksWrites(table)
		}
		if c.Object().Kind == schema.EnumObject && writtenUser(p, c.Object().Name) {
			f.Severity = Error
			f.Message += ", and columns that Asterisk writes are of this type"
		}
		return f, true
	},
}

func writtenUser(p *Pass, enum string) bool {
	return slices.ContainsFunc(p.Got.UsersOf(enum), func(o schema.Object) bool { return p.Usage.writes(o.Table) })
}
