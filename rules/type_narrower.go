package rules

import (
	"strings"

	"assay/schema"
)

var typeNarrower = &Rule{
	Name:     "type-narrower",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column's type holds less than the revision's",
	Why:      "A value that does not fit is refused or, on MySQL without strict mode, cut.",
	Asterisk: "In ps_contacts the contact is then not stored, although the phone is told 200 OK and cannot be called; elsewhere provisioning fails.",
	Bad:      "-- on MySQL\nALTER TABLE ps_contacts MODIFY uri VARCHAR(255);",
	Good:     "-- on MySQL\nALTER TABLE ps_contacts MODIFY uri VARCHAR(767);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retypedColumn(p, c, schema.Narrower)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Severity = Warning
		f.Message += ", which holds less than the expected " + f.Want
		n := p.need(a.Table, a.Name)
		long := n != nil && p.takes(a.Table, a.Name, a.From.Type) == refused
		switch {
		case p.unneeded(a.Table, a.Name):
			f.Message += ": " + p.Runs.Name + " does not use it"
		case n != nil && n.local: // seen with reg_server varchar(3): contacts are stored
			f.Message += ": where " + n.long() + " is longer, " + effectOf(p, n)
		case long && n.mild:
			f.Message += ": " + effectOf(p, n)
		case long, p.Usage.writes(a.Table) && strings.Contains(a.To.Type.Name, "char"):
			f.Severity = Error
			f.Message += ": where a value does not fit, " + p.Usage.breaksWrites(a.Table, "the statement fails")
		}
		return f, true
	},
}
