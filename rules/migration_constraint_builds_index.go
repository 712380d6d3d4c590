package rules

import (
	"cmp"
	"fmt"

	"assay/schema"
)

var constraintBuildsIndex = &Rule{
	Name: "constraint-builds-index", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"postgresql"},
	Title: "a unique constraint or primary key builds its index while reads and writes are blocked",
	Why: "ADD UNIQUE and ADD PRIMARY KEY read the whole table and build an index under an ACCESS EXCLUSIVE lock, which blocks reads as well. " +
		"An index that CREATE UNIQUE INDEX CONCURRENTLY has built becomes the constraint's in a moment with ADD CONSTRAINT … USING INDEX.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, mail TEXT);\n-- then\nALTER TABLE t ADD CONSTRAINT t_mail UNIQUE (mail);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, mail TEXT);\n-- then\nCREATE UNIQUE INDEX CONCURRENTLY t_mail ON t (mail);\nALTER TABLE t ADD CONSTRAINT t_mail UNIQUE USING INDEX t_mail;",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddIndex)
			if !ok || add.Index.Kind != schema.Constraint && add.Index.Kind != schema.Primary {
				return Finding{}, false
			}
			if cost, ok := ownCost(w, c); !ok || cost.Work < schema.Builds {
				return Finding{}, false
			}
			what := "unique constraint"
			if add.Index.Kind == schema.Primary {
				what = "primary key"
			}
			return Finding{
				Table: add.Table, Object: add.Index.Name, Severity: Warning,
				Message: fmt.Sprintf("%s %s of %s builds its index while reads and writes are blocked: CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … "+
					"USING INDEX",
					what, cmp.Or(add.Index.Name, add.Index.On()), add.Table),
			}, true
		})
	},
}
