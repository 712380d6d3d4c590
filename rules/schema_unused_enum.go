package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var unusedEnum = &Rule{
	Name: "unused-enum", Severity: Info, Of: OfDesign, Engines: []string{"postgresql"}, Since: "0.1",
	Title: "no column uses an enum type",
	Why: "A migration that drops the last column of a type leaves the type behind, because Alembic does not drop it by itself. The next " +
		"migration that creates a type of that name fails (42710, already exists).",
	Bad:  "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (id INTEGER PRIMARY KEY);",
	Good: "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (id INTEGER PRIMARY KEY, now mood);",
	Design: func(d *Design) []Finding {
		if d.Partial || slices.ContainsFunc(d.Schema.Opaque, mayUseType) {
			return nil
		}
		used := map[string]bool{}
		for _, t := range d.Schema.Tables {
			for _, c := range t.Columns {
				used[strings.TrimSuffix(c.Type.Name, "[]")] = true
			}
		}
		var found []Finding
		for _, e := range d.Schema.SortedEnums() {
			if !used[e.Name] {
				found = append(found, Finding{
					Object: e.Name, Fix: []schema.Change{schema.DropEnum{Name: e.Name}},
					Message: fmt.Sprintf("no column uses type %s: the next migration that creates a type of that name fails; drop it, unless a function or a view uses "+
						"it", e.Name),
				})
			}
		}
		return found
	},
}

// mayUseType reports whether an object that is not modelled may be made of columns, or of other types.
func mayUseType(o schema.Opaque) bool {
	switch o.Kind {
	case "table", "unreadable table", "foreign table", "domain", "composite type", "range type":
		return true
	}
	return false
}
