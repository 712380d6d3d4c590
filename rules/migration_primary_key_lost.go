package rules

import (
	"fmt"

	"assay/schema"
)

var primaryKeyLost = &Rule{
	Name: "primary-key-lost", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"mysql"},
	Title: "a table has no primary key after the revision",
	Why: "InnoDB then orders the rows by a hidden number, a replica searches the whole table for every row that changes, Galera and group " +
		"replication refuse the table, and so does MySQL if sql_require_primary_key is on (error 3750).",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);\n-- then\nALTER TABLE t DROP PRIMARY KEY;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);\n-- then\n" +
		"ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (n);",
	Script: func(w *Walk) []Finding {
		var found []Finding
		seen := map[string]bool{}
		w.again(func(v *Walk) {
			for _, c := range v.Statement().Changes {
				table := c.Object().Table
				if seen[table] || !losesKey(v, c) || !keyless(w, table) {
					continue
				}
				seen[table] = true
				found = append(found, Finding{
					Table: table, Severity: Warning, File: v.Statement().File, Line: v.Statement().Line,
					Message: fmt.Sprintf("%s loses its primary key here and has none at the end of the revision: the same row can exist twice, and replication is slow or "+
						"refuses the table", table),
				})
			}
		})
		return found
	},
}

// losesKey reports whether a change takes the primary key of a table that was there before the script, or the only column of it.
func losesKey(v *Walk, c schema.Change) bool {
	t := v.Table(c.Object().Table)
	if t == nil {
		return false
	}
	pk, ok := t.PrimaryKey()
	if !ok {
		return false
	}
	switch c := c.(type) {
	case schema.DropIndex:
		return c.Kind == schema.Primary || v.Before.Semantics.SameName(c.Name, pk.Name)
	case schema.DropColumn:
		return len(pk.Parts) == 1 && v.Before.Semantics.SameName(pk.Parts[0].Column, c.Column)
	}
	return false
}

// keyless reports whether a table is there at the end of a script, and has no primary key.
func keyless(w *Walk, table string) bool {
	t := w.Before.Table(table)
	if t == nil {
		return false
	}
	_, ok := t.PrimaryKey()
	return !ok
}
