package mssql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// blockForm is the block with which Alembic and assay drop a constraint of one column, whose name is looked up: the variable, the view of the catalogue, the
// table and the column.
var blockForm = schema.Pattern(`(?is)^DECLARE\s+@\w+\s+(?:N?VARCHAR\s*\(\s*(?:256|MAX)\s*\)|SYSNAME)\s*;?\s*` +
	`SELECT\s+@\w+\s*=\s*(?:\[name\]|fk\.name|name|quotename\(name\))\s+FROM\s+(sys\.default_constraints|sys\.check_constraints|` +
	`sys\.foreign_keys\s+fk\s+JOIN\s+sys\.foreign_key_columns\s+fkc\s+` +
	`ON\s+fk\.object_id\s*=\s*fkc\.constraint_object_id)\s+WHERE\s+(?:fkc\.)?parent_object_id\s*=\s*object_id\s*\(\s*N?'((?:[^']|'')+)'\s*\)\s+` +
	`AND\s+col_name\s*\(\s*(?:fkc\.)?parent_object_id\s*,\s*(?:fkc\.)?parent_column_id\s*\)\s*=\s*N?'((?:[^']|'')+)'\s*;?\s*` +
	`EXEC(?:UTE)?\s*\(\s*N?'alter\s+table\s+((?:[^']|'')+?)\s+drop\s+constraint\s+'\s*\+\s*@\w+\s*\)$`)

// block reads such a block. It does nothing where there is no such constraint.
func (p parser) block() ([]schema.Change, error) {
	return p.lookup(strings.TrimSpace(p.Text))
}

// lookup reads the text of such a block.
func (p parser) lookup(sql string) ([]schema.Change, error) {
	m := blockForm().FindStringSubmatch(sql)
	if m == nil {
		return nil, errors.New("it runs what cannot be read from it")
	}
	path := schema.NamePath(strings.ReplaceAll(m[2], "''", "'"))
	if len(path) > 2 || len(path) == 2 && path[0] != home {
		return nil, fmt.Errorf("it is about another schema%w", schema.ErrElsewhere)
	}
	p.At = len(p.Tokens)
	table, column := path[len(path)-1], strings.ReplaceAll(m[3], "''", "'")
	switch view := strings.ToLower(m[1]); {
	case strings.HasSuffix(view, "default_constraints"):
		return []schema.Change{schema.AlterColumn{Table: table, Name: column, Set: schema.PropDefault}}, nil
	case strings.HasSuffix(view, "check_constraints"):
		return p.dropChecks(table, column)
	}
	return p.dropKeys(table, column)
}

// dropChecks drops the check that is about one column, as far as the text has made it.
func (p parser) dropChecks(table, column string) ([]schema.Change, error) {
	t := p.Made.Table(table)
	if t == nil {
		return nil, nil
	}
	for _, k := range t.Checks {
		others := slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return c.Name != column && schema.Mentions(k.Expr, c.Name) })
		switch {
		case !schema.Mentions(k.Expr, column) || others:
		case k.Name == "":
			return nil, errors.New("the check that it drops has no name in the text")
		default:
			return []schema.Change{schema.DropCheck{Table: table, Name: k.Name}}, nil
		}
	}
	return nil, nil
}

// dropKeys drops a foreign key of a column, as far as the text has made it.
func (p parser) dropKeys(table, column string) ([]schema.Change, error) {
	t := p.Made.Table(table)
	if t == nil {
		return nil, nil
	}
	for _, f := range t.ForeignKeys {
		switch {
		case !slices.Contains(f.Columns, column):
		case f.Name == "":
			return nil, errors.New("the foreign key that it drops has no name in the text")
		default:
			return []schema.Change{schema.DropForeignKey{Table: table, Name: f.Name}}, nil
		}
	}
	return nil, nil
}
