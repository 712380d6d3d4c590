package rules

import (
	"fmt"
	"regexp"
	"slices"

	"assay/schema"
)

var dropColumn = &Rule{
	Name: "drop-column", Severity: Error, Milder: true, Of: OfMigration, Since: "0.1",
	Title: "a column is dropped with its values",
	Why: "The values are lost, and instances of the previous release, which still run during the upgrade, fail at every statement that names " +
		"the column; an ORM names all columns. Drop it in a release after the one that stopped using it. If the script has copied the values " +
		"before, or if the column is generated and can be computed again, only the programs matter.",
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
			f.Message = fmt.Sprintf("column %s.%s is dropped with its values", t.Name, col.Name)
			if col.Generated != "" {
				f.Severity = Warning
				f.Message = fmt.Sprintf("column %s.%s is dropped: programs that still name it fail; its values were computed and can be computed again", t.Name, col.Name)
			} else if copiedBefore(w, t.Name, col.Name) {
				f.Severity = Warning
				f.Message = fmt.Sprintf("column %s.%s is dropped after the script has copied from it: programs that still name it fail; make sure that the copy is "+
					"complete", t.Name, col.Name)
			}
			return f, true
		})
	},
}

// copiedBefore reports whether a statement of data before this one in the script reads a table's column to write something else.
func copiedBefore(w *Walk, table, column string) bool {
	m := w.Before.Semantics
	written := regexp.MustCompile("(?i)" + regexp.QuoteMeta(column) + "[`\"]?\\s*=")
	for _, st := range w.Script.Statements[:w.At] {
		own := slices.ContainsFunc(st.Tables, func(t string) bool { return m.TableKey(t) == m.TableKey(table) })
		switch {
		case st.Verb == "UPDATE" && (own || schema.Mentions(st.Text, table)) && schema.Mentions(written.ReplaceAllString(st.Text, ""), column),
			st.Verb == "INSERT" && !own && schema.Mentions(st.Text, table) && schema.Mentions(st.Text, column):
			return true
		}
	}
	return false
}
