package rules

import (
	"fmt"

	"assay/schema"
)

var typeWider = &Rule{
	Name:     "type-wider",
	Severity: Info,
	Title:    "a column's type holds more than the revision's",
	Why:      "Nothing is lost. A later revision that sets the type makes it as narrow as it says, and fails if a longer value is there by then.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		a, ok := retyped(c, schema.Wider)
		if !ok {
			return Finding{}, false
		}
		f := typeFinding(a)
		f.Message += ", which holds more than the expected " + f.Want
		if next := p.Lore.PendingTouch(c.Object()); next.Revision != "" {
			f.Message += fmt.Sprintf("; %s (%s) will set its type anew", next.Revision, next.Release)
		}
		return f, true
	},
}
