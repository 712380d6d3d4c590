package mysql

import (
	"slices"
	"strings"

	"assay/schema"
)

// unreferring says which columns no foreign key leads from: those of long texts, those that are computed and would be set, and, on MySQL, those that are not
// stored, and those from which what is stored is computed where rows would change them.
func unreferring(r refuser, m schema.Semantics, t *schema.Table, f schema.ForeignKey) *schema.Refusal {
	changes := func(action string) bool { return action == setNull || action == "CASCADE" }
	for _, name := range f.Columns {
		at := t.Column(m, name)
		if at < 0 {
			continue
		}
		c := t.Columns[at]
		switch {
		case isLong(c.Type) && r.isMariaDB():
			return r.malformed(t, "1005", "")
		case isLong(c.Type):
			return &schema.Refusal{Code: "1170", State: "42000", Text: "BLOB/TEXT column '" + c.Name + "' used in key specification without a key length"}
		case c.Generated != "" && !c.Stored && r.vendor == mySQL:
			return say("3733", "Foreign key '%s' uses virtual column '%s' which is not supported.", nameOf(t, f), c.Name)
		case c.Generated != "" && f.OnDelete == setNull:
			return setsComputed(r, "ON DELETE SET NULL")
		case c.Generated != "" && changes(f.OnUpdate):
			return setsComputed(r, "ON UPDATE "+f.OnUpdate)
		}
		for _, other := range t.Columns {
			if refusal := computedFromKey(r, other, c.Name, f); refusal != nil {
				return refusal
			}
		}
	}
	return nil
}

// computedFromKey: nothing that is stored is computed from a column that a foreign key sets, nor, on MySQL, from one of which it deletes rows.
func computedFromKey(r refuser, c schema.Column, from string, f schema.ForeignKey) *schema.Refusal {
	const cascade = "CASCADE"
	sets := f.OnDelete == setNull || f.OnUpdate == setNull || f.OnUpdate == cascade
	switch {
	case !c.Stored || !schema.Mentions(c.Generated, from):
		return nil
	case r.isMariaDB() && sets:
		return r.unusable(from, "GENERATED ALWAYS AS", c.Name)
	case r.vendor == mySQL && (sets || f.OnDelete == cascade):
		return say("1215", "Cannot add foreign key constraint")
	}
	return nil
}

// computedFromKeys says why a new column cannot be computed from one that a foreign key of its table has.
func computedFromKeys(r refuser, t *schema.Table, c schema.Change) *schema.Refusal {
	add, ok := c.(schema.AddColumn)
	if !ok || t == nil {
		return nil
	}
	for _, f := range t.ForeignKeys {
		for _, name := range f.Columns {
			if refusal := computedFromKey(r, add.Column, name, f); refusal != nil {
				return refusal
			}
		}
	}
	return nil
}

// setsComputed is what the server says of a foreign key that would set a column that is computed.
func setsComputed(r refuser, clause string) *schema.Refusal {
	code := "3104"
	if r.isMariaDB() {
		code = "1905"
	}
	return say(code, "Cannot define foreign key with %s clause on a generated column", clause)
}

// isPartitioned reports whether a table is: InnoDB refers to none that is.
func isPartitioned(s *schema.Schema, table string) bool {
	t, m := s.Table(table), s.Semantics
	return t != nil && t.Traits[schema.Partitions] != "" || slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool {
		return o.Kind == schema.Partitioning && (m.TableKey(o.Table) == m.TableKey(table) || m.TableKey(o.Name) == m.TableKey(table))
	})
}

// beginsToCount asks about a column that foreign keys refer to and that is to count up, which MySQL has only where it does not look after foreign keys.
func beginsToCount(d *demander, r *Room, c schema.Change) {
	a, ok := c.(schema.AlterColumn)
	t := d.schema.Table(c.Object().Table)
	if !ok || t == nil || r.flavor.vendor != mySQL || !a.To.AutoIncrement || a.Set&schema.PropAutoIncrement == 0 {
		return
	}
	m := d.schema.Semantics
	for _, other := range d.schema.Referrers(t.Name) {
		for _, f := range other.ForeignKeys {
			if m.TableKey(f.RefTable) == m.TableKey(t.Name) && slices.ContainsFunc(f.RefColumns, func(name string) bool { return m.SameName(name, a.Name) }) {
				d.all = append(d.all, schema.Demand{Unknown: "the foreign key " + f.Name + " refers to the column, which then takes another form only without foreign_key_checks (1833)"})
				return
			}
		}
	}
}

// namedLikeKey: MariaDB has one name for a check and a foreign key of a table, MySQL one for each.
func namedLikeKey(r refuser, t *schema.Table, checks []schema.Check) *schema.Refusal {
	for _, k := range checks {
		named := func(f schema.ForeignKey) bool { return k.Name != "" && strings.EqualFold(f.Name, k.Name) }
		if r.isMariaDB() && slices.ContainsFunc(t.ForeignKeys, named) {
			return &schema.Refusal{Code: "1826", State: "HY000", Text: "Duplicate CHECK constraint name '" + k.Name + "'"}
		}
	}
	return nil
}
