package rules

import (
	"strings"

	"assay/schema"
)

var typeNarrower = &Rule{
	Name:     "type-narrower",
	Severity: Error,
	Title:    "a column's type holds less than the revision's",
	Why: "A value that does not fit is refused or cut. In ps_contacts the contact is then not stored, though the phone is told 200 OK " +
		"and cannot be called; elsewhere provisioning fails.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retyped(c, schema.Narrower)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Severity = Warning
		f.Message += ", which holds less than the expected " + f.Want
		if p.Usage.writes(a.Table) && strings.Contains(a.To.Type.Name, "char") {
			f.Severity = Error
			f.Message += ": where a value does not fit, " + p.Usage.breaksWrites(a.Table)
		}
		return f, true
	},
}
