package rules

import (
	"fmt"

	"assay/schema"
)

var primaryKeyOverRows = &Rule{
	Name: "primary-key-over-rows", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject,
	Title: "a primary key is added to a table that may contain duplicates or NULL",
	Why: "The server refuses the statement if two rows have the same values (MySQL 1062, PostgreSQL 23505) or if one has NULL (PostgreSQL " +
		"23502; MySQL 1138, MariaDB 1265), and the upgrade fails. Find and correct such rows in an earlier statement; then nothing is " +
		"reported.",
	Bad:  "CREATE TABLE t (id INTEGER, name VARCHAR(40));\n-- then\nALTER TABLE t ADD PRIMARY KEY (id);",
	Good: "CREATE TABLE t (id INTEGER NOT NULL, name VARCHAR(40), CONSTRAINT t_id UNIQUE (id));\n-- then\nALTER TABLE t ADD PRIMARY KEY (id);",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddIndex)
			if !ok || add.Index.Kind != schema.Primary || w.table(s, add.Table) == nil {
				return Finding{}, false
			}
			t := w.table(s, add.Table)
			_, _, same := keyOverRows(w, s, c)
			empty := mayHoldNull(w, t, add.Index)
			if !same && !empty {
				return Finding{}, false
			}
			what := "two rows have the same values"
			switch {
			case same && empty:
				what += " or a row has NULL in it"
			case empty:
				what = "a row has NULL in it"
			}
			return Finding{
				Table: t.Name, Object: add.Index.Name, Severity: Warning,
				Message: fmt.Sprintf("a primary key %s is added to table %s: the upgrade fails if %s; look for such rows first", add.Index.On(), t.Name, what),
			}, true
		})
	},
}

// mayHoldNull reports whether rows may have NULL in a column of an index.
func mayHoldNull(w *Walk, t *schema.Table, x schema.Index) bool {
	for _, p := range x.Parts {
		i := t.Column(w.Start.Semantics, p.Column)
		if i < 0 || !t.Columns[i].Nullable || t.Columns[i].Default != "" && newColumn(w, t.Name, p.Column) || emptied(w, t.Name) {
			continue
		}
		if !prepared(w, t.Name, p.Column) && !neverNull(t, p.Column) {
			return true
		}
	}
	return false
}
