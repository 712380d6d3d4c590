package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

func (s *Schema) applyIndex(c Change) error {
	table := c.Object().Table
	if table == "" && s.Semantics.GlobalIndexNames {
		if t := s.tableOfIndex(c.Object().Name); t != nil {
			table = t.Name
		} else {
			return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
		}
	}
	t := s.own(table)
	if t == nil {
		return missingTable(c, table)
	}
	if add, ok := c.(AddIndex); ok {
		return s.addIndex(t, add)
	}
	at := t.Index(s.Semantics, c.Object().Name)
	if drop, ok := c.(DropIndex); ok && drop.Kind == Constraint && (at < 0 || !s.holdsConstraint(t.Indexes[at])) {
		return s.dropConstraint(t, drop)
	}
	if rename, ok := c.(RenameIndex); ok && at < 0 && rename.Kind == Constraint {
		return s.renameConstraint(t, rename)
	}
	if at < 0 {
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	}
	switch c := c.(type) {
	case DropIndex:
		return s.dropIndex(t, at, c)
	case RenameIndex:
		if s.indexNameTaken(t, c.To, at) {
			return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, c.To}}
		}
		t.Indexes[at].Name = c.To
		s.named(t, c.To)
		return nil
	default:
		return fmt.Errorf("unsupported change %T", c)
	}
}

// holdsConstraint reports whether an index is a constraint as well: to MySQL, any unique one is.
func (s *Schema) holdsConstraint(x Index) bool {
	return x.Kind == Primary || x.Kind == Constraint || x.Kind == Unique && !s.Semantics.GlobalIndexNames
}

// dropConstraint drops the constraint of that name, which is no index.
func (s *Schema) dropConstraint(t *Table, c DropIndex) error {
	keys, checks := slices.Clone(t.ForeignKeys), len(t.Checks)
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f ForeignKey) bool { return s.Semantics.SameName(f.Name, c.Name) })
	t.Checks = slices.DeleteFunc(t.Checks, func(k Check) bool { return s.Semantics.SameName(k.Name, c.Name) })
	if len(t.ForeignKeys) == len(keys) && len(t.Checks) == checks {
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	}
	for _, f := range keys {
		if s.Semantics.SameName(f.Name, c.Name) {
			s.leaveIndex(t, f)
		}
	}
	return nil
}

// leaveIndex: the index that InnoDB made by itself for a foreign key outlives it.
func (s *Schema) leaveIndex(t *Table, f ForeignKey) {
	if s.Semantics.ShrinkIndexes && !slices.ContainsFunc(t.Indexes, func(x Index) bool { return x.Supports(s.Semantics, f) }) {
		t.Indexes = append(t.Indexes, Index{Parts: Columns(f.Columns...), Implicit: true})
	}
}

// adopt makes a constraint of a unique index.
func (s *Schema) adopt(t *Table, c AddIndex) error {
	at := t.Index(s.Semantics, c.Using)
	name := cmp.Or(c.Index.Name, c.Using)
	switch pk, ok := t.PrimaryKey(); {
	case at < 0:
		return &Conflict{Reason: Missing, Change: c, Object: Object{IndexObject, t.Name, c.Using}}
	case s.indexNameTaken(t, name, at):
		return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, name}}
	case ok && c.Index.Kind == Primary:
		return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, pk.Name}}
	}
	x := &t.Indexes[at]
	x.Name, x.Kind, x.Deferrable = name, c.Index.Kind, c.Index.Deferrable
	x.Traits = x.Traits.With(Timing, c.Index.Traits[Timing])
	keyNotNull(s.Semantics, t)
	return nil
}

func (s *Schema) addIndex(t *Table, c AddIndex) error {
	if c.Using != "" {
		return s.adopt(t, c)
	}
	if c.Index.Name != "" && s.indexNameTaken(t, c.Index.Name, -1) {
		return &Conflict{Reason: Exists, Change: c, Object: c.Object()}
	}
	if pk, ok := t.PrimaryKey(); ok && c.Index.Kind == Primary {
		return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, pk.Name}}
	}
	if err := s.checkParts(c, t, c.Index); err != nil {
		return err
	}
	t.Indexes = append(t.Indexes, c.Index)
	s.named(t, c.Index.Name)
	keyNotNull(s.Semantics, t)
	return nil
}

// dropIndex refuses to take the last key from under a column that counts up, where the engine does.
func (s *Schema) dropIndex(t *Table, at int, c DropIndex) error {
	dropped := t.Indexes[at]
	t.Indexes = slices.Delete(t.Indexes, at, at+1)
	for _, col := range t.Columns {
		if err := s.checkCounter(c, t, col); err != nil {
			t.Indexes = slices.Insert(t.Indexes, at, dropped)
			return err
		}
	}
	return nil
}

