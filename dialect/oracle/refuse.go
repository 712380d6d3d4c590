package oracle

import (
	"slices"

	"assay/dialect/narrow"
	"assay/schema"
)

// Refusal returns what the server answers the statement that makes a change in a database of this schema; nil: it makes it, as far as that does not depend on
// the data. The words are those of its error messages.
func (r *Room) Refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	if s.Idle(c) {
		return nil
	}
	f := r.longName(c)
	if f == nil {
		f = refusal(s, c)
	}
	return narrow.FirstOf(f, func() *schema.Refusal { return narrow.Applied(s, schema.Mended(c), conflict) })
}

func refusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	switch c := c.(type) {
	case schema.CreateTable:
		return tableRefusal(c)
	case schema.AlterColumn:
		return alterRefusal(s, c)
	case schema.DropColumn:
		return dropRefusal(s, c)
	case schema.AddIndex:
		return indexRefusal(s, c)
	case schema.DropIndex:
		return dropIndexRefusal(s, c)
	case schema.AddForeignKey:
		return keyRefusal(s, c)
	case schema.RenameColumn:
		return virtualRefusal(s, c.Table, c.From, "ORA-54032", "renamed")
	case schema.DropTable, schema.AlterTable, schema.RenameTable, schema.AddColumn, schema.RenameIndex, schema.DropForeignKey,
		schema.AddCheck, schema.DropCheck, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum, schema.SetTrait:
	}
	return nil
}

// longName refuses names that are longer than the server's.
func (r *Room) longName(c schema.Change) *schema.Refusal {
	table, columns, others := schema.NewNames(c)
	for _, n := range slices.Concat([]string{table}, columns, others) {
		if len(stored(n)) > r.names {
			return narrow.Refuse("ORA-00972", "identifier is too long: %s is longer than %d bytes", n, r.names)
		}
	}
	return nil
}

// tableRefusal: two keys over the same columns are one too many.
func tableRefusal(c schema.CreateTable) *schema.Refusal {
	for i, x := range c.Table.Indexes {
		for _, y := range c.Table.Indexes[:i] {
			if held(x) && held(y) && x.SameParts(semantics, &y) {
				return narrow.Refuse("ORA-02261", "such unique or primary key already exists in the table")
			}
		}
	}
	return nil
}

// held reports whether an index is there for a constraint.
func held(x schema.Index) bool { return x.Kind == schema.Primary || x.Kind == schema.Constraint }

// indexRefusal: a list of columns is indexed once, be it for a constraint; and a constraint uses the index that is there.
func indexRefusal(s *schema.Schema, c schema.AddIndex) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
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
	if i := slices.IndexFunc(c.Index.Parts, func(p schema.Part) bool {
		i := t.Column(semantics, p.Column)
		return i >= 0 && isLarge(t.Columns[i].Type)
	}); i >= 0 {
		return narrow.Refuse("ORA-02327", "cannot create index on expression with datatype LOB")
	}
	return nil
}

// dropIndexRefusal: an index that holds a constraint goes with that.
func dropIndexRefusal(s *schema.Schema, c schema.DropIndex) *schema.Refusal {
	for _, t := range s.SortedTables() {
		i := t.Index(s.Semantics, c.Name)
		if i < 0 || c.Table != "" && t.Name != c.Table {
			continue
		}
		switch constraint := c.Kind == schema.Primary || c.Kind == schema.Constraint; {
		case held(t.Indexes[i]) && !constraint:
			return narrow.Refuse("ORA-02429", "cannot drop index used for enforcement of unique/primary key")
		case !held(t.Indexes[i]) && constraint:
			return narrow.Refuse("ORA-02443", "Cannot drop constraint  - nonexistent constraint")
		}
	}
	return nil
}

