package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var foreignKeyWithoutIndex = &Rule{
	Name: "foreign-key-without-index", Severity: Warning, Of: OfDesign, Engines: []string{"postgresql"}, Since: "0.1", Kind: schema.ForeignKeyObject,
	Title: "no index begins with a column of a foreign key",
	Why: "PostgreSQL does not create one by itself. To delete a referenced row, or to change its key, it reads the whole referring table, " +
		"once for each row, and holds its locks that long. A join of the two reads the whole table as well. (MySQL and MariaDB create the " +
		"index themselves.)",
	Bad:  "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id));",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id));\nCREATE INDEX t_p ON t (p);",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var found []Finding
			for _, k := range t.ForeignKeys {
				if slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return d.leads(x, k) }) {
					continue
				}
				on := strings.Join(k.Columns, ", ")
				found = append(found, Finding{
					Severity: Warning, Object: keyName(k),
					Message: fmt.Sprintf("no index of table %s begins with a column of foreign key %s: each DELETE of a row of %s reads the whole table; create one on (%s)",
						t.Name, called(k), k.RefTable, on),
				})
			}
			return found
		})
	},
}

// leads reports whether an index finds the rows of a foreign key, or few enough to look through: it begins with one of its columns. One that leaves out the
// rows without a value finds all the others.
func (d *Design) leads(x schema.Index, k schema.ForeignKey) bool {
	if x.Invalid || len(x.Parts) == 0 || x.Method != "" && x.Method != "hash" {
		return false
	}
	first := x.Parts[0].Column
	isKey := func(c string) bool { return d.Schema.Semantics.SameName(c, first) }
	return slices.ContainsFunc(k.Columns, isKey) && (x.Where == "" || x.Where == first+" IS NOT NULL")
}

// called names a foreign key for people: "t_p (p)", or by its columns alone.
func called(k schema.ForeignKey) string {
	return strings.TrimSpace(k.Name + " (" + strings.Join(k.Columns, ", ") + ")")
}