// checkParts refuses an index over columns that are not there.
func (s *Schema) checkParts(c Change, t *Table, x Index) error {
	for _, p := range x.Parts {
		if p.Column != "" && t.Column(s.Semantics, p.Column) < 0 {
			return &Conflict{Reason: Missing, Change: c, Object: Object{ColumnObject, t.Name, p.Column}}
		}
	}
	return nil
}

// indexNameTaken reports whether an index of t other than the one at except, or anything else that shares its namespace, has the name.
func (s *Schema) indexNameTaken(t *Table, name string, except int) bool {
	if i := t.Index(s.Semantics, name); i >= 0 && i != except {
		return true
	}
	if !s.Semantics.GlobalIndexNames {
		return false
	}
	other := s.tableOfIndex(name)
	return s.Table(name) != nil || other != nil && other != t && other.Name != t.Name
}

func (s *Schema) applyConstraint(c Change) error {
	o := c.Object()
	t := s.own(o.Table)
	if t == nil {
		return missingTable(c, o.Table)
	}
	key := slices.IndexFunc(t.ForeignKeys, func(f ForeignKey) bool { return s.Semantics.SameName(f.Name, o.Name) })
	check := slices.IndexFunc(t.Checks, func(k Check) bool { return s.Semantics.SameName(k.Name, o.Name) })
	taken := o.Name != "" && (o.Kind == ForeignKeyObject && key >= 0 || o.Kind == CheckObject && check >= 0)
	switch c := c.(type) {
	case AddForeignKey:
		if taken || s.HolderOf(t.Name, o) != nil {
			return &Conflict{Reason: Exists, Change: c, Object: o}
		}
		if err := s.checkForeignKey(c, t); err != nil {
			return err
		}
		t.ForeignKeys = append(t.ForeignKeys, s.withReference(c.ForeignKey))
		s.named(t, o.Name)
		return nil
	case AddCheck:
		if taken || s.HolderOf(t.Name, o) != nil {
			return &Conflict{Reason: Exists, Change: c, Object: o}
		}
		t.Checks = append(t.Checks, c.Check)
		s.named(t, o.Name)
		return nil
	default: // it drops one
		if !taken {
			return &Conflict{Reason: Missing, Change: c, Object: o}
		}
		if o.Kind == ForeignKeyObject {
			f := t.ForeignKeys[key]
			t.ForeignKeys = slices.Delete(t.ForeignKeys, key, key+1)
			s.leaveIndex(t, f)
		} else {
			t.Checks = slices.Delete(t.Checks, check, check+1)
		}
		return nil
	}
}

// constraintTaken returns a constraint of a new table whose name another table's has, where such names stand once in a database.
func (s *Schema) constraintTaken(t *Table) (Object, bool) {
	for _, f := range t.ForeignKeys {
		if o := (Object{ForeignKeyObject, t.Name, f.Name}); s.HolderOf(t.Name, o) != nil {
			return o, true
		}
	}
	for _, k := range t.Checks {
		if o := (Object{CheckObject, t.Name, k.Name}); s.HolderOf(t.Name, o) != nil {
			return o, true
		}
	}
	return Object{}, false
}

func (s *Schema) checkForeignKey(c AddForeignKey, t *Table) error {
	for _, name := range c.ForeignKey.Columns {
		if t.Column(s.Semantics, name) < 0 {
			return &Conflict{Reason: Missing, Change: c, Object: Object{ColumnObject, t.Name, name}}
		}
	}
	return s.checkReference(c, c.ForeignKey)
}

// checkReference refuses a foreign key to a table or column that is not there.
func (s *Schema) checkReference(c Change, f ForeignKey) error {
	ref := s.Table(f.RefTable)
	if ref == nil && strings.Contains(f.RefTable, ".") { // in another schema, which is not seen
		return nil
	}
	if ref == nil {
		return missingTable(c, f.RefTable)
	}
	for _, name := range f.RefColumns {
		if ref.Column(s.Semantics, name) < 0 {
			return &Conflict{Reason: Missing, Change: c, Object: Object{ColumnObject, ref.Name, name}}
		}
	}
	return nil
}

// withReference completes a foreign key that leaves out the columns it refers to: they are the other table's primary key.
func (s *Schema) withReference(f ForeignKey) ForeignKey {
	if ref := s.Table(f.RefTable); ref != nil && len(f.RefColumns) == 0 {
		key, _ := ref.PrimaryKey()
		for _, p := range key.Parts {
			f.RefColumns = append(f.RefColumns, p.Column)
		}
	}
	return f
}
