package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var validateInSameTransaction = &Rule{
	Name: "validate-in-same-transaction", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.ForeignKeyObject, Engines: []string{"postgresql"},
	Title: "a constraint is validated in the transaction that added it",
	Why: "NOT VALID keeps the lock short, but the transaction holds the lock until COMMIT: the rows are read under it all the same. For a " +
		"check, reads are blocked as well.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nBEGIN;\nALTER TABLE t ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;\n" +
		"ALTER TABLE t VALIDATE CONSTRAINT n_positive;\nCOMMIT;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nBEGIN;\nALTER TABLE t ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;\nCOMMIT;\n" +
		"BEGIN;\nALTER TABLE t VALIDATE CONSTRAINT n_positive;\nCOMMIT;",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			if !addedEarlier(w, a.Table, a.Name) {
				return Finding{}, false
			}
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Warning,
				Message: fmt.Sprintf("%s is validated in the transaction that added it, whose lock on %s lasts until all rows are read: COMMIT first, or validate it in "+
					"a revision of its own", a.Name, a.Table),
			}, true
		}, "VALIDATE CONSTRAINT")
	},
}

// addedEarlier reports whether the transaction has added that constraint in this script.
func addedEarlier(w *Walk, table, name string) bool {
	is := func(c schema.Change) bool {
		o := c.Object()
		switch c.(type) {
		case schema.AddCheck, schema.AddForeignKey:
			return o.Table == table && o.Name == name
		}
		return false
	}
	return slices.ContainsFunc(earlier(w), func(i int) bool { return slices.ContainsFunc(w.Script.Statements[i].Changes, is) })
}
