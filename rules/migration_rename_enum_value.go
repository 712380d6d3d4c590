package rules

import (
	"fmt"

	"assay/schema"
)

var renameEnumValue = &Rule{
	Name: "rename-enum-value", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a value of an enum type is renamed while programs use it",
	Why: "Programs of the previous release, which still run during the upgrade, fail if they write or search for the old value (22P02), and " +
		"do not know the new one that they read. Add the new value, let programs accept both, and change the rows in a later release; or " +
		"stop the programs first.",
	Bad:  "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (id INTEGER PRIMARY KEY, m mood);\n-- then\nALTER TYPE mood RENAME VALUE 'sad' TO 'unhappy';",
	Good: "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (id INTEGER PRIMARY KEY, m mood);\n-- then\nALTER TYPE mood ADD VALUE 'unhappy';",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			a, ok := c.(schema.AlterEnum)
			if !ok || a.Edit == nil || a.Edit.Place != schema.InsteadOfLabel {
				return Finding{}, false
			}
			if _, old := w.Start.Enums[a.From.Name]; !old || len(s.UsersOf(a.From.Name)) == 0 {
				return Finding{}, false
			}
			return Finding{
				Object: a.From.Name, Severity: Warning,
				Message: fmt.Sprintf("value '%s' of type %s is renamed to '%s': programs that still write the old one fail at once", a.Edit.Other, a.From.Name, a.Edit.Label),
			}, true
		})
	},
}
