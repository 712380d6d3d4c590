package rules

import "fmt"

var needsColumn = &Rule{
	Name:     "needs-column",
	Severity: Error,
	Since:    "0.1",
	Title:    "the release in use writes or searches by a column that the revision does not have",
	Why: "The schema matches its revision, but statements of the release that runs name the column and fail. The schema is too old for that " +
		"release, or the release was published before the revision that adds the column.",
	Asterisk: "ps_subscription_persistence.generator_data is such a column: many releases write it that do not have it in their own schema.",
	Bad:      "-- Asterisk 18.24.0, assay check --asterisk 18.24",
	Good:     "-- Asterisk 18.26.4, assay check --asterisk 18.26.4",
	lacks: func(p *Pass, n *need) (Finding, bool) {
		if p.Got.Table(n.table) == nil {
			return Finding{}, false
		}
		if got, differs := unlikeNeed(p, n); got != nil || differs {
			return Finding{}, false
		}
		made := p.Origins.MadeBy(columnOf(n.table, n.column))
		f := Finding{Object: n.column, Severity: n.severity(), Want: "column for " + n.value.String(), Revision: made.Revision, Release: made.Release}
		f.Message = fmt.Sprintf("there is no column %s.%s in this revision, and %s needs it: %s%s", n.table, n.column, p.Runs.Name, effectOf(p, n), comesFrom(p, n))
		return f, true
	},
}
