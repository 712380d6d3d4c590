package mssql

import (
	"errors"
	"fmt"

	"assay/schema"
)

func (p parser) alterTable() ([]schema.Change, error) {
	t, err := p.table()
	if err != nil {
		return nil, err
	}
	checked := true
	if p.take("WITH", "NOCHECK") {
		checked = false
	} else {
		_ = p.take("WITH", "CHECK")
	}
	switch {
	case p.take("ADD", "DEFAULT"):
		return p.addDefault(t)
	case p.peek().is("ADD") && p.peekAt(1).is("CONSTRAINT") && p.peekAt(3).is("DEFAULT"):
		p.at += 4
		return p.addDefault(t)
	case p.take("ADD"):
		return p.add(t, checked)
	case p.take("ALTER", "COLUMN"):
		return p.alterColumn(t)
	case p.take("DROP", "COLUMN"):
		return p.drops(func(n string, i schema.If) schema.Change { return schema.DropColumn{Table: t, Column: n, If: i} })
	case p.take("DROP", "CONSTRAINT"):
		return p.drops(func(n string, i schema.If) schema.Change {
			return schema.DropIndex{Table: t, Name: n, Kind: schema.Constraint, If: i}
		})
	}
	return nil, errors.New("assay does not know what it does to the table")
}

// addDefault gives a column a default; the name of its constraint is nothing that is compared.
func (p parser) addDefault(table string) ([]schema.Change, error) {
	n, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if err := p.need("FOR"); err != nil {
		return nil, err
	}
	a := schema.AlterColumn{Table: table, Set: schema.PropDefault}
	if a.Name, err = p.name(); err != nil {
		return nil, err
	}
	a.To.Default, err = defaultOf(n.spell(0), p.typeOf(table, a.Name))
	return []schema.Change{a}, err
}

// typeOf is the type of a column as far as the text has made it; else the zero Type.
func (p parser) typeOf(table, column string) schema.Type {
	if t := p.made.Table(table); t != nil {
		if i := t.Column(p.made.Semantics, column); i >= 0 {
			return t.Columns[i].Type
		}
	}
	return schema.Type{}
}

// add reads what is added to a table: columns and constraints.
func (p parser) add(table string, checked bool) ([]schema.Change, error) {
	var all []schema.Change
	for {
		t := &schema.Table{Name: table}
		if err := p.element(t); err != nil {
			return nil, err
		}
		for _, c := range t.Columns {
			all = append(all, schema.AddColumn{Table: table, Column: c})
		}
		for _, x := range t.Indexes {
			all = append(all, schema.AddIndex{Table: table, Index: x})
		}
		for _, f := range t.ForeignKeys {
			f.NotValid = !checked
			all = append(all, schema.AddForeignKey{Table: table, ForeignKey: f})
		}
		for _, k := range t.Checks {
			k.NotEnforced = !checked
			all = append(all, schema.AddCheck{Table: table, Check: k})
		}
		if !p.take(",") {
			return all, nil
		}
	}
}

// alterColumn reads a new type and whether the column takes NULL: where the statement says nothing of that, it does from then on.
func (p parser) alterColumn(table string) ([]schema.Change, error) {
	a := schema.AlterColumn{Table: table, Set: schema.PropType | schema.PropNullable}
	var err error
	if a.Name, err = p.name(); err != nil {
		return nil, err
	}
	said := p.peek().said
	if a.To.Type, err = p.typed(); err != nil {
		return nil, err
	}
	if isLarge(said) {
		a.Fails = largeFails(a.Name, said)
	}
	if p.take("COLLATE") {
		if a.To.Collation, err = p.name(); err != nil {
			return nil, err
		}
	}
	if isText(a.To.Type) { // without a word, it is the database's
		a.Set |= schema.PropCollation
	}
	a.To.Nullable = !p.take("NOT", "NULL")
	_ = a.To.Nullable && p.take("NULL")
	return []schema.Change{a}, nil
}

// drops reads names of what is dropped.
func (p parser) drops(drop func(name string, i schema.If) schema.Change) ([]schema.Change, error) {
	var all []schema.Change
	var i schema.If
	if p.take("IF", "EXISTS") {
		i = schema.IfObject
	}
	for {
		n, err := p.name()
		if err != nil {
			return nil, err
		}
		all = append(all, drop(n, i))
		if !p.take(",") {
			return all, nil
		}
		if p.peek().is("COLUMN") || p.peek().is("CONSTRAINT") {
			return nil, fmt.Errorf("%q is not understood", p.rest())
		}
	}
}
