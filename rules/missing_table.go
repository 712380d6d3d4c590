package rules

import (
	"fmt"

	"assay/schema"
)

var missingTable = &Rule{
	Name:     "missing-table",
	Severity: Error,
	Since:    "0.1",
	Title:    "a table of the revision is missing",
	Why:      "The application can neither read nor write what the table should hold, and a later revision that alters the table fails.",
	Asterisk: "Asterisk cannot load what the table should hold. Its guide tells administrators to drop the tables of modules that they do not use " +
		"(sippeers, iaxfriends, meetme, voicemail, …): that is harmless until a later revision alters one of them; then the upgrade fails.",
	Bad:  "DROP TABLE stir_tn;",
	Good: "ALTER TABLE stir_tn ADD COLUMN note VARCHAR(80);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		create, ok := c.(schema.CreateTable)
		if !ok {
			return Finding{}, false
		}
		name := create.Table.Name
		f := Finding{Want: fmt.Sprintf("table of %d columns", len(create.Table.Columns)), Severity: Error}
		f.Message = fmt.Sprintf("table %s is missing", name)
		next := p.Origins.PendingTouch(c.Object())
		switch {
		case next.Revision != "":
			f.Message += ": " + stops(next, "changes it")
		case p.Usage.optional(name):
			f.Severity = Info
			f.Message += ": harmless if " + p.Usage.Name() + " does not use it; no later revision touches it"
		case p.Usage.writes(name):
			f.Message += ": " + p.Usage.breaksWrites(name, "statements that use it fail")
		default:
			f.Message += ": " + p.Usage.Name() + " can neither read nor write what it holds"
		}
		return f, true
	},
}
