package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var zeroDate = &Rule{
	Name: "zero-date", Severity: Warning, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1",
	Title: "a column's default is a date that does not exist",
	Why: "MySQL 5.7 and later refuse it in their default sql_mode (NO_ZERO_DATE, NO_ZERO_IN_DATE): every ALTER of the table fails (ER 1067), " +
		"whatever it changes. Most programs read such a date as an error or as the year 1.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00');",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME NULL);",
	Design: func(d *Design) []Finding {
		return d.eachColumn(func(t *schema.Table, c schema.Column) (Finding, bool) {
			value, quoted := strings.CutPrefix(c.Default, "'")
			switch c.Type.Name {
			case "date", "datetime", "timestamp":
			default:
				return Finding{}, false
			}
			date := value[:min(len(value), len("2020-01-01"))]
			return Finding{
				Severity: Warning, Got: c.Default,
				Message: fmt.Sprintf("column %s.%s has the default %s, a date that does not exist: servers with NO_ZERO_DATE refuse every ALTER of the table; use NULL "+
					"or a real date",
					t.Name, c.Name, c.Default),
			}, quoted && (strings.HasPrefix(date, "0000-") || strings.Contains(date, "-00"))
		})
	},
}
