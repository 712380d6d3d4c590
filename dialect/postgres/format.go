package postgres

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// Format writes a change as statements that do the same in psql and through a driver. Names go without a schema: the script that they
// stand in sets the search path.
func (r *Room) Format(c schema.Change) ([]string, error) {
	s, err := r.format(c)
	if err != nil {
		return nil, fmt.Errorf("writing the change of %s: %w", c.Object(), err)
	}
	return s, nil
}

func (r *Room) format(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.CreateTable:
		return r.formatTable(c.Table)
	case schema.DropTable:
		return one("DROP TABLE " + quote(c.Table))
	case schema.AddColumn:
		return r.formatAddColumn(c)
	case schema.DropColumn:
		return alter(c.Table, "DROP COLUMN "+quote(c.Column))
	case schema.AlterColumn:
		return r.formatAlterColumn(c)
	case schema.RenameColumn:
		return alter(c.Table, "RENAME COLUMN "+quote(c.From)+" TO "+quote(c.To))
	case schema.AddIndex, schema.DropIndex, schema.RenameIndex:
		return r.formatIndex(c)
	case schema.AddForeignKey, schema.DropForeignKey, schema.AddCheck, schema.DropCheck:
		return formatConstraint(c)
	case schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
		return formatEnum(c)
	case schema.AlterTable:
		return nil, errors.New("PostgreSQL's tables have neither storage engine nor character set")
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func one(statement string) ([]string, error) { return []string{statement}, nil }

func alter(table, clause string) ([]string, error) { return one(alterTable(table, clause)) }

func alterTable(table string, clauses ...string) string {
	return "ALTER TABLE " + quote(table) + " " + strings.Join(clauses, ", ")
}

// formatTable writes a table, then what CREATE TABLE cannot say.
func (r *Room) formatTable(t *schema.Table) ([]string, error) {
	var lines, after []string
	for _, c := range t.Columns {
		line, more, err := r.column(t.Name, c)
		if err != nil {
			return nil, err
		}
		lines, after = append(lines, line), append(after, more...)
	}
	for _, x := range t.Indexes {
		if x.Kind == schema.Primary || x.Kind == schema.Constraint {
			line, err := r.constraint(x)
			if err != nil {
				return nil, err
			}
			lines = append(lines, line)
			continue
		}
		s, err := r.createIndex(t.Name, x)
		if err != nil {
			return nil, err
		}
		after = append(after, s)
	}
	for _, f := range t.ForeignKeys {
		if line := foreignKey(f); f.NotValid { // CREATE TABLE takes it as valid, since there are no rows
			after = append(after, alterTable(t.Name, "ADD "+line))
		} else {
			lines = append(lines, line)
		}
	}
	for _, k := range t.Checks {
		if line := check(k); k.NotEnforced {
			after = append(after, alterTable(t.Name, "ADD "+line))
		} else {
			lines = append(lines, line)
		}
	}
	body := " ()"
	if len(lines) > 0 {
		body = " (\n  " + strings.Join(lines, ",\n  ") + "\n)"
	}
	return append([]string{"CREATE TABLE " + quote(t.Name) + body}, after...), nil
}

func formatConstraint(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.AddForeignKey:
		return alter(c.Table, "ADD "+foreignKey(c.ForeignKey))
	case schema.DropForeignKey:
		return alter(c.Table, "DROP CONSTRAINT "+quote(c.Name))
	case schema.AddCheck:
		return alter(c.Table, "ADD "+check(c.Check))
	case schema.DropCheck:
		return alter(c.Table, "DROP CONSTRAINT "+quote(c.Name))
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func named(name, definition string) string {
	if name == "" {
		return definition
	}
	return "CONSTRAINT " + quote(name) + " " + definition
}

func foreignKey(f schema.ForeignKey) string {
	s := "FOREIGN KEY " + quoteAll(f.Columns) + " REFERENCES " + typeName(f.RefTable)
	if len(f.RefColumns) > 0 {
		s += " " + quoteAll(f.RefColumns)
	}
	if f.OnDelete != "" {
		s += " ON DELETE " + f.OnDelete
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + f.OnUpdate
	}
	if f.NotValid {
		s += " NOT VALID"
	}
	return named(f.Name, s)
}

func check(k schema.Check) string {
	s := "CHECK (" + k.Expr + ")"
	if k.NotEnforced {
		s += " NOT VALID"
	}
	return named(k.Name, s)
}
