package rules

import "assay/schema"

var enumLabelExtra = &Rule{
	Name:     "enum-label-extra",
	Severity: Info,
	Since:    "0.1",
	Title:    "an enumeration has an additional value",
	Why:      "The value is harmless until a later revision sets the type again: if a row uses it then, the upgrade fails or the value is lost.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes','maybe');",
	Good:     "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes');",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		extra := without(got, want)
		if !ok || len(extra) == 0 {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Message += " has the additional " + values(extra)
		return f, true
	},
}