// keyRefusal: what a foreign key refers to is a key, of columns of the same datatypes.
func keyRefusal(s *schema.Schema, c schema.AddForeignKey) *schema.Refusal {
	t, ref := s.Table(c.Table), s.Table(c.ForeignKey.RefTable)
	if t == nil || ref == nil {
		return nil
	}
	for i, n := range c.ForeignKey.Columns {
		if i >= len(c.ForeignKey.RefColumns) {
			break
		}
		a, b := t.Column(semantics, n), ref.Column(semantics, c.ForeignKey.RefColumns[i])
		if a >= 0 && b >= 0 && t.Columns[a].Type.Name != ref.Columns[b].Type.Name {
			return narrow.Refuse("ORA-02267", "column type incompatible with referenced column type")
		}
	}
	if len(c.ForeignKey.RefColumns) == 0 || narrow.KeyFor(semantics, ref, c.ForeignKey.RefColumns, held) {
		return nil
	}
	return narrow.Refuse("ORA-02270", "no matching unique or primary key for this column-list")
}

// virtualRefusal: a column that others are computed from stays as it is.
func virtualRefusal(s *schema.Schema, table, column, code, done string) *schema.Refusal {
	t := s.Table(table)
	if t == nil || t.Column(semantics, column) < 0 {
		return nil
	}
	for _, o := range t.Columns {
		if o.Name == column || !schema.Mentions(o.Generated, column) {
			continue
		}
		f := narrow.Refuse(code, "column to be %s is used in a virtual column expression", done)
		drop := schema.DropColumn{Table: t.Name, Column: o.Name}
		f.Blockers = []schema.Blocker{{What: "virtual column " + t.Name + "." + o.Name, Drop: drop, Gone: "its column goes"}}
		return f
	}
	return nil
}

// alterRefusal: nothing becomes what it is already, and a large object nothing at all.
func alterRefusal(s *schema.Schema, c schema.AlterColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil {
		return nil
	}
	i := t.Column(s.Semantics, c.Name)
	if i < 0 {
		return nil
	}
	is := t.Columns[i]
	if f := virtualRefusal(s, c.Table, c.Name, "ORA-54033", "modified"); f != nil && c.Set&schema.PropType != 0 && is.Type != c.To.Type {
		return f
	}
	switch {
	case c.Set&schema.PropType == 0:
	case isLarge(is.Type) && (is.Type.Name != "long" || !isLarge(c.To.Type)):
		return narrow.Refuse("ORA-22859", "invalid modification of columns")
	case isLarge(c.To.Type) && is.Type.Name != "long":
		return narrow.Refuse("ORA-22858", "invalid alteration of datatype")
	}
	switch {
	case c.Set&schema.PropNullable == 0 || is.Nullable != c.To.Nullable:
		return nil
	case is.Nullable:
		return narrow.Refuse("ORA-01451", "column to be modified to NULL cannot be modified to NULL")
	}
	return narrow.Refuse("ORA-01442", "column to be modified to NOT NULL is already NOT NULL")
}

// dropRefusal: a column of a constraint over several is not dropped; one alone takes its constraint and its indexes along.
func dropRefusal(s *schema.Schema, c schema.DropColumn) *schema.Refusal {
	t := s.Table(c.Table)
	if t == nil || t.Column(s.Semantics, c.Column) < 0 {
		return nil
	}
	if len(t.Columns) == 1 {
		return narrow.Refuse("ORA-12983", "cannot drop all columns in a table")
	}
	if f := virtualRefusal(s, c.Table, c.Column, "ORA-54031", "dropped"); f != nil {
		return f
	}
	for _, x := range t.Indexes {
		if held(x) && len(x.Parts) > 1 && narrow.Uses(semantics, x, c.Column) {
			f := narrow.Refuse("ORA-12991", "column is referenced in a multi-column constraint")
			if x.Name != "" {
				drop := schema.DropIndex{Table: t.Name, Name: x.Name, Kind: schema.Constraint}
				f.Blockers = []schema.Blocker{{What: "constraint " + t.Name + "." + x.Name, Drop: drop, Gone: "its column goes"}}
			}
			return f
		}
	}
	for _, k := range t.Checks {
		others := slices.ContainsFunc(t.Columns, func(o schema.Column) bool { return o.Name != c.Column && schema.Mentions(k.Expr, o.Name) })
		if others && schema.Mentions(k.Expr, c.Column) {
			return narrow.Refuse("ORA-12991", "column is referenced in a multi-column constraint")
		}
	}
	return nil
}
