package mssql

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

func formatColumn(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddColumn:
		s, err := column(c.Column)
		return one(alter(c.Table) + "ADD " + s), err
	case schema.DropColumn:
		return []string{dropDefault(c.Table, c.Column), alter(c.Table) + "DROP COLUMN " + ifExists(c.If) + quote(c.Column)}, nil
	case schema.RenameColumn:
		return one("EXEC sp_rename " + literal(quote(c.Table)+"."+quote(c.From)) + ", " + literal(c.To) + ", 'COLUMN'"), nil
	case schema.AlterColumn:
		return alterColumn(c)
	}
	return nil, fmt.Errorf("no statement of this engine makes a %T", c)
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

func addDefault(table, column, expr string) string {
	return alter(table) + "ADD DEFAULT (" + bracketed(expr) + ") FOR " + quote(column)
}

func formatIndex(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddIndex:
		if err := writable(c); err != nil {
			return nil, err
		}
		if c.Index.Kind == schema.Primary || c.Index.Kind == schema.Constraint {
			return one(alter(c.Table) + "ADD " + key(c.Index)), nil
		}
		return one(index(c.Table, c.Index)), nil
	case schema.DropIndex:
		if c.Kind == schema.Primary || c.Kind == schema.Constraint {
			return dropConstraint(c.Table, c.Name, c.If)
		}
		return one("DROP INDEX " + ifExists(c.If) + quote(c.Name) + " ON " + quote(c.Table)), nil
	case schema.RenameIndex:
		if c.Kind == schema.Primary || c.Kind == schema.Constraint {
			return one("EXEC sp_rename " + literal(quote(c.From)) + ", " + literal(c.To)), nil
		}
		return one("EXEC sp_rename " + literal(quote(c.Table)+"."+quote(c.From)) + ", " + literal(c.To) + ", 'INDEX'"), nil
	}
	return nil, fmt.Errorf("no statement of this engine makes a %T", c)
}

func writable(c schema.AddIndex) error {
	switch {
	case c.If != 0 || c.Using != "":
		return errors.New("CREATE INDEX has no condition here")
	case c.Index.Method != "" && c.Index.Method != "clustered" && c.Index.Method != "nonclustered":
		return fmt.Errorf("an index of kind %s is not written", c.Index.Method)
	case c.Index.Name == "" && (c.Index.Kind == schema.Plain || c.Index.Kind == schema.Unique):
		return errors.New("an index needs a name")
	}
	return nil
}

func index(table string, x schema.Index) string {
	s := "CREATE "
	if x.Kind == schema.Unique {
		s += "UNIQUE "
	}
	if x.Method != "" {
		s += strings.ToUpper(x.Method) + " "
	}
	s += "INDEX " + quote(x.Name) + " ON " + quote(table) + " " + parts(x.Parts)
	if len(x.Include) > 0 {
		s += " INCLUDE (" + quotedNames(x.Include) + ")"
	}
	if x.Where != "" {
		s += " WHERE " + bracketed(x.Where)
	}
	return s
}
