package postgres

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/schema"
)

// conversions are what becomes of values as the server converts them.
type conversions struct{}

// Casts are the types that a value passes by an alteration's USING; none without it. It is more than casts where anything but the column
// itself is cast.
func (conversions) Casts(c schema.AlterColumn) (casts []schema.Type, known bool) {
	if c.Using == "" {
		return nil, true
	}
	n, err := parseExpression(c.Using)
	if err != nil {
		return nil, false
	}
	for n.GetTypeCast() != nil {
		t, err := typeOf(n.GetTypeCast().GetTypeName(), "")
		if err != nil {
			return nil, false
		}
		casts = append([]schema.Type{t}, casts...)
		n = n.GetTypeCast().GetArg()
	}
	fields := n.GetColumnRef().GetFields()
	return casts, len(fields) == 1 && fields[0].GetString_().GetSval() == c.Name
}

// bits are the sizes of integer types.
var bits = map[string]uint{"smallint": 16, "integer": 32, "bigint": 64}

// Lossy are the values of an SQL expression that do not survive becoming those of another domain. A cast that is written out cuts a text,
// one that is not refuses it.
func (conversions) Lossy(value string, from, to schema.Domain, explicit bool) []schema.Lossy {
	f, t := from.Type, to.Type
	switch {
	case to.Labels != nil && !strings.HasSuffix(t.Name, "[]"):
		return noLabel(value, from, to)
	case semantics().Keeps(f, t):
		return nil
	case textual[t.Name]:
		return tooLong(value, from, t, explicit)
	case integral[t.Name] && (textual[f.Name] || from.Labels != nil):
		return noInteger(value, t)
	case t.Name == "boolean" && (textual[f.Name] || from.Labels != nil):
		return []schema.Lossy{{Where: fmt.Sprintf("lower(btrim(%s)) NOT IN (%s)", asText(value), truths), Problem: stops + "neither true nor false", Fatal: true}}
	case floating[t.Name] && textual[f.Name]:
		return append([]schema.Lossy{{Where: fmt.Sprintf("%s !~* %s", asText(value), numeral), Problem: stops + "no number", Fatal: true}}, beyondText(value, t)...)
	case isNumber(f) && integral[t.Name]:
		return outside(value, f, t)
	case isNumber(f) && t.Name == "numeric":
		return beyond(value, t)
	case isNumber(f) && floating[t.Name]:
		return inexact(value, f, t)
	case f.Name == "json" && t.Name == "jsonb":
		return unlikeJSON(value)
	case f.Name == "boolean" && t.Name == "integer", isNumber(f) && t.Name == "boolean":
		return nil
	}
	if moments, ok := noMoment(value, f, t); ok {
		return moments
	}
	return []schema.Lossy{{Problem: "which values of " + f.String() + " are none of " + t.String() + " is not for a query to tell"}}
}

func asText(value string) string { return strings.TrimSuffix(value, "::text") + "::text" }

const stops = "the upgrade stops: "

// truths are what the server reads as a boolean: any beginning of a word that is no beginning of another.
const truths = `'t','tr','tru','true','f','fa','fal','fals','false','y','ye','yes','n','no','on','of','off','1','0'`

// numeral is how a text looks that is a number.
const numeral = `'^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?\s*$|^\s*(nan|[-+]?inf(inity)?)\s*$'`

func noLabel(value string, from, to schema.Domain) []schema.Lossy {
	has := map[string]bool{}
	list := make([]string, len(to.Labels))
	for i, l := range to.Labels {
		has[l], list[i] = true, literal(l)
	}
	missing := from.Labels == nil
	for _, l := range from.Labels {
		missing = missing || !has[l]
	}
	if !missing {
		return nil
	}
	where := value + " IS NOT NULL"
	if len(list) > 0 {
		where = fmt.Sprintf("%s NOT IN (%s)", asText(value), strings.Join(list, ", "))
	}
	return []schema.Lossy{{Where: where, Problem: stops + "they are no label of type " + to.Type.Name, Fatal: true}}
}

// lengths are how long values get as texts.
var lengths = map[string]int{"boolean": 5, "smallint": 6, "integer": 11, "bigint": 20}

// tooLong: blanks beyond the length are cut without complaint.
func tooLong(value string, from schema.Domain, to schema.Type, explicit bool) []schema.Lossy {
	n, err := strconv.Atoi(to.Args)
	if to.Name == "name" {
		return []schema.Lossy{{Problem: "what becomes of " + from.Type.String() + " as a name is not for a query to tell"}}
	}
	longest, known := lengths[from.Type.Name]
	for _, l := range from.Labels {
		longest, known = max(longest, utf8.RuneCountInString(l)), true
	}
	if err != nil || known && longest <= n {
		return nil
	}
	problem := fmt.Sprintf("the upgrade stops: longer than %d characters", n)
	if explicit {
		problem = fmt.Sprintf("cut to %d characters", n)
	}
	return []schema.Lossy{{Where: fmt.Sprintf("char_length(rtrim(%s, ' ')) > %d", asText(value), n), Problem: problem, Fatal: true}}
}

