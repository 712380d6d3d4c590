package schema

import (
	"errors"
	"slices"
)

// An If is what a statement makes sure of before it does anything. Changes that come from a comparison have none.
type If uint8

// The conditions.
const (
	// IfTable is ALTER TABLE IF EXISTS: the table is there.
	IfTable If = 1 << iota
	// IfObject is IF EXISTS, where the object of the change is there, and of what is made IF NOT EXISTS, where it is not.
	IfObject
)

// IfOf returns the condition of a change.
func IfOf(c Change) If {
	switch c := c.(type) {
	case CreateTable:
		return c.If
	case DropTable:
		return c.If
	case AlterTable:
		return c.If
	case RenameTable:
		return c.If
	case AddColumn:
		return c.If
	case DropColumn:
		return c.If
	case AlterColumn:
		return c.If
	case RenameColumn:
		return c.If
	case AddIndex:
		return c.If
	case DropIndex:
		return c.If
	case RenameIndex:
		return c.If
	case AddForeignKey:
		return c.If
	case DropForeignKey:
		return c.If
	case AddCheck:
		return c.If
	case DropCheck:
		return c.If
	case DropEnum:
		return c.If
	case SetTrait:
		return c.If
	case AlterEnum:
		return c.If
	case CreateEnum, RenameEnum: // no statement says it
	}
	return 0
}

// WithIf returns the change under that condition.
func WithIf(c Change, i If) Change {
	switch c := c.(type) {
	case CreateTable:
		c.If = i
		return c
	case DropTable:
		c.If = i
		return c
	case AlterTable:
		c.If = i
		return c
	case RenameTable:
		c.If = i
		return c
	case AddColumn:
		c.If = i
		return c
	case DropColumn:
		c.If = i
		return c
	case AlterColumn:
		c.If = i
		return c
	case RenameColumn:
		c.If = i
		return c
	case AddIndex:
		c.If = i
		return c
	case DropIndex:
		c.If = i
		return c
	case RenameIndex:
		c.If = i
		return c
	case AddForeignKey:
		c.If = i
		return c
	case DropForeignKey:
		c.If = i
		return c
	case AddCheck:
		c.If = i
		return c
	case DropCheck:
		c.If = i
		return c
	case DropEnum:
		c.If = i
		return c
	case SetTrait:
		c.If = i
		return c
	case AlterEnum:
		c.If = i
		return c
	case CreateEnum, RenameEnum:
	}
	return c
}

// Idle reports whether a change does nothing on this schema, since its condition does not hold.
func (s *Schema) Idle(c Change) bool {
	return IfOf(c) != 0 && (s.hasAlike(c) || spares(s.Semantics, c, s.Trial().apply(c)))
}

// spares reports whether a change could not be made only because its condition does not hold, so that the server does nothing.
func spares(m Semantics, c Change, err error) bool {
	var k *Conflict
	i := IfOf(c)
	if i == 0 || !errors.As(err, &k) {
		return false
	}
	o := c.Object()
	if i&IfTable != 0 && k.Reason == Missing && m.same(k.Object, Object{Kind: TableObject, Table: o.Table}) {
		return true
	}
	if e, ok := c.(AlterEnum); ok && e.Edit != nil { // of a label alone: the type must be there
		o = Object{EnumObject, e.From.Name, e.Edit.Label}
	}
	if x, ok := c.(AddIndex); ok && x.Index.Kind == Primary { // of which there is one, whatever it is called
		o.Name = k.Object.Name
	}
	wants := Missing
	if makes(c) {
		wants = Exists
	}
	return i&IfObject != 0 && k.Reason == wants && m.same(k.Object, o)
}

// hasAlike reports whether a table already has what a change adds IF NOT EXISTS without a name: the server has named it. MariaDB looks for an index with the
// name of the first column; what comes with a new column, PostgreSQL adds with it or not at all.
func (s *Schema) hasAlike(c Change) bool {
	t := s.Table(c.Object().Table)
	if t == nil || IfOf(c)&IfObject == 0 || c.Object().Name != "" {
		return false
	}
	m := s.Semantics
	switch c := c.(type) {
	case AddIndex:
		named := m.ShrinkIndexes && len(c.Index.Parts) > 0 && t.Index(m, c.Index.Parts[0].Column) >= 0
		return named || slices.ContainsFunc(t.Indexes, func(x Index) bool { return x.Same(m, &c.Index) })
	case AddForeignKey:
		return slices.ContainsFunc(t.ForeignKeys, func(f ForeignKey) bool { return f.Same(m, c.ForeignKey) })
	case AddCheck:
		return slices.ContainsFunc(t.Checks, func(k Check) bool { return k.Expr == c.Check.Expr })
	case CreateTable, DropTable, AlterTable, RenameTable, AddColumn, DropColumn, AlterColumn, RenameColumn, DropIndex, RenameIndex, DropForeignKey, DropCheck,
		CreateEnum, DropEnum, RenameEnum, AlterEnum, SetTrait: // have a name
	}
	return false
}

// same reports whether two objects are one.
func (m Semantics) same(a, b Object) bool {
	return a.Kind == b.Kind && m.TableKey(a.Table) == m.TableKey(b.Table) && m.SameName(a.Name, b.Name)
}

// makes reports whether a change makes its object.
func makes(c Change) bool {
	switch c := c.(type) {
	case CreateTable, AddColumn, AddIndex, AddForeignKey, AddCheck, CreateEnum:
		return true
	case AlterEnum:
		return c.Edit != nil
	case DropTable, AlterTable, RenameTable, DropColumn, AlterColumn, RenameColumn, DropIndex, RenameIndex, DropForeignKey, DropCheck, DropEnum,
		RenameEnum, SetTrait:
	}
	return false
}
