package mssql

import (
	"fmt"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

var normalizer = narrow.Normalizer{Language: language, Column: normalColumn, Alter: completed, Key: narrow.NoRestrict}

// Normalize brings a change as a migration declares it to what a server makes of it.
func (r *Room) Normalize(c schema.Change) (schema.Change, error) { return normalizer.Normalize(c) }

func normalColumn(c schema.Column) (schema.Column, error) {
	var err error
	if c.Generated != "" {
		c.Type, c.Nullable = schema.Type{}, true
		c.Generated, err = language.Canonical(c.Generated)
		return c, err
	}
	if c.Type, err = language.Declared(c.Type.String()); err != nil {
		return c, err
	}
	c.Charset = ""
	c.Default, err = language.Default(c.Default, c.Type)
	return c, err
}

// completed: where a statement sets a type and says nothing of NULL, the column takes NULL from then on.
func completed(c schema.AlterColumn) schema.AlterColumn {
	if c.Set&schema.PropType == 0 {
		return c
	}
	if said := c.To.Type.String(); isLarge(said) && c.Fails == "" {
		c.Fails = largeFails(c.Name, said)
	}
	if t, err := language.Declared(c.To.Type.String()); err == nil && isText(t) {
		c.Set |= schema.PropCollation
	}
	if c.Set&schema.PropNullable == 0 {
		c.Set, c.To.Nullable = c.Set|schema.PropNullable, true
	}
	return c
}

// largeFails is the server's answer where a column is to become a text, an ntext or an image.
func largeFails(column, said string) string {
	return fmt.Sprintf("Cannot alter column '%s' to be data type %s.", column, strings.ToLower(strings.TrimSpace(said)))
}
