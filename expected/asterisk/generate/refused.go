package main

import (
	"slices"
	"strings"
)

// A refused is a statement that servers of an engine are documented to refuse, where the facts, which come from other engines, do not say so.
type refused struct {
	engine, verb string
	field        string // begins one that the operation has; empty: any has it
	fails        string
}

// allRefused: that a column is in an index by then, and may be NULL, is so in every chain that has such a statement.
var allRefused = []refused{
	{"mssql", "drop_constraint", "", "the check is none that SQLAlchemy has made since 1.4 (3728)"},
	{"mssql", "alter_column", "type=IMAGE", "Cannot alter column 'recording' to be data type image."},
	{"mssql", "alter_column", "not null", "an index is over the column, which may be NULL (5074, 4922)"},
	{"oracle", "alter_column", "type=BLOB", "invalid modification of columns (ORA-22859)"},
	{"oracle", "alter_column", "not null", "column to be modified to NOT NULL is already NOT NULL (ORA-01442)"},
}

// keys are the columns of primary keys and UNIQUE constraints, by table. Oracle has an index for each, and refuses a second one over the same columns.
type keys map[string][]string

// repeats says why Oracle refuses an operation that makes a key or an index again, whatever chain it is in; empty: it does not.
func (k keys) repeats(engine string, rows [][]string) string {
	if engine != "oracle" {
		return ""
	}
	table, fails := rows[0][1], ""
	switch rows[0][0] {
	case "create_index":
		if slices.Contains(k[table], rows[0][3]) {
			return "such column list already indexed (ORA-01408)"
		}
	case "add_unique", "add_primary_key":
		k[table] = append(k[table], rows[0][3])
	case "create_table":
		primary := ""
		for _, row := range rows[1:] {
			switch row[1] {
			case "primary_key":
				primary = row[3]
			case "unique":
				if row[3] == primary {
					fails = "such unique or primary key already exists in the table (ORA-02261)"
				}
			default:
				continue
			}
			k[table] = append(k[table], row[3])
		}
	}
	return fails
}

// withFlaw adds to an operation why the engine's servers refuse it; one that they take stays as it is.
func withFlaw(engine string, row []string) []string {
	for _, r := range allRefused {
		has := func(field string) bool { return strings.HasPrefix(field, r.field) }
		if r.engine == engine && r.verb == row[0] && slices.ContainsFunc(row[1:], has) {
			return append(row, "fails="+r.fails)
		}
	}
	return row
}
