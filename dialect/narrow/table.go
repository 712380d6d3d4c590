package narrow

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// CreateTable reads the name of a new table and what it is made of.
func (p *Parser) CreateTable() (*schema.Table, error) {
	n, err := p.Table()
	if err != nil {
		return nil, err
	}
	t := &schema.Table{Name: n}
	if err := p.Need("("); err != nil {
		return nil, err
	}
	for {
		if err := p.Element(t); err != nil {
			return nil, err
		}
		if !p.Take(",") {
			break
		}
	}
	if err := p.Need(")"); err != nil {
		return nil, err
	}
	p.KeyColumns(t)
	return t, p.Stored()
}

// Stored reads how and where something is kept.
func (r *Reader) Stored() error {
	for {
		if more, err := r.Storage(r); err != nil || !more {
			return err
		}
	}
}

// KeyColumns makes the columns of the primary key NOT NULL, as a server does.
func (l *Language) KeyColumns(t *schema.Table) {
	pk, _ := t.PrimaryKey()
	for _, part := range pk.Parts {
		if i := t.Column(l.Semantics, part.Column); i >= 0 {
			t.Columns[i].Nullable = false
		}
	}
}

// Element reads a column or a constraint of a table.
func (p *Parser) Element(t *schema.Table) error {
	if IsConstraint(p.Peek()) {
		return p.constraint(t)
	}
	c, err := p.column(t)
	t.Columns = append(t.Columns, c)
	return err
}

// IsConstraint reports whether a constraint begins with the token.
func IsConstraint(t Token) bool {
	return t.Is("CONSTRAINT") || t.Is("PRIMARY") || t.Is("UNIQUE") || t.Is("FOREIGN") || t.Is("CHECK")
}

// Elements reads elements of a table with commas between them, and what adds each to the table.
func (p *Parser) Elements(table string) ([]schema.Change, error) {
	var all []schema.Change
	for {
		t := &schema.Table{Name: table}
		if err := p.Element(t); err != nil {
			return nil, err
		}
		for _, c := range t.Columns {
			all = append(all, schema.AddColumn{Table: table, Column: c})
		}
		for _, x := range t.Indexes {
			all = append(all, schema.AddIndex{Table: table, Index: x})
		}
		for _, f := range t.ForeignKeys {
			all = append(all, schema.AddForeignKey{Table: table, ForeignKey: f})
		}
		for _, k := range t.Checks {
			all = append(all, schema.AddCheck{Table: table, Check: k})
		}
		if !p.Take(",") {
			return all, nil
		}
	}
}

// column reads a column; constraints that are written with it become its table's.
func (p *Parser) column(t *schema.Table) (schema.Column, error) {
	c := schema.Column{Nullable: true}
	var err error
	if c.Name, err = p.Named(); err != nil {
		return c, err
	}
	if computed, err := p.Property(p, &c); computed || err != nil { // of which nothing says a type
		return c, err
	}
	if c.Type, err = p.Typed(p.Reader); err != nil {
		return c, err
	}
	for {
		more, err := p.Further(t, &c)
		if err != nil || !more {
			return c, err
		}
	}
}

// Further reads what a column has besides its type; false: nothing more.
func (p *Parser) Further(t *schema.Table, c *schema.Column) (bool, error) {
	switch {
	case p.Take("NOT", "NULL"):
		c.Nullable = false
	case p.Peek().Is("CONSTRAINT") && p.PeekAt(2).Is("NOT") && p.PeekAt(3).Is("NULL"):
		p.At += 4
		c.Nullable = false
	case p.Take("NULL"):
		c.Nullable = true
	case p.Take("COLLATE"):
		t := p.Peek()
		_, err := p.Named()
		c.Collation = t.Said
		return true, err
	case p.Peek().Is("CONSTRAINT") && p.PeekAt(2).Is("DEFAULT"):
		p.At += 2
	case p.Take("DEFAULT"):
		return true, p.SetDefault(c)
	case IsConstraint(p.Peek()):
		return true, p.ofColumn(t, c)
	case p.Peek().Is("REFERENCES"):
		return true, p.foreign(t, schema.ForeignKey{Columns: []string{c.Name}})
	default:
		return p.Property(p, c)
	}
	return true, nil
}

// SetDefault reads the expression of a default.
func (r *Reader) SetDefault(c *schema.Column) error {
	onNull := ""
	if r.Take("ON", "NULL") {
		onNull = OnNull
	}
	n, err := r.Expr(AddLevel)
	if err != nil {
		return err
	}
	c.Default, err = r.Default(onNull+n.Spell(0), c.Type)
	return err
}

// ofColumn reads a constraint that is written with a column.
func (p *Parser) ofColumn(t *schema.Table, c *schema.Column) error {
	named, err := p.constraintName()
	if err != nil {
		return err
	}
	x := schema.Index{Name: named, Parts: schema.Columns(c.Name)}
	switch {
	case p.Take("PRIMARY", "KEY"):
		x.Kind, c.Nullable = schema.Primary, false
	case p.Take("UNIQUE"):
		x.Kind = schema.Constraint
	case p.Take("CHECK"):
		return p.check(t, named)
	case p.Take("FOREIGN", "KEY"), p.Peek().Is("REFERENCES"):
		return p.foreign(t, schema.ForeignKey{Name: named, Columns: []string{c.Name}})
	default:
		return fmt.Errorf("a constraint is expected before %q", p.Rest())
	}
	x.Method = p.Method(p.Reader, x.Kind)
	return p.key(t, x)
}

