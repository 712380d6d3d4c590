package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var partitionScans = &Rule{
	Name: "partition-scans", Severity: Warning, Milder: true, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a table that becomes a partition is read while it is blocked",
	Why: "ATTACH PARTITION checks every row of the table against the partition's bounds, under an ACCESS EXCLUSIVE lock of that table. It reads " +
		"nothing if a valid CHECK of the table says the same as the bounds: add that NOT VALID, validate it, which blocks nobody, and drop " +
		"it afterwards.",
	Bad: "CREATE TABLE p (id INTEGER) PARTITION BY RANGE (id);\nCREATE TABLE t (id INTEGER);\n-- then\n" +
		"ALTER TABLE p ATTACH PARTITION t FOR VALUES FROM (1) TO (10);",
	Good: "CREATE TABLE p (id INTEGER) PARTITION BY RANGE (id);\n-- then\nCREATE TABLE t (id INTEGER);\n" +
		"ALTER TABLE p ATTACH PARTITION t FOR VALUES FROM (1) TO (10);",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			f := Finding{Table: a.Table, Severity: Warning}
			f.Message = fmt.Sprintf("every row of %s is checked against the bounds of the partition while reads and writes of it are blocked: first add a "+
				"CHECK that says the same NOT VALID, and validate it after a COMMIT", a.Table)
			if slices.ContainsFunc(w.Table(a.Table).Checks, func(k schema.Check) bool { return !k.NotEnforced }) {
				f.Severity = Info
				f.Message = fmt.Sprintf("every row of %s is checked against the bounds of the partition while reads and writes of it are blocked, unless one of "+
					"its checks says the same", a.Table)
			}
			return f, true
		}, "ATTACH")
	},
}
