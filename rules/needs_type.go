package rules

import "fmt"

var needsType = &Rule{
	Name:     "needs-type",
	Severity: Error,
	Since:    "0.1",
	Title:    "a column has the type its revision gives it, but the release in use writes values that do not fit",
	Why:      "A value that does not fit is not stored.",
	Asterisk: "Asterisk writes booleans as words (true and false, or yes and no), times as decimals, and ids that are longer than they look. In " +
		"ps_contacts phones are told 200 OK all the same.",
	Bad:  "-- Asterisk 13.22.0, assay check --asterisk 13.22",
	Good: "-- Asterisk 20.20.1, assay check --asterisk 20.20.1",
	lacks: func(p *Pass, n *need) (Finding, bool) {
		got, differs := unlikeNeed(p, n)
		if got == nil || differs {
			return Finding{}, false
		}
		f := Finding{Object: n.column, Severity: n.severity(), Want: n.value.String(), Got: got.Type.String()}
		f.Message = fmt.Sprintf("column %s.%s is %s, and %s writes %s", n.table, n.column, f.Got, p.Runs.Name, f.Want)
		switch n.value.fit(got.Type, p.Got) {
		case refused:
			f.Message += ": " + effectOf(p, n)
		case tight: // what most phones have fits
			f.Severity = Warning
			f.Message += " at most: where " + n.long() + " is longer, " + effectOf(p, n)
		case unknownFit, fits:
			return Finding{}, false
		}
		if next := p.Origins.PendingTouch(columnOf(n.table, n.column)); next.Revision != "" {
			f.Message += fmt.Sprintf("; %s changes it", next)
		}
		return f, true
	},
}
