package oracle

import (
	"errors"
	"fmt"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// Format writes a change as statements for SQL*Plus: none has an empty line or a block of PL/SQL.
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
		return createTable(c)
	case schema.DropTable:
		return narrow.One("DROP TABLE " + ifExists(c.If) + quote(c.Table)), nil
	case schema.RenameTable:
		return narrow.One(alter(c.From) + "RENAME TO " + quote(c.To)), nil
	case schema.AddColumn, schema.DropColumn, schema.AlterColumn, schema.RenameColumn:
		return formatColumn(c)
	case schema.AddIndex, schema.DropIndex, schema.RenameIndex:
		return formatIndex(c)
	case schema.AddForeignKey:
		return narrow.One(language.AddForeignKey(c)), nil
	case schema.DropForeignKey:
		return language.DropConstraint(c.Table, "", c.Name)
	case schema.AddCheck:
		return narrow.One(language.AddCheck(c)), nil
	case schema.DropCheck:
		return language.DropConstraint(c.Table, "", c.Name)
	case schema.SetTrait:
		return setTrait(c)
	case schema.AlterTable, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
	}
	return nil, narrow.Unwritten(c)
}

func alter(table string) string { return "ALTER TABLE " + quote(table) + " " }

// ifExists is of 23ai.
func ifExists(i schema.If) string {
	if i&schema.IfObject != 0 {
		return "IF EXISTS "
	}
	return ""
}

// createTable writes the comments as well.
func createTable(c schema.CreateTable) ([]string, error) {
	all, err := language.Create(c)
	if text := c.Table.Traits[schema.Comment]; text != "" {
		all = append(all, "COMMENT ON TABLE "+quote(c.Table.Name)+" IS "+comment(text))
	}
	for _, col := range c.Table.Columns {
		if col.Comment != "" {
			all = append(all, commentOn(c.Table.Name, col))
		}
	}
	return all, err
}

func commentOn(table string, c schema.Column) string {
	return "COMMENT ON COLUMN " + quote(table) + "." + quote(c.Name) + " IS " + comment(c.Comment)
}

// comment is a text that can be no expression: line ends become blanks.
func comment(text string) string {
	return literal(strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text))
}

// column writes a column with all that it has but its comment.
func column(c schema.Column) (string, error) {
	s := quote(c.Name)
	if c.Type.Name == "" && c.Generated == "" {
		return "", fmt.Errorf("the type of column %s is not known", c.Name)
	}
	if c.Type.Name != "" {
		s += " " + typeSQL(c.Type)
	}
	if c.Collation != "" {
		collation, err := narrow.Collation(c.Collation)
		if err != nil {
			return "", err
		}
		s += collation
	}
	if c.Invisible {
		s += " INVISIBLE"
	}
	if c.Generated != "" {
		return s + " GENERATED ALWAYS AS (" + c.Generated + ") VIRTUAL", nil
	}
	switch {
	case c.Identity != "":
		s += " " + identity(c)
	case c.Default != "":
		s += " DEFAULT " + c.Default
	}
	if !c.Nullable {
		s += " NOT NULL"
	}
	return s, nil
}

func identity(c schema.Column) string {
	s := "GENERATED " + c.Identity + " AS IDENTITY"
	if c.Sequence != "" {
		s += " (" + strings.ReplaceAll(c.Sequence, ",", "") + ")"
	}
	return s
}

// typeSQL writes a type as Alembic does: an INTEGER is a NUMBER(*,0).
func typeSQL(t schema.Type) string {
	switch {
	case t.Named:
		return quote(t.Name)
	case t == (schema.Type{Name: "number", Args: "*,0"}):
		return "INTEGER"
	}
	return strings.ToUpper(t.String())
}

func formatColumn(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddColumn:
		s, err := column(c.Column)
		all := narrow.One(alter(c.Table) + "ADD " + s)
		if c.Column.Comment != "" {
			all = append(all, commentOn(c.Table, c.Column))
		}
		return all, err
	case schema.DropColumn:
		return narrow.One(alter(c.Table) + "DROP COLUMN " + quote(c.Column)), nil
	case schema.RenameColumn:
		return narrow.One(alter(c.Table) + "RENAME COLUMN " + quote(c.From) + " TO " + quote(c.To)), nil
	case schema.AlterColumn:
		return alterColumn(c)
	}
	return nil, narrow.Unwritten(c)
}

