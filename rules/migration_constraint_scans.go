package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var constraintScans = &Rule{
	Name: "constraint-scans", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.ForeignKeyObject, Engines: []string{"postgresql"},
	Title: "a constraint is checked against every row under a lock",
	Why: "ADD CHECK reads the whole table under ACCESS EXCLUSIVE, so reads are blocked as well. ADD FOREIGN KEY looks up every row under " +
		"SHARE ROW EXCLUSIVE locks of both tables, so writes to both are blocked. Added NOT VALID, the constraint applies to new rows at " +
		"once; VALIDATE CONSTRAINT, in a transaction of its own, then checks the old rows without blocking anybody.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD CONSTRAINT n_positive CHECK (n > 0);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			var what, locked string
			o := c.Object()
			switch c := c.(type) {
			case schema.AddCheck:
				what, locked = strings.TrimSpace("check "+o.Name), "reads and writes of "+o.Table
			case schema.AddForeignKey:
				what, locked = strings.TrimSpace("foreign key "+o.Name), "writes to "+o.Table
				if ref := c.ForeignKey.RefTable; ref != o.Table && w.Table(ref) != nil {
					locked += " and " + ref
				}
			default:
				return Finding{}, false
			}
			if cost, ok := ownCost(w, c); !ok || cost.Work < schema.Scans {
				return Finding{}, false
			}
			return Finding{
				Table: o.Table, Object: o.Name, Severity: Warning,
				Message: fmt.Sprintf("%s is checked against every row of %s while %s are blocked: add it NOT VALID, and VALIDATE CONSTRAINT after a COMMIT", what,
					o.Table, locked),
			}, true
		})
	},
}
