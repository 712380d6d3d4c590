package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var enumLeaked = &Rule{
	Name: "enum-leaked", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "an enum type remains that nothing uses any more",
	Why: "Dropping a table or a column leaves its type behind. That is harmless until a revision, or the same one after a downgrade, creates " +
		"a type of that name: PostgreSQL refuses it (42710). Drop it as well: sa.Enum(name=…).drop(op.get_bind()).",
	Bad:  "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (id INTEGER PRIMARY KEY, m mood);\n-- then\nALTER TABLE t DROP COLUMN m;",
	Good: "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (id INTEGER PRIMARY KEY, m mood);\n-- then\nALTER TABLE t DROP COLUMN m;\nDROP TYPE mood;",
	Script: func(w *Walk) []Finding {
		var found []Finding
		for _, e := range w.Start.SortedEnums() {
			users := w.Start.UsersOf(e.Name)
			if _, stays := w.Before.Enums[e.Name]; !stays || len(users) == 0 || len(w.Before.UsersOf(e.Name)) > 0 || w.doubts.of(e.Name) || w.history.drops[e.Name] > 0 {
				continue
			}
			f := Finding{Object: e.Name, Severity: Info, Message: fmt.Sprintf("type %s remains, and nothing uses it any more: a revision that creates one of that "+
				"name fails; drop it as well", e.Name)}
			if st := lastOn(w, users); st != nil {
				f.File, f.Line = st.File, st.Line
			}
			found = append(found, f)
		}
		return found
	},
}

// lastOn returns the last statement of the script that changes one of those columns, or their tables; nil: none does.
func lastOn(w *Walk, columns []schema.Object) *Statement {
	for _, st := range slices.Backward(w.Script.Statements) {
		for _, c := range st.Changes {
			o := c.Object()
			if slices.ContainsFunc(columns, func(u schema.Object) bool {
				return o == u || o.Kind == schema.TableObject && o.Table == u.Table
			}) {
				return st
			}
		}
	}
	return nil
}
