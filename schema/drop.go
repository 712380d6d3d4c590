package schema

import (
	"slices"
	"strings"
)

func dropTable(s *Schema, c DropTable) error {
	k := s.Semantics.TableKey(c.Table)
	if tableAt(s, k) == nil {
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	}
	for _, t := range s.Referrers(c.Table) {
		if c.Cascade {
			own := s.own(t.Name)
			own.ForeignKeys = slices.DeleteFunc(slices.Clone(own.ForeignKeys), func(f ForeignKey) bool { return s.Semantics.TableKey(f.RefTable) == k })
			continue
		}
		for _, f := range t.ForeignKeys {
			along := s.Semantics.TableKey(t.Name) == k || s.Semantics.DropsTogether && c.Drops(s.Semantics, t.Name)
			if s.Semantics.TableKey(f.RefTable) == k && !along {
				return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: Object{ForeignKeyObject, t.Name, f.Name}}
			}
		}
	}
	delete(s.ownTables(), k)
	if c.Cascade {
		takeAlong(s, c.Table, "")
	}
	return nil
}

// Drops reports whether the statement drops a table.
func (c DropTable) Drops(m Semantics, table string) bool {
	return slices.ContainsFunc(c.All(), func(name string) bool {
		path := NamePath(name)
		return len(path) == 1 && m.TableKey(path[0]) == m.TableKey(table)
	})
}

// All are the tables that the statement drops, as SQL names them; none: it drops that one alone.
func (c DropTable) All() []string {
	return strings.FieldsFunc(c.With, func(r rune) bool { return r == '\n' })
}

// Follows reports whether a change before it is written as the statement that makes this one too.
func (c DropTable) Follows() bool {
	all := c.All()
	return len(all) > 0 && !slices.Equal(NamePath(all[0]), []string{c.Table})
}

// takeAlong has what is made of a table, or of one of its columns, be gone: of that table alone, it is still said that it was made of it.
func takeAlong(s *Schema, table, column string) {
	type name struct{ kind, name, space string }
	gone := map[name]bool{}
	at := func(o Opaque) bool { return s.Semantics.TableKey(o.Table) == s.Semantics.TableKey(table) }
	for _, o := range s.Opaque {
		if at(o) && (column == "" && len(o.Columns) > 0 || slices.Contains(o.Columns, column)) {
			gone[name{o.Kind, o.Name, o.Space}] = true
		}
	}
	if len(gone) == 0 {
		return
	}
	s.Opaque = slices.DeleteFunc(slices.Clone(s.Opaque), func(o Opaque) bool {
		return gone[name{o.Kind, o.Name, o.Space}] && !at(o) && !belongsToTable[o.Kind]
	})
	for i, o := range s.Opaque {
		if at(o) && column != "" && gone[name{o.Kind, o.Name, o.Space}] {
			s.Opaque[i].Columns = []string{column}
		}
	}
}

// readBy has a table that is made, or a column, be read by no view: those that read one of its name before are gone (CASCADE), or could not be there.
func readBy(s *Schema, table, column string) {
	s.Opaque = slices.DeleteFunc(slices.Clone(s.Opaque), func(o Opaque) bool {
		return strings.HasSuffix(o.Kind, "view") && s.Semantics.TableKey(o.Table) == s.Semantics.TableKey(table) &&
			(column == "" && len(o.Columns) > 0 || column != "" && slices.Equal(o.Columns, []string{column}))
	})
}

// belongsToTable are the kinds whose names are those of their table alone.
var belongsToTable = map[string]bool{"trigger": true, "rule": true, "policy": true}

// dropColumn: a foreign key that needs the column forbids it on MySQL and goes with it on PostgreSQL, as indexes do. A check goes with it, but MySQL
// forbids it where the check is about other columns too.
func dropColumn(s *Schema, t *Table, at int, c DropColumn) error {
	m := s.Semantics
	uses := func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return m.SameName(n, c.Column) })
	}
	for _, other := range s.Referrers(t.Name) {
		if c.Cascade {
			own := s.own(other.Name)
			own.ForeignKeys = slices.DeleteFunc(slices.Clone(own.ForeignKeys), func(f ForeignKey) bool {
				return m.TableKey(f.RefTable) == m.TableKey(t.Name) && uses(f.RefColumns)
			})
		}
	}
	if other, f, ok := referenceTo(s, t, uses); ok {
		return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: Object{ForeignKeyObject, other, f.Name}}
	}
	for _, f := range t.ForeignKeys {
		if m.ShrinkIndexes && uses(f.Columns) {
			return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: Object{ForeignKeyObject, t.Name, f.Name}}
		}
	}
	if k, ok := t.holds(m, c.Column); ok && !m.TypedExpressions { // seen on MariaDB 10.11 and MySQL 9.7
		return &Conflict{Reason: InUse, Change: c, Object: c.Object(), User: Object{CheckObject, t.Name, k.Name}}
	}
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f ForeignKey) bool { return uses(f.Columns) })
	for i := range t.Indexes {
		x := &t.Indexes[i]
		without := slices.DeleteFunc(slices.Clone(x.Parts), func(p Part) bool { return m.SameName(p.Column, c.Column) })
		if len(without) < len(x.Parts) && !m.ShrinkIndexes {
			without = nil
		}
		x.Parts = without
	}
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x Index) bool { return len(x.Parts) == 0 || m.TypedExpressions && x.computes(m, c.Column) })
	t.Checks = slices.DeleteFunc(t.Checks, func(k Check) bool { return Mentions(k.Expr, c.Column) })
	t.Columns = slices.Delete(t.Columns, at, at+1)
	if c.Cascade {
		takeAlong(s, c.Table, c.Column)
	}
	return nil
}
