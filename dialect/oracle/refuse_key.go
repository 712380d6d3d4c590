package oracle

import (
	"slices"

	"assay/dialect/narrow"
	"assay/schema"
)

// tableRefusal: two keys over the same columns are one too many, and else a table is refused for each of its parts, as one that is added later is.
func tableRefusal(s *schema.Schema, c schema.CreateTable) *schema.Refusal {
	for i, x := range c.Table.Indexes {
		for _, y := range c.Table.Indexes[:i] {
			if held(x) && held(y) && x.SameParts(semantics, &y) {
				return narrow.Refuse("ORA-02261", "such unique or primary key already exists in the table")
			}
		}
	}
	counting := 0
	for _, col := range c.Table.Columns {
		if col.Identity != "" {
			counting++
		}
	}
	if counting > 1 {
		return oneIdentity()
	}
	now := s.Fork()
	bare, rest := narrow.Pieces(c)
	for _, part := range append([]schema.Change{bare}, rest...) {
		if _, whole := part.(schema.CreateTable); !whole {
			if f := refusal(now, part); f != nil {
				return f
			}
		}
		if f := narrow.Applied(now, part, conflict); f != nil {
			return f
		}
		_ = now.Apply(part) // as has just been seen
	}
	return nil
}

// identityRefusal: one column of a table counts.
func identityRefusal(s *schema.Schema, c schema.AddColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil || c.Column.Identity == "" || !slices.ContainsFunc(t.Columns, func(o schema.Column) bool { return o.Identity != "" }) {
		return nil
	}
	return oneIdentity()
}

func oneIdentity() *schema.Refusal {
	return narrow.Refuse("ORA-30669", "table can have only one identity column")
}

// nameRefusal: constraints of all kinds have their names from one stock.
func nameRefusal(s *schema.Schema, name string) *schema.Refusal {
	if name == "" {
		return nil
	}
	for _, t := range s.SortedTables() {
		if slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == name }) ||
			slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return k.Name == name }) ||
			slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return held(x) && x.Name == name }) {
			return narrow.Refuse("ORA-02264", "name already used by an existing constraint")
		}
	}
	return nil
}

// indexRefusal: a list of columns is indexed once, be it for a constraint; and a constraint uses the index that is there.
func indexRefusal(s *schema.Schema, c schema.AddIndex) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
	}
	if narrow.Repeated(semantics, narrow.ColumnsOf(c.Index)) != "" {
		return narrow.Refuse("ORA-00957", "duplicate column name")
	}
	for _, x := range t.Indexes {
		switch same := x.SameParts(semantics, &c.Index); {
		case held(c.Index) && x.Kind == schema.Primary && c.Index.Kind == schema.Primary:
			return narrow.Refuse("ORA-02260", "table can have only one primary key")
		case same && held(c.Index) && held(x):
			return narrow.Refuse("ORA-02261", "such unique or primary key already exists in the table")
		case same && !held(c.Index) && !x.Invisible && !c.Index.Invisible:
			return narrow.Refuse("ORA-01408", "such column list already indexed")
		}
	}
	if slices.ContainsFunc(c.Index.Parts, func(p schema.Part) bool {
		i := t.Column(semantics, p.Column)
		return i >= 0 && isLarge(t.Columns[i].Type)
	}) {
		if held(c.Index) {
			return narrow.Refuse("ORA-02329", "column of datatype LOB cannot be unique or a primary key")
		}
		return narrow.Refuse("ORA-02327", "cannot create index on expression with datatype LOB")
	}
	if !held(c.Index) {
		return nil
	}
	return narrow.FirstOf(nameRefusal(s, c.Index.Name), func() *schema.Refusal { return ownIndexRefusal(s, t, c.Index) })
}

// ownIndexRefusal: where a constraint finds no index that it could use, it makes one of its own name.
func ownIndexRefusal(s *schema.Schema, t *schema.Table, x schema.Index) *schema.Refusal {
	if x.Name == "" || slices.ContainsFunc(t.Indexes, func(o schema.Index) bool { return o.SameParts(semantics, &x) }) {
		return nil
	}
	for _, other := range s.SortedTables() {
		if slices.ContainsFunc(other.Indexes, func(o schema.Index) bool { return o.Name == x.Name }) {
			return narrow.Refuse("ORA-00955", "name is already used by an existing object")
		}
	}
	return nil
}

// keyRefusal: what a foreign key refers to is a key, of columns of the same datatypes, and referred to once.
func keyRefusal(s *schema.Schema, c schema.AddForeignKey) *schema.Refusal {
	if f := nameRefusal(s, c.ForeignKey.Name); f != nil {
		return f
	}
	f, known := narrow.Unlike(s, c, func(_ *schema.Table, from schema.Column, _ *schema.Table, to schema.Column) *schema.Refusal {
		if alike(from.Type, to.Type) {
			return nil
		}
		return narrow.Refuse("ORA-02267", "column type incompatible with referenced column type")
	})
	if f != nil || !known {
		return f
	}
	t, ref := s.Table(c.Table), s.Table(c.ForeignKey.RefTable)
	if pk, _ := ref.PrimaryKey(); len(c.ForeignKey.RefColumns) == 0 && len(pk.Parts) == 0 {
		return narrow.Refuse("ORA-02268", "referenced table does not have a primary key")
	}
	if len(c.ForeignKey.RefColumns) > 0 && !narrow.KeyFor(semantics, ref, c.ForeignKey.RefColumns, held) {
		return narrow.Refuse("ORA-02270", "no matching unique or primary key for this column-list")
	}
	if slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool {
		return f.RefTable == c.ForeignKey.RefTable && slices.Equal(f.Columns, c.ForeignKey.Columns) && slices.Equal(f.RefColumns, c.ForeignKey.RefColumns)
	}) {
		return narrow.Refuse("ORA-02275", "such a referential constraint already exists in the table")
	}
	return nil
}

// alike reports whether a column of one type may refer to one of the other: all numbers are kept alike.
func alike(a, b schema.Type) bool {
	kind := func(t schema.Type) string {
		if t.Name == "float" {
			return "number"
		}
		return t.Name
	}
	return a.Name == "" || b.Name == "" || kind(a) == kind(b)
}

// typeRefusal: a column of a foreign key, or one that is referred to, keeps the kind of its values.
func typeRefusal(s *schema.Schema, t *schema.Table, is schema.Column, c schema.AlterColumn) *schema.Refusal {
	if c.Set&schema.PropType == 0 || alike(is.Type, c.To.Type) {
		return nil
	}
	for _, other := range s.SortedTables() {
		for _, f := range other.ForeignKeys {
			if other == t && slices.Contains(f.Columns, is.Name) || f.RefTable == t.Name && slices.Contains(f.RefColumns, is.Name) {
				return narrow.Refuse("ORA-02267", "column type incompatible with referenced column type")
			}
		}
	}
	return nil
}
