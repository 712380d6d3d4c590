package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var conversionMayFail = &Rule{
	Name: "conversion-may-fail", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a column gets a type that does not accept all values of the old one",
	Why: "The server refuses the statement at the first row whose value is too long, too large or not convertible (MySQL 1406, 1264, 1366, " +
		"1292; PostgreSQL 22001, 22003, 22P02), and the upgrade fails. MySQL without strict mode cuts such values or sets them to zero " +
		"instead. Find and correct them in an earlier statement; then nothing is reported.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\n-- then\n" + retype("name", "VARCHAR(20)"),
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\n-- then\nUPDATE t SET name = SUBSTRING(name, 1, 20) WHERE id > 0;\n" + retype("name", "VARCHAR(20)"),
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			if f, ok := ofUnknownType(w, s, c); ok {
				return f, true
			}
			a, ok := converted(w, s, c)
			if !ok {
				return Finding{}, false
			}
			var problems []string
			for _, m := range lossy(w, s, a) {
				if what, stops := stopsAt(m); stops {
					problems = append(problems, what)
				}
			}
			if w.Statement().Ignores {
				return Finding{
					Table: a.Table, Object: a.Name, Severity: Warning,
					Message: fmt.Sprintf("column %s.%s becomes %s (was %s) with IGNORE: values that do not fit are changed silently (%s); leave IGNORE out", a.Table, a.Name,
						a.To.Type, a.From.Type, strings.Join(problems, "; ")),
				}, len(problems) > 0
			}
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Warning,
				Message: fmt.Sprintf("column %s.%s becomes %s (was %s): the upgrade fails at values that do not fit (%s); correct them in an earlier statement", a.Table,
					a.Name,
					a.To.Type, a.From.Type, strings.Join(problems, "; ")),
			}, len(problems) > 0
		})
	},
}

// ofUnknownType: what a column was is not known, where the script is all that there is. So it is said, as of a column that becomes NOT NULL.
func ofUnknownType(w *Walk, s *schema.Schema, c schema.Change) (Finding, bool) {
	a, ok := c.(schema.AlterColumn)
	if !ok || a.Set&schema.PropType == 0 || prepared(w, a.Table, a.Name) || emptied(w, a.Table) {
		return Finding{}, false
	}
	t, from, ok := w.column(s, a.Table, a.Name)
	if !ok || from.Type.Name != "" || a.To.Type.Name == "" {
		return Finding{}, false
	}
	return Finding{
		Table: t.Name, Object: a.Name, Severity: Warning,
		Message: fmt.Sprintf("column %s.%s becomes %s, and what it was is not known: the server may rewrite the table, and refuse or change values that do not fit; "+
			"give the schema before with --on", t.Name, a.Name, a.To.Type),
	}, true
}
