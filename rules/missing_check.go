package rules

import (
	"fmt"

	"assay/schema"
)

var missingCheck = &Rule{
	Name:     "missing-check",
	Severity: Error,
	Since:    "0.1", Kind: schema.CheckObject,
	Title: "a check constraint of the revision is missing",
	Why:   "Values can be stored that the revision forbids, and a later revision that drops the constraint fails.",
	Bad:   "-- a project's own: CREATE TABLE parcels (id INTEGER PRIMARY KEY, kilos INTEGER, CONSTRAINT some_weight CHECK (kilos > 0))\nALTER TABLE parcels DROP CONSTRAINT some_weight;",
	Good:  "-- a project's own\nALTER TABLE parcels ADD COLUMN note VARCHAR(80);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		f := Finding{Severity: Warning}
		var k schema.Check
		if a, ok := altered(c, schema.PropCheck); ok && a.To.Check != "" {
			k.Expr, f.Got = a.To.Check, a.From.Check
		} else if add, ok := c.(schema.AddCheck); ok {
			k = add.Check
		} else {
			return f, false
		}
		f.Want = k.Expr + brokenCheck(p, k)
		f.Message = fmt.Sprintf("table %s lacks the check (%s)%s", c.Object().Table, k.Expr, brokenCheck(p, k))
		if c.Object().Kind == schema.CheckObject {
			p.stopAtDrop(c.Object(), &f)
		}
		return f, true
	},
}
