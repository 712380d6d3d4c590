package schema

import "slices"

// Identifies reports whether a foreign key can refer to an index's columns: they are all of a whole unique index's, in any order.
func (x *Index) Identifies(m Semantics, f ForeignKey) bool {
	return x.Kind.Unique() && x.Where == "" && !x.Invalid && len(x.Parts) == len(f.RefColumns) &&
		!slices.ContainsFunc(f.RefColumns, func(name string) bool {
			return !slices.ContainsFunc(x.Parts, func(p Part) bool { return m.SameName(p.Column, name) })
		})
}

// Referring returns the foreign keys that refer to what no index of a table but the one at a place keeps apart.
func Referring(s *Schema, t *Table, at int) []AddForeignKey {
	var all []AddForeignKey
	for _, other := range s.SortedTables() {
		for _, f := range other.ForeignKeys {
			if s.Semantics.TableKey(f.RefTable) != s.Semantics.TableKey(t.Name) || !t.Indexes[at].Identifies(s.Semantics, f) {
				continue
			}
			spare := false
			for i := range t.Indexes {
				spare = spare || i != at && t.Indexes[i].Identifies(s.Semantics, f)
			}
			if !spare {
				all = append(all, AddForeignKey{Table: other.Name, ForeignKey: f})
			}
		}
	}
	return all
}
