package rules

import (
	"fmt"

	"assay/schema"
)

var dropColumn = &Rule{
	Name: "drop-column", Severity: Error, Of: OfMigration, Since: "0.1",
	Title: "a column is dropped with its values",
	Why: "Its values are gone, and programs of the release before, which still run while the upgrade does, fail at every statement that names it; an ORM names all columns. " +
		"Drop it in a release after the one that has stopped to use it. The values of a generated column can be computed again, so that only the programs matter there.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nALTER TABLE t DROP COLUMN note;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN note VARCHAR(40);\nALTER TABLE t DROP COLUMN note;",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			drop, ok := c.(schema.DropColumn)
			if !ok {
				return Finding{}, false
			}
			t, col, ok := w.column(s, drop.Table, drop.Column)
			if !ok {
				return Finding{}, false
			}
			f := Finding{Table: t.Name, Object: col.Name, Severity: Error}
			f.Message = fmt.Sprintf("column %s.%s is dropped, and its values with it", t.Name, col.Name)
			if col.Generated != "" {
				f.Severity = Warning
				f.Message = fmt.Sprintf("column %s.%s is dropped: programs that still name it fail; its values were computed, and can be again", t.Name, col.Name)
			}
			return f, true
		})
	},
}
