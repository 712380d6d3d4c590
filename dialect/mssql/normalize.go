package mssql

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// Normalize brings a change as a migration declares it to what a server makes of it. Options of tables mean nothing here: a change of them is nil.
func (r *Room) Normalize(c schema.Change) (schema.Change, error) {
	n, err := normal(c)
	if err != nil {
		return nil, fmt.Errorf("normalizing %s: %w", c.Object(), err)
	}
	return n, nil
}

func normal(c schema.Change) (schema.Change, error) {
	var err error
	switch c := c.(type) {
	case schema.CreateTable:
		c.Table, err = normalTable(c.Table)
		return c, err
	case schema.AlterTable:
		return nil, nil
	case schema.AddColumn:
		c.Column, err = normalColumn(c.Column)
		return c, err
	case schema.AlterColumn:
		return normalAlter(c)
	case schema.AddIndex:
		c.Index, err = normalIndex(c.Index)
		return c, err
	case schema.AddForeignKey:
		c.ForeignKey = normalKey(c.ForeignKey)
		return c, nil
	case schema.AddCheck:
		c.Check.Expr, err = expression(c.Check.Expr)
		return c, err
	case schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
		return nil, errors.New("this engine has no types of labels")
	case schema.DropTable, schema.RenameTable, schema.DropColumn, schema.RenameColumn, schema.DropIndex, schema.RenameIndex, schema.DropForeignKey,
		schema.DropCheck, schema.SetTrait:
	}
	return c, nil
}

func normalTable(declared *schema.Table) (*schema.Table, error) {
	t := declared.Clone()
	t.Options = schema.Options{}
	var err error
	for i := range t.Columns {
		if t.Columns[i], err = normalColumn(t.Columns[i]); err != nil {
			return nil, err
		}
	}
	for i := range t.Indexes {
		if t.Indexes[i], err = normalIndex(t.Indexes[i]); err != nil {
			return nil, err
		}
	}
	for i := range t.ForeignKeys {
		t.ForeignKeys[i] = normalKey(t.ForeignKeys[i])
	}
	for i := range t.Checks {
		if t.Checks[i].Expr, err = expression(t.Checks[i].Expr); err != nil {
			return nil, err
		}
	}
	keyColumns(t)
	return t, nil
}

func normalColumn(c schema.Column) (schema.Column, error) {
	var err error
	if c.Generated != "" {
		c.Type, c.Nullable = schema.Type{}, true
		c.Generated, err = expression(c.Generated)
		return c, err
	}
	if c.Type, err = declaredType(c.Type.String()); err != nil {
		return c, err
	}
	c.Charset = ""
	c.Default, err = defaultOf(c.Default, c.Type)
	return c, err
}

// normalAlter: what a history says is partial. Where it sets a type and says nothing of NULL, the column takes NULL from then on.
func normalAlter(c schema.AlterColumn) (schema.Change, error) {
	var err error
	if c.Set&schema.PropType != 0 && c.From == (schema.Column{}) {
		if said := c.To.Type.String(); isLarge(said) && c.Fails == "" {
			c.Fails = largeFails(c.Name, said)
		}
		if t, err := declaredType(c.To.Type.String()); err == nil && isText(t) {
			c.Set |= schema.PropCollation
		}
		if c.Set&schema.PropNullable == 0 {
			c.Set, c.To.Nullable = c.Set|schema.PropNullable, true
		}
	}
	for _, col := range []*schema.Column{&c.From, &c.To} {
		switch {
		case col.Type != (schema.Type{}):
			*col, err = normalColumn(*col)
		case col.Generated != "":
			col.Generated, err = expression(col.Generated)
		case col.Default != "":
			col.Default, err = defaultOf(col.Default, schema.Type{})
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// largeFails is the server's answer where a column is to become a text, an ntext or an image.
func largeFails(column, said string) string {
	return fmt.Sprintf("Cannot alter column '%s' to be data type %s.", column, strings.ToLower(strings.TrimSpace(said)))
}

func normalIndex(x schema.Index) (schema.Index, error) {
	var err error
	if x.Where != "" {
		x.Where, err = expression(x.Where)
	}
	x.NullsNotDistinct = false // all take one NULL alone
	return x, err
}

// normalKey: the server has NO ACTION in the place of RESTRICT.
func normalKey(f schema.ForeignKey) schema.ForeignKey {
	for _, action := range []*string{&f.OnDelete, &f.OnUpdate} {
		if *action == "RESTRICT" || *action == "NO ACTION" {
			*action = ""
		}
	}
	return f
}
