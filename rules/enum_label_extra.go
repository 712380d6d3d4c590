package rules

import "assay/schema"

var enumLabelExtra = &Rule{
	Name:     "enum-label-extra",
	Severity: Info,
	Since:    "0.1",
	Title:    "an enumeration has a value that the revision does not have",
	Why:      "It hurts nobody until a later revision sets the type anew: then it fails, or loses the value, if a row uses it.",
	Bad:      "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes','maybe');",
	Good:     "-- on MySQL\nALTER TABLE ps_endpoints MODIFY timers ENUM('forced','no','required','yes');",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		want, got, ok := labels(c)
		extra := without(got, want)
		if !ok || len(extra) == 0 {
			return Finding{}, false
		}
		f := labelFinding(c, want, got)
		f.Message += " has " + quoted(extra) + " besides"
		return f, true
	},
}
