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
