package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var implicitZero = &Rule{
	Name: "implicit-zero", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "existing rows get a value that nobody chose, because a new column is NOT NULL and has no default",
	Why: "MySQL and MariaDB fill it with the type's zero: 0, an empty text, the first label of an enum. For a date that is 0000-00-00, which " +
		"MySQL has refused since 5.7 (1292). Afterwards nothing distinguishes these rows from those that mean that value, and INSERTs of the " +
		"previous release fail (1364), because they omit the column. Give it a server_default, or fill it in the same script; then nothing " +
		"is reported.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN level INTEGER NOT NULL;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN level INTEGER NOT NULL DEFAULT 1;",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			add, ok := demanding(w, s, c)
			if !ok || !s.Semantics.FillsColumns || filled(w, add.Table, add.Column.Name) {
				return Finding{}, false
			}
			return Finding{
				Table: add.Table, Object: add.Column.Name, Severity: Warning,
				Message: fmt.Sprintf("column %s.%s is added NOT NULL without a default: existing rows get %s, and INSERTs that omit it fail afterwards; give it a "+
					"server_default", add.Table, add.Column.Name, zero(add.Column.Type)),
			}, true
		})
	},
}

// zero is what MySQL fills a column of a type with.
func zero(t schema.Type) string {
	switch {
	case t.Name == "enum":
		return quoted(t.Labels()[:1])
	case t.Name == "set", strings.Contains(t.Name, "char"), strings.Contains(t.Name, "text"), strings.Contains(t.Name, "blob"), strings.Contains(t.Name, "binary"):
		return "''"
	case t.Name == "date", t.Name == "datetime", t.Name == "timestamp":
		return "0000-00-00, or the upgrade fails if sql_mode forbids that"
	case t.Name == "json", t.Name == "uuid", t.Name == "inet6", t.Name == "time", t.Name == "year":
		return "its type's empty value"
	}
	return "0"
}
