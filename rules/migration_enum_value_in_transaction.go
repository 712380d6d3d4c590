package rules

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var enumValueInTransaction = &Rule{
	Name: "enum-value-in-transaction", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a label is used in the transaction that added it to its type",
	Why: "PostgreSQL refuses to write or compare it before COMMIT (SQLSTATE 55P04, unsafe use of new value); before 17 even if the " +
		"transaction created the type. Alembic runs all pending revisions in one transaction unless transaction_per_migration is set, so the " +
		"next revision is in it as well.",
	Bad: "CREATE TYPE state AS ENUM ('new');\nCREATE TABLE t (id INTEGER PRIMARY KEY, s state);\n-- then\nBEGIN;\nALTER TYPE state ADD VALUE 'done';\n" +
		"UPDATE t SET s = 'done' WHERE id = 1; -- fails 55P04\nCOMMIT;",
	Good: "CREATE TYPE state AS ENUM ('new');\nCREATE TABLE t (id INTEGER PRIMARY KEY, s state);\n-- then\nALTER TYPE state ADD VALUE 'done';\nBEGIN;\nUPDATE t SET s = 'done' WHERE id = 1;\nCOMMIT;",
	Statement: func(w *Walk) []Finding {
		if !w.InTransaction() {
			return nil
		}
		for _, a := range w.history.added {
			if a.withheld && usesLabel(w, a.From.Name, a.Edit.Label) {
				return []Finding{{
					Object: a.From.Name, Severity: Error,
					Message: fmt.Sprintf("label '%s' of %s is used in the transaction that added it, which the server refuses: add it inside with "+
						"op.get_context().autocommit_block()", a.Edit.Label, a.From.Name),
				}}
			}
		}
		return nil
	},
}

// usesLabel reports whether the statement gives a label of a type to a column of it, holds it against one, or casts to it.
func usesLabel(w *Walk, enum, label string) bool {
	st := w.Statement()
	for _, c := range st.Constants {
		if c.Text == label && (c.Type == enum || c.Type == "" && ofEnum(w, c.Table, c.Column, enum)) {
			return true
		}
	}
	return slices.ContainsFunc(st.Changes, func(c schema.Change) bool {
		switch c := c.(type) {
		case schema.AddColumn:
			return c.Column.Type.Named && c.Column.Type.Name == enum && isLabel(c.Column.Default, label)
		case schema.AlterColumn:
			return c.Set&schema.PropDefault != 0 && isLabel(c.To.Default, label) && ofEnum(w, c.Table, c.Name, enum)
		case schema.CreateTable:
			return slices.ContainsFunc(c.Table.Columns, func(col schema.Column) bool {
				return col.Type.Named && col.Type.Name == enum && isLabel(col.Default, label)
			})
		}
		return false
	})
}

func isLabel(expr, label string) bool {
	return expr == schema.QuoteLabels([]string{label}) || strings.HasPrefix(expr, schema.QuoteLabels([]string{label})+"::")
}

// ofEnum reports whether a column is of an enum type: of that table, or, where that is not said, of one that the statement names.
func ofEnum(w *Walk, table, column, enum string) bool {
	is := func(table string) bool {
		c := definitionOf(w, table, column)
		return c != nil && c.Type.Named && c.Type.Name == enum
	}
	if table != "" {
		return is(table)
	}
	return slices.ContainsFunc(w.Before.SortedTables(), func(t *schema.Table) bool { return is(t.Name) && schema.Mentions(w.Statement().Text, t.Name) })
}
