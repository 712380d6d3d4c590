package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var unnamedConstraint = &Rule{
	Name: "unnamed-constraint", Severity: Info, Of: OfMigration, Since: "0.1",
	Title: "a constraint is created without a name",
	Why: "The server will choose the name, so a later drop_constraint cannot know it: orders_ibfk_1 by a counter, orders_customer_fkey by the " +
		"columns. Set a naming_convention on the MetaData, or name each constraint.",
	Bad:  "CREATE TABLE p (id INTEGER PRIMARY KEY);\n-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY, p_id INTEGER, FOREIGN KEY (p_id) REFERENCES p (id));",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY);\n-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY, p_id INTEGER, CONSTRAINT fk_t_p FOREIGN KEY (p_id) REFERENCES p (id));",
	Statement: func(w *Walk) []Finding {
		var found []Finding
		of := map[string][]string{}
		for _, c := range w.Statement().Changes {
			o := c.Object()
			names := nameless(c)
			if len(names) > 0 && of[o.Table] == nil {
				found = append(found, Finding{Table: o.Table, Severity: Info})
			}
			of[o.Table] = append(of[o.Table], names...)
		}
		for i, f := range found {
			found[i].Message = fmt.Sprintf("table %s gets constraints without a name (%s): the server will choose the name, so a later drop_constraint cannot know "+
				"it; name them", f.Table, strings.Join(of[f.Table], "; "))
		}
		return found
	},
}

// nameless describes the foreign keys, checks and unique constraints that a change makes without a name.
func nameless(c schema.Change) []string {
	var t schema.Table
	switch c := c.(type) {
	case schema.CreateTable:
		t = *c.Table
	case schema.AddForeignKey:
		t.ForeignKeys = []schema.ForeignKey{c.ForeignKey}
	case schema.AddCheck:
		t.Checks = []schema.Check{c.Check}
	case schema.AddIndex:
		t.Indexes = []schema.Index{c.Index}
	}
	var all []string
	for _, f := range t.ForeignKeys {
		if f.Name == "" {
			all = append(all, "foreign key "+describeKey(f))
		}
	}
	for _, k := range t.Checks {
		if k.Name == "" {
			all = append(all, "check ("+k.Expr+")")
		}
	}
	for _, x := range t.Indexes {
		if x.Name == "" && x.Kind.Unique() && x.Kind != schema.Primary {
			all = append(all, "unique "+x.On())
		}
	}
	return all
}
