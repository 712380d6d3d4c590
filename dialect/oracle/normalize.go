package oracle

import (
	"assay/dialect/narrow"
	"assay/schema"
)

var normalizer = narrow.Normalizer{
	Language: language, Column: normalColumn, Alter: func(c schema.AlterColumn) schema.AlterColumn { return c }, Key: normalKey,
}

// Normalize brings a change as a migration declares it to what a server makes of it.
func (r *Room) Normalize(c schema.Change) (schema.Change, error) { return normalizer.Normalize(c) }

func normalColumn(c schema.Column) (schema.Column, error) {
	var err error
	if c.Type != (schema.Type{}) {
		if c.Type, err = language.Declared(c.Type.String()); err != nil {
			return c, err
		}
	}
	c.Charset, c.AutoIncrement = "", false // SQLAlchemy makes nothing of an autoincrement here
	if c.Generated != "" {
		c.Generated, err = language.Canonical(c.Generated)
		return c, err
	}
	c.Default, err = language.Default(c.Default, c.Type)
	return c, err
}

// normalKey: there is no ON UPDATE.
func normalKey(f schema.ForeignKey) schema.ForeignKey {
	f.OnUpdate = ""
	return narrow.NoRestrict(f)
}
