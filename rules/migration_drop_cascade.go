package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var dropCascade = &Rule{
	Name: "drop-cascade", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "CASCADE drops everything that depends on the object",
	Why: "Views, foreign keys of other tables, columns of a dropped type and functions are dropped as well, although the script does not name " +
		"them; so are those that somebody added by hand. Drop by name what should go: then the server refuses (2BP01) if something was " +
		"forgotten.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nDROP TABLE t CASCADE;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nDROP TABLE t;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if !st.Cascade || st.Verb == "TRUNCATE" {
			return nil
		}
		var found []Finding
		for _, c := range st.Changes {
			switch c.(type) {
			case schema.DropTable, schema.DropColumn, schema.DropIndex, schema.DropEnum:
			default:
				continue
			}
			o := c.Object()
			if o.Table != "" && w.Table(o.Table) == nil || o.Kind == schema.EnumObject && w.Start.Enums[o.Name].Name == "" {
				continue
			}
			f := Finding{Table: o.Table, Object: o.Name, Severity: Warning}
			f.Message = fmt.Sprintf("%s is dropped with CASCADE: everything that depends on it is dropped as well%s; drop by name what should go", o, dependants(w, c))
			found = append(found, f)
		}
		return found
	},
}

// dependants names what is known to go with what is dropped.
func dependants(w *Walk, c schema.Change) string {
	const few = 4
	var names []string
	s := w.Before
	for _, t := range s.SortedTables() {
		for _, f := range t.ForeignKeys {
			o := c.Object()
			if _, table := c.(schema.DropTable); table && t.Name != o.Table && f.RefTable == o.Table {
				names = append(names, "foreign key "+strings.TrimSuffix(t.Name+"."+f.Name, "."))
			}
		}
	}
	if drop, ok := c.(schema.DropEnum); ok {
		for _, u := range s.UsersOf(drop.Name) {
			names = append(names, u.String())
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > few:
		names = append(names[:few], fmt.Sprintf("%d more", len(names)-few))
	}
	return ", including " + strings.Join(names, ", ")
}
