package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var extraCheck = &Rule{
	Name:     "extra-check",
	Severity: Error,
	Since:    "0.1", Kind: schema.CheckObject,
	Title: "a table has a check constraint that is not part of the revision",
	Why: "The check may refuse values that the application writes. On PostgreSQL a later revision fails that changes the type of a column in " +
		"it.",
	Bad:  "ALTER TABLE ps_contacts ADD CONSTRAINT a_port CHECK (via_port > 0);",
	Good: "ALTER TABLE ps_contacts ADD COLUMN note VARCHAR(80);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		f := Finding{Severity: Info}
		o := c.Object()
		var k schema.Check
		if a, ok := altered(c, schema.PropCheck); ok && a.To.Check == "" {
			k.Expr = a.From.Check
		} else if drop, ok := c.(schema.DropCheck); ok {
			t := p.Got.Table(drop.Table)
			k = t.Checks[slices.IndexFunc(t.Checks, func(k schema.Check) bool { return k.Name == drop.Name })]
		} else {
			return f, false
		}
		f.Got = k.Expr + brokenCheck(p, k)
		f.Message = fmt.Sprintf("table %s has the check %s (%s)%s, which is not part of this revision", o.Table, o.Name, k.Expr, brokenCheck(p, k))
		if next := p.inTheWay(o.Table, schema.Check{Expr: k.Expr}.Binds); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "changes the type of a column in it")
		} else if p.Usage.writes(o.Table) {
			f.Severity = Warning
			f.Message += ": it may refuse what " + p.Usage.Name() + " writes"
		}
		return f, true
	},
}
