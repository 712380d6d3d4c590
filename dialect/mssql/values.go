package mssql

import (
	"fmt"
	"strings"

	"assay/schema"
)

// conversions know what becomes of values.
type conversions struct{}

// Casts are none: no statement of this engine says how a column's values become others.
func (conversions) Casts(schema.AlterColumn) (casts []schema.Type, known bool) { return nil, true }

// Lossy are the values that do not fit, or that become others without a word.
func (conversions) Lossy(value string, from, to schema.Domain, _ bool) []schema.Lossy {
	f, t := from.Type, to.Type
	const stops = "the upgrade stops: "
	beyond := tryConvert(value, t) + " IS NULL AND " + value + " IS NOT NULL"
	switch {
	case semantics().Keeps(f, t):
		return nil
	case isText(f) && isText(t):
		return lossyText(value, f, t)
	case isText(f) && t.Name != "varbinary" && t.Name != "binary":
		return []schema.Lossy{{Where: beyond, Problem: stops + "no value of " + t.String(), Fatal: true}}
	case whole(f) && whole(t):
		return []schema.Lossy{{Where: beyond, Problem: stops + "beyond what " + t.String() + " holds", Fatal: true}}
	case numeric(f) && isText(t):
		return []schema.Lossy{{
			Where: fmt.Sprintf("LEN(CONVERT(varchar(60), %s)) > %d", value, length(t)), Problem: fmt.Sprintf("%slonger than %s characters", stops, t.Args), Fatal: true,
		}}
	case numeric(f) && numeric(t):
		return []schema.Lossy{
			{Where: beyond, Problem: stops + "beyond what " + t.String() + " holds", Fatal: true},
			{Where: tryConvert(value, t) + " <> " + value, Problem: "cut to " + t.String()},
		}
	}
	return []schema.Lossy{{Problem: "assay does not know what this engine makes of them", Fatal: true}}
}

// lossyText: a column counts the bytes of a varchar, and each letter of an nvarchar; what the code page lacks becomes a question mark.
func lossyText(value string, f, t schema.Type) []schema.Lossy {
	var all []schema.Lossy
	size := "DATALENGTH(" + value + ")"
	if national := strings.HasPrefix(f.Name, "n"); national {
		size += " / 2"
		if !strings.HasPrefix(t.Name, "n") {
			all = append(all, schema.Lossy{
				Where: "CONVERT(nvarchar(max), CONVERT(varchar(max), " + value + ")) <> " + value, Problem: "letters that the code page lacks become question " +
					"marks", Fatal: true,
			})
		}
	}
	if length(t) < length(f) {
		all = append(all, schema.Lossy{
			Where: fmt.Sprintf("%s > %d", size, length(t)), Problem: fmt.Sprintf("the upgrade stops: longer than %s characters", t.Args), Fatal: true,
		})
	}
	if len(all) == 0 { // a char, which is filled with blanks
		all = append(all, schema.Lossy{Problem: "blanks are added at their end, or are not told from it"})
	}
	return all
}

func isText(t schema.Type) bool { return strings.HasSuffix(t.Name, "char") }

func whole(t schema.Type) bool {
	switch t.Name {
	case "bigint", "int", "smallint", "tinyint":
		return true
	}
	return false
}

func tryConvert(value string, t schema.Type) string {
	return "TRY_CONVERT(" + t.String() + ", " + value + ")"
}

// Unfilled are none: the server refuses a column that takes no NULL and has no default where there are rows.
func (conversions) Unfilled(schema.Domain) []schema.Lossy { return nil }

// Becomes is the expression of what becomes of a value.
func (conversions) Becomes(value string, _, to schema.Domain) (sql string, ok bool) {
	return tryConvert(value, to.Type), !to.Type.Named
}

// StrictMode is always on here.
func (conversions) StrictMode() string { return "1 = 1" }

// NoRole asks for no role that is not there.
func (conversions) NoRole(string) string { return "" }

// Typed is an expression of a constant with a type of its own.
func (conversions) Typed(sql string, t schema.Type) string {
	if t.Named {
		return sql
	}
	return "CONVERT(" + t.String() + ", " + sql + ")"
}

var everyRow = schema.Pattern(`\bWHERE TRUE\b`)

// First is a query with a TOP, and with what the server has for TRUE. A column of a query that is part of another one needs a name.
func (conversions) First(query string, rows int) string {
	list := strings.TrimPrefix(everyRow().ReplaceAllString(query, "WHERE 1 = 1"), "SELECT ")
	if rest, ok := strings.CutPrefix(list, "1 FROM"); ok {
		list = "1 AS one FROM" + rest
	}
	return fmt.Sprintf("SELECT TOP (%d) %s", rows, list)
}
