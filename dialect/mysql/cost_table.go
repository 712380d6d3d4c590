package mysql

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// An alteredTable is a table as it is before a statement alters it.
type alteredTable struct {
	flavor flavor
	schema *schema.Schema
	table  *schema.Table
}

// makesVirtual reports whether a change adds or drops a virtual column.
func (t *alteredTable) makesVirtual(c schema.Change) bool {
	switch c := c.(type) {
	case schema.AddColumn:
		return isVirtual(c.Column)
	case schema.DropColumn:
		i := t.table.Column(t.schema.Semantics, c.Column)
		return i >= 0 && isVirtual(t.table.Columns[i])
	}
	return false
}

// reallyDropped is what DROP CONSTRAINT comes to on the table as it is.
func (t *alteredTable) reallyDropped(c schema.Change) schema.Change {
	d, ok := c.(schema.DropIndex)
	if !ok || d.Kind != schema.Constraint {
		return c
	}
	m := t.schema.Semantics
	if slices.ContainsFunc(t.table.Checks, func(k schema.Check) bool { return m.SameName(k.Name, d.Name) }) {
		return schema.DropCheck{Table: d.Table, Name: d.Name}
	}
	if slices.ContainsFunc(t.table.ForeignKeys, func(f schema.ForeignKey) bool { return m.SameName(f.Name, d.Name) }) {
		return schema.DropForeignKey{Table: d.Table, Name: d.Name}
	}
	return c
}

func (t *alteredTable) hasFulltext() bool {
	return slices.ContainsFunc(t.table.Indexes, func(x schema.Index) bool { return x.Method == "fulltext" })
}

func (t *alteredTable) isCompressed() bool { return strings.EqualFold(t.table.RowFormat, "compressed") }

// shiftsVirtual reports whether a change puts a column before a virtual one, or moves one past it.
func (t *alteredTable) shiftsVirtual(c schema.Change) bool {
	var place schema.Place
	from := len(t.table.Columns)
	switch c := c.(type) {
	case schema.AddColumn:
		place = c.Place
	case schema.AlterColumn:
		place = c.Place
		if i := t.table.Column(t.schema.Semantics, c.Name); i >= 0 {
			from = i
		}
	}
	to := 0
	switch {
	case place == (schema.Place{}):
		return false
	case !place.First:
		to = t.table.Column(t.schema.Semantics, place.After) + 1
	}
	low, high := min(from, to), max(from, to)
	return slices.ContainsFunc(t.table.Columns[low:min(high, len(t.table.Columns))], isVirtual)
}

// hasStored reports whether a column's values are computed and kept.
func (t *alteredTable) hasStored() bool {
	return slices.ContainsFunc(t.table.Columns, func(c schema.Column) bool { return c.Generated != "" && c.Stored })
}

// hasIndexedVirtual reports whether an index is over a virtual column.
func (t *alteredTable) hasIndexedVirtual() bool {
	for _, x := range t.table.Indexes {
		for _, p := range x.Parts {
			if i := t.table.Column(t.schema.Semantics, p.Column); i >= 0 && isVirtual(t.table.Columns[i]) {
				return true
			}
		}
	}
	return false
}

func (t *alteredTable) isReferred(name string) bool {
	m := t.schema.Semantics
	for _, other := range t.schema.Referrers(t.table.Name) {
		for _, f := range other.ForeignKeys {
			if m.TableKey(f.RefTable) == m.TableKey(t.table.Name) && slices.ContainsFunc(f.RefColumns, func(n string) bool { return m.SameName(n, name) }) {
				return true
			}
		}
	}
	return false
}

// isOver reports whether a column is one of an index's parts.
func (t *alteredTable) isOver(x schema.Index, column string) bool {
	return slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return t.schema.Semantics.SameName(p.Column, column) })
}

// lengthens reports whether a change makes a column of text or bytes longer.
func (t *alteredTable) lengthens(c schema.AlterColumn) bool {
	i := t.table.Column(t.schema.Semantics, c.Name)
	return i >= 0 && c.Set&schema.PropType != 0 && sizeOf(c.To.Type) > sizeOf(t.table.Columns[i].Type)
}

// perCharacter are the bytes that a character of a column may take: of a charset that is not known, those of all that are usual.
func (t *alteredTable) perCharacter(c schema.Column) []int {
	if n := t.perKnown(c); n > 0 {
		return []int{n}
	}
	return []int{1, 3, 4}
}

// perKnown is how many bytes a character of a column takes; 0: its charset is not known.
func (t *alteredTable) perKnown(c schema.Column) int {
	charset, _ := t.text(c)
	switch {
	case c.Type.Name == "varbinary":
		return 1
	case charset == "" && t.flavor.atLeastMySQL(8, 0, 1): // whose default nobody changes
		return 4
	case charset == "":
		return 0
	}
	return bytesPerCharacter(charset)
}

// text is a column's charset and collation as far as they are known.
func (t *alteredTable) text(c schema.Column) (charset, collation string) {
	charset, collation = c.Charset, c.Collation
	if charset == "" && collation == "" {
		charset, collation = t.table.Options.Charset, t.table.Options.Collation
	}
	charset = cmp.Or(charset, charsetOf(collation))
	return charset, cmp.Or(collation, defaultCollation(t.flavor, charset))
}

// sameText reports whether a text has the same charset and collation, as far as they are known.
func (t *alteredTable) sameText(from, to schema.Column) bool {
	if !isText(from.Type) || !isText(to.Type) {
		return true
	}
	one, first := t.text(from)
	other, second := t.text(to)
	return one == "" || other == "" || one == other && first == second
}

func isVirtual(c schema.Column) bool { return c.Generated != "" && !c.Stored }
