package drift

import (
	"maps"
	"slices"
	"strings"

	"assay/schema"
)

// everything is what the revisions of a history ever make, whatever becomes of it, by names folded.
type everything struct {
	semantics schema.Semantics
	// types are those that a column is ever given. An enum type is its labels as [schema.Type.Args]. Other objects have none.
	types map[schema.Object][]schema.Type
}

// knows reports whether any revision ever makes such an object.
func (l *everything) knows(kind schema.ObjectKind, table, name string) bool {
	_, known := l.types[l.key(kind, table, name)]
	return known
}

// gives reports whether any revision ever gives the column that type, or the enum type those labels.
func (l *everything) gives(kind schema.ObjectKind, table, name string, t schema.Type) bool {
	return slices.Contains(l.types[l.key(kind, table, name)], t)
}

// key names an object as the engine does when it looks for it.
func (l *everything) key(kind schema.ObjectKind, table, name string) schema.Object {
	return schema.Object{Kind: kind, Table: l.semantics.TableKey(table), Name: foldName(l.semantics, name)}
}

func (l *everything) add(kind schema.ObjectKind, table, name string, types ...schema.Type) {
	key := l.key(kind, table, name)
	known := l.types[key]
	for _, t := range types {
		if !slices.Contains(known, t) {
			known = append(known, t)
		}
	}
	l.types[key] = known
}

// learn adds all that a change brings into being, and the types that it gives. What is made IF NOT EXISTS may well be there before, so it tells no revision.
func (l *everything) learn(c schema.Change) {
	if add, ok := c.(schema.AddColumn); ok && add.If&schema.IfObject != 0 {
		return
	}
	if schema.IfOf(c)&schema.IfObject == 0 {
		l.made(c)
	}
	switch c := c.(type) {
	case schema.CreateTable:
		for _, col := range c.Table.Columns {
			l.add(schema.ColumnObject, c.Table.Name, col.Name, col.Type)
		}
	case schema.AddColumn:
		l.add(schema.ColumnObject, c.Table, c.Column.Name, c.Column.Type)
	case schema.AlterColumn:
		l.alter(c)
	case schema.RenameTable:
		l.renameTable(c)
	case schema.RenameColumn:
		l.rename(schema.ColumnObject, c.Table, c.From, c.To)
	case schema.CreateEnum:
		l.add(schema.EnumObject, "", c.Enum.Name, labels(c.Enum))
	case schema.AlterEnum:
		l.add(schema.EnumObject, "", c.To.Name, labels(c.To))
	case schema.RenameEnum:
		l.rename(schema.EnumObject, "", c.From, c.To)
	}
}

func (l *everything) made(c schema.Change) {
	makes(c, func(kind schema.ObjectKind, table, name string) { l.add(kind, table, name) })
}

func (l *everything) alter(c schema.AlterColumn) {
	name := c.Name
	if c.Set&schema.PropName != 0 {
		name = c.To.Name
		l.rename(schema.ColumnObject, c.Table, c.Name, name)
	}
	if c.Set&schema.PropType != 0 {
		l.add(schema.ColumnObject, c.Table, name, c.To.Type)
	}
}

// renameTable: what was ever made in the table can be there under its new name.
func (l *everything) renameTable(c schema.RenameTable) {
	from, to := l.semantics.TableKey(c.From), l.semantics.TableKey(c.To)
	for o, types := range maps.Clone(l.types) {
		if o.Kind != schema.EnumObject && o.Table == from {
			l.add(o.Kind, to, o.Name, types...)
		}
	}
}

func (l *everything) rename(kind schema.ObjectKind, table, from, to string) {
	l.add(kind, table, to, l.types[l.key(kind, table, from)]...)
}

// labels are the labels of an enum type as the type of MySQL's that has them.
func labels(e schema.Enum) schema.Type { return schema.Type{Name: "enum", Args: e.Labels} }

func foldName(m schema.Semantics, name string) string {
	if m.FoldColumns {
		return strings.ToLower(name)
	}
	return name
}
