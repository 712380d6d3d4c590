package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var foreignKeyOverRows = &Rule{
	Name: "foreign-key-over-rows", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.ForeignKeyObject,
	Title: "a foreign key is added to a table that may contain rows without a match",
	Why: "The server refuses the statement if a row has a value that the other table does not have (PostgreSQL 23503, MySQL 1452), and the " +
		"upgrade fails. Find and correct such rows in an earlier statement; then nothing is reported. On PostgreSQL, NOT VALID applies the " +
		"key to new rows only, until VALIDATE CONSTRAINT.",
	Bad: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p_id INTEGER);\n-- then\nALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p_id) REFERENCES p (id);",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p_id INTEGER);\n-- then\nUPDATE t SET p_id = NULL WHERE p_id = 0;\n" +
		"ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p_id) REFERENCES p (id);",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddForeignKey)
			if !ok {
				return Finding{}, false
			}
			t := w.table(s, add.Table)
			if t == nil || add.ForeignKey.NotValid || emptied(w, add.Table) || refersTo(w, t, add) || unchecked(w) {
				return Finding{}, false
			}
			f := add.ForeignKey
			fresh := slices.ContainsFunc(f.Columns, func(name string) bool { // one NULL is enough
				i := t.Column(s.Semantics, name)
				return newColumn(w, t.Name, name) && (i < 0 || t.Columns[i].Nullable && t.Columns[i].Default == "")
			})
			if prepared(w, t.Name, f.Columns...) || fresh {
				return Finding{}, false
			}
			return Finding{
				Table: t.Name, Object: f.Name, Severity: Warning,
				Message: fmt.Sprintf("a foreign key %s is added to table %s: the upgrade fails if a row has no match; look for such rows first", describeKey(f), t.Name),
			}, true
		})
	},
}

// refersTo reports whether the table had a foreign key of the same columns to the same others when the script began: then there is no row against it.
func refersTo(w *Walk, t *schema.Table, add schema.AddForeignKey) bool {
	m, f := w.Start.Semantics, add.ForeignKey
	return slices.ContainsFunc(asStarted(w, t).ForeignKeys, func(k schema.ForeignKey) bool {
		k.OnDelete, k.OnUpdate = f.OnDelete, f.OnUpdate
		if len(f.RefColumns) == 0 {
			k.RefColumns = nil
		}
		return k.Same(m, f)
	})
}

// unchecked reports whether the session has told the server not to look after foreign keys.
func unchecked(w *Walk) bool {
	setting := w.settings["foreign_key_checks"]
	return setting == "0" || strings.EqualFold(setting, "off") || strings.EqualFold(setting, "false")
}
