package mssql

import (
	"fmt"

	"assay/dialect/narrow"
	"assay/schema"
)

// Format writes a change as statements, each of which can stand in one batch with any others.
func (r *Room) Format(c schema.Change) ([]string, error) {
	sql, err := format(c)
	if err != nil {
		return nil, fmt.Errorf("writing a change of %s: %w", c.Object(), err)
	}
	return sql, nil
}

func format(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.CreateTable:
		return language.Create(c)
	case schema.DropTable:
		return narrow.One("DROP TABLE " + ifExists(c.If) + quote(c.Table)), nil
	case schema.RenameTable:
		return narrow.One("EXEC sp_rename " + literal(quote(c.From)) + ", " + literal(c.To)), nil
	case schema.AddColumn, schema.DropColumn, schema.AlterColumn, schema.RenameColumn:
		return formatColumn(c)
	case schema.AddIndex, schema.DropIndex, schema.RenameIndex:
		return formatIndex(c)
	case schema.AddForeignKey:
		return narrow.One(language.AddForeignKey(c)), nil
	case schema.DropForeignKey:
		return language.DropConstraint(c.Table, ifExists(c.If), c.Name)
	case schema.AddCheck:
		return narrow.One(language.AddCheck(c)), nil
	case schema.DropCheck:
		return language.DropConstraint(c.Table, ifExists(c.If), c.Name)
	case schema.SetTrait:
		if c.Trait == schema.Validity && c.To == "" && c.Of.Name != "" {
			return narrow.One(alter(c.Of.Table) + "WITH CHECK CHECK CONSTRAINT " + quote(c.Of.Name)), nil
		}
	case schema.AlterTable, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
	}
	return nil, narrow.Unwritten(c)
}

func alter(table string) string { return "ALTER TABLE " + quote(table) + " " }

func ifExists(i schema.If) string {
	if i&schema.IfObject != 0 {
		return "IF EXISTS "
	}
	return ""
}

// column writes a column with all that it has.
func column(c schema.Column) (string, error) {
	s := quote(c.Name)
	if c.Generated != "" {
		s += " AS (" + bracketed(c.Generated) + ")"
		if c.Stored {
			s += " PERSISTED"
		}
		return s, nil
	}
	if c.Type.Name == "" {
		return "", fmt.Errorf("the type of column %s is not known", c.Name)
	}
	s += " " + typeSQL(c.Type)
	if c.Collation != "" {
		collation, err := narrow.Collation(c.Collation)
		if err != nil {
			return "", err
		}
		s += collation
	}
	if c.Nullable {
		s += " NULL"
	} else {
		s += " NOT NULL"
	}
	if c.AutoIncrement {
		q := schema.ParseSequence(c.Sequence)
		s += " IDENTITY"
		if c.Sequence != "" {
			s += "(" + or1(q.Start) + "," + or1(q.Increment) + ")"
		}
	}
	if c.Default != "" {
		s += " DEFAULT (" + bracketed(c.Default) + ")"
	}
	return s, nil
}

func or1(n string) string {
	if n == "" {
		return "1"
	}
	return n
}

func typeSQL(t schema.Type) string {
	if t.Named {
		return quote(t.Name)
	}
	return t.String()
}
