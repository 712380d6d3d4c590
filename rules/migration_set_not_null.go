package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var setNotNull = &Rule{
	Name: "set-not-null", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a column becomes NOT NULL and may contain NULL",
	Why: "The server refuses the statement if a row has NULL (PostgreSQL 23502, MySQL 1138, MariaDB 1265), and the upgrade fails; MySQL " +
		"without strict mode turns NULL into zeros and empty texts. Fill the column in an earlier statement; then nothing is reported.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nALTER TABLE t ALTER COLUMN note SET NOT NULL; -- PostgreSQL\nALTER TABLE t MODIFY note VARCHAR(40) NOT NULL; -- MySQL",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n-- then\nUPDATE t SET note = '' WHERE note IS NULL;\n" +
		"ALTER TABLE t ALTER COLUMN note SET NOT NULL; -- PostgreSQL\nALTER TABLE t MODIFY note VARCHAR(40) NOT NULL; -- MySQL",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			a, ok := c.(schema.AlterColumn)
			if !ok || a.Set&schema.PropNullable == 0 || a.To.Nullable {
				return Finding{}, false
			}
			t, from, ok := w.column(s, a.Table, a.Name)
			told := from.Nullable || from.Type.Name == "" && a.Set == schema.PropNullable // of what is not known, since somebody says so
			if !ok || !told || prepared(w, a.Table, a.Name) || emptied(w, a.Table) || neverNull(t, a.Name) || checkedHere(w, a.Table, a.Name) {
				return Finding{}, false
			}
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Warning,
				Message: fmt.Sprintf("column %s.%s becomes NOT NULL: the upgrade fails if a row has NULL in it; fill it in an earlier statement", a.Table, a.Name),
			}, true
		})
	},
}

var notNull = schema.Pattern(`(?i)^\(*[\w"` + "`" + `]+\)*\s+IS\s+NOT\s+NULL\)*$`)

// neverNull reports whether a check that holds keeps NULL out of a column.
func neverNull(t *schema.Table, column string) bool {
	for _, k := range t.Checks {
		if !k.NotEnforced && notNull().MatchString(strings.TrimSpace(k.Expr)) && schema.Mentions(k.Expr, column) {
			return true
		}
	}
	return false
}

// checkedHere reports whether the script has a valid check keep NULL out of a column of a table of which nothing is known: such a check's rows were looked
// through when it was added, or validated.
func checkedHere(w *Walk, table, column string) bool {
	m := w.Start.Semantics
	var pending string // the check that is to be validated
	for _, st := range w.Script.Statements[:w.At] {
		for _, c := range st.Changes {
			add, ok := c.(schema.AddCheck)
			if !ok || m.TableKey(add.Table) != m.TableKey(table) ||
				!notNull().MatchString(strings.TrimSpace(add.Check.Expr)) || !schema.Mentions(add.Check.Expr, column) {
				continue
			}
			if !add.Check.NotEnforced {
				return true
			}
			pending = add.Check.Name
		}
		for _, a := range st.Acts {
			if pending != "" && a.Verb == "VALIDATE CONSTRAINT" && a.Name == pending {
				return true
			}
		}
	}
	return false
}
