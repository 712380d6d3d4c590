package mysql

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"assay/schema"
)

// badName says which names the server gives to nothing: too long, none at all, or with a blank at the end (all MySQL and MariaDB that were tried).
func (r refuser) badName(c schema.Change) *schema.Refusal {
	table, columns, others := schema.NewNames(c)
	long := func(name string) bool { return utf8.RuneCountInString(name) > longestName }
	if long(table) && r.isMariaDB() || strings.HasSuffix(table, " ") {
		return words("1103", "42000", "Incorrect table name '%s'", table)
	}
	for _, name := range slices.Concat([]string{table}, columns, others) {
		if long(name) {
			return words("1059", "42000", "Identifier name '%s' is too long", name)
		}
	}
	for _, name := range columns {
		if name == "" || strings.HasSuffix(name, " ") {
			return words("1166", "42000", "Incorrect column name '%s'", name)
		}
	}
	return nil
}

// words is a refusal of what a statement says, whatever is there.
func words(code, state, format string, args ...any) *schema.Refusal {
	return &schema.Refusal{Code: code, State: state, Text: fmt.Sprintf(format, args...), Syntax: true}
}

// column says what the server makes no column of, whatever table it is in.
func (r refuser) column(col schema.Column) *schema.Refusal {
	if f := r.typeRefused(col); f != nil {
		f.Syntax = true
		return f
	}
	kind, labels := col.Type.Name, col.Type.Labels()
	switch {
	case kind == "set" && len(labels) > 64:
		return words("1097", "HY000", "Too many strings for column %s and SET", col.Name)
	case kind == "set" && slices.ContainsFunc(labels, func(l string) bool { return strings.Contains(l, ",") }):
		return words("1367", "22007", "Illegal set '%s' value found during parsing", labels[slices.IndexFunc(labels, func(l string) bool { return strings.Contains(l, ",") })])
	case r.atLeastMySQL(8, 0, 0) && slices.ContainsFunc(labels, func(l string) bool { return utf8.RuneCountInString(l) > 255 }):
		return words("3505", "HY000", "Too long enumeration/set value for column %s.", col.Name)
	case col.OnUpdate != "" && kind != "timestamp" && kind != "datetime":
		return words("1294", "HY000", "Invalid ON UPDATE clause for '%s' column", col.Name)
	case col.AutoIncrement && !counting(kind):
		return words("1063", "42000", "Incorrect column specifier for column '%s'", col.Name)
	case col.AutoIncrement && col.Default != "" && !strings.EqualFold(col.Default, "NULL"), col.Misfit(labels), badDefault(r.flavor, col):
		return words("1067", "42000", "Invalid default value for '%s'", col.Name)
	}
	return nil
}

// counting reports whether columns of a type can count up.
func counting(kind string) bool {
	return strings.HasSuffix(kind, "int") || kind == "float" || kind == "double" // which MySQL gave up in 8.4
}

// aMoment is a literal of a date, or of a date and a time, in the one form that every server reads.
var aMoment = schema.Pattern(`^'(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?)?'$`)

// badDefault reports whether a literal is a default that the server refuses whatever its sql_mode is: it looks at it when the column is made, where others
// wait for a row.
func badDefault(f flavor, col schema.Column) bool {
	value := col.Default
	if value == "" || strings.HasPrefix(value, "(") {
		return false
	}
	switch col.Type.Name {
	case "year":
		text, quoted := literalOf(value)
		if !quoted {
			text = value
		}
		n, err := strconv.Atoi(text)
		return err == nil && n > 99 && (n < 1901 || n > 2155)
	case "set":
		text, ok := literalOf(value)
		return ok && text != "" && slices.ContainsFunc(strings.Split(text, ","), func(label string) bool {
			return !slices.ContainsFunc(col.Type.Labels(), func(l string) bool { return strings.EqualFold(l, strings.TrimRight(label, " ")) })
		})
	case "date", "datetime", "timestamp":
		m := aMoment().FindStringSubmatch(value)
		return m != nil && (beyond(m[2], 12) || beyond(m[3], 31) || beyond(m[4], 23) || beyond(m[5], 59) || beyond(m[6], 59) ||
			noDay(m[1], m[2], m[3]) || col.Type.Name == "timestamp" && m[1] != "0000" && (m[1] < "1969" || m[1] > lastYear(f)))
	case "char", "varchar":
		text, ok := literalOf(value)
		if !f.isMariaDB() { // which counts blanks at the end
			text = strings.TrimRight(text, " ")
		}
		n, err := strconv.Atoi(col.Type.Args)
		return ok && err == nil && utf8.RuneCountInString(text) > n
	}
	return (col.Type.Name == "decimal" || strings.HasSuffix(col.Type.Name, "int")) && badNumber(col.Type, value)
}

// isLong reports whether MySQL gives a column of a type no literal as its default.
func isLong(t schema.Type) bool { return isLob(t) || textBytes[t.Name] > 0 || t.Name == "json" }

