package rules

import (
	"fmt"

	"assay/schema"
)

var missingType = &Rule{
	Name:     "missing-type",
	Severity: Error,
	Since:    "0.1", Engines: []string{"postgresql"},
	Title: "an enum type of the revision is missing",
	Why:   "Later revisions use the type by its name: an upgrade that uses, renames or drops it fails, even if no column needs it now.",
	Bad:   "ALTER TABLE ps_endpoints ALTER t38_udptl_ec TYPE varchar(80);\nDROP TYPE pjsip_t38udptl_ec_values;",
	Good:  "ALTER TABLE ps_endpoints ALTER t38_udptl_ec TYPE varchar(80);",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		create, ok := c.(schema.CreateEnum)
		if !ok {
			return Finding{}, false
		}
		f := Finding{Want: create.Enum.Labels, Severity: Warning}
		f.Message = fmt.Sprintf("type %s is missing", create.Enum.Name)
		if next := p.Origins.PendingTouch(c.Object()); next.Revision != "" {
			f.Severity = Error
			f.Message += ": " + stops(next, "needs it")
		}
		return f, true
	},
}
