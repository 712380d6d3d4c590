package narrow

import (
	"errors"
	"fmt"
	"slices"

	"assay/schema"
)

// A Parser reads the statements of one text, each knowing what those before it have made.
type Parser struct {
	*Reader
	Made *schema.Schema
}

// Parse reads the statements that a text was cut into; those that only change data, or what no schema has a definition of, give no changes.
func (l *Language) Parse(statements []schema.Statement) ([]schema.Change, error) {
	each, errs := l.ParseEach(statements)
	for i := range errs {
		if errs[i] != nil {
			errs[i] = fmt.Errorf("reading %q in line %d: %w", schema.Excerpt(statements[i].Text), statements[i].Line, errs[i])
		}
	}
	return slices.Concat(each...), errors.Join(errs...)
}

// ParseEach reads the statements of one text: the changes and the error of each stand at its place.
func (l *Language) ParseEach(all []schema.Statement) ([][]schema.Change, []error) {
	changes, errs := make([][]schema.Change, len(all)), make([]error, len(all))
	made := schema.New(l.Semantics)
	for i, s := range all {
		if changes[i], errs[i] = l.parse(s.Text, made); errs[i] != nil {
			changes[i] = nil
		}
		for _, c := range changes[i] {
			_ = made.Replay(c) // what was made elsewhere is not known
		}
	}
	return changes, errs
}

func (l *Language) parse(sql string, made *schema.Schema) ([]schema.Change, error) {
	if err := schema.Bounded(sql, false); err != nil {
		return nil, err
	}
	r, err := l.Read(sql)
	if err != nil {
		return nil, err
	}
	p := &Parser{Reader: r, Made: made}
	changes, err := l.Statement(p)
	if err == nil && !p.Done() {
		err = fmt.Errorf("%q behind the statement is not understood: does %s stand between two?", p.Rest(), l.Divider)
	}
	return changes, err
}

// Skip goes to the end of a statement that makes no change.
func (r *Reader) Skip() { r.At = len(r.Tokens) }

// Condition reads IF EXISTS.
func (r *Reader) Condition() schema.If {
	if r.Take("IF", "EXISTS") {
		return schema.IfObject
	}
	return 0
}

// TypeOf is the type of a column as far as the text has made it; else the zero Type.
func (p *Parser) TypeOf(table, column string) schema.Type {
	if t := p.Made.Table(table); t != nil {
		if i := t.Column(p.Made.Semantics, column); i >= 0 {
			return t.Columns[i].Type
		}
	}
	return schema.Type{}
}

// Holding reports whether a table as far as the text has made it has a constraint of that name.
func (p *Parser) Holding(t *schema.Table, name string) bool {
	same := func(other string) bool { return p.Made.Semantics.SameName(other, name) }
	return slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Kind.Unique() && same(x.Name) }) ||
		slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return same(k.Name) }) ||
		slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return same(f.Name) })
}

// Validated says that the rows which are there are held against a constraint that was added for new ones alone.
func Validated(table, constraint string) []schema.Change {
	of := schema.Object{Kind: schema.CheckObject, Table: table, Name: constraint} // or a foreign key
	return []schema.Change{schema.SetTrait{Of: of, Trait: schema.Validity, From: schema.NotValid}}
}
