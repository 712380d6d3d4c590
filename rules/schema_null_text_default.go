package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var nullTextDefault = &Rule{
	Name: "null-text-default", Severity: Warning, Of: OfDesign, Since: "0.1",
	Title: "a column's default is the text 'NULL', not NULL",
	Why: "Somebody quoted it, as server_default=\"'NULL'\" does. Rows get a text of four letters: IS NULL does not find it, and programs " +
		"print it or use it as a name.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40) DEFAULT 'NULL');",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40) DEFAULT NULL);",
	Design: func(d *Design) []Finding {
		return d.eachColumn(func(t *schema.Table, c schema.Column) (Finding, bool) {
			return Finding{
				Severity: Warning, Got: c.Default,
				Message: fmt.Sprintf("column %s.%s has the text 'NULL' as its default: IS NULL does not find such rows; drop the default", t.Name, c.Name),
			}, isText(c.Type) && strings.EqualFold(c.Default, "'NULL'")
		})
	},
}
