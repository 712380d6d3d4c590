package mssql

import (
	"errors"
	"fmt"

	"assay/dialect/narrow"
	"assay/schema"
)

func (p parser) alterTable() ([]schema.Change, error) {
	t, err := p.Table()
	if err != nil {
		return nil, err
	}
	checked := !p.Take("WITH", "NOCHECK")
	trusted := checked && p.Take("WITH", "CHECK")
	switch {
	case trusted && p.Take("CHECK", "CONSTRAINT") && !p.Peek().Is("ALL"):
		name, err := p.Named()
		return narrow.Validated(t, name), err
	case p.Take("ADD", "DEFAULT"):
		return p.addDefault(t)
	case p.Peek().Is("ADD") && p.PeekAt(1).Is("CONSTRAINT") && p.PeekAt(3).Is("DEFAULT"):
		p.At += 4
		return p.addDefault(t)
	case p.Take("ADD"):
		return p.add(t, checked)
	case p.Take("ALTER", "COLUMN"):
		return p.alterColumn(t)
	case p.Take("DROP", "COLUMN"):
		return p.drops(func(n string, i schema.If) schema.Change { return schema.DropColumn{Table: t, Column: n, If: i} })
	case p.Take("DROP", "CONSTRAINT"):
		return p.drops(func(n string, i schema.If) schema.Change {
			return schema.DropIndex{Table: t, Name: n, Kind: schema.Constraint, If: i}
		})
	}
	return nil, errors.New("assay does not know what it does to the table")
}

// addDefault gives a column a default; the name of its constraint is nothing that is compared.
func (p parser) addDefault(table string) ([]schema.Change, error) {
	n, err := p.Expr(0)
	if err != nil {
		return nil, err
	}
	if err := p.Need("FOR"); err != nil {
		return nil, err
	}
	a := schema.AlterColumn{Table: table, Set: schema.PropDefault}
	if a.Name, err = p.Named(); err != nil {
		return nil, err
	}
	a.To.Default, err = p.Default(n.Spell(0), p.TypeOf(table, a.Name))
	return []schema.Change{a}, err
}

// add reads what is added to a table: columns and constraints.
func (p parser) add(table string, checked bool) ([]schema.Change, error) {
	all, err := p.Elements(table)
	for i, c := range all {
		switch c := c.(type) {
		case schema.AddForeignKey:
			c.ForeignKey.NotValid = !checked
			all[i] = c
		case schema.AddCheck:
			c.Check.NotEnforced = !checked
			all[i] = c
		}
	}
	return all, err
}

// alterColumn reads a new type and whether the column takes NULL: where the statement says nothing of that, it does from then on.
func (p parser) alterColumn(table string) ([]schema.Change, error) {
	a := schema.AlterColumn{Table: table, Set: schema.PropType | schema.PropNullable}
	var err error
	if a.Name, err = p.Named(); err != nil {
		return nil, err
	}
	said := p.Peek().Said
	if a.To.Type, err = typed(p.Reader); err != nil {
		return nil, err
	}
	if isLarge(said) {
		a.Fails = largeFails(a.Name, said)
	}
	if p.Take("COLLATE") {
		if a.To.Collation, err = p.Named(); err != nil {
			return nil, err
		}
	}
	if isText(a.To.Type) { // without a word, it is the database's
		a.Set |= schema.PropCollation
	}
	a.To.Nullable = !p.Take("NOT", "NULL")
	_ = a.To.Nullable && p.Take("NULL")
	return []schema.Change{a}, nil
}

// drops reads names of what is dropped.
func (p parser) drops(drop func(name string, i schema.If) schema.Change) ([]schema.Change, error) {
	var all []schema.Change
	var i schema.If
	if p.Take("IF", "EXISTS") {
		i = schema.IfObject
	}
	for {
		n, err := p.Named()
		if err != nil {
			return nil, err
		}
		all = append(all, drop(n, i))
		if !p.Take(",") {
			return all, nil
		}
		if p.Peek().Is("COLUMN") || p.Peek().Is("CONSTRAINT") {
			return nil, fmt.Errorf("%q is not understood", p.Rest())
		}
	}
}
