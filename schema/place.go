package schema

import (
	"slices"
	"strings"
)

// place puts a column of the table where the change says.
func place(m Semantics, t *Table, name string, to Place, c Change) error {
	if to == (Place{}) || !m.PlacesColumns {
		return nil
	}
	from := t.Column(m, name)
	col, rest := t.Columns[from], slices.Delete(slices.Clone(t.Columns), from, from+1)
	at := 0
	if to.After != "" {
		after := slices.IndexFunc(rest, func(o Column) bool { return m.SameName(o.Name, to.After) })
		if after < 0 {
			return &Conflict{Reason: Missing, Change: c, Object: Object{ColumnObject, t.Name, to.After}}
		}
		at = after + 1
	}
	t.Columns = slices.Insert(rest, at, col)
	return nil
}

// counterType is the type of what counts a column of a type up, where nobody says another.
func counterType(column Type) string {
	switch column.Name {
	case "smallint", "integer":
		return column.Name
	}
	return "bigint"
}

// afterRetype is a column after a change of its type, which the sequence that a serial column owns does not follow by itself, and that of an identity does
// (PostgreSQL).
func afterRetype(m Semantics, from, to Column, set Property) Column {
	if to.Sequence == "" && (set&PropSequence != 0 || from.Type == to.Type) || !m.AltersKeys {
		return to
	}
	q := ParseSequence(to.Sequence)
	if edit, ok := strings.CutPrefix(to.Sequence, SequenceEdit); ok {
		q = ParseSequence(from.Sequence).With(ParseSequence(edit))
	}
	switch {
	case set&PropSequence != 0 || from.Type == to.Type:
		if q.Type == counterType(to.Type) {
			q.Type = ""
		}
	case to.AutoIncrement && from.AutoIncrement && q.Type == "":
		q.Type = counterType(from.Type)
		if q.Type == counterType(to.Type) {
			q.Type = ""
		}
	case q.Type == counterType(to.Type) || to.Identity != "":
		q.Type = ""
	}
	to.Sequence = q.String()
	return to
}
