package rules

import (
	"fmt"

	"assay/schema"
)

var dropNotNull = &Rule{
	Name: "drop-not-null", Severity: Info, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "a column may be NULL from now on",
	Why: "Programs of the previous release, which still run during the upgrade, do not expect NULL there. As soon as the new release writes " +
		"one, they may fail, and a downgrade has " +
		"no value to put in its place.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);\n-- then\nALTER TABLE t ALTER COLUMN name DROP NOT NULL;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\n-- then\nALTER TABLE t ALTER COLUMN name DROP NOT NULL;",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			a, ok := c.(schema.AlterColumn)
			if !ok || a.Set&schema.PropNullable == 0 || !a.To.Nullable {
				return Finding{}, false
			}
			_, from, ok := w.column(s, a.Table, a.Name)
			if told := from.Type.Name == "" && a.Set == schema.PropNullable; !ok || from.Nullable || from.Type.Name == "" && !told {
				return Finding{}, false // of what is not known it is said, since somebody says so
			}
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Info,
				Message: fmt.Sprintf("column %s.%s may be NULL from now on: programs that still run may not expect that", a.Table, a.Name),
			}, true
		})
	},
}
