package rules

import "fmt"

var needsTable = &Rule{
	Name:     "needs-table",
	Severity: Error,
	Since:    "0.1",
	Title:    "the release in use writes a table that the revision does not have",
	Why: "The schema matches its revision, but is too old for the release that runs: what that writes there is lost. Upgrade the schema to " +
		"the release that runs.",
	Bad:  "-- Asterisk 12.0.0, assay check --asterisk 22.10.1",
	Good: "-- Asterisk 22.10.1, assay check --asterisk 22.10.1",
	lacks: func(p *Pass, n *need) (Finding, bool) {
		_, view := p.Got.View(n.table)
		if n.column != "id" || view || p.Got.Table(n.table) != nil || p.Want.Table(n.table) != nil {
			return Finding{}, false
		}
		f := Finding{Severity: n.severity(), Want: "table"}
		f.Message = fmt.Sprintf("there is no table %s in this revision, and %s writes it: %s", n.table, p.Runs.Name, effectOf(p, n))
		return f, true
	},
}