func bounds(t schema.Type) (low, high string) {
	n := bits[t.Name]
	return strconv.FormatInt(-1<<(n-1), 10), strconv.FormatInt(1<<(n-1)-1, 10)
}

// noInteger: since 16 a server also reads 0x1F and 1_000, which nobody has in a column.
func noInteger(value string, to schema.Type) []schema.Lossy {
	low, high := bounds(to)
	return []schema.Lossy{{
		// CASE keeps the server from casting what it cannot.
		Where:   fmt.Sprintf("%s IS NOT NULL AND CASE WHEN %[1]s ~ '^\\s*[-+]?[0-9]+\\s*$' THEN %[1]s::numeric NOT BETWEEN %s AND %s ELSE TRUE END", asText(value), low, high),
		Problem: stops + "no number from " + low + " to " + high, Fatal: true,
	}, {
		Where:   fmt.Sprintf("%s ~ '^\\s*[-+]?[0-9]+\\s*$' AND %[1]s !~ '^-?(0|[1-9][0-9]*)$'", asText(value)),
		Problem: "written as numbers are, without zeros or blanks in front",
	}}
}

// outside: a fraction is rounded.
func outside(value string, from, to schema.Type) []schema.Lossy {
	low, high := bounds(to)
	number := value
	if !integral[from.Name] {
		number = "round(" + value + ")"
	}
	found := []schema.Lossy{{
		Where: fmt.Sprintf("%s NOT BETWEEN %s AND %s", number, low, high), Problem: stops + "no number from " + low + " to " + high, Fatal: true,
	}}
	if number != value {
		found = append(found, schema.Lossy{Where: value + " <> " + number, Problem: "rounded"})
	}
	return found
}

// beyond: numeric(p,s) holds numbers below ten to the power of p-s, rounded to s digits.
func beyond(value string, to schema.Type) []schema.Lossy {
	p, s, _ := strings.Cut(to.Args, ",")
	precision, _ := strconv.Atoi(p)
	scale, _ := strconv.Atoi(s)
	if to.Args == "" {
		return nil
	}
	limit := "1" + strings.Repeat("0", max(0, precision-scale))
	rounded := fmt.Sprintf("round(%s::numeric, %d)", value, scale)
	return []schema.Lossy{
		{Where: "abs(" + rounded + ") >= " + limit, Problem: stops + limit + " or more", Fatal: true},
		{Where: value + "::numeric <> " + rounded, Problem: "rounded"},
	}
}

// floatDigits are how many decimal digits such a number keeps for certain.
var floatDigits = map[string]int{"real": 6, "double precision": 15}

// beyondText are texts that are rounded.
func beyondText(value string, to schema.Type) []schema.Lossy {
	if kept := floatDigits[to.Name]; kept > 0 {
		return []schema.Lossy{{
			Where:   fmt.Sprintf(`btrim(%s, '0') ~ '([0-9]\.?){%d}'`, asText(value), kept+1),
			Problem: fmt.Sprintf("rounded: a %s keeps about %d digits", to.Name, kept),
		}}
	}
	if to.Args == "" {
		return nil
	}
	return []schema.Lossy{{Problem: "which texts are too large for " + to.String() + " is not for a query to tell"}}
}

// plainText are the texts whose blanks at the end count.
var plainText = set("varchar text")

// Becomes is the expression of what becomes of a value, one that fails on no row.
func (conversions) Becomes(value string, from, to schema.Domain) (sql string, ok bool) {
	f, t := from.Type, to.Type
	switch {
	case f == t, plainText[f.Name] && plainText[t.Name], isNumber(f) && isNumber(t) && (integral[f.Name] || floating[t.Name]):
		return value, true
	case t.Name == "name" || strings.HasSuffix(f.Name, "[]") || strings.HasSuffix(t.Name, "[]"):
		return "", false
	case textual[t.Name] || to.Labels != nil:
		return asText(value), true
	}
	return "", false
}

// Unfilled is nothing: the server makes up no value.
func (conversions) Unfilled(schema.Domain) []schema.Lossy { return nil }

// StrictMode is always on here.
func (conversions) StrictMode() string { return "TRUE" }

// NoRole asks the roles of the whole server. A name without quotes is in lower case.
func (c conversions) NoRole(name string) string {
	path := schema.NamePath(name)
	if len(path) != 1 {
		return ""
	}
	if name[0] != '"' {
		path[0] = strings.ToLower(path[0])
	}
	return "pg_catalog.to_regrole(" + literal(quote(path[0])) + ") IS NULL"
}

// Typed casts an expression, since one of no type is a text; to a type that need not be there yet, it does not.
func (conversions) Typed(sql string, t schema.Type) string {
	if t.Named {
		return "(" + sql + ")::text"
	}
	return "(" + sql + ")::" + typeSQL(t)
}

// First is a query with a LIMIT.
func (conversions) First(query string, rows int) string {
	return fmt.Sprintf("%s LIMIT %d", query, rows)
}
