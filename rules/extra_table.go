package rules

import (
	"fmt"

	"assay/schema"
)

var extraTable = &Rule{
	Name:     "extra-table",
	Severity: Error,
	Since:    "0.1",
	Title:    "a table is not part of the revision",
	Why: "If another revision creates the table, it is left over, or the upgrade that will create it fails. A table that no revision creates " +
		"is your own: it is named and left alone.",
	Bad:  "CREATE TABLE phones (mac VARCHAR(17) NOT NULL PRIMARY KEY, endpoint VARCHAR(255));",
	Good: "ALTER TABLE ps_endpoints ADD COLUMN mac VARCHAR(17);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		if _, ok := c.(schema.DropTable); !ok {
			return Finding{}, false
		}
		f := Finding{Got: "table", Severity: Info, Message: fmt.Sprintf("table %s is not part of this revision", c.Object().Table)}
		next, made := p.Origins.PendingMake(c.Object()), p.Origins.MadeBy(c.Object())
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "creates it")
		case made.Revision != "":
			f.Message += fmt.Sprintf("; %s creates one", made)
		default:
			f.Message += " and no revision creates it: it is left alone"
			f.Fix = []schema.Change{}
		}
		return f, true
	},
}
