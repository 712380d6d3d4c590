package rules

import (
	"fmt"

	"assay/schema"
)

var storageEngine = &Rule{
	Name:     "storage-engine",
	Severity: Warning,
	Since:    "0.1", Engines: []string{"mysql"},
	Title: "a table's storage engine differs from that of its siblings",
	Why:   "MyISAM and Aria lose rows in a crash, know no foreign keys and allow shorter keys, so that a later revision may fail on them.",
	Bad:   "ALTER TABLE ps_endpoints ENGINE = MyISAM;",
	Good:  "ALTER TABLE ps_endpoints ENGINE = InnoDB;",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterTable)
		if !ok || a.To.Engine == "" {
			return Finding{}, false
		}
		f := Finding{Want: a.To.Engine, Got: a.From.Engine, Severity: Warning}
		f.Message = fmt.Sprintf("table %s is stored by %s, most of its siblings by %s", a.Table, f.Got, f.Want)
		return f, true
	},
}
