package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var failsInTransaction = &Rule{
	Name: "fails-in-transaction", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a statement is in a transaction that the server runs only outside of one",
	Why: "CREATE INDEX CONCURRENTLY, VACUUM and others commit by themselves and are refused between BEGIN and COMMIT (SQLSTATE 25001; before " +
		"PostgreSQL 12 also ALTER TYPE … ADD VALUE). Alembic opens a transaction unless the revision leaves it with " +
		"op.get_context().autocommit_block().",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\n-- then\nBEGIN;\nCREATE INDEX CONCURRENTLY t_name ON t (name); -- fails 25001\nROLLBACK;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\n-- then\nBEGIN;\nCOMMIT;\nCREATE INDEX CONCURRENTLY t_name ON t (name);",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if !st.Alone || !w.InTransaction() || ofNewType(w, st) {
			return nil
		}
		f := Finding{Severity: Error, Message: fmt.Sprintf("%s fails inside a transaction: run it inside with op.get_context().autocommit_block()", spoken(st))}
		for _, c := range st.Changes {
			f.Table, f.Object = c.Object().Table, c.Object().Name
		}
		return []Finding{f}
	},
}

// spoken is what a statement is called, as far as that matters to whether a transaction may be around it.
func spoken(st *Statement) string {
	switch {
	case st.Verb == "ALTER TYPE":
		return "ALTER TYPE … ADD VALUE"
	case st.Verb == "ALTER TABLE":
		return "ALTER TABLE … DETACH PARTITION CONCURRENTLY"
	case st.Concurrently:
		return st.Verb + " CONCURRENTLY"
	case st.Verb == "":
		return "this statement"
	}
	return st.Verb
}

// ofNewType reports whether the statement is about a type that its own transaction has made, to which labels could always be added.
func ofNewType(w *Walk, st *Statement) bool {
	return slices.ContainsFunc(st.Changes, func(c schema.Change) bool {
		alter, ok := c.(schema.AlterEnum)
		return ok && w.history.types[alter.From.Name]
	})
}
