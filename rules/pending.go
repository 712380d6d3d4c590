package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// stops says where the next upgrade stops, and what that revision does.
func stops(at schema.Origin, does string) string {
	return fmt.Sprintf("the next upgrade stops at %s, which %s", at, does)
}

// addition names a column that is there already as the next revision adds it.
func (p *Pass) addition(o schema.Object, col schema.Column) string {
	as := "it"
	p.Origins.Pending(func(c schema.Change) bool {
		add, ok := c.(schema.AddColumn)
		if !ok || !p.same(c.Object(), o) {
			return false
		}
		if as = "it as " + describe(add.Column); describe(add.Column) == describe(col) {
			as = "the very same"
		}
		return true
	})
	return as
}

// pendingSet returns the next revision that states one of these properties of a column anew.
func (p *Pass) pendingSet(column schema.Object, set schema.Property) schema.Origin {
	return p.Origins.Pending(func(c schema.Change) bool {
		_, ok := altered(c, set)
		return ok && p.same(c.Object(), column)
	})
}

// pendingType returns the next revision that gives a column another type than the one that was found, where that matters.
func (p *Pass) pendingType(uses func(table, column string) bool, matters func(from schema.Type, to schema.AlterColumn) bool) schema.Origin {
	return p.Origins.Pending(func(c schema.Change) bool {
		a, ok := altered(c, schema.PropType)
		t := p.Got.Table(a.Table)
		if !ok || t == nil || !uses(a.Table, a.Name) {
			return false
		}
		i := t.Column(p.Got.Semantics, a.Name)
		return i >= 0 && t.Columns[i].Type != a.To.Type && matters(t.Columns[i].Type, a)
	})
}

// pendingDrop returns the next revision that drops what is not there, by its name.
func (p *Pass) pendingDrop(o schema.Object) schema.Origin {
	if o.Name == "" || p.found(o) {
		return schema.Origin{}
	}
	return p.Origins.Pending(func(c schema.Change) bool {
		if schema.IfOf(c)&schema.IfObject != 0 {
			return false
		}
		switch c := c.(type) {
		case schema.DropIndex: // DROP CONSTRAINT does not tell which kind
			dropped := schema.Object{Kind: o.Kind, Table: cmp.Or(c.Table, o.Table), Name: c.Name}
			return (o.Kind == schema.IndexObject || c.Kind == schema.Constraint) && p.same(dropped, o)
		case schema.DropForeignKey, schema.DropCheck, schema.RenameIndex:
			return p.same(c.Object(), o)
		}
		return false
	})
}

// found reports whether something of that name and kind is there, though perhaps otherwise than expected.
func (p *Pass) found(o schema.Object) bool {
	t := p.Got.Table(o.Table)
	if t == nil {
		return false
	}
	is := func(name string) bool { return p.Got.Semantics.SameName(name, o.Name) }
	if o.Kind == schema.ForeignKeyObject {
		return slices.ContainsFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return is(k.Name) })
	}
	if o.Kind == schema.CheckObject {
		return slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return is(k.Name) })
	}
	return t.Index(p.Got.Semantics, o.Name) >= 0
}

// same reports whether two names mean the same object.
func (p *Pass) same(a, b schema.Object) bool {
	m := p.Got.Semantics
	return a.Kind == b.Kind && m.TableKey(a.Table) == m.TableKey(b.Table) && m.SameName(a.Name, b.Name)
}

// inTheWay returns the next revision that gives a column of the table a type that something was not made for (PostgreSQL): checks, partial indexes
// and generated columns stop it.
func (p *Pass) inTheWay(table string, binds func(c schema.Column, to schema.Type) bool) schema.Origin {
	t := p.Got.Table(table)
	if !p.Got.Semantics.TypedExpressions || t == nil {
		return schema.Origin{}
	}
	return p.Origins.Pending(func(c schema.Change) bool {
		a, ok := altered(c, schema.PropType)
		if !ok || p.Got.Table(a.Table) != t {
			return false
		}
		i := t.Column(p.Got.Semantics, a.Name)
		return i >= 0 && binds(t.Columns[i], a.To.Type)
	})
}

func restates(next schema.Origin) string {
	return fmt.Sprintf("%s restates the column, which undoes it", next)
}

// stopAtDrop says where the next upgrade stops for want of what it drops.
func (p *Pass) stopAtDrop(o schema.Object, f *Finding) {
	if next := p.pendingDrop(o); next.Revision != "" {
		f.Severity = Error
		f.Message += "; " + stops(next, "drops it")
	}
}

func columnOf(table, column string) schema.Object {
	return schema.Object{Kind: schema.ColumnObject, Table: table, Name: column}
}

// castable reports whether PostgreSQL casts one type to the other by itself: to one that is akin, and anything to text.
func castable(from, to schema.Type) bool {
	return from.Akin(to) || strings.HasSuffix(to.Name, "char") || to.Name == "text"
}
