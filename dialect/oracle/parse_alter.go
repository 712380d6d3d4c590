package oracle

import (
	"errors"
	"fmt"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

func (p parser) alterTable() ([]schema.Change, error) {
	t, err := p.Table()
	if err != nil {
		return nil, err
	}
	switch {
	case p.Take("ADD"):
		return p.listed(func() ([]schema.Change, error) { return p.Elements(t) })
	case p.Take("SET", "UNUSED"):
		return p.unused(t)
	case p.Take("DROP", "UNUSED"):
		return nil, p.dropUnused()
	case p.Take("MODIFY", "CONSTRAINT"):
		return p.validate(t)
	case p.Take("MODIFY", "PRIMARY"), p.Take("MODIFY", "UNIQUE"):
		return nil, errors.New("how a constraint is held is not modelled")
	case p.Take("MODIFY"):
		return p.listed(func() ([]schema.Change, error) { return p.modifyAll(t) })
	case p.Take("RENAME", "COLUMN"):
		c := schema.RenameColumn{Table: t}
		c.From, c.To, err = p.pair()
		return []schema.Change{c}, err
	case p.Take("RENAME", "CONSTRAINT"):
		c := schema.RenameIndex{Table: t, Kind: schema.Constraint}
		c.From, c.To, err = p.pair()
		return []schema.Change{c}, err
	case p.Take("RENAME", "TO"):
		to, err := p.Named()
		return []schema.Change{schema.RenameTable{From: t, To: to}}, err
	case p.Take("DROP"):
		return p.drop(t)
	}
	return nil, errors.New("assay does not know what it does to the table")
}

// listed reads what may stand in parentheses.
func (p parser) listed(read func() ([]schema.Change, error)) ([]schema.Change, error) {
	list := p.Take("(")
	all, err := read()
	if err == nil && list {
		err = p.Need(")")
	}
	return all, err
}

func (p parser) pair() (from, to string, err error) {
	if from, err = p.Named(); err == nil {
		err = p.Need("TO")
	}
	if err == nil {
		to, err = p.Named()
	}
	return from, to, err
}

func (p parser) drop(table string) ([]schema.Change, error) {
	switch {
	case p.Take("CONSTRAINT"):
		c := schema.DropIndex{Table: table, Kind: schema.Constraint}
		var err error
		c.Name, err = p.Named()
		if err == nil && p.Take("CASCADE") {
			err = errors.New("which foreign keys go with it cannot be read from it")
		}
		_ = p.Take("DROP", "INDEX")
		_ = p.Take("ONLINE")
		return []schema.Change{c}, err
	case p.Take("PRIMARY", "KEY"):
		if t := p.Made.Table(table); t != nil {
			if pk, ok := t.PrimaryKey(); ok && pk.Name != "" {
				return []schema.Change{schema.DropIndex{Table: table, Name: pk.Name, Kind: schema.Constraint}}, nil
			}
		}
		return nil, errors.New("the name of the primary key is not known")
	}
	return p.dropColumns(table)
}

// validate reads that the rows which are there are held against a constraint, too.
func (p parser) validate(table string) ([]schema.Change, error) {
	name, err := p.Named()
	if err != nil {
		return nil, err
	}
	_ = p.Take("ENABLE")
	if !p.Take("VALIDATE") {
		return nil, errors.New("how a constraint is held is not modelled")
	}
	return narrow.Validated(table, name), nil
}

// unused reads SET UNUSED: the columns are gone, and what they hold goes later.
func (p parser) unused(table string) ([]schema.Change, error) {
	all, err := p.dropColumns(table)
	_ = p.Take("ONLINE")
	return all, err
}

func (p parser) dropUnused() error {
	err := p.Need("COLUMNS")
	if p.Take("CHECKPOINT") && p.Peek().Kind == narrow.Number {
		p.At++
	}
	return err
}

func (p parser) dropColumns(table string) ([]schema.Change, error) {
	single := p.Take("COLUMN")
	names := []string{}
	var err error
	if !single && p.Peek().Is("(") {
		names, err = p.Names()
	} else {
		var n string
		n, err = p.Named()
		names = append(names, n)
	}
	if err == nil && p.Take("CASCADE", "CONSTRAINTS") {
		err = errors.New("which constraints go with it cannot be read from it")
	}
	all := make([]schema.Change, len(names))
	for i, n := range names {
		all[i] = schema.DropColumn{Table: table, Column: n}
	}
	return all, err
}

func (p parser) modifyAll(table string) ([]schema.Change, error) {
	var all []schema.Change
	for {
		c, err := p.modify(table)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
		if !p.Take(",") {
			return all, nil
		}
	}
}

// modify reads what a statement says of a column; the rest stays as it is.
func (p parser) modify(table string) (schema.Change, error) {
	a := schema.AlterColumn{Table: table}
	var err error
	if a.Name, err = p.Named(); err != nil {
		return nil, err
	}
	known := p.TypeOf(table, a.Name)
	if t := p.Peek(); !properties[strings.ToUpper(t.Said)] {
		if a.To.Type, err = typed(p.Reader); err != nil {
			return nil, err
		}
		a.Set |= schema.PropType
		known = a.To.Type
	}
	for {
		switch {
		case p.Take("DEFAULT"):
			c := schema.Column{Type: known}
			if err := p.SetDefault(&c); err != nil {
				return nil, err
			}
			a.To.Default = c.Default
			a.Set |= schema.PropDefault
		case p.Take("NOT", "NULL"):
			a.Set |= schema.PropNullable
		case p.Take("NULL"):
			a.Set, a.To.Nullable = a.Set|schema.PropNullable, true
		case p.Take("COLLATE"):
			if a.To.Collation = strings.ToUpper(p.Peek().Said); a.To.Collation == usualCollation {
				a.To.Collation = ""
			}
			a.Set |= schema.PropCollation
			p.At++
		case p.Take("DROP", "IDENTITY"):
			a.Set |= schema.PropIdentity
		case p.Peek().Is("INVISIBLE"), p.Peek().Is("VISIBLE"):
			a.To.Invisible = p.Peek().Is("INVISIBLE")
			a.Set |= schema.PropInvisible
			p.At++
		case p.Peek().Is("GENERATED"):
			if _, err := property(p.Parser, &a.To); err != nil {
				return nil, err
			}
			if a.To.Generated != "" {
				return nil, errors.New("a column is not made one that is computed")
			}
			a.Set |= schema.PropIdentity | schema.PropSequence
		default:
			if a.Set == 0 {
				return nil, fmt.Errorf("what becomes of column %s is not understood: %q", a.Name, p.Rest())
			}
			return a, nil
		}
	}
}

// properties are the words with which a property of a column begins that is no type.
var properties = words(`DEFAULT NOT NULL DROP INVISIBLE VISIBLE GENERATED COLLATE`)
