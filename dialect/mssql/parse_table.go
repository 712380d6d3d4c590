package mssql

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

func (p parser) createTable() ([]schema.Change, error) {
	n, err := p.table()
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(n, "#") {
		return nil, schema.UnmodelledError("temporary tables are not modelled")
	}
	t := &schema.Table{Name: n}
	if err := p.need("("); err != nil {
		return nil, err
	}
	for {
		if err := p.element(t); err != nil {
			return nil, err
		}
		if !p.take(",") {
			break
		}
	}
	if err := p.need(")"); err != nil {
		return nil, err
	}
	keyColumns(t)
	return []schema.Change{schema.CreateTable{Table: t}}, p.storage()
}

// keyColumns makes the columns of the primary key NOT NULL, as the server does.
func keyColumns(t *schema.Table) {
	pk, _ := t.PrimaryKey()
	for _, part := range pk.Parts {
		for i := range t.Columns {
			if strings.EqualFold(t.Columns[i].Name, part.Column) {
				t.Columns[i].Nullable = false
			}
		}
	}
}

// element reads a column or a constraint of a table.
func (p parser) element(t *schema.Table) error {
	if isConstraint(p.peek()) {
		return p.constraint(t)
	}
	c, err := p.column(t)
	t.Columns = append(t.Columns, c)
	return err
}

func isConstraint(t token) bool {
	return t.is("CONSTRAINT") || t.is("PRIMARY") || t.is("UNIQUE") || t.is("FOREIGN") || t.is("CHECK")
}

// column reads a column; constraints that are written with it become its table's.
func (p parser) column(t *schema.Table) (schema.Column, error) {
	c := schema.Column{Nullable: true}
	var err error
	if c.Name, err = p.name(); err != nil {
		return c, err
	}
	if p.take("AS") {
		if c.Generated, err = p.parenthesised(); err != nil {
			return c, err
		}
		if c.Generated, err = expression(c.Generated); err != nil {
			return c, err
		}
		c.Stored = p.take("PERSISTED")
		return c, nil
	}
	if c.Type, err = p.typed(); err != nil {
		return c, err
	}
	for {
		more, err := p.property(t, &c)
		if err != nil || !more {
			return c, err
		}
	}
}

// property reads what a column has besides its type; false: nothing more.
func (p parser) property(t *schema.Table, c *schema.Column) (bool, error) {
	switch {
	case p.take("NOT", "NULL"):
		c.Nullable = false
	case p.take("NULL"):
		c.Nullable = true
	case p.take("IDENTITY"):
		return true, p.identity(c)
	case p.take("COLLATE"):
		var err error
		c.Collation, err = p.name()
		return true, err
	case p.take("ROWGUIDCOL"):
	case p.peek().is("CONSTRAINT") && p.peekAt(2).is("DEFAULT"):
		p.at += 2
		return true, nil
	case p.take("DEFAULT"):
		return true, p.setDefault(c)
	case isConstraint(p.peek()):
		return true, p.ofColumn(t, c)
	case p.peek().is("REFERENCES"):
		f := schema.ForeignKey{Columns: []string{c.Name}}
		err := p.references(&f)
		t.ForeignKeys = append(t.ForeignKeys, f)
		return true, err
	default:
		return false, nil
	}
	return true, nil
}

// ofColumn reads a constraint that is written with a column.
func (p parser) ofColumn(t *schema.Table, c *schema.Column) error {
	named := ""
	if p.take("CONSTRAINT") {
		var err error
		if named, err = p.name(); err != nil {
			return err
		}
	}
	x := schema.Index{Name: named, Parts: schema.Columns(c.Name)}
	switch {
	case p.take("PRIMARY", "KEY"):
		x.Kind, c.Nullable = schema.Primary, false
	case p.take("UNIQUE"):
		x.Kind = schema.Constraint
	case p.take("CHECK"):
		k, err := p.check(named)
		t.Checks = append(t.Checks, k)
		return err
	case p.take("FOREIGN", "KEY"), p.peek().is("REFERENCES"):
		f := schema.ForeignKey{Name: named, Columns: []string{c.Name}}
		err := p.references(&f)
		t.ForeignKeys = append(t.ForeignKeys, f)
		return err
	default:
		return fmt.Errorf("a constraint is expected before %q", p.rest())
	}
	x.Method = p.clustering(x.Kind)
	t.Indexes = append(t.Indexes, x)
	return nil
}

