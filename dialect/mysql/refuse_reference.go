package mysql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// newReferences says why the server would not make a foreign key that a change adds. s is the schema with it.
func (r refuser) newReferences(s *schema.Schema, c schema.Change) *schema.Refusal {
	t := s.Table(c.Object().Table)
	if t == nil {
		return nil
	}
	for _, f := range slices.Backward(t.ForeignKeys) {
		switch c := c.(type) {
		case schema.CreateTable:
		case schema.AddForeignKey:
			if !slices.Equal(f.Columns, c.ForeignKey.Columns) || f.Name != c.ForeignKey.Name {
				continue
			}
		default:
			return nil
		}
		if refusal := r.referenceRefusal(s, t, f); refusal != nil {
			return refusal
		}
	}
	return nil
}

// referenceRefusal says why the server would not make a foreign key between columns that are there: their types do not go together, or nothing keeps the rows
// apart that it refers to. s has the key's tables; of a combination that is neither known to go nor to fail, nothing is said.
func (r refuser) referenceRefusal(s *schema.Schema, t *schema.Table, f schema.ForeignKey) *schema.Refusal {
	parent := s.Table(f.RefTable)
	_, view := s.View(f.RefTable)
	switch {
	case !isInnoDB(t) || parent == nil && !view: // another engine leaves it out
		return nil
	case parent == nil, !isInnoDB(parent), isPartitioned(s, f.RefTable):
		return r.malformed(t, "1824", "Failed to open the referenced table '%s'", f.RefTable)
	case len(f.Columns) != len(f.RefColumns):
		return &schema.Refusal{
			Code: "1239", State: "42000",
			Text: "Incorrect foreign key definition for '" + cmp.Or(f.Name, "foreign key without name") + "': Key reference and table reference don't match",
		}
	}
	if refusal := unreferring(r, s.Semantics, t, f); refusal != nil {
		return refusal
	}
	for i, name := range f.Columns {
		at, ref := t.Column(s.Semantics, name), parent.Column(s.Semantics, f.RefColumns[i])
		if at >= 0 && ref >= 0 && incompatible(t, t.Columns[at], parent, parent.Columns[ref]) {
			return r.malformed(t, "3780", "Referencing column '%s' and referenced column '%s' in foreign key constraint '%s' are incompatible.",
				t.Columns[at].Name, parent.Columns[ref].Name, nameOf(t, f))
		}
	}
	for _, name := range f.Columns {
		if at := t.Column(s.Semantics, name); at >= 0 && !t.Columns[at].Nullable && (f.OnDelete == setNull || f.OnUpdate == setNull) {
			return r.malformed(t, "1830", "Column '%s' cannot be NOT NULL: needed in a foreign key constraint '%s' SET NULL", t.Columns[at].Name, nameOf(t, f))
		}
	}
	switch {
	case slices.ContainsFunc(parent.Indexes, func(x schema.Index) bool { return r.refers(s.Semantics, parent, x, f) }):
		return nil
	case r.atLeastMySQL(8, 4): // restrict_fk_on_non_standard_key is ON by default
		return r.malformed(t, "6125", "Failed to add the foreign key constraint. Missing unique key for constraint '%s' in the referenced table '%s'", nameOf(t, f), parent.Name)
	}
	return r.malformed(t, "1822", "Failed to add the foreign key constraint. Missing index for constraint '%s' in the referenced table '%s'", nameOf(t, f), parent.Name)
}

// setNull is what a foreign key does that takes a column's value away.
const setNull = "SET NULL"

// nameOf is a foreign key's name, or the one that the server gives it.
func nameOf(t *schema.Table, f schema.ForeignKey) string { return cmp.Or(f.Name, t.Name+"_ibfk_1") }

// malformed is what the server says of a foreign key that it cannot make: since 8.0 MySQL says why.
func (r refuser) malformed(t *schema.Table, code, format string, args ...any) *schema.Refusal {
	switch {
	case r.atLeastMySQL(8):
		return &schema.Refusal{Code: code, State: "HY000", Text: fmt.Sprintf(format, args...)}
	case r.isMariaDB():
		return &schema.Refusal{Code: "1005", State: "HY000", Text: fmt.Sprintf("Can't create table `%s` (errno: 150 \"Foreign key constraint is incorrectly formed\")", t.Name)}
	case r.vendor == mySQL:
		return &schema.Refusal{Code: "1215", State: "HY000", Text: "Cannot add foreign key constraint"}
	}
	return nil
}

// refers reports whether a foreign key can refer to an index's columns: its first ones, in this order, and since 8.4 all those of a unique key. InnoDB puts the
// primary key's columns behind those of each other index.
func (r refuser) refers(m schema.Semantics, parent *schema.Table, x schema.Index, f schema.ForeignKey) bool {
	if x.Method != "" && x.Method != "btree" {
		return false
	}
	parts := x.Parts
	if r.atLeastMySQL(8, 4) {
		if !x.Kind.Unique() || len(parts) != len(f.RefColumns) {
			return false
		}
		return !slices.ContainsFunc(f.RefColumns, func(name string) bool {
			return !slices.ContainsFunc(parts, func(p schema.Part) bool { return p.Prefix == 0 && m.SameName(p.Column, name) })
		})
	}
	if pk, ok := parent.PrimaryKey(); ok {
		parts = slices.Concat(parts, pk.Parts)
	}
	return len(parts) >= len(f.RefColumns) && slices.EqualFunc(parts[:len(f.RefColumns)], f.RefColumns, func(p schema.Part, name string) bool {
		return p.Prefix == 0 && m.SameName(p.Column, name)
	})
}

// incompatible reports whether the types of both ends are known to keep a foreign key from being made: whole numbers must have one size and sign, texts one
// charset and collation, and no number refers to a text. What else goes together is InnoDB's to say (row0mysql, cmp_cols_are_equal).
func incompatible(child *schema.Table, c schema.Column, parent *schema.Table, p schema.Column) bool {
	switch a, b := family(c.Type), family(p.Type); {
	case a == "" || b == "":
		return false
	case a != b:
		return true
	case a == "number":
		return c.Type.Name != p.Type.Name || strings.Contains(c.Type.Attrs, "unsigned") != strings.Contains(p.Type.Attrs, "unsigned")
	case a == "text":
		x, y := collationOf(child, c), collationOf(parent, p)
		return x != "" && y != "" && x != y
	}
	return false
}

// collationOf is a text's collation; empty: it is not known.
func collationOf(t *schema.Table, c schema.Column) string {
	if c.Collation == "" && c.Charset == "" {
		return t.Options.Collation
	}
	return c.Collation
}

// family is a kind of types of which no foreign key leads to another kind's.
func family(t schema.Type) string {
	switch t.Name {
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		return "number"
	case "char", "varchar":
		return "text"
	case "binary", "varbinary":
		return "bytes"
	}
	return ""
}
