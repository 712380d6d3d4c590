package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var setNotNullScans = &Rule{
	Name: "set-not-null-scans", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "SET NOT NULL reads the whole table while reads and writes are blocked",
	Why: "It looks for NULL in every row under an ACCESS EXCLUSIVE lock. From PostgreSQL 12 on it does not if a valid CHECK (column IS NOT " +
		"NULL) exists: add that as NOT VALID, validate it, which blocks nobody, and drop it afterwards.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ALTER COLUMN n SET NOT NULL;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD CONSTRAINT n_there CHECK (n IS NOT NULL) NOT VALID;\n" +
		"ALTER TABLE t VALIDATE CONSTRAINT n_there;\nALTER TABLE t ALTER COLUMN n SET NOT NULL;",
	Statement: func(w *Walk) []Finding {
		return append(keyScans(w), w.eachChange(func(c schema.Change) (Finding, bool) {
			alter, ok := c.(schema.AlterColumn)
			if !ok || alter.Set&schema.PropNullable == 0 || alter.To.Nullable {
				return Finding{}, false
			}
			if definitionOf(w, alter.Table, alter.Name) == nil && checkedHere(w, alter.Table, alter.Name) {
				return Finding{}, false
			}
			alter.Set = schema.PropNullable
			if cost, ok := ownCost(w, alter); !ok || cost.Work < schema.Scans {
				return Finding{}, false
			}
			unless := ""
			if definitionOf(w, alter.Table, alter.Name) == nil {
				unless = ", unless a valid check rules it out already"
			}
			return Finding{
				Table: alter.Table, Object: alter.Name, Severity: Warning,
				Message: fmt.Sprintf("SET NOT NULL looks for NULL in every row of %s while reads and writes are blocked%s: first add CHECK (%s IS NOT NULL) NOT VALID, "+
					"and validate it after a COMMIT",
					alter.Table, unless, alter.Name),
			}, true
		})...)
	},
}

// definitionOf is a column as the statement meets it; nil: it is not known.
func definitionOf(w *Walk, table, name string) *schema.Column {
	t := w.Before.Table(table)
	if t == nil {
		return nil
	}
	if i := t.Column(w.Before.Semantics, name); i >= 0 {
		return &t.Columns[i]
	}
	return nil
}

// keyScans: a primary key of an index makes its columns NOT NULL.
func keyScans(w *Walk) []Finding {
	return w.eachAct(func(a schema.Act) (Finding, bool) {
		scans := slices.ContainsFunc(w.costs(nil), func(c schema.Cost) bool { return c.Table == a.Table && c.Work >= schema.Scans })
		t := w.Table(a.Table)
		if !scans {
			return Finding{}, false
		}
		unless := ""
		if t.Index(w.Before.Semantics, a.Name) < 0 {
			unless = ", unless its columns are NOT NULL already"
		}
		return Finding{
			Table: a.Table, Object: a.Name, Severity: Warning,
			Message: fmt.Sprintf("PRIMARY KEY USING INDEX %s looks for NULL in every row of %s while reads and writes are blocked%s: first add a CHECK (… IS NOT "+
				"NULL) of each column NOT VALID, validate it after a COMMIT, and SET NOT NULL", a.Name, a.Table, unless),
		}, true
	}, "PRIMARY KEY USING INDEX")
}
