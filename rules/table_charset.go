package rules

import (
	"fmt"

	"assay/schema"
)

var tableCharset = &Rule{
	Name:     "table-charset",
	Severity: Warning,
	Since:    "0.1", Engines: []string{"mysql"},
	Title: "a table's character set or collation differs from most other tables'",
	Why: "Text in this table sorts, compares or fits differently from text in the others. Comparing columns of two such tables can fail, or " +
		"use no index.",
	Bad:  "ALTER TABLE ps_endpoints CONVERT TO CHARACTER SET latin1;",
	Good: "-- as it was installed",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterTable)
		if !ok || a.To.Collation == "" && a.To.Charset == "" {
			return Finding{}, false
		}
		f := Finding{Want: charset(a.To), Got: charset(a.From), Severity: Warning}
		f.Message = fmt.Sprintf("table %s is %s, most other tables are %s", a.Table, f.Got, f.Want)
		return f, true
	},
}

func charset(o schema.Options) string { return o.Charset + " (" + o.Collation + ")" }
