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
		return tableRefusal(s, c)
	case schema.AddColumn:
		return identityRefusal(s, c)
	case schema.AddCheck:
		return nameRefusal(s, c.Check.Name)
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
	case schema.DropTable, schema.AlterTable, schema.RenameTable, schema.RenameIndex, schema.DropForeignKey, schema.DropCheck,
		schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum, schema.SetTrait:
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

// held reports whether an index is there for a constraint.
func held(x schema.Index) bool { return x.Kind == schema.Primary || x.Kind == schema.Constraint }

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
		if f, ok := narrow.Referred(s, schema.DropIndex{Table: t.Name, Name: c.Name}); ok && held(t.Indexes[i]) {
			no := narrow.Refuse("ORA-02273", "this unique/primary key is referenced by some foreign keys")
			no.Blockers = narrow.KeyAside(f)
			return no
		}
	}
	return nil
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
	if c.Set&schema.PropIdentity != 0 && is.Identity == "" {
		return narrow.Refuse("ORA-30673", "column to be modified is not an identity column")
	}
	if f := typeRefusal(s, t, is, c); f != nil {
		return f
	}
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
