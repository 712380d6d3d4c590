package rules

import (
	"slices"

	"assay/schema"
)

var enumLabelOrder = &Rule{
	Name:     "enum-label-order",
	Severity: Info,
	Since:    "0.1",
	Title:    "an enumeration has its values in a different order",
	Why:      "Only sorting depends on the order, and statements that use a value's number instead of its name.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('yes','required','no','forced');",
	Good:     "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes');",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		common := without(want, without(want, got))
		if !ok || slices.Equal(common, without(got, without(got, want))) {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Message += " has its values in a different order"
		return f, true
	},
}
