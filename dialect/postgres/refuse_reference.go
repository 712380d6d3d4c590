package postgres

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// newReferences says why the server would not make a foreign key that a change adds. s is the schema with it.
func newReferences(s *schema.Schema, c schema.Change) *schema.Refusal {
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
		if refusal := referenceRefusal(s, t, f); refusal != nil {
			return refusal
		}
	}
	return nil
}

// referenceRefusal says why the server would not make a foreign key between columns that are there: nothing keeps the rows apart that it refers to, or nothing
// compares the two types (ATAddForeignKeyConstraint looks in this order).
func referenceRefusal(s *schema.Schema, t *schema.Table, f schema.ForeignKey) *schema.Refusal {
	parent := s.Table(f.RefTable)
	if parent == nil {
		return nil
	}
	if len(f.RefColumns) == 0 {
		if f.RefColumns = primaryColumns(parent); len(f.RefColumns) == 0 {
			return refuse("42704", `there is no primary key for referenced table "%s"`, parent.Name)
		}
	}
	if len(f.Columns) != len(f.RefColumns) {
		return refuse("42830", "number of referencing and referenced columns for foreign key disagree")
	}
	at := slices.IndexFunc(parent.Indexes, func(x schema.Index) bool { return x.Identifies(s.Semantics, f) })
	if at < 0 {
		return refuse("42830", `there is no unique constraint matching given keys for referenced table "%s"`, parent.Name)
	}
	if parent.Indexes[at].Deferrable {
		return refuse("55000", `cannot use a deferrable unique constraint for referenced table "%s"`, parent.Name)
	}
	for i, name := range f.Columns {
		at, ref := t.Column(s.Semantics, name), parent.Column(s.Semantics, f.RefColumns[i])
		if at >= 0 && ref >= 0 && !referable(s, t.Columns[at].Type, parent.Columns[ref].Type) {
			return refuse("42804", `foreign key constraint "%s" cannot be implemented`, cmp.Or(f.Name, t.Name+"_"+strings.Join(f.Columns, "_")+"_fkey"))
		}
	}
	return nil
}

func primaryColumns(t *schema.Table) []string {
	var names []string
	for _, x := range t.Indexes {
		for _, p := range x.Parts {
			if x.Kind == schema.Primary {
				names = append(names, p.Column)
			}
		}
	}
	return names
}

// operatorRefusal says why the server would not make an index: nothing tells its method how the values of a column compare. Of other types than the built-in
// ones, and other methods than the two commonest, nothing is said.
func operatorRefusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	add, ok := c.(schema.AddIndex)
	t := s.Table(add.Table)
	if !ok || t == nil {
		return nil
	}
	for _, part := range add.Index.Parts {
		at := t.Column(s.Semantics, part.Column)
		if part.Column == "" || part.Options != "" || at < 0 || foreign(s, t.Columns[at].Type) {
			continue
		}
		typ := t.Columns[at].Type
		array := strings.HasSuffix(typ.Name, "[]")
		switch method := cmp.Or(add.Index.Method, "btree"); {
		case method == "btree" && !array && unordered[typ.Name]:
			return refuse("42704", `data type %s has no default operator class for access method "%s"`, plainly(typ), method)
		}
	}
	return nil
}
