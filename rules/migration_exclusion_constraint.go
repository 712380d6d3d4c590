package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var exclusionConstraint = &Rule{
	Name: "exclusion-constraint", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"postgresql"},
	Title: "an exclusion constraint builds its index while reads and writes are blocked",
	Why: "ADD … EXCLUDE reads the whole table and builds an index under an ACCESS EXCLUSIVE lock. It can neither be NOT VALID nor use an " +
		"index that was built before.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, span int4range);\n-- then\nALTER TABLE t ADD CONSTRAINT t_span EXCLUDE USING gist (span WITH &&);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nCREATE TABLE spans (span int4range, EXCLUDE USING gist (span WITH &&));",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Warning,
				Message: fmt.Sprintf("%s builds its index while reads and writes of %s are blocked, and there is no other way: run it when nobody works, with a "+
					"lock_timeout",
					strings.TrimSpace("exclusion constraint "+a.Name), a.Table),
			}, true
		}, "EXCLUDE")
	},
}
