package rules

import (
	"fmt"

	"assay/schema"
)

var constraintNotValid = &Rule{
	Name: "constraint-not-valid", Severity: Warning, Of: OfDesign, Engines: []string{"postgresql"}, Since: "0.1", Kind: schema.ForeignKeyObject,
	Title: "a foreign key or check was never checked against older rows",
	Why: "NOT VALID is meant to be temporary: VALIDATE CONSTRAINT should have followed. Until then rows may violate the constraint, the " +
		"planner does not rely on it, and the statement that validates it later fails at such rows.",
	Bad: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER);\n" +
		"ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id) NOT VALID;",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER);\n" +
		"ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id);",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var found []Finding
			say := func(kind, name, what string) {
				found = append(found, Finding{
					Severity: Warning, Object: name,
					Message: fmt.Sprintf("%s %s of table %s was never checked against older rows, which may violate it: "+
						"ALTER TABLE … VALIDATE CONSTRAINT checks them without blocking writes", kind, what, t.Name),
				})
			}
			for _, k := range t.ForeignKeys {
				if k.NotValid {
					say("foreign key", keyName(k), called(k))
				}
			}
			for _, k := range t.Checks {
				if k.NotEnforced {
					say("check", k.Name, k.Name)
				}
			}
			return found
		})
	},
}
