package mssql

import (
	"errors"
	"fmt"
	"strings"

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
		return createTable(c)
	case schema.DropTable:
		return one("DROP TABLE " + ifExists(c.If) + quote(c.Table)), nil
	case schema.RenameTable:
		return one("EXEC sp_rename " + literal(quote(c.From)) + ", " + literal(c.To)), nil
	case schema.AddColumn, schema.DropColumn, schema.AlterColumn, schema.RenameColumn:
		return formatColumn(c)
	case schema.AddIndex, schema.DropIndex, schema.RenameIndex:
		return formatIndex(c)
	case schema.AddForeignKey:
		return one(alter(c.Table) + validity(c.ForeignKey.NotValid) + "ADD " + foreignKey(c.ForeignKey)), nil
	case schema.DropForeignKey:
		return dropConstraint(c.Table, c.Name, c.If)
	case schema.AddCheck:
		return one(alter(c.Table) + validity(c.Check.NotEnforced) + "ADD " + check(c.Check)), nil
	case schema.DropCheck:
		return dropConstraint(c.Table, c.Name, c.If)
	case schema.AlterTable, schema.SetTrait, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
	}
	return nil, fmt.Errorf("no statement of this engine makes a %T", c)
}

func one(sql string) []string { return []string{sql} }

func alter(table string) string { return "ALTER TABLE " + quote(table) + " " }

func ifExists(i schema.If) string {
	if i&schema.IfObject != 0 {
		return "IF EXISTS "
	}
	return ""
}

// validity keeps a constraint from being held against the rows that are there.
func validity(not bool) string {
	if not {
		return "WITH NOCHECK "
	}
	return ""
}

func createTable(c schema.CreateTable) ([]string, error) {
	if c.If != 0 {
		return nil, errors.New("CREATE TABLE has no condition here")
	}
	var parts []string
	for _, col := range c.Table.Columns {
		s, err := column(col)
		if err != nil {
			return nil, err
		}
		parts = append(parts, s)
	}
	var behind []string
	for _, x := range c.Table.Indexes {
		if x.Kind != schema.Primary && x.Kind != schema.Constraint {
			behind = append(behind, index(c.Table.Name, x))
			continue
		}
		parts = append(parts, key(x))
	}
	for _, f := range c.Table.ForeignKeys {
		if f.NotValid {
			behind = append(behind, alter(c.Table.Name)+validity(true)+"ADD "+foreignKey(f))
			continue
		}
		parts = append(parts, foreignKey(f))
	}
	for _, k := range c.Table.Checks {
		if k.NotEnforced {
			behind = append(behind, alter(c.Table.Name)+validity(true)+"ADD "+check(k))
			continue
		}
		parts = append(parts, check(k))
	}
	return append(one("CREATE TABLE "+quote(c.Table.Name)+" (\n    "+strings.Join(parts, ",\n    ")+"\n)"), behind...), nil
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
		if !plainName().MatchString(c.Collation) {
			return "", fmt.Errorf("%q is no collation", c.Collation)
		}
		s += " COLLATE " + c.Collation
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

// key writes a primary key or a UNIQUE constraint.
func key(x schema.Index) string {
	s := constraintName(x.Name)
	if x.Kind == schema.Primary {
		s += "PRIMARY KEY"
	} else {
		s += "UNIQUE"
	}
	if x.Method != "" {
		s += " " + strings.ToUpper(x.Method)
	}
	return s + " " + parts(x.Parts)
}

func constraintName(n string) string {
	if n == "" {
		return ""
	}
	return "CONSTRAINT " + quote(n) + " "
}

func parts(all []schema.Part) string {
	s := make([]string, len(all))
	for i, p := range all {
		s[i] = quote(p.Column)
		if p.Desc {
			s[i] += " DESC"
		}
	}
	return "(" + strings.Join(s, ", ") + ")"
}

func foreignKey(f schema.ForeignKey) string {
	s := constraintName(f.Name) + "FOREIGN KEY (" + quotedNames(f.Columns) + ") REFERENCES " + quote(f.RefTable)
	if len(f.RefColumns) > 0 {
		s += " (" + quotedNames(f.RefColumns) + ")"
	}
	if f.OnDelete != "" {
		s += " ON DELETE " + f.OnDelete
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + f.OnUpdate
	}
	return s
}

func check(k schema.Check) string {
	return constraintName(k.Name) + "CHECK (" + bracketed(k.Expr) + ")"
}

func dropConstraint(table, named string, i schema.If) ([]string, error) {
	if named == "" {
		return nil, errors.New("the name of the constraint is not known")
	}
	return one(alter(table) + "DROP CONSTRAINT " + ifExists(i) + quote(named)), nil
}
