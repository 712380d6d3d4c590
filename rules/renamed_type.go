package rules

import (
	"fmt"

	"assay/schema"
)

var renamedType = &Rule{
	Name:     "renamed-type",
	Severity: Error,
	Since:    "0.1", Engines: []string{"postgresql"},
	Title: "an enum type has a different name than in the revision",
	Why:   "Queries work as before, but later revisions use the type by its name: an upgrade that alters or uses it fails.",
	Bad:   "ALTER TYPE pjsip_timer_values RENAME TO timer_values;",
	Good:  "-- as it was installed",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		rename, ok := c.(schema.RenameEnum)
		if !ok {
			return Finding{}, false
		}
		o := schema.Object{Kind: schema.EnumObject, Name: rename.To}
		by := p.Origins.SetBy(o)
		f := Finding{Want: rename.To, Got: rename.From, Severity: Warning, Object: rename.From, Revision: by.Revision, Release: by.Release}
		f.Message = fmt.Sprintf("type %s is the expected type %s under a different name", rename.From, rename.To)
		if next := p.Origins.PendingTouch(o); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "needs it")
		}
		return f, true
	},
}