// literalRefused reports whether a column of long texts is given a literal as its default, which a lax server leaves out where it is empty.
func (r refuser) literalRefused(col schema.Column) bool {
	return r.vendor == mySQL && !r.atLeastMySQL(8, 0, 13) && isLong(col.Type) && strings.HasPrefix(col.Default, "'") && (col.Default != "''" || !r.isLax)
}

// lastYear is the last one of which a timestamp can be.
func lastYear(f flavor) string {
	if f.atLeastMariaDB(11, 5) {
		return "2106"
	}
	return "2038"
}

// noDay reports whether a month, which is one, does not have a day. Months and days of zero are the mode's to judge.
func noDay(year, month, day string) bool {
	y, m, d := valueOf(year), valueOf(month), valueOf(day)
	return m > 0 && d > 0 && d > time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func valueOf(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func beyond(digits string, most int) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && n > most
}

// literalOf is the text that a literal without escapes stands for.
func literalOf(value string) (text string, ok bool) {
	if len(value) < 2 || value[0] != '\'' || value[len(value)-1] != '\'' || strings.Contains(value, `\`) {
		return "", false
	}
	return strings.ReplaceAll(value[1:len(value)-1], "''", "'"), true
}

var aNumber = schema.Pattern(`^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?$`)

// badNumber reports whether a literal, in quotes or not, is no number for a type of numbers, or one that is too large for it.
func badNumber(t schema.Type, value string) bool {
	text, quoted := literalOf(value)
	if quoted {
		value = strings.TrimSpace(text)
	}
	if !aNumber().MatchString(value) {
		return quoted
	}
	n, ok := new(big.Rat).SetString(value)
	if !ok {
		return false
	}
	digits, scale, _ := arguments(t)
	if digits == 0 {
		digits = 10 // decimal's own
	}
	if t.Name != "decimal" {
		scale = 0
	}
	tens := func(exponent int) *big.Rat {
		return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exponent)), nil))
	}
	half := new(big.Rat).Quo(big.NewRat(1, 2), tens(scale))
	rounded := new(big.Rat).Add(new(big.Rat).Abs(n), half)
	if t.Name == "decimal" {
		return rounded.Cmp(tens(digits-scale)) >= 0 || n.Sign() < 0 && strings.Contains(t.Attrs, "unsigned")
	}
	whole := new(big.Int).Quo(rounded.Num(), rounded.Denom())
	if n.Sign() < 0 {
		whole.Neg(whole)
	}
	why, _ := schema.Domain{Type: t}.Refuses(whole.String())
	return why != ""
}

// keyRefused says what the server makes no key of.
func keyRefused(f flavor, t *schema.Table, x schema.Index) *schema.Refusal {
	most := 16
	if f.isMariaDB() {
		most = 32
	}
	if len(x.Parts) > most {
		return syntax("1070", "Too many key parts specified; max %d parts allowed", most)
	}
	seen := map[string]bool{}
	for _, p := range x.Parts {
		name := strings.ToLower(p.Column)
		if p.Column != "" && seen[name] {
			return &schema.Refusal{Code: "1060", State: "42S21", Text: "Duplicate column name '" + p.Column + "'"}
		}
		seen[name] = true
		if i := t.Column(schema.Semantics{FoldColumns: true}, p.Column); i >= 0 && p.Prefix > 0 && badPrefix(x, t.Columns[i].Type, p.Prefix) {
			return &schema.Refusal{Code: "1089", State: "HY000", Text: "Incorrect prefix key; the used key part isn't a string, the used length is longer than " +
				"the key part, or the storage engine doesn't support unique prefix keys"}
		}
	}
	return nil
}

// badPrefix reports whether a key cannot be over so many characters of a column's beginning.
func badPrefix(x schema.Index, t schema.Type, n int) bool {
	if x.Method == "fulltext" || x.Method == "spatial" {
		return false
	}
	switch t.Name {
	case "char", "varchar", "binary", "varbinary":
		most, err := strconv.Atoi(t.Args)
		return err == nil && n > most
	}
	return !isLob(t) && !isText(t) && 8*n != int(integers[t.Name]) // a number as a whole is no prefix
}

// What a table has at most (InnoDB's columns, and keys of every engine).
const (
	mostColumns = 1017
	mostKeys    = 64
)

// tableRefused says how much the server has no room for in a table, however short it is.
func tableRefused(f flavor, t *schema.Table) *schema.Refusal {
	primary := 0
	for _, x := range t.Indexes {
		if x.Kind == schema.Primary {
			primary++
		}
	}
	switch {
	case primary > 1:
		return syntax("1068", "Multiple primary key defined")
	case len(t.Indexes) > mostKeys:
		return syntax("1069", "Too many keys specified; max %d keys allowed", mostKeys)
	case isInnoDB(t) && len(t.Columns) > mostColumns && f.isMariaDB():
		return &schema.Refusal{Code: "1005", State: "HY000", Text: fmt.Sprintf("Can't create table `%s` (errno: 185 \"Too many columns\")", t.Name)}
	case isInnoDB(t) && len(t.Columns) > mostColumns:
		return &schema.Refusal{Code: "1117", State: "HY000", Text: "Too many columns"}
	}
	return nil
}