// alterColumn states what changes and nothing else: the server refuses NOT NULL of a column that is so already, and NULL too.
func alterColumn(c schema.AlterColumn) ([]string, error) {
	const written = schema.PropName | schema.PropType | schema.PropNullable | schema.PropDefault | schema.PropComment | schema.PropInvisible |
		schema.PropCollation
	if c.If != 0 {
		return nil, errors.New("MODIFY has no condition here")
	}
	set := c.Set
	if set&schema.PropIdentity != 0 && c.To.Identity == "" {
		set &^= schema.PropSequence
	}
	if set&^(written|schema.PropIdentity|schema.PropSequence) != 0 || set&schema.PropIdentity != 0 && c.To.Identity != "" && c.From.Identity == "" {
		return nil, errors.New("no statement makes a column count up or be computed, or stops that: it takes a new column")
	}
	s := ""
	if set&schema.PropType != 0 {
		s += " " + typeSQL(c.To.Type)
	}
	if set&schema.PropCollation != 0 {
		collation, err := narrow.Collation(or(c.To.Collation, usualCollation))
		if err != nil {
			return nil, err
		}
		s += collation
	}
	if set&schema.PropDefault != 0 {
		s += " DEFAULT " + or(c.To.Default, "NULL")
	}
	if set&schema.PropNullable != 0 {
		s += map[bool]string{true: " NULL", false: " NOT NULL"}[c.To.Nullable]
	}
	if set&schema.PropInvisible != 0 {
		s += map[bool]string{true: " INVISIBLE", false: " VISIBLE"}[c.To.Invisible]
	}
	switch {
	case set&schema.PropIdentity != 0 && c.To.Identity == "":
		s += " DROP IDENTITY"
	case set&(schema.PropIdentity|schema.PropSequence) != 0:
		s += " " + identity(c.To)
	}
	var all []string
	if s != "" {
		all = append(all, alter(c.Table)+"MODIFY "+quote(c.Name)+s)
	}
	if set&schema.PropComment != 0 {
		to := c.To
		to.Name = c.Name
		all = append(all, commentOn(c.Table, to))
	}
	if set&schema.PropName != 0 {
		renamed, err := formatColumn(schema.RenameColumn{Table: c.Table, From: c.Name, To: c.To.Name})
		return append(all, renamed...), err
	}
	return all, nil
}

// usualCollation is a column's where nobody says another.
const usualCollation = "USING_NLS_COMP"

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func formatIndex(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddIndex:
		if err := narrow.Writable(c, "bitmap"); err != nil {
			return nil, err
		}
		if c.Index.Kind == schema.Primary || c.Index.Kind == schema.Constraint {
			return narrow.One(language.AddKey(c.Table, c.Index)), nil
		}
		sql := language.Index(c.Table, c.Index)
		if c.Index.Invisible {
			sql += " INVISIBLE"
		}
		return narrow.One(sql), nil
	case schema.DropIndex:
		if c.Kind == schema.Primary || c.Kind == schema.Constraint {
			return language.DropConstraint(c.Table, "", c.Name)
		}
		return narrow.One("DROP INDEX " + ifExists(c.If) + quote(c.Name)), nil
	case schema.RenameIndex:
		if c.Kind == schema.Primary || c.Kind == schema.Constraint {
			return narrow.One(alter(c.Table) + "RENAME CONSTRAINT " + quote(c.From) + " TO " + quote(c.To)), nil
		}
		return narrow.One("ALTER INDEX " + quote(c.From) + " RENAME TO " + quote(c.To)), nil
	}
	return nil, narrow.Unwritten(c)
}

func setTrait(c schema.SetTrait) ([]string, error) {
	switch {
	case c.Trait == schema.Comment && c.Of.Kind == schema.TableObject:
		return narrow.One("COMMENT ON TABLE " + quote(c.Of.Table) + " IS " + comment(c.To)), nil
	case c.Trait == schema.Validity && c.To == "" && c.Of.Name != "": // without ENABLE, one that is disabled would forbid each change of the table (ORA-25128)
		return narrow.One(alter(c.Of.Table) + "MODIFY CONSTRAINT " + quote(c.Of.Name) + " ENABLE VALIDATE"), nil
	case c.Trait == schema.Visibility && c.Of.Kind == schema.IndexObject:
		return narrow.One("ALTER INDEX " + quote(c.Of.Name) + " " + or(c.To, "VISIBLE")), nil
	}
	return nil, narrow.Unwritten(c)
}
