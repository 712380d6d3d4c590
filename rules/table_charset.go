package rules

import (
	"fmt"

	"assay/schema"
)

var tableCharset = &Rule{
	Name:     "table-charset",
	Severity: Warning,
	Since:    "0.1", Engines: []string{"mysql"},
	Title: "a table's character set or collation differs from that of its siblings",
	Why:   "Text of one table then sorts, compares or fits differently from text of the next; comparing two such columns can fail or ignore indexes.",
	Bad:   "ALTER TABLE ps_endpoints CONVERT TO CHARACTER SET latin1;",
	Good:  "-- as it was installed",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterTable)
		if !ok || a.To.Collation == "" && a.To.Charset == "" {
			return Finding{}, false
		}
		f := Finding{Want: charset(a.To), Got: charset(a.From), Severity: Warning}
		f.Message = fmt.Sprintf("table %s is %s, most of its siblings are %s", a.Table, f.Got, f.Want)
		return f, true
	},
}

func charset(o schema.Options) string { return o.Charset + " (" + o.Collation + ")" }