func (r *reader) identity(c *schema.Column) error {
	c.AutoIncrement = true
	if !r.peek().is("(") {
		return nil
	}
	args, err := r.parenthesised()
	if err != nil {
		return err
	}
	c.Sequence, err = identityOf(args)
	return err
}

// identityOf is what counts an identity up, "10,5" or "(10,5)"; empty: by one from one on.
func identityOf(args string) (string, error) {
	seed, by, ok := strings.Cut(strings.Join(strings.Fields(args), ""), ",")
	_, errSeed := strconv.ParseInt(seed, 10, 64)
	_, errBy := strconv.ParseInt(by, 10, 64)
	if !ok || errSeed != nil || errBy != nil {
		return "", fmt.Errorf("IDENTITY(%s) is not understood", schema.Excerpt(args))
	}
	q := schema.Sequence{}
	if seed != "1" {
		q.Start = seed
	}
	if by != "1" {
		q.Increment = by
	}
	return q.String(), nil
}

// setDefault reads the expression of a default.
func (r *reader) setDefault(c *schema.Column) error {
	n, err := r.expression(addLevel)
	if err != nil {
		return err
	}
	c.Default, err = defaultOf(n.spell(0), c.Type)
	return err
}

func (r *reader) check(named string) (schema.Check, error) {
	if r.take("NOT", "FOR", "REPLICATION") {
		return schema.Check{}, errors.New("a check that is not for replication is not modelled")
	}
	text, err := r.parenthesised()
	if err != nil {
		return schema.Check{}, err
	}
	expr, err := expression(text)
	return schema.Check{Name: named, Expr: expr}, err
}

// constraint reads a constraint of a table.
func (p parser) constraint(t *schema.Table) error {
	named := ""
	if p.take("CONSTRAINT") {
		var err error
		if named, err = p.name(); err != nil {
			return err
		}
	}
	x := schema.Index{Name: named}
	switch {
	case p.take("PRIMARY", "KEY"):
		x.Kind = schema.Primary
	case p.take("UNIQUE"):
		x.Kind = schema.Constraint
	case p.take("CHECK"):
		k, err := p.check(named)
		t.Checks = append(t.Checks, k)
		return err
	case p.take("FOREIGN", "KEY"):
		f := schema.ForeignKey{Name: named}
		var err error
		if f.Columns, err = p.names(); err != nil {
			return err
		}
		err = p.references(&f)
		t.ForeignKeys = append(t.ForeignKeys, f)
		return err
	default:
		return fmt.Errorf("a constraint is expected before %q", p.rest())
	}
	x.Method = p.clustering(x.Kind)
	var err error
	x.Parts, err = p.parts()
	t.Indexes = append(t.Indexes, x)
	return err
}

func (r *reader) references(f *schema.ForeignKey) error {
	if err := r.need("REFERENCES"); err != nil {
		return err
	}
	var err error
	if f.RefTable, err = r.table(); err != nil {
		return err
	}
	if r.peek().is("(") {
		if f.RefColumns, err = r.names(); err != nil {
			return err
		}
	}
	for r.take("ON") {
		action := &f.OnUpdate
		if !r.take("UPDATE") {
			if err := r.need("DELETE"); err != nil {
				return err
			}
			action = &f.OnDelete
		}
		switch {
		case r.take("NO", "ACTION"):
			*action = ""
		case r.take("CASCADE"):
			*action = "CASCADE"
		case r.take("SET", "NULL"):
			*action = "SET NULL"
		case r.take("SET", "DEFAULT"):
			*action = "SET DEFAULT"
		default:
			return fmt.Errorf("an action is expected before %q", r.rest())
		}
	}
	return nil
}
