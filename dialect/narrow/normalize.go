package narrow

import (
	"errors"
	"fmt"
	"slices"

	"assay/schema"
)

// A Normalizer brings parts of changes as a migration declares them to what a server makes of them.
type Normalizer struct {
	*Language
	Column func(schema.Column) (schema.Column, error)
	// Alter completes what a statement of a history means.
	Alter func(schema.AlterColumn) schema.AlterColumn
	Key   func(schema.ForeignKey) schema.ForeignKey
}

// Normalize brings a change to what a server makes of it. Options of tables mean nothing: a change of them is nil.
func (n Normalizer) Normalize(c schema.Change) (schema.Change, error) {
	change, err := n.change(c)
	if err != nil {
		return nil, fmt.Errorf("normalizing %s: %w", c.Object(), err)
	}
	return change, nil
}

func (n Normalizer) change(c schema.Change) (schema.Change, error) {
	var err error
	switch c := c.(type) {
	case schema.CreateTable:
		c.Table, err = n.table(c.Table)
		return c, err
	case schema.AlterTable:
		return nil, nil
	case schema.AddColumn:
		c.Column, err = n.Column(c.Column)
		return c, err
	case schema.AlterColumn:
		return n.alter(c)
	case schema.AddIndex:
		c.Index, err = n.index(c.Index)
		return c, err
	case schema.AddForeignKey:
		c.ForeignKey = n.Key(c.ForeignKey)
		return c, nil
	case schema.AddCheck:
		c.Check.Expr, err = n.Canonical(c.Check.Expr)
		return c, err
	case schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
		return nil, errors.New("this engine has no types of labels")
	case schema.DropTable, schema.RenameTable, schema.DropColumn, schema.RenameColumn, schema.DropIndex, schema.RenameIndex, schema.DropForeignKey,
		schema.DropCheck, schema.SetTrait:
	}
	return c, nil
}

func (n Normalizer) table(declared *schema.Table) (*schema.Table, error) {
	t := declared.Clone()
	t.Options = schema.Options{}
	var err error
	for i := range t.Columns {
		if t.Columns[i], err = n.Column(t.Columns[i]); err != nil {
			return nil, err
		}
	}
	for i := range t.Indexes {
		if t.Indexes[i], err = n.index(t.Indexes[i]); err != nil {
			return nil, err
		}
	}
	for i := range t.ForeignKeys {
		t.ForeignKeys[i] = n.Key(t.ForeignKeys[i])
	}
	for i := range t.Checks {
		if t.Checks[i].Expr, err = n.Canonical(t.Checks[i].Expr); err != nil {
			return nil, err
		}
	}
	n.KeyColumns(t)
	return t, nil
}

// alter: what a history says is partial.
func (n Normalizer) alter(c schema.AlterColumn) (schema.Change, error) {
	if c.From == (schema.Column{}) {
		c = n.Alter(c)
	}
	var err error
	for _, col := range []*schema.Column{&c.From, &c.To} {
		switch {
		case col.Type != (schema.Type{}):
			*col, err = n.Column(*col)
		case col.Generated != "":
			col.Generated, err = n.Canonical(col.Generated)
		case col.Default != "":
			col.Default, err = n.Default(col.Default, schema.Type{})
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (n Normalizer) index(x schema.Index) (schema.Index, error) {
	var err error
	if x.Where != "" {
		x.Where, err = n.Canonical(x.Where)
	}
	x.Parts = slices.Clone(x.Parts)
	for i, p := range x.Parts {
		if p.Expr != "" && err == nil {
			x.Parts[i].Expr, err = n.Canonical(p.Expr)
		}
	}
	x.NullsNotDistinct = false // what a server of these makes of NULLs, it makes of all
	return x, err
}

// NoRestrict is a foreign key of an engine that has NO ACTION in the place of RESTRICT.
func NoRestrict(f schema.ForeignKey) schema.ForeignKey {
	for _, action := range []*string{&f.OnDelete, &f.OnUpdate} {
		if *action == "RESTRICT" || *action == "NO ACTION" {
			*action = ""
		}
	}
	return f
}

// Declared is the type that a migration's own spelling names.
func (l *Language) Declared(said string) (schema.Type, error) {
	r, err := l.Read(said)
	if err != nil {
		return schema.Type{}, err
	}
	t, err := l.Typed(r)
	if err == nil && !r.Done() {
		err = fmt.Errorf("%q behind a type is not understood", r.Rest())
	}
	return t, err
}
