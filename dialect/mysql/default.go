package mysql

import (
	"encoding/hex"
	"math/big"
	"strconv"
	"strings"

	"assay/schema"
)

// defaultOf brings a DEFAULT clause, written as SQL, to its canonical spelling for a column of that type.
func defaultOf(f flavor, t schema.Type, sql string) string {
	tokens, err := scan(sql)
	if err != nil {
		return "(" + sql + ")"
	}
	for len(tokens) > 1 && tokens[0].is("(") && closing(tokens, 0) == len(tokens) {
		tokens = tokens[1 : len(tokens)-1]
	}
	switch {
	case len(tokens) == 0, len(tokens) == 1 && tokens[0].is("null"):
		return ""
	case len(tokens) == 1 && tokens[0].isAny("true", "false"):
		return literalDefault(t, map[bool]string{true: "1", false: "0"}[tokens[0].is("true")], false)
	}
	if now, ok := currentTimestamp(f, t, tokens); ok {
		return now
	}
	if value, quoted, ok := literal(tokens); ok {
		return literalDefault(t, value, quoted)
	}
	return "(" + expressionOf(f, join(tokens)) + ")"
}

// onUpdate brings an ON UPDATE clause to its canonical spelling. Its precision is always the column's own;
// some versions leave it out in information_schema alone.
func onUpdate(t schema.Type) string {
	if t.Args == "" {
		return "CURRENT_TIMESTAMP"
	}
	return "CURRENT_TIMESTAMP(" + t.Args + ")"
}

// currentTimestamp recognises NOW() by all its names. In a column of times it has the column's precision unless it asks for less.
func currentTimestamp(f flavor, t schema.Type, tokens []token) (string, bool) {
	isNow := tokens[0].isAny("current_timestamp", "now", "localtimestamp") || tokens[0].is("localtime") && !f.localtimeIsTime
	if !isNow || len(tokens) > 1 && closing(tokens, 1) != len(tokens) {
		return "", false
	}
	precision := strings.Trim(join(tokens[1:]), "()")
	if t.Name == "datetime" || t.Name == "timestamp" {
		if precision == "" || precision > t.Args { // digits
			precision = t.Args
		}
	}
	if precision == "" || precision == "0" {
		return "CURRENT_TIMESTAMP", true
	}
	return "CURRENT_TIMESTAMP(" + precision + ")", true
}

// literal reads tokens that are one literal, and whether that is of text or bytes.
func literal(tokens []token) (value string, quoted, ok bool) {
	sign := ""
	if tokens[0].isAny("-", "+") {
		sign = strings.TrimPrefix(tokens[0].text, "+")
		tokens = tokens[1:]
		// MySQL prints -1 as -(1).
		for len(tokens) > 2 && tokens[0].is("(") && closing(tokens, 0) == len(tokens) {
			tokens = tokens[1 : len(tokens)-1]
		}
	}
	if len(tokens) > 1 && introduces(tokens[0]) {
		if tokens[1].kind != text && tokens[1].kind != number {
			return "", false, false
		}
	} else if len(tokens) > 0 && tokens[0].kind == word {
		return "", false, false
	}
	for i, t := range tokens {
		switch {
		case i == 0 && introduces(t):
		case t.kind == number && i == len(tokens)-1 && !quoted:
			if v := literalValue(tokens[:i], t); v != t.text || i > 0 {
				return v, true, true
			}
			return sign + t.text, false, true
		case t.kind == text:
			value += literalValue(tokens[:i], t)
			quoted = true
		default:
			return "", false, false
		}
	}
	return value, quoted, quoted && sign == ""
}

// introduces reports whether a word can stand before a literal: _utf8mb4'x', N'x', x'6162', b'01', DATE '2020-01-01'.
func introduces(t token) bool {
	return t.kind == word && (t.text[0] == '_' || t.isAny("n", "x", "b", "date", "time", "timestamp"))
}

// literalValue reads a literal, whose introducer is the last of before.
func literalValue(before []token, t token) string {
	form := byte(0)
	digits := t.text
	switch {
	case t.kind == text && len(before) > 0 && before[len(before)-1].isAny("x", "b"):
		form, digits = before[len(before)-1].text[0]|0x20, unquoteText(t.text)
	case t.kind == text:
		return unquoteText(t.text)
	case strings.HasPrefix(t.text, "0x") || strings.HasPrefix(t.text, "0b"):
		form, digits = t.text[1], t.text[2:]
	}
	switch form {
	case 'x':
		if len(digits)%2 == 1 {
			digits = "0" + digits
		}
		b, err := hex.DecodeString(digits)
		if err == nil {
			return string(b)
		}
	case 'b':
		n, ok := new(big.Int).SetString(digits, 2)
		if ok {
			return string(n.FillBytes(make([]byte, (len(digits)+7)/8)))
		}
	}
	return t.text
}

