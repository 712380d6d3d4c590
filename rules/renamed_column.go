package rules

import (
	"fmt"

	"assay/schema"
)

var renamedColumn = &Rule{
	Name:     "renamed-column",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column still has the name that it had before a revision renamed it",
	Why:      "Statements that use the new name fail, and a later revision that changes the column fails as well.",
	Asterisk: "Asterisk looks for the new name only: it ignores the values, and nothing in its log says so.",
	Bad:      "ALTER TABLE ps_endpoints RENAME COLUMN mwi_from_user TO mwi_fromuser;",
	Good:     "-- as it was installed",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		r, ok := c.(schema.RenameColumn)
		if !ok {
			return Finding{}, false
		}
		o := columnOf(r.Table, r.To)
		by, next := p.Origins.SetBy(o), p.Origins.PendingTouch(o)
		f := Finding{Object: r.To, Want: r.To, Got: r.From, Severity: Warning, Revision: by.Revision, Release: by.Release}
		f.Message = fmt.Sprintf("column %s.%s still has its old name %s", r.Table, r.To, r.From)
		switch {
		case p.Usage.writes(r.Table):
			f.Severity = Error
			f.Message += ": " + p.Usage.breaksWrites(r.Table, "statements that use the new name fail")
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "changes it")
		default:
			f.Message += ": " + p.Usage.Name() + " ignores its values"
		}
		return f, true
	},
}
