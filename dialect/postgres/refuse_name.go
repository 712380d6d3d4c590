package postgres

import (
	"slices"
	"strings"

	"assay/schema"
)

// nameRefusal: names of constraints stand once in a table, whatever their kinds; those of tables, indexes and sequences are of one kind, and a table's is also
// that of a type.
func nameRefusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	f := takenBy(s, c)
	if f != nil { // another statement can give the name free
		f.Conflict = &schema.Conflict{Reason: schema.Exists, Change: c, Object: c.Object()}
	}
	return f
}

// takenBy is nil where the name is free.
func takenBy(s *schema.Schema, c schema.Change) *schema.Refusal {
	switch c := c.(type) {
	case schema.AddForeignKey:
		return constraintTaken(s, c.Table, c.ForeignKey.Name)
	case schema.AddCheck:
		return constraintTaken(s, c.Table, c.Check.Name)
	case schema.AddIndex:
		if f := relationTaken(s, c.Index.Name); f != nil || c.Index.Kind != schema.Constraint && c.Index.Kind != schema.Primary {
			return f
		}
		return constraintTaken(s, c.Table, c.Index.Name)
	case schema.RenameIndex:
		if c.Kind == schema.Constraint && c.From != c.To {
			return constraintTaken(s, c.Table, c.To)
		}
		return relationTaken(s, c.To)
	case schema.CreateTable:
		f := tableTaken(s, c.Table.Name)
		for _, x := range c.Table.Indexes {
			if f == nil && !x.Implicit {
				f = relationTaken(s, x.Name)
			}
		}
		return f
	case schema.RenameTable:
		return tableTaken(s, c.To)
	case schema.CreateEnum:
		return typeTaken(s, c.Enum.Name)
	case schema.RenameEnum:
		return typeTaken(s, c.To)
	}
	return nil
}

func constraintTaken(s *schema.Schema, table, name string) *schema.Refusal {
	t := s.Table(table)
	if t == nil || name == "" {
		return nil
	}
	if slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return f.Name == name }) ||
		slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return k.Name == name }) ||
		slices.ContainsFunc(t.Indexes, func(x schema.Index) bool {
			return x.Name == name && (x.Kind == schema.Constraint || x.Kind == schema.Primary)
		}) || slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool { return o.Kind == schema.Exclusion && o.Table == table && o.Name == name }) {
		return refuse("42710", `constraint "%s" for relation "%s" already exists`, name, table)
	}
	return nil
}

// relationTaken looks for what is a relation beside tables and indexes, which every reader of a schema knows: sequences, views and composite types.
func relationTaken(s *schema.Schema, name string) *schema.Refusal {
	if name == "" {
		return nil
	}
	other := func(b schema.Beside) bool {
		return b.Name == name && (b.Kind == "sequence" || b.Kind == "composite type")
	}
	if _, view := s.View(name); view || counted(s, name) || slices.ContainsFunc(s.Beside, other) {
		return refuse("42P07", `relation "%s" already exists`, name)
	}
	return nil
}

// counted reports whether a sequence is the one that a column counts by, as the server calls it.
func counted(s *schema.Schema, name string) bool {
	if !strings.HasSuffix(name, "_seq") {
		return false
	}
	return slices.ContainsFunc(s.SortedTables(), func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return (c.AutoIncrement || c.Identity != "") && objectName(t.Name, c.Name, "seq") == name
		})
	})
}

func tableTaken(s *schema.Schema, name string) *schema.Refusal {
	if f := relationTaken(s, name); f != nil {
		return f
	}
	_, enum := s.Enums[name]
	other := func(b schema.Beside) bool { return b.Name == name && (b.Kind == "domain" || b.Kind == "range type") }
	if enum || slices.ContainsFunc(s.Beside, other) {
		return refuse("42710", `type "%s" already exists`, name)
	}
	return nil
}

func typeTaken(s *schema.Schema, name string) *schema.Refusal {
	if _, view := s.View(name); view || s.Table(name) != nil {
		return refuse("42710", `type "%s" already exists`, name)
	}
	other := func(b schema.Beside) bool {
		return b.Name == name && (b.Kind == "domain" || b.Kind == "range type" || b.Kind == "composite type")
	}
	if slices.ContainsFunc(s.Beside, other) {
		return refuse("42710", `type "%s" already exists`, name)
	}
	return nil
}

// keyRefusal: a key that foreign keys refer to cannot be dropped, unless there is another one of the same columns, which they may refer to.
func keyRefusal(s *schema.Schema, c schema.Change) *schema.Refusal {
	drop, ok := c.(schema.DropIndex)
	t := s.Table(drop.Table)
	if !ok || drop.Cascade || t == nil {
		return nil
	}
	at := t.Index(s.Semantics, drop.Name)
	if at < 0 {
		return nil
	}
	for _, f := range schema.Referring(s, t, at) {
		no := refuse("2BP01", `cannot drop constraint %s on table %s because other objects depend on it`, drop.Name, t.Name)
		no.Blockers = []schema.Blocker{{
			What: "foreign key " + f.Table + "." + f.ForeignKey.Name, Drop: schema.DropForeignKey{Table: f.Table, Name: f.ForeignKey.Name}, Back: f,
		}}
		return no
	}
	return nil
}
