package mssql

import (
	"errors"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

func formatColumn(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddColumn:
		s, err := column(c.Column)
		return narrow.One(alter(c.Table) + "ADD " + s), err
	case schema.DropColumn:
		return []string{dropDefault(c.Table, c.Column), alter(c.Table) + "DROP COLUMN " + ifExists(c.If) + quote(c.Column)}, nil
	case schema.RenameColumn:
		return narrow.One("EXEC sp_rename " + literal(quote(c.Table)+"."+quote(c.From)) + ", " + literal(c.To) + ", 'COLUMN'"), nil
	case schema.AlterColumn:
		return alterColumn(c)
	}
	return nil, narrow.Unwritten(c)
}

// dropDefault drops the default of a column, if it has one. Its constraint has a name that the server made up, most often, and that has to be looked up; the
// variable is one of the statement's own, so that another may follow in the same batch.
func dropDefault(table, column string) string {
	drop := "DECLARE @drop nvarchar(max) SELECT @drop = quotename(name) FROM sys.default_constraints WHERE parent_object_id = object_id(" + literal(quote(table)) +
		") AND col_name(parent_object_id, parent_column_id) = " + literal(column) + " EXEC('ALTER TABLE " + strings.ReplaceAll(quote(table), "'", "''") +
		" DROP CONSTRAINT ' + @drop)"
	return "EXEC sp_executesql N'" + strings.ReplaceAll(drop, "'", "''") + "'"
}

// alterColumn: a default is a constraint of its own, and all else is stated anew as a whole.
func alterColumn(c schema.AlterColumn) ([]string, error) {
	const stated = schema.PropType | schema.PropNullable | schema.PropCollation
	if c.If != 0 {
		return nil, errors.New("ALTER COLUMN has no condition here")
	}
	if set := c.Set &^ (stated | schema.PropName | schema.PropDefault | schema.PropComment); set != 0 {
		return nil, errors.New("no statement makes a column count up or be computed, or stops that: it takes a new column")
	}
	var all []string
	if c.Set&stated != 0 {
		if c.Set&schema.PropDefault != 0 || c.From.Default != "" { // which is in the way of a new type
			all = append(all, dropDefault(c.Table, c.Name))
		}
		to := c.To
		to.Name, to.Default, to.AutoIncrement = c.Name, "", false
		if c.Fails != "" { // for the type that it says
			to.Type = asked(to.Type)
		}
		s, err := column(to)
		if err != nil {
			return nil, err
		}
		all = append(all, alter(c.Table)+"ALTER COLUMN "+s)
	}
	if back := c.Set&stated != 0 && c.Set&schema.PropDefault == 0 && c.From.Default != ""; back {
		all = append(all, addDefault(c.Table, c.Name, c.From.Default))
	}
	if c.Set&schema.PropDefault != 0 {
		if none := c.From != (schema.Column{}) && c.From.Default == ""; c.Set&stated == 0 && !none {
			all = append(all, dropDefault(c.Table, c.Name))
		}
		if c.To.Default != "" {
			all = append(all, addDefault(c.Table, c.Name, c.To.Default))
		}
	}
	if c.Set&schema.PropName != 0 {
		renamed, err := formatColumn(schema.RenameColumn{Table: c.Table, From: c.Name, To: c.To.Name})
		return append(all, renamed...), err
	}
	return all, nil
}

// asked is the type that was said where a column was to become a text, an ntext or an image.
func asked(t schema.Type) schema.Type {
	for old, now := range larges {
		if t == (schema.Type{Name: now, Args: "max"}) {
			return schema.Type{Name: old}
		}
	}
	return t
}

func addDefault(table, column, expr string) string {
	return alter(table) + "ADD DEFAULT (" + bracketed(expr) + ") FOR " + quote(column)
}

func formatIndex(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddIndex:
		if err := narrow.Writable(c, "clustered", "nonclustered"); err != nil {
			return nil, err
		}
		if c.Index.Kind == schema.Primary || c.Index.Kind == schema.Constraint {
			return narrow.One(language.AddKey(c.Table, c.Index)), nil
		}
		return narrow.One(language.Index(c.Table, c.Index)), nil
	case schema.DropIndex:
		if c.Kind == schema.Primary || c.Kind == schema.Constraint {
			return language.DropConstraint(c.Table, ifExists(c.If), c.Name)
		}
		return narrow.One("DROP INDEX " + ifExists(c.If) + quote(c.Name) + " ON " + quote(c.Table)), nil
	case schema.RenameIndex:
		if c.Kind == schema.Primary || c.Kind == schema.Constraint {
			return narrow.One("EXEC sp_rename " + literal(quote(c.From)) + ", " + literal(c.To)), nil
		}
		return narrow.One("EXEC sp_rename " + literal(quote(c.Table)+"."+quote(c.From)) + ", " + literal(c.To) + ", 'INDEX'"), nil
	}
	return nil, narrow.Unwritten(c)
}
