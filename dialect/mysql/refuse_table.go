package mysql

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A refuser knows what a server of its flavor does not do to tables.
type refuser struct{ flavor }

// dependents says why the server would not change a column or table on which others depend, where no conflict of names says that.
func (r refuser) dependents(s *schema.Schema, c schema.Change) *schema.Refusal {
	t := s.Table(c.Object().Table)
	if t == nil {
		return nil
	}
	switch c := c.(type) {
	case schema.DropColumn:
		if f := r.computedFrom(t, c.Column, false); f != nil {
			return f
		}
		return r.keyLosing(s.Semantics, t, c.Column)
	case schema.RenameColumn:
		return r.computedFrom(t, c.From, c.From != c.To)
	case schema.AlterColumn:
		if c.Set&schema.PropName != 0 && c.To.Name != c.Name {
			return r.computedFrom(t, c.Name, true)
		}
	case schema.AlterTable:
		return engineOfKeys(r, s, t, c)
	}
	return nil
}

// computedFrom: a column from which another is generated cannot be dropped, and on MySQL not be renamed.
func (r refuser) computedFrom(t *schema.Table, column string, renamed bool) *schema.Refusal {
	if !slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
		return !strings.EqualFold(c.Name, column) && schema.Mentions(c.Generated, column)
	}) {
		return nil
	}
	switch {
	case !r.isMariaDB():
		return &schema.Refusal{Code: "3108", State: "HY000", Text: fmt.Sprintf("Column '%s' has a generated column dependency.", column)}
	case renamed: // which MariaDB follows
		return nil
	}
	return &schema.Refusal{Code: "1054", State: "42S22", Text: fmt.Sprintf("Unknown column '%s' in 'GENERATED ALWAYS AS'", column)}
}

// keyLosing: MariaDB lets no unique key lose one of its columns (MDEV-13613, 10.2.8); MySQL holds the others to be unique.
func (r refuser) keyLosing(m schema.Semantics, t *schema.Table, column string) *schema.Refusal {
	if !r.atLeastMariaDB(10, 2, 8) {
		return nil
	}
	for _, x := range t.Indexes {
		if x.Kind.Unique() && len(x.Parts) > 1 && slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return m.SameName(p.Column, column) }) {
			return &schema.Refusal{Code: "1072", State: "42000", Text: fmt.Sprintf("Key column '%s' doesn't exist in table", column)}
		}
	}
	return nil
}

// engineOfKeys: a table on either side of a foreign key stays with InnoDB.
func engineOfKeys(r refuser, s *schema.Schema, t *schema.Table, c schema.AlterTable) *schema.Refusal {
	to := schema.Table{Options: c.To}
	if c.To.Engine == "" || isInnoDB(&to) || !isInnoDB(t) {
		return nil
	}
	switch {
	case len(t.ForeignKeys) == 0 && len(s.Referrers(t.Name)) == 0:
		return nil
	case r.atLeastMySQL(8):
		return &schema.Refusal{Code: "3776", State: "HY000", Text: "Cannot change table's storage engine because the table participates in a foreign key constraint."}
	}
	return &schema.Refusal{Code: "1217", State: "23000", Text: "Cannot delete or update a parent row: a foreign key constraint fails"}
}

// longestName is how many characters a name has at most, of whatever it is.
const longestName = 64

// impossible says what the server takes in no table: a name that is too long, a type that it does not have, a second counter.
func (r refuser) impossible(s *schema.Schema, c schema.Change) *schema.Refusal {
	if f := r.badName(c); f != nil {
		return f
	}
	for _, col := range schema.Stated(c, schema.PropType) {
		if f := r.column(col); f != nil {
			return f
		}
	}
	t := s.Table(c.Object().Table)
	add, adds := c.(schema.AddColumn)
	alter, alters := c.(schema.AlterColumn)
	create, makes := c.(schema.CreateTable)
	second := makes && slices.IndexFunc(create.Table.Columns, isCounter) != lastCounter(create.Table.Columns)
	counts := adds && add.Column.AutoIncrement || alters && alter.To.AutoIncrement && alter.Set&schema.PropAutoIncrement != 0
	if second || counts && t != nil && slices.ContainsFunc(t.Columns, func(col schema.Column) bool {
		return col.AutoIncrement && (!alters || !s.Semantics.SameName(col.Name, alter.Name))
	}) {
		return &schema.Refusal{Code: "1075", State: "42000", Text: "Incorrect table definition; there can be only one auto column and it must be defined as a key"}
	}
	return nil
}

func isCounter(c schema.Column) bool { return c.AutoIncrement }

// lastCounter is the place of the last column that counts up; -1: there is none.
func lastCounter(all []schema.Column) int {
	for i, c := range slices.Backward(all) {
		if isCounter(c) {
			return i
		}
	}
	return -1
}
