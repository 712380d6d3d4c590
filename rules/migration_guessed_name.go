package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var guessedName = &Rule{
	Name: "guessed-name", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.ForeignKeyObject, Engines: []string{"mysql"},
	Title: "a constraint is dropped by a name that the server generated from a counter",
	Why: "MySQL and MariaDB number foreign keys and checks without a name in the order of their creation (t_ibfk_2, CONSTRAINT_1, t_chk_1). " +
		"If one was dropped and created again, or came with a dump, the number on another database belongs to a different constraint, which " +
		"is dropped without an error, or to none (1091). Nothing is reported if the table has only one of the kind.",
	Bad: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (a INTEGER, b INTEGER, FOREIGN KEY (a) REFERENCES p (id), FOREIGN KEY (b) REFERENCES p (id));\n-- then\n" +
		"ALTER TABLE t DROP FOREIGN KEY t_ibfk_2;",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (a INTEGER, CONSTRAINT fk_t_p FOREIGN KEY (a) REFERENCES p (id));\n-- then\nALTER TABLE t DROP FOREIGN KEY fk_t_p;",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			o := c.Object()
			t := s.Table(o.Table)
			if t == nil || !numbered().MatchString(o.Name) {
				return Finding{}, false
			}
			kind, by, several := "", "its columns", false
			switch c := c.(type) {
			case schema.DropForeignKey:
				kind, several = "foreign key", many(t.ForeignKeys, c.Name, func(f schema.ForeignKey) string { return f.Name })
			case schema.DropCheck, schema.DropIndex:
				by = "its condition"
				kind, several = "check", many(t.Checks, o.Name, func(k schema.Check) string { return k.Name })
			}
			return Finding{
				Table: t.Name, Object: o.Name, Severity: Warning,
				Message: fmt.Sprintf("%s %s of table %s has a name that the server generated from a counter: on another database it may be a different %[1]s, or not "+
					"exist; find the name by %[4]s (information_schema)", kind, o.Name, t.Name, by),
			}, several
		})
	},
}

var numbered = schema.Pattern(`(?i)(?:_ibfk_|_chk_|^CONSTRAINT_)[0-9]+$`)

// many reports whether several constraints have no name, and none has this one.
func many[T any](all []T, name string, of func(T) string) bool {
	n := 0
	for _, c := range all {
		if of(c) == "" {
			n++
		}
	}
	return n > 1 && !slices.ContainsFunc(all, func(c T) bool { return of(c) == name })
}
