package rules

import (
	"fmt"

	"assay/schema"
)

var enumValueRenamed = &Rule{
	Name: "enum-value-renamed", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a label of an enum type is renamed",
	Why: "Programs of the release before, which still run while the upgrade does, fail at every statement with the old label and read one that they do not know. Adding the new label, " +
		"writing it and moving the rows over lets both releases run.",
	Bad:  "CREATE TYPE state AS ENUM ('new', 'done');\n-- then\nALTER TYPE state RENAME VALUE 'done' TO 'finished';",
	Good: "CREATE TYPE state AS ENUM ('new', 'done');\n-- then\nALTER TYPE state ADD VALUE 'finished';",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			alter, ok := c.(schema.AlterEnum)
			if !ok || alter.Edit == nil || alter.Edit.Place != schema.InsteadOfLabel {
				return Finding{}, false
			}
			if _, before := w.Start.Enums[alter.From.Name]; !before && !w.Partial {
				return Finding{}, false
			}
			return Finding{
				Object: alter.From.Name, Severity: Warning,
				Message: fmt.Sprintf("label '%s' of %s becomes '%s': programs that still write the old one fail; add the new one, move the rows over, and leave the old",
					alter.Edit.Other, alter.From.Name, alter.Edit.Label),
			}, true
		})
	},
}
