package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var foreignKeyTarget = &Rule{
	Name: "foreign-key-target", Severity: Error, Milder: true, Of: OfDesign, Engines: []string{"mysql"}, Since: "0.1", Kind: schema.ForeignKeyObject,
	Title: "a foreign key refers to something that does not exist or is not unique",
	Why: "With foreign_key_checks=0 (loading a dump, a hurried DROP) MySQL and MariaDB accept any foreign key and drop any table. Once the " +
		"checks are on again, every INSERT with a value in the key fails (ER 1452). A key to columns that are not unique is InnoDB's own " +
		"extension: which row CASCADE follows is undefined, and MySQL 8.4 refuses it (restrict_fk_on_non_standard_key).",
	Bad:  "CREATE TABLE p (id INTEGER PRIMARY KEY, n INTEGER, KEY (n));\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (n));",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY, n INTEGER, UNIQUE KEY (n));\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (n));",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var found []Finding
			for _, k := range t.ForeignKeys {
				if f, ok := d.target(t, k); ok {
					f.Object = keyName(k)
					found = append(found, f)
				}
			}
			return found
		})
	},
}

// target judges what a foreign key refers to.
func (d *Design) target(t *schema.Table, k schema.ForeignKey) (Finding, bool) {
	const fails = "every INSERT with a value in it fails while foreign_key_checks is on; "
	f := Finding{Severity: Error, Message: fmt.Sprintf("foreign key %s of table %s refers to ", called(k), t.Name)}
	ref := d.Schema.Table(k.RefTable)
	_, view := d.Schema.View(k.RefTable)
	if ref == nil {
		f.Message += fmt.Sprintf("table %s, which does not exist: %screate it, or drop the key", k.RefTable, fails)
		return f, !d.Partial && !view && !strings.Contains(k.RefTable, ".")
	}
	for _, c := range k.RefColumns {
		if ref.Column(d.Schema.Semantics, c) < 0 {
			f.Message += fmt.Sprintf("column %s.%s, which does not exist: %sadd it, or drop the key", ref.Name, c, fails)
			return f, true
		}
	}
	f.Message += fmt.Sprintf("%s (%s), ", ref.Name, strings.Join(k.RefColumns, ", "))
	switch {
	case slices.ContainsFunc(ref.Indexes, func(x schema.Index) bool { return d.identifies(x, k.RefColumns) }):
		return f, false
	case slices.ContainsFunc(ref.Indexes, func(x schema.Index) bool {
		return x.Supports(d.Schema.Semantics, schema.ForeignKey{Columns: k.RefColumns})
	}):
		f.Severity = Warning
		f.Message += "which is not unique: which of its rows CASCADE follows is undefined, and MySQL 8.4 refuses to create such a key; make it unique"
	default:
		f.Message += "which has no index: " + fails + "make it unique, or drop the key"
	}
	return f, true
}

// identifies reports whether a unique index is over those columns, whatever their order, or some of them.
func (d *Design) identifies(x schema.Index, columns []string) bool {
	if !x.Kind.Unique() || x.Where != "" {
		return false
	}
	return !slices.ContainsFunc(x.Parts, func(p schema.Part) bool {
		return p.Prefix != 0 || !slices.ContainsFunc(columns, func(c string) bool { return d.Schema.Semantics.SameName(c, p.Column) })
	})
}
