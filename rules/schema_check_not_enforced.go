package rules

import (
	"fmt"

	"assay/schema"
)

var checkNotEnforced = &Rule{
	Name: "check-not-enforced", Severity: Info, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1", Kind: schema.CheckObject,
	Title: "a check is not enforced",
	Why:   "MySQL 8.0.16 and later store a CHECK … NOT ENFORCED but check no row: rows may violate the condition.",
	Bad:   "-- MySQL 8.0.30\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, CONSTRAINT positive CHECK (n > 0) NOT ENFORCED);",
	Good:  "-- MySQL 8.0.30\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, CONSTRAINT positive CHECK (n > 0));",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var found []Finding
			for _, k := range t.Checks {
				if k.NotEnforced {
					found = append(found, Finding{
						Object:  k.Name,
						Message: fmt.Sprintf("check %s of table %s is not enforced, so rows may violate it: ALTER TABLE … ALTER CHECK … ENFORCED, or drop it", k.Name, t.Name),
					})
				}
			}
			return found
		})
	},
}
