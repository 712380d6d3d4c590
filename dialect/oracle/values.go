package oracle

import (
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

// conversions know what becomes of values.
type conversions struct{}

// Casts are none: no statement of this engine says how a column's values become others.
func (conversions) Casts(schema.AlterColumn) (casts []schema.Type, known bool) { return nil, true }

// Lossy are the values that are in the way of a column's new type: any at all, of another datatype or of a number with fewer digits; and texts that are longer.
func (conversions) Lossy(value string, from, to schema.Domain, _ bool) []schema.Lossy {
	f, t := from.Type, to.Type
	const stops = "the upgrade stops: "
	some := value + " IS NOT NULL"
	switch {
	case inPlace(f, t) && !isText(f):
		return nil
	case semantics.Keeps(f, t) && f.Name == t.Name:
		return nil
	case isText(f) && f.Name == t.Name && length(t) > 0:
		return []schema.Lossy{{
			Where: fmt.Sprintf("%s(%s) > %d", counts(t), value, length(t)), Problem: fmt.Sprintf("%slonger than %s (ORA-01441)", stops, t.Args), Fatal: true,
		}}
	case f.Name == "number" && t.Name == "number":
		return []schema.Lossy{{Where: some, Problem: stops + "a column with values does not get fewer digits (ORA-01440)", Fatal: true}}
	}
	return []schema.Lossy{{Where: some, Problem: stops + "a column with values does not change its datatype (ORA-01439)", Fatal: true}}
}

// inPlace reports whether MODIFY makes one type of another whatever the values are, or looks whether they fit: of texts of one name.
func inPlace(from, to schema.Type) bool {
	switch {
	case from == to, isText(from) && from.Name == to.Name:
		return true
	case from.Name == to.Name:
		return semantics.Keeps(from, to)
	case from.Name == "date":
		return to.Name == "timestamp" && to.Attrs != "with time zone"
	case from.Name == "long", from.Name == "long raw":
		return isLarge(to)
	}
	return false
}

// counts is what measures a text in the unit of a type's length.
func counts(t schema.Type) string {
	if strings.HasSuffix(t.Args, "byte") {
		return "LENGTHB"
	}
	return "LENGTH"
}

// length is how much a type holds; 0: that is not said.
func length(t schema.Type) int {
	number, _, _ := strings.Cut(t.Args, " ")
	n, _ := strconv.Atoi(number)
	return n
}

// Unfilled are none: the server refuses a column that takes no NULL and has no default where there are rows.
func (conversions) Unfilled(schema.Domain) []schema.Lossy { return nil }

// Becomes is the expression of what becomes of a value: a column with values keeps its datatype, and the digits of its numbers.
func (conversions) Becomes(value string, from, to schema.Domain) (sql string, ok bool) {
	return value, inPlace(from.Type, to.Type)
}

// StrictMode is always on here.
func (conversions) StrictMode() string { return "1 = 1" }

// NoRole asks for no role that is not there.
func (conversions) NoRole(string) string { return "" }

// Typed is an expression of a constant with a type of its own.
func (conversions) Typed(sql string, t schema.Type) string {
	if t.Named || isLarge(t) {
		return sql
	}
	return "CAST(" + sql + " AS " + typeSQL(t) + ")"
}

var everyRow = schema.Pattern(`\bWHERE TRUE\b`)

// First is a query with a FETCH FIRST, and with what the server has for TRUE.
func (conversions) First(query string, rows int) string {
	return fmt.Sprintf("%s FETCH FIRST %d ROWS ONLY", everyRow().ReplaceAllString(query, "WHERE 1 = 1"), rows)
}
