package mysql

import (
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

// conversions are what becomes of values as a server of the flavor converts them.
type conversions struct{ flavor flavor }

// Casts are none: there is no USING here, a value goes straight to the new type.
func (conversions) Casts(schema.AlterColumn) (casts []schema.Type, known bool) { return nil, true }

// integers are the sizes of integer types in bits.
var integers = map[string]uint{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}

// textBytes are how many bytes the texts without a length of their own hold.
var textBytes = map[string]uint64{"tinytext": 1<<8 - 1, "text": 1<<16 - 1, "mediumtext": 1<<24 - 1, "longtext": 1<<32 - 1}

func isInteger(t schema.Type) bool { return integers[t.Name] > 0 }

func isNumber(t schema.Type) bool {
	return isInteger(t) || t.Name == "decimal" || t.Name == "float" || t.Name == "double"
}

func isCharacter(t schema.Type) bool {
	return t.Name == "varchar" || t.Name == "char" || textBytes[t.Name] > 0
}

// Unfilled are all rows, where the server would make up a value that is none: a zero date, which NO_ZERO_DATE forbids in strict mode, or no geometry.
func (c conversions) Unfilled(d schema.Domain) []schema.Lossy {
	const stops = "the upgrade stops: the new column is NOT NULL and has no default for existing rows"
	switch {
	case d.Type.Name == "date" || d.Type.Name == "datetime": // a timestamp's zero passes
		return []schema.Lossy{{
			Where: "@@GLOBAL.sql_mode LIKE '%NO_ZERO_DATE%' AND " + conversions{}.StrictMode(), Problem: stops + ", for which the sql_mode allows no zero", Fatal: true,
		}}
	case isShape(d.Type) && c.flavor.atLeastMySQL(5, 7):
		return []schema.Lossy{{Where: "TRUE", Problem: stops, Fatal: true}}
	}
	return nil
}

// Lossy are the values of an SQL expression that do not survive becoming those of another domain, in the strict mode that is every server's
// own since MySQL 5.7 and MariaDB 10.2; without it they are cut, emptied or set to zero.
func (c conversions) Lossy(value string, from, to schema.Domain, _ bool) []schema.Lossy {
	f, t := from.Type, to.Type
	var found []schema.Lossy
	if isCharacter(f) && isCharacter(t) {
		found = alien(c.flavor, value, from, to)
	}
	switch {
	case t.Name == "enum":
		return append(found, noLabel(c.flavor, value, from, to)...)
	case f.Name == "enum" && isNumber(t):
		return []schema.Lossy{{
			Where:   fmt.Sprintf("CAST(%s AS CHAR) <> CAST(%s AS CHAR)", value, positionOf(value, from.Labels)),
			Problem: "a label becomes the number of its place: " + textLiteral(from.Labels[0]) + " becomes 1", Fatal: true,
		}}
	case semanticsOf(c.flavor).Keeps(f, t):
		return found
	case !isNumber(f) && !isCharacter(f) && isInteger(t):
		if moments, ok := noMoment(c.flavor, value, f, t); ok {
			return append(found, moments...)
		}
		return noInteger(c.flavor, value, f, t)
	case isCharacter(t):
		return append(found, tooLong(value, from, t)...)
	case isInteger(t):
		return noInteger(c.flavor, value, f, t)
	case isNumber(t):
		return noNumber(value, f, t)
	case textBytes[strings.Replace(t.Name, "blob", "text", 1)] > 0 && (strings.HasSuffix(f.Name, "blob") || isCharacter(f)):
		return longerThan(value, f, textBytes[strings.Replace(t.Name, "blob", "text", 1)], "LENGTH", "bytes")
	}
	if moments, ok := noMoment(c.flavor, value, f, t); ok {
		return append(found, moments...)
	}
	return []schema.Lossy{{Problem: "which values of " + f.String() + " are none of " + t.String() + " is not for a query to tell"}}
}

// alien are texts with characters that the new character set does not have: refused in strict mode, question marks otherwise.
func alien(f flavor, value string, from, to schema.Domain) []schema.Lossy {
	if to.Charset == "" || to.Charset == from.Charset || to.Charset == "binary" || from.Charset == "binary" || holds(to.Charset, from.Charset) {
		return nil
	}
	return []schema.Lossy{{
		Where: fmt.Sprintf("CAST(CONVERT(CONVERT(%s USING %s) USING utf8mb4) AS BINARY) <> CAST(CONVERT(%[1]s USING utf8mb4) AS BINARY)",
			value, bareOrQuoted(spelledAs(f, to.Charset))),
		Problem: "the upgrade stops: they hold characters that " + to.Charset + " does not have", Fatal: true,
	}}
}

// labelList lists texts.
func labelList(all []string) string {
	list := make([]string, len(all))
	for i, l := range all {
		list[i] = textLiteral(l)
	}
	return strings.Join(list, ", ")
}

// among is the condition that a text is one of some labels, compared as an enum does it, in most collations: without case.
func among(value string, labels []string) string {
	return fmt.Sprintf("CONVERT(%s USING utf8mb4) COLLATE utf8mb4_general_ci IN (%s)", value, labelList(labels))
}

func positionOf(value string, labels []string) string {
	return fmt.Sprintf("FIELD(CONVERT(%s USING utf8mb4) COLLATE utf8mb4_general_ci, %s)", value, labelList(labels))
}

// noLabel: an enum takes a label in any case. A number is the place of a label, and so is a text that looks like one and is no label itself.
func noLabel(f flavor, value string, from, to schema.Domain) []schema.Lossy {
	n := len(to.Labels)
	const taken = "a number is taken for the place of a label: "
	switch {
	case from.Type.Name == "enum":
		if without(from.Labels, to.Labels) == nil {
			return nil
		}
		return []schema.Lossy{{
			// The empty text of place 0, which is what a lax mode once made of a value that is no label, stays what it is.
			Where:   fmt.Sprintf("%s > 0 AND NOT %s", positionOf(value, from.Labels), among(value, to.Labels)),
			Problem: "the upgrade stops: they are no label of the new enum", Fatal: true,
		}}
	case isInteger(from.Type) && !semanticsOf(f).NumbersArePlaces:
		return noLabelOfNumber(value, to.Labels)
	case isInteger(from.Type):
		var moved []schema.Lossy
		if example := firstMoved(to.Labels); example != "" {
			moved = []schema.Lossy{{
				Where:   fmt.Sprintf("%s BETWEEN 1 AND %d AND CAST(%[1]s AS CHAR) <> ELT(%[1]s, %[3]s)", value, n, labelList(to.Labels)),
				Problem: taken + example, Fatal: true,
			}}
		}
		return append(moved, schema.Lossy{
			Where: fmt.Sprintf("%s NOT BETWEEN 1 AND %d", value, n), Problem: fmt.Sprintf("the upgrade stops: a number is taken for the place of a label, and there are those from 1 to %d", n), Fatal: true,
		})
	case isCharacter(from.Type):
		number := fmt.Sprintf("(%s REGEXP '^[0-9]{1,5}$' AND %[1]s + 0 BETWEEN 1 AND %d)", value, n)
		alike, written := among(value, to.Labels), fmt.Sprintf("BINARY CONVERT(%s USING utf8mb4) IN (%s)", value, labelList(to.Labels))
		if strings.HasSuffix(to.Collation, "_bin") {
			alike = fmt.Sprintf("CONVERT(%s USING utf8mb4) COLLATE utf8mb4_bin IN (%s)", value, labelList(to.Labels))
		}
		return []schema.Lossy{
			{Where: "NOT " + alike + " AND NOT " + number, Problem: "the upgrade stops: they are no label of the new enum", Fatal: true},
			{Where: "NOT " + alike + " AND " + number, Problem: taken + fmt.Sprintf("%d becomes %s", n, textLiteral(to.Labels[n-1])), Fatal: true},
			{Where: alike + " AND NOT " + written, Problem: "written as the label is, which they equal but for case, accents or blanks behind them"},
		}
	}
	return []schema.Lossy{{Problem: "what becomes of " + from.Type.String() + " as an enum is not for a query to tell"}}
}

// noLabelOfNumber: MySQL takes a number for the label that reads so, else for the place of one. Place 0 is the empty text, which it makes without a
// word.
func noLabelOfNumber(value string, labels []string) []schema.Lossy {
	n := len(labels)
	none := "NOT " + among("CAST("+value+" AS CHAR)", labels)
	return []schema.Lossy{
		{Where: fmt.Sprintf("%s AND %s BETWEEN 1 AND %d", none, value, n), Problem: fmt.Sprintf("a number that equals no label is taken as the position of one: %d becomes %s", n, textLiteral(labels[n-1])), Fatal: true},
		{Where: none + " AND " + value + " = 0", Problem: "0, which is no label, becomes an empty text without a word", Fatal: true},
		{Where: fmt.Sprintf("%s AND %s NOT BETWEEN 0 AND %d", none, value, n), Problem: fmt.Sprintf("the upgrade stops: numbers that equal no label fail, unless they are a valid position (1 to %d)", n), Fatal: true},
	}
}

// firstMoved is an example of a number that becomes another; empty: each label is its own place.
func firstMoved(labels []string) string {
	for i, l := range labels {
		if place := strconv.Itoa(i + 1); l != place {
			return place + " becomes '" + l + "'"
		}
	}
	return ""
}

// without returns those labels that others do not have, in whatever case.
func without(labels, others []string) []string {
	has := map[string]bool{}
	for _, l := range others {
		has[strings.ToLower(l)] = true
	}
	var missing []string
	for _, l := range labels {
		if !has[strings.ToLower(l)] {
			missing = append(missing, l)
		}
	}
	return missing
}

// digits are how long an integer gets as a text, the sign counted; moments how long a date or a time does, with a microsecond.
var (
	digits  = map[string]uint64{"tinyint": 4, "smallint": 6, "mediumint": 8, "int": 11, "bigint": 20}
	moments = map[string]uint64{"date": 10, "year": 4, "time": 17, "datetime": 26, "timestamp": 26}
)

// asText is the greatest length of a value of a type as text, of a type that is no text; 0: not known.
func asText(t schema.Type) uint64 {
	switch t.Name {
	case "decimal":
		precision, _, _ := strings.Cut(t.Args, ",")
		n, err := strconv.ParseUint(precision, 10, 64)
		if err != nil {
			return 0
		}
		return n + 3 // the sign, the point, and the zero before it
	case "double", "float":
		return 24 // -1.7976931348623157e+308
	}
	return max(digits[t.Name], moments[t.Name])
}

func tooLong(value string, from schema.Domain, to schema.Type) []schema.Lossy {
	longest := asText(from.Type)
	if n := textBytes[to.Name]; n > 0 && (longest == 0 || longest > n) {
		return longerThan(value, from.Type, n, "LENGTH", "bytes")
	}
	n, err := strconv.ParseUint(to.Args, 10, 64)
	if err != nil || longest > 0 && longest <= n {
		return nil
	}
	return longerThan(value, from.Type, n, "CHAR_LENGTH", "characters")
}

// longerThan: blanks at the end of a text are cut without complaint, but not those of a varchar that stays one (seen on MariaDB 10.11).
func longerThan(value string, from schema.Type, n uint64, measure, unit string) []schema.Lossy {
	if textBytes[from.Name] > 0 {
		value = "TRIM(TRAILING ' ' FROM " + value + ")"
	}
	return []schema.Lossy{{
		Where:   fmt.Sprintf("%s(%s) > %d", measure, value, n),
		Problem: fmt.Sprintf("the upgrade stops, or cuts them where the server is not strict: longer than %d %s", n, unit), Fatal: true,
	}}
}

// numeral is how a text looks that a numeric column takes.
const numeral = `'^[[:space:]]*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[[:space:]]*$'`

const (
	// wholeNumber is how a text looks of which MariaDB makes an integer, and numberAsWritten is one that an integer has too.
	wholeNumber     = `'^[[:space:]]*[-+]?[0-9]+[[:space:]]*$'`
	numberAsWritten = `'^-?(0|[1-9][0-9]*)$'`
)

// noInteger: a number beyond the range, and a text that is no number. A fraction is rounded, but of a text MariaDB refuses it.
func noInteger(v flavor, value string, from, to schema.Type) []schema.Lossy {
	if within(from, to) {
		return nil
	}
	low, high := bounds(to)
	outside := fmt.Sprintf("%s NOT BETWEEN %s AND %s", value, low, high)
	shape := numeral
	if v.isMariaDB() {
		shape = wholeNumber
	}
	if isNumber(from) && !isInteger(from) { // 127.4 is 127
		outside = fmt.Sprintf("ROUND(%s) NOT BETWEEN %s AND %s", value, low, high)
	}
	if isCharacter(from) {
		outside = fmt.Sprintf("%s NOT REGEXP %s OR %s + 0 NOT BETWEEN %s AND %s", value, shape, value, low, high)
	}
	found := []schema.Lossy{{Where: outside, Problem: "the upgrade stops: no number from " + low + " to " + high, Fatal: true}}
	if isNumber(from) && !isInteger(from) || isCharacter(from) && !v.isMariaDB() {
		found = append(found, schema.Lossy{Where: fmt.Sprintf("%s <> ROUND(%[1]s)", value), Problem: "rounded"})
	}
	if isCharacter(from) {
		found = append(found, schema.Lossy{
			Where:   fmt.Sprintf("%s REGEXP %s AND %[1]s NOT REGEXP %[3]s", value, shape, numberAsWritten),
			Problem: "written as numbers are, without zeros or blanks in front",
		})
	}
	if !isCharacter(from) && !isNumber(from) {
		return []schema.Lossy{{Problem: "which values of " + from.String() + " are none of " + to.String() + " is not for a query to tell"}}
	}
	return found
}

// within reports whether an integer type holds all that another one does.
func within(t, other schema.Type) bool {
	small, large := integers[t.Name], integers[other.Name]
	switch natural := strings.HasPrefix(t.Attrs, "unsigned"); {
	case small == 0:
		return false
	case natural == strings.HasPrefix(other.Attrs, "unsigned"):
		return small <= large
	default:
		return natural && small < large
	}
}

func bounds(t schema.Type) (low, high string) {
	bits := integers[t.Name]
	if strings.HasPrefix(t.Attrs, "unsigned") {
		return "0", strconv.FormatUint(1<<bits-1, 10)
	}
	return strconv.FormatInt(-1<<(bits-1), 10), strconv.FormatInt(1<<(bits-1)-1, 10)
}

func noNumber(value string, from, to schema.Type) []schema.Lossy {
	var found []schema.Lossy
	if isCharacter(from) {
		found = append(found, schema.Lossy{Where: value + " NOT REGEXP " + numeral, Problem: "the upgrade stops: no number", Fatal: true})
	}
	if !isCharacter(from) && !isNumber(from) {
		return []schema.Lossy{{Problem: "which values of " + from.String() + " are none of " + to.String() + " is not for a query to tell"}}
	}
	if kept := floatDigits[to.Name]; kept > 0 && isCharacter(from) {
		return append(found, schema.Lossy{
			Where:   fmt.Sprintf("TRIM(TRAILING '0' FROM TRIM(LEADING '0' FROM %s)) REGEXP '([0-9][.]?){%d}'", value, kept+1),
			Problem: fmt.Sprintf("rounded: a %s keeps about %d digits", to.Name, kept),
		})
	}
	if to.Name != "decimal" {
		return inexact(value, to)
	}
	precision, scale := decimalArgs(to.Args)
	limit := "1" + strings.Repeat("0", precision-scale)
	return append(found,
		schema.Lossy{Where: fmt.Sprintf("ABS(ROUND(%s, %d)) >= %s", value, scale, limit), Problem: "the upgrade stops: " + limit + " or more", Fatal: true},
		schema.Lossy{Where: fmt.Sprintf("%s <> ROUND(%[1]s, %d)", value, scale), Problem: "rounded"})
}

// floatDigits are how many decimal digits such a number keeps for certain.
var floatDigits = map[string]int{"float": 6, "double": 15}

func decimalArgs(args string) (precision, scale int) {
	p, s, _ := strings.Cut(args, ",")
	precision, _ = strconv.Atoi(p)
	scale, _ = strconv.Atoi(s)
	return precision, scale
}

// Becomes is the expression of what becomes of a value, one that fails on no row.
func (c conversions) Becomes(value string, from, to schema.Domain) (sql string, ok bool) {
	f, t := from.Type, to.Type
	switch {
	case isCharacter(f) && isCharacter(t) && to.Collation != from.Collation && to.Charset != "":
		sql = fmt.Sprintf("CONVERT(%s USING %s)", value, bareOrQuoted(spelledAs(c.flavor, to.Charset)))
		if to.Collation != "" {
			sql += " COLLATE " + bareOrQuoted(spelledAs(c.flavor, to.Collation))
		}
		return sql, true
	case f == t, isCharacter(f) && (isCharacter(t) || t.Name == "enum"), isInteger(f) && isInteger(t), f.Name == "enum" && t.Name == "enum":
		return value, true
	case isInteger(f) && t.Name == "enum" && !semanticsOf(c.flavor).NumbersArePlaces:
		text := "CAST(" + value + " AS CHAR)"
		return fmt.Sprintf("IF(%s, %s, ELT(%s, %s))", among(text, to.Labels), text, value, labelList(to.Labels)), true
	case isInteger(f) && t.Name == "enum":
		return fmt.Sprintf("ELT(%s, %s)", value, labelList(to.Labels)), true
	case f.Name == "enum" && isInteger(t):
		return positionOf(value, from.Labels), true
	case isCharacter(t) && (f.Name == "enum" || isInteger(f)):
		return "CAST(" + value + " AS CHAR)", true
	}
	return "", false
}

// Typed is the expression itself: a column of a query takes any type that comes.
// StrictMode is in the server's settings, and the one for transactions is that of every server's own engine.
func (conversions) StrictMode() string { return "@@GLOBAL.sql_mode LIKE '%STRICT%'" }

func (conversions) Typed(sql string, _ schema.Type) string { return sql }

// First is a query with a LIMIT.
func (conversions) First(query string, rows int) string {
	return fmt.Sprintf("%s LIMIT %d", query, rows)
}
