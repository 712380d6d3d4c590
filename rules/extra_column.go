package rules

import (
	"fmt"

	"assay/schema"
)

var extraColumn = &Rule{
	Name:     "extra-column",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column is not part of the revision",
	Why: "A nullable column of your own is harmless. If the column must be given a value (NOT NULL, no default), every INSERT that omits it " +
		"fails. If a later revision adds the same column, that upgrade fails half-way (on MySQL with no way back).",
	Asterisk: "Asterisk ignores columns that it does not know. In the tables that it writes, a column that must be given a value makes every " +
		"INSERT fail.",
	Bad:  "ALTER TABLE ps_endpoints ADD COLUMN note VARCHAR(80);",
	Good: "CREATE TABLE notes (endpoint VARCHAR(255) NOT NULL PRIMARY KEY, note VARCHAR(80));",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropColumn)
		if !ok {
			return Finding{}, false
		}
		t := p.Got.Table(drop.Table)
		col := t.Columns[t.Column(p.Got.Semantics, drop.Column)]
		f := Finding{Got: describe(col), Severity: Info, Message: fmt.Sprintf("column %s.%s is not part of this revision", drop.Table, drop.Column)}
		next, made := p.Origins.PendingMake(c.Object()), p.Origins.MadeBy(c.Object())
		stop := p.inTheWay(drop.Table, func(c schema.Column, to schema.Type) bool {
			return c.Type != to && schema.Mentions(col.Generated, c.Name)
		})
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "adds "+p.addition(c.Object(), col)) + " (assay preflight --sql works around it)"
		case stop.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(stop, "changes the type of a column that it is generated from")
		case col.Demands() && p.Usage.writes(drop.Table):
			f.Severity = Error
			f.Message += " and must be given a value (NOT NULL, no default): " + p.Usage.breaksWrites(drop.Table, "every INSERT that omits it fails")
		case col.Demands() && p.Usage.logs(drop.Table):
			f.Severity = Error
			f.Message += " and must be given a value (NOT NULL, no default): " + p.omits(drop.Table)
		case col.Demands() && made.Revision == "":
			f.Message += ", and must be given a value (NOT NULL, no default): " + p.omits(drop.Table)
		case made.Revision != "":
			f.Message += fmt.Sprintf("; %s adds one", made)
		case p.Usage.Program == "": // nobody knows who uses it
			f.Message += ", and no revision adds it"
		default:
			f.Message += ": " + p.Usage.Name() + " ignores it"
		}
		return f, true
	},
}
