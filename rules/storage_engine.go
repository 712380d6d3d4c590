package rules

import (
	"fmt"

	"assay/schema"
)

var storageEngine = &Rule{
	Name:     "storage-engine",
	Severity: Warning,
	Since:    "0.1", Engines: []string{"mysql"},
	Title: "a table's storage engine differs from most other tables'",
	Why: "MyISAM and Aria have no foreign keys and no transactions and allow only shorter keys, so a later revision may fail on such a table; " +
		"MyISAM also loses rows in a crash.",
	Bad:  "ALTER TABLE ps_endpoints ENGINE = MyISAM;",
	Good: "ALTER TABLE ps_endpoints ENGINE = InnoDB;",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterTable)
		if !ok || a.To.Engine == "" {
			return Finding{}, false
		}
		f := Finding{Want: a.To.Engine, Got: a.From.Engine, Severity: Warning}
		f.Message = fmt.Sprintf("table %s uses %s, most other tables use %s", a.Table, f.Got, f.Want)
		return f, true
	},
}
