package schema

import (
	"slices"
	"strings"
	"unicode"
)

// holders are the keys of the tables that may have an index, foreign key or check of a name, by the name: those that have one, and some that had. Who asks
// looks into these tables, so that nothing has to be taken out. It is made when somebody asks first.
type holders struct {
	all   map[string][]string // shared between clones, and never changed; nil: nobody has asked
	since []naming            // what was named since, at most so much that a walk through it costs little
}

// A naming gives a name, folded, to something of the table with that key.
type naming struct{ name, key string }

const fewNamings = 512

// fork is what a clone of the schema begins with.
func (h holders) fork() holders { return holders{h.all, slices.Clip(h.since)} }

// named notes that something of the table has that name now.
func (s *Schema) named(t *Table, name string) {
	if h := &s.holders; h.all != nil && name != "" {
		h.since = append(h.since, naming{s.Semantics.foldedName(name), s.Semantics.TableKey(t.Name)})
	}
}

// names are those of the table's indexes, foreign keys and checks, and of the tables that it refers to.
func (t *Table) names(yield func(string) bool) {
	for i := range t.Indexes {
		if !yield(t.Indexes[i].Name) {
			return
		}
	}
	for i := range t.ForeignKeys {
		if !yield(t.ForeignKeys[i].Name) || !yield(reference(t.ForeignKeys[i].RefTable)) {
			return
		}
	}
	for i := range t.Checks {
		if !yield(t.Checks[i].Name) {
			return
		}
	}
}

// reference is the name under which those that refer to a table are noted.
func reference(table string) string { return "\x00" + table }

// findHolders goes through all tables.
func findHolders(s *Schema) {
	h := &s.holders
	h.all, h.since = make(map[string][]string, len(s.Tables)), nil
	for t := range eachTable(s) {
		key := s.Semantics.TableKey(t.Name)
		for name := range t.names {
			folded := s.Semantics.foldedName(name)
			h.all[folded] = append(h.all[folded], key)
		}
	}
}

// mayHold are the keys of the tables that may have something of that name.
func mayHold(s *Schema, name string) []string {
	h := &s.holders
	if h.all == nil || len(h.since) > fewNamings && s.tried == nil {
		findHolders(s)
	}
	folded := s.Semantics.foldedName(name)
	found := h.all[folded]
	for _, n := range h.since {
		if n.name == folded {
			found = append(slices.Clip(found), n.key)
		}
	}
	return found
}

// Referrers are the tables that have a foreign key to a table, itself perhaps among them, by name.
func (s *Schema) Referrers(table string) []*Table {
	var all []*Table
	for _, key := range mayHold(s, reference(table)) {
		t := tableAt(s, key)
		refers := func(f ForeignKey) bool { return s.Semantics.TableKey(f.RefTable) == s.Semantics.TableKey(table) }
		if t != nil && !slices.Contains(all, t) && slices.ContainsFunc(t.ForeignKeys, refers) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b *Table) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// foldedName is the same for names of columns, indexes and constraints that are the same, see [Semantics.SameName].
func (m Semantics) foldedName(name string) string {
	if !m.FoldColumns {
		return name
	}
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

// HolderOf returns another table that has an index, foreign key or check of that name, where such names stand once in a database; nil: none has, or the name
// may stand there again.
func (s *Schema) HolderOf(table string, o Object) *Table {
	m := s.Semantics
	switch {
	case o.Name == "":
	case o.Kind == IndexObject && (m.GlobalIndexNames || m.IndexNamesApart):
		return holderBut(s, table, o.Name, func(t *Table) bool { return t.Index(m, o.Name) >= 0 })
	case o.Kind == ForeignKeyObject && m.GlobalKeyNames:
		return holderBut(s, table, o.Name, func(t *Table) bool {
			return slices.ContainsFunc(t.ForeignKeys, func(f ForeignKey) bool { return m.SameName(f.Name, o.Name) })
		})
	case o.Kind == CheckObject && m.GlobalCheckNames:
		return holderBut(s, table, o.Name, func(t *Table) bool {
			return slices.ContainsFunc(t.Checks, func(k Check) bool { return m.SameName(k.Name, o.Name) })
		})
	}
	return nil
}

// holderBut returns a table other than the one named that has something of that name.
func holderBut(s *Schema, but, name string, has func(*Table) bool) *Table {
	space, _ := s.Semantics.space(but)
	for _, key := range mayHold(s, name) {
		if t := tableAt(s, key); t != nil && key != s.Semantics.TableKey(but) && has(t) && s.Semantics.isIn(t.Name, space) {
			return t
		}
	}
	return nil
}

// tableOfIndex returns the table that has an index of that name; nil if none has.
func (s *Schema) tableOfIndex(name string) *Table {
	space, local := s.Semantics.space(name)
	for _, n := range []string{name, local} { // an index that is a constraint has its table's space, and does not say it
		for _, key := range mayHold(s, n) {
			if t := tableAt(s, key); t != nil && t.Index(s.Semantics, n) >= 0 && s.Semantics.isIn(t.Name, space) {
				return t
			}
		}
		if local == name {
			break
		}
	}
	return nil
}

// space cuts a name into the schema that it is in, empty for the one that the [Schema] is of, and its name there; see [Semantics.Spaces].
func (m Semantics) space(name string) (space, local string) {
	if m.Spaces {
		if space, local, cut := strings.Cut(name, "."); cut {
			return space, local
		}
	}
	return "", name
}

// isIn reports whether a table is in the space.
func (m Semantics) isIn(table, space string) bool {
	of, _ := m.space(table)
	return of == space
}

// indexAt is the place of an index among those of its table, -1 if there is none.
func indexAt(s *Schema, t *Table, name string) int {
	at := t.Index(s.Semantics, name)
	if _, local := s.Semantics.space(name); at < 0 && local != name {
		at = t.Index(s.Semantics, local)
	}
	return at
}
