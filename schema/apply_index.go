package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

func applyIndex(s *Schema, c Change) error {
	table := c.Object().Table
	if table == "" && (s.Semantics.GlobalIndexNames || s.Semantics.IndexNamesApart) {
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
		return addIndex(s, t, add)
	}
	at := indexAt(s, t, c.Object().Name)
	if drop, ok := c.(DropIndex); ok && drop.Kind == Constraint && (at < 0 || !holdsConstraint(s.Semantics, t.Indexes[at])) {
		return dropConstraint(s.Semantics, t, drop)
	}
	if rename, ok := c.(RenameIndex); ok && at < 0 && rename.Kind == Constraint {
		return renameConstraint(s, t, rename)
	}
	if at < 0 {
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	}
	switch c := c.(type) {
	case DropIndex:
		if c.Cascade {
			for _, f := range Referring(s, t, at) {
				other := s.own(f.Table)
				other.ForeignKeys = slices.DeleteFunc(other.ForeignKeys, func(g ForeignKey) bool {
					return g.Name == f.ForeignKey.Name && g.Same(s.Semantics, f.ForeignKey)
				})
			}
		}
		return dropIndex(s.Semantics, t, at, c)
	case RenameIndex:
		to := c.To
		if t.Indexes[at].Name != c.Object().Name { // it is a constraint, which goes without its space
			_, to = s.Semantics.space(to)
		}
		if indexNameTaken(s, t, to, at) {
			return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, to}}
		}
		t.Indexes[at].Name = to
		s.named(t, to)
		return nil
	default:
		return fmt.Errorf("unsupported change %T", c)
	}
}

// holdsConstraint reports whether an index is a constraint as well: to MySQL, any unique one is.
func holdsConstraint(m Semantics, x Index) bool {
	return x.Kind == Primary || x.Kind == Constraint || x.Kind == Unique && !m.GlobalIndexNames
}

// dropConstraint drops the constraint of that name, which is no index.
func dropConstraint(m Semantics, t *Table, c DropIndex) error {
	keys, checks := slices.Clone(t.ForeignKeys), len(t.Checks)
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f ForeignKey) bool { return m.SameName(f.Name, c.Name) })
	t.Checks = slices.DeleteFunc(t.Checks, func(k Check) bool { return m.SameName(k.Name, c.Name) })
	if len(t.ForeignKeys) == len(keys) && len(t.Checks) == checks {
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	}
	for _, f := range keys {
		if m.SameName(f.Name, c.Name) {
			leaveIndex(m, t, f)
		}
	}
	return nil
}

// leaveIndex: the index that InnoDB made by itself for a foreign key outlives it.
func leaveIndex(m Semantics, t *Table, f ForeignKey) {
	if m.ShrinkIndexes && !slices.ContainsFunc(t.Indexes, func(x Index) bool { return x.Supports(m, f) }) {
		t.Indexes = append(t.Indexes, Index{Parts: Columns(f.Columns...), Implicit: true})
	}
}

// adopt makes a constraint of a unique index.
func adopt(s *Schema, t *Table, c AddIndex) error {
	at := t.Index(s.Semantics, c.Using)
	name := cmp.Or(c.Index.Name, c.Using)
	switch pk, ok := t.PrimaryKey(); {
	case at < 0:
		return &Conflict{Reason: Missing, Change: c, Object: Object{IndexObject, t.Name, c.Using}}
	case indexNameTaken(s, t, name, at):
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

func addIndex(s *Schema, t *Table, c AddIndex) error {
	if c.Using != "" {
		return adopt(s, t, c)
	}
	if c.Fails != "" {
		return &Conflict{Reason: Impossible, Change: c, Object: c.Object()}
	}
	if c.Index.Name != "" && indexNameTaken(s, t, c.Index.Name, -1) {
		return &Conflict{Reason: Exists, Change: c, Object: c.Object()}
	}
	if pk, ok := t.PrimaryKey(); ok && c.Index.Kind == Primary {
		return &Conflict{Reason: Exists, Change: c, Object: Object{IndexObject, t.Name, pk.Name}}
	}
	if err := checkParts(s.Semantics, c, t, c.Index); err != nil {
		return err
	}
	t.Indexes = append(t.Indexes, c.Index)
	s.named(t, c.Index.Name)
	keyNotNull(s.Semantics, t)
	return nil
}

// dropIndex refuses to take the last key from under a column that counts up, where the engine does.
func dropIndex(m Semantics, t *Table, at int, c DropIndex) error {
	dropped := t.Indexes[at]
	t.Indexes = slices.Delete(t.Indexes, at, at+1)
	for _, col := range t.Columns {
		if err := checkCounter(m, c, t, &col); err != nil {
			t.Indexes = slices.Insert(t.Indexes, at, dropped)
			return err
		}
	}
	return nil
}

// checkParts refuses an index over columns that are not there.
func checkParts(m Semantics, c Change, t *Table, x Index) error {
	for _, p := range x.Parts {
		if p.Column != "" && t.Column(m, p.Column) < 0 {
			return &Conflict{Reason: Missing, Change: c, Object: Object{ColumnObject, t.Name, p.Column}}
		}
	}
	return nil
}

// indexNameTaken reports whether an index of t other than the one at except, or anything else that shares its namespace, has the name.
func indexNameTaken(s *Schema, t *Table, name string, except int) bool {
	if i := t.Index(s.Semantics, name); i >= 0 && i != except {
		return true
	}
	if !s.Semantics.GlobalIndexNames && !s.Semantics.IndexNamesApart {
		return false
	}
	if space, local := s.Semantics.space(t.Name); space != "" && local != t.Name && !strings.HasPrefix(name, space+".") {
		name = space + "." + name
	}
	other := s.tableOfIndex(name)
	return s.Semantics.GlobalIndexNames && s.Table(name) != nil || other != nil && other != t && other.Name != t.Name
}

func applyConstraint(s *Schema, c Change) error {
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
		if err := checkForeignKey(s, c, t); err != nil {
			return err
		}
		t.ForeignKeys = append(t.ForeignKeys, withReference(s, c.ForeignKey))
		s.named(t, o.Name)
		s.named(t, reference(c.ForeignKey.RefTable))
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
			leaveIndex(s.Semantics, t, f)
		} else {
			t.Checks = slices.Delete(t.Checks, check, check+1)
		}
		return nil
	}
}

// constraintTaken returns a constraint of a new table whose name another table's has, where such names stand once in a database.
func constraintTaken(s *Schema, t *Table) (Object, bool) {
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

func checkForeignKey(s *Schema, c AddForeignKey, t *Table) error {
	for _, name := range c.ForeignKey.Columns {
		if t.Column(s.Semantics, name) < 0 {
			return &Conflict{Reason: Missing, Change: c, Object: Object{ColumnObject, t.Name, name}}
		}
	}
	return checkReference(s, c, c.ForeignKey)
}

// checkReference refuses a foreign key to a table or column that is not there.
func checkReference(s *Schema, c Change, f ForeignKey) error {
	ref := s.Table(f.RefTable)
	if ref == nil && strings.Contains(f.RefTable, ".") { // in another schema, which is not seen
		return nil
	}
	if part, ok := s.View(f.RefTable); ref == nil && ok && part.Kind == Partition { // whose columns are its table's
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
func withReference(s *Schema, f ForeignKey) ForeignKey {
	if ref := s.Table(f.RefTable); ref != nil && len(f.RefColumns) == 0 {
		key, _ := ref.PrimaryKey()
		for _, p := range key.Parts {
			f.RefColumns = append(f.RefColumns, p.Column)
		}
	}
	return f
}
