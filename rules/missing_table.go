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
	Why: "Asterisk cannot load what it should hold. Tables that its guide tells administrators to drop (sippeers, iaxfriends, meetme, voicemail, …) " +
		"are nobody's loss until a later revision alters one of them: then the upgrade stops there.",
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
		next := p.Lore.PendingTouch(c.Object())
		switch {
		case next.Revision != "":
			f.Message += ": " + stops(next, "changes it")
		case p.Usage.optional(name):
			f.Severity = Info
			f.Message += ": harmless if " + p.Usage.Name() + " does not use it; no later revision touches it"
		case p.Usage.writes(name):
			f.Message += ": " + p.Usage.breaksWrites(name)
		default:
			f.Message += ": " + p.Usage.Name() + " can neither read nor write what it holds"
		}
		return f, true
	},
}