// literalDefault writes a value in the form of its type.
func literalDefault(t schema.Type, value string, quoted bool) string {
	switch t.Name {
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		return numberDefault(value, 0)
	case "decimal":
		_, scale, _ := strings.Cut(t.Args, ",")
		n, _ := strconv.Atoi(scale)
		return numberDefault(value, n)
	case "float", "double":
		return floatDefault(value, t)
	case "bit":
		return bitDefault(value, quoted)
	case "year":
		return yearDefault(value)
	case "date", "time", "datetime", "timestamp":
		return quoteText(temporal(t, value))
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
		if t.Name == "binary" {
			value = strings.TrimRight(value, "\x00")
		}
		return hexLiteral(value)
	case "enum":
		return quoteText(sameLabel(t, value))
	case "":
		// The type is not known (ALTER COLUMN … SET DEFAULT): as it was written.
		if !quoted {
			return value
		}
	}
	return quoteText(value)
}

// numberDefault rounds as the column will.
func numberDefault(value string, scale int) string {
	rat, ok := new(big.Rat).SetString(strings.TrimSpace(value))
	if !ok {
		return quoteText(value)
	}
	s := rat.FloatString(scale)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func floatDefault(value string, t schema.Type) string {
	if _, scale, ok := strings.Cut(t.Args, ","); ok {
		n, _ := strconv.Atoi(scale)
		return numberDefault(value, n)
	}
	bits := 64
	if t.Name == "float" {
		bits = 32
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(value), bits)
	if err != nil {
		return quoteText(value)
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}

func bitDefault(value string, quoted bool) string {
	n := new(big.Int)
	if quoted {
		n.SetBytes([]byte(value))
	} else if _, ok := n.SetString(value, 10); !ok {
		return quoteText(value)
	}
	return "b'" + n.Text(2) + "'"
}

// yearDefault: years of two digits are those from 1970 to 2069; the number 0 is the year 0000, the text '0' is 2000.
func yearDefault(value string) string {
	n, err := strconv.Atoi(value)
	switch {
	case err != nil:
		return quoteText(value)
	case n >= 1 && n < 70:
		n += 2000
	case n >= 70 && n < 100:
		n += 1900
	}
	if n == 0 {
		return "0000"
	}
	return strconv.Itoa(n)
}

// temporal completes a date or time as servers do: '2020-01-01' in a DATETIME(3) is '2020-01-01 00:00:00.000'.
func temporal(t schema.Type, value string) string {
	if value == "0" {
		value = map[bool]string{true: "00:00:00", false: "0000-00-00"}[t.Name == "time"]
	}
	if t.Name == "date" {
		return strings.TrimSuffix(value, " 00:00:00")
	}
	date, clock, both := strings.Cut(strings.Replace(value, "T", " ", 1), " ")
	switch {
	case t.Name == "time" && !both:
		date, clock = "", date
	case !both:
		clock = "00:00:00"
	}
	clock, fraction, _ := strings.Cut(clock, ".")
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	if digits, _ := strconv.Atoi(t.Args); digits > 0 {
		clock += "." + (fraction + "000000")[:digits]
	}
	return strings.TrimSpace(date + " " + clock)
}

// sameLabel finds an enum's value regardless of case, as the usual collations do.
func sameLabel(t schema.Type, value string) string {
	value = strings.TrimRight(value, " ")
	found := value
	for _, l := range t.Labels() {
		if l == value {
			return l
		}
		if strings.EqualFold(l, value) {
			found = l
		}
	}
	return found
}

var asksSequence = schema.Pattern("(?i)\\b((?:nextval|lastval)\\()(`(?:[^`]|``)+`)\\.")

// ownSequences leaves the database's own name out of the defaults that ask its sequences (MariaDB), so that they are the same in a database of another name.
func ownSequences(t *schema.Table, database string) {
	for i := range t.Columns {
		c := &t.Columns[i]
		if !strings.Contains(c.Default, "val(") {
			continue
		}
		c.Default = asksSequence().ReplaceAllStringFunc(c.Default, func(call string) string {
			m := asksSequence().FindStringSubmatch(call)
			if unquoteName(m[2]) != database {
				return call
			}
			return m[1]
		})
	}
}