// foreign reads the rest of a foreign key.
func (p *Parser) foreign(t *schema.Table, f schema.ForeignKey) error {
	if err := p.References(&f); err != nil {
		return err
	}
	s, err := p.Behind(p.Reader)
	f.NotValid, f.Traits = s.NotValid, s.Traits(f.Traits)
	t.ForeignKeys = append(t.ForeignKeys, f)
	return err
}

// key reads the rest of a key behind its columns.
func (p *Parser) key(t *schema.Table, x schema.Index) error {
	s, err := p.Behind(p.Reader)
	x.Deferrable = s.Timing != ""
	t.Indexes = append(t.Indexes, x)
	return err
}

// Traits are those that say so.
func (s State) Traits(t schema.Traits) schema.Traits {
	t = t.With(schema.Timing, s.Timing)
	if s.Disabled {
		t = t.With(schema.Validity, schema.NotEnforced)
	}
	return t
}

func (r *Reader) constraintName() (string, error) {
	if !r.Take("CONSTRAINT") {
		return "", nil
	}
	return r.Named()
}

func (p *Parser) check(t *schema.Table, named string) error {
	if p.Take("NOT", "FOR", "REPLICATION") {
		return errors.New("a check that is not for replication is not modelled")
	}
	text, err := p.Parenthesised()
	if err != nil {
		return err
	}
	k := schema.Check{Name: named}
	if k.Expr, err = p.Canonical(text); err != nil {
		return err
	}
	s, err := p.Behind(p.Reader)
	k.NotEnforced, k.Traits = s.NotValid, s.Traits(k.Traits)
	t.Checks = append(t.Checks, k)
	return err
}

// constraint reads a constraint of a table.
func (p *Parser) constraint(t *schema.Table) error {
	named, err := p.constraintName()
	if err != nil {
		return err
	}
	x := schema.Index{Name: named}
	switch {
	case p.Take("PRIMARY", "KEY"):
		x.Kind = schema.Primary
	case p.Take("UNIQUE"):
		x.Kind = schema.Constraint
	case p.Take("CHECK"):
		return p.check(t, named)
	case p.Take("FOREIGN", "KEY"):
		f := schema.ForeignKey{Name: named}
		if f.Columns, err = p.Names(); err != nil {
			return err
		}
		return p.foreign(t, f)
	default:
		return fmt.Errorf("a constraint is expected before %q", p.Rest())
	}
	x.Method = p.Method(p.Reader, x.Kind)
	if x.Parts, err = p.Parts(); err != nil {
		return err
	}
	return p.key(t, x)
}

// Parts reads the columns of an index.
func (r *Reader) Parts() ([]schema.Part, error) {
	if err := r.Need("("); err != nil {
		return nil, err
	}
	var all []schema.Part
	for {
		part, err := r.part()
		if err != nil {
			return nil, err
		}
		all = append(all, part)
		if !r.Take(",") {
			return all, r.Need(")")
		}
	}
}

// part reads a column of an index, or an expression.
func (r *Reader) part() (schema.Part, error) {
	var p schema.Part
	next := r.PeekAt(1)
	if next.Is(",") || next.Is(")") || next.Is("ASC") || next.Is("DESC") || !r.Computes {
		n, err := r.Named()
		if err != nil {
			return p, err
		}
		p.Column = n
	} else {
		n, err := r.Expr(0)
		if err != nil {
			return p, err
		}
		p.Expr = n.Spell(0)
	}
	if !r.Take("ASC") {
		p.Desc = r.Take("DESC")
	}
	return p, nil
}

// actions are what foreign keys do, by the words of it.
var actions = []struct{ words, means string }{{"NO ACTION", ""}, {"CASCADE", "CASCADE"}, {"SET NULL", "SET NULL"}, {"SET DEFAULT", "SET DEFAULT"}}

// References reads what a foreign key refers to.
func (r *Reader) References(f *schema.ForeignKey) error {
	if err := r.Need("REFERENCES"); err != nil {
		return err
	}
	var err error
	if f.RefTable, err = r.Table(); err != nil {
		return err
	}
	if r.Peek().Is("(") {
		if f.RefColumns, err = r.Names(); err != nil {
			return err
		}
	}
	for r.Take("ON") {
		action := &f.OnUpdate
		if !r.Take("UPDATE") {
			if err := r.Need("DELETE"); err != nil {
				return err
			}
			action = &f.OnDelete
		}
		if *action, err = r.action(); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) action() (string, error) {
	for _, a := range actions {
		if r.Take(strings.Fields(a.words)...) {
			return a.means, nil
		}
	}
	return "", fmt.Errorf("an action is expected before %q", r.Rest())
}
