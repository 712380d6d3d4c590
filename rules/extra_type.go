package rules

import (
	"fmt"

	"assay/schema"
)

var extraType = &Rule{
	Name:     "extra-type",
	Severity: Error,
	Since:    "0.1", Engines: []string{"postgresql"},
	Title: "an enum type is not part of the revision",
	Why:   "An unused type is harmless until a revision creates one of the same name: then the upgrade fails.",
	Bad:   "CREATE TYPE pjsip_dtmf_mode_values_v2 AS ENUM ('rfc4733', 'inband', 'info', 'auto');",
	Good:  "-- as it was installed",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		drop, ok := c.(schema.DropEnum)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Got: p.Got.Enums[drop.Name].Labels, Severity: Info}
		f.Message = fmt.Sprintf("type %s is not part of this revision", drop.Name)
		if next := p.Origins.PendingMake(c.Object()); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "creates it")
		} else if users := p.Got.UsersOf(drop.Name); len(users) > 0 {
			f.Message += fmt.Sprintf("; %s uses it", users[0])
		}
		return f, true
	},
}
