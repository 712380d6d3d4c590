package schema

import (
	"slices"
	"strings"
)

// moveTable gives a table another name; what refers to it follows, as on servers.
func moveTable(s *Schema, c RenameTable) error {
	from, to := s.Semantics.TableKey(c.From), s.Semantics.TableKey(c.To)
	switch {
	case tableAt(s, from) == nil:
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	case c.From == c.To, from != to && tableNameTaken(s, c.To):
		return &Conflict{Reason: Exists, Change: c, Object: Object{Kind: TableObject, Table: c.To}}
	}
	t := s.own(c.From)
	old := t.Name
	delete(s.ownTables(), from)
	delete(s.owned, from)
	t.Name = c.To
	followName(s.Semantics, t, old)
	s.Add(t)
	for _, other := range s.Referrers(c.From) {
		for i, f := range other.ForeignKeys {
			if s.Semantics.TableKey(f.RefTable) == from {
				s.own(other.Name).ForeignKeys[i].RefTable = c.To
				s.named(other, reference(c.To))
			}
		}
	}
	s.Opaque = slices.Clone(s.Opaque)
	for i := range s.Opaque {
		o := &s.Opaque[i]
		if s.Semantics.TableKey(o.Table) == from && o.Table != "" {
			o.Table = c.To
		}
		if o.Kind == Inheritance && s.Semantics.TableKey(o.Name) == from {
			o.Name = c.To
		}
	}
	return nil
}

// followName gives the constraints of a table that the server named by its old name the names that they have by the new one.
func followName(m Semantics, t *Table, old string) {
	renamed := func(name, label string) string {
		if number, ok := strings.CutPrefix(name, old+label); ok && strings.Trim(number, "0123456789") == "" {
			return t.Name + label + number
		}
		return name
	}
	for i := range t.ForeignKeys {
		if m.KeyNamesFollow {
			t.ForeignKeys[i].Name = renamed(t.ForeignKeys[i].Name, "_ibfk_")
		}
	}
	for i := range t.Checks {
		if m.CheckNamesFollow {
			t.Checks[i].Name = renamed(t.Checks[i].Name, "_chk_")
		}
	}
}

// renameConstraint renames the constraint of that name, which is no index.
func renameConstraint(s *Schema, t *Table, c RenameIndex) error {
	key := slices.IndexFunc(t.ForeignKeys, func(f ForeignKey) bool { return s.Semantics.SameName(f.Name, c.From) })
	check := slices.IndexFunc(t.Checks, func(k Check) bool { return s.Semantics.SameName(k.Name, c.From) })
	if key < 0 && check < 0 {
		return &Conflict{Reason: Missing, Change: c, Object: c.Object()}
	}
	if o, taken := constraintNameTaken(s.Semantics, t, c.To); taken {
		return &Conflict{Reason: Exists, Change: c, Object: o}
	}
	if key >= 0 {
		t.ForeignKeys[key].Name = c.To
	} else {
		t.Checks[check].Name = c.To
	}
	s.named(t, c.To)
	return nil
}

// constraintNameTaken returns the constraint of a table that has the name.
func constraintNameTaken(m Semantics, t *Table, name string) (Object, bool) {
	for _, f := range t.ForeignKeys {
		if m.SameName(f.Name, name) {
			return Object{ForeignKeyObject, t.Name, name}, true
		}
	}
	for _, k := range t.Checks {
		if m.SameName(k.Name, name) {
			return Object{CheckObject, t.Name, name}, true
		}
	}
	i := t.Index(m, name)
	if i < 0 || t.Indexes[i].Kind != Primary && t.Indexes[i].Kind != Constraint {
		return Object{}, false
	}
	return Object{CheckObject, t.Name, name}, true // the server speaks of the constraint, not of the index that it has
}
