package schema

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	numberSQL = Pattern(`^[-+]?(?:\d+\.?\d*|\.\d+)$`)
	textSQL   = Pattern(`(?s)^'(?:[^'\\]|'')*'$`)
	momentSQL = Pattern(`(?i)^(?:(?:NOW|CURDATE|CURRENT_DATE|CURRENT_TIMESTAMP|LOCALTIMESTAMP|UTC_TIMESTAMP|TRANSACTION_TIMESTAMP)(?:\(\d?\))?)$`)
	uuidSQL   = Pattern(`(?i)^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// moments are the layouts of what types of dates and times take, as ISO 8601 has it.
var moments = map[string][]string{
	"date":      {time.DateOnly},
	"time":      {time.TimeOnly, "15:04"},
	"datetime":  {time.DateOnly, time.DateTime},
	"timestamp": {time.DateOnly, time.DateTime},
}

func layouts(t Type) []string {
	name, _, _ := strings.Cut(t.base(), " ") // "timestamp without time zone"
	return moments[name]
}

// Refuses says why a column may not take a value that stands in a statement, a literal of SQL; empty: it takes it. What is not known to be taken may not be.
// sure reports that no server takes it; one that is not strict makes another value of it.
func (d Domain) Refuses(value string) (why string, sure bool) {
	text := literalText(value)
	taken := false
	switch {
	case momentSQL().MatchString(value):
		taken = layouts(d.Type) != nil
	case strings.EqualFold(value, "TRUE"), strings.EqualFold(value, "FALSE"):
		taken = d.Type.Name == "boolean" || d.Type.Name == "tinyint"
	case numberSQL().MatchString(value):
		taken = d.Type.counts(value) || kindOf(d.Type) == textKind && d.Labels == nil && !d.Type.Named && d.Type.Takes(value)
		sure = kindOf(d.Type) == integerKind && !strings.Contains(value, ".")
	case textSQL().MatchString(value):
		taken, sure = d.takesText(text), d.never(text)
	default:
		return "what " + Excerpt(value) + " comes to is not known", false
	}
	if taken {
		return "", false
	}
	return Excerpt(value) + " is not valid as " + d.Type.String(), sure
}

// never reports whether a text is none that any server takes: a word for a number, one that is too long, or no label.
func (d Domain) never(text string) bool {
	k := kindOf(d.Type)
	switch {
	case strings.HasSuffix(d.Type.Name, "[]"):
		return false
	case k == integerKind:
		return !strings.ContainsAny(text, "0123456789")
	case k == textKind && !d.Type.Named:
		return !d.Type.Takes(strings.TrimRight(text, " "))
	case d.Labels != nil && d.Type.Name != "set":
		text = strings.TrimRight(text, " ") // and what a collation takes for the same is a label as well
		return ascii(text) && !strings.ContainsAny(text, "0123456789") && !slices.ContainsFunc(d.Labels, func(l string) bool {
			return !ascii(l) || strings.EqualFold(l, text)
		})
	}
	return false
}

// counts reports whether a type is one of numbers and takes this one: whole, where it has only such, and not too large.
func (t Type) counts(number string) bool {
	n, ok := new(big.Rat).SetString(number)
	bits := uint(integerBits[t.Name]) //nolint:gosec // none is negative
	switch {
	case !ok || t.Named:
		return false
	case kindOf(t) == integerKind && sign(t) == 0:
		return n.IsInt() && n.Sign() >= 0 && n.Num().BitLen() <= int(bits) //nolint:gosec // 64 at the most
	case kindOf(t) == integerKind:
		low, high := new(big.Int).Lsh(big.NewInt(-1), bits-1), new(big.Int).Lsh(big.NewInt(1), bits-1)
		return n.IsInt() && n.Num().Cmp(low) >= 0 && n.Num().Cmp(high) < 0
	case kindOf(t) != decimalKind && kindOf(t) != realKind:
		return false
	case t.Args == "": // double precision, and a numeric that takes any; MySQL's decimal always has them
		return true
	}
	digits, scale := splitArgs(t.Args)
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(digits-scale, 0))), nil)
	return new(big.Rat).Add(n.Abs(n), big.NewRat(1, 2)).Cmp(new(big.Rat).SetInt(most)) < 0 // whatever it is rounded to
}

// holds reports whether each character of a text is one of the charset's: MySQL's old UTF-8 has those of three bytes at most.
func (d Domain) holds(text string) bool {
	return !strings.HasPrefix(d.Charset, "utf8mb3") || !strings.ContainsFunc(text, func(c rune) bool { return c > 0xFFFF })
}

func (d Domain) takesText(text string) bool {
	t := d.Type
	switch {
	case t.Name == "set":
		return text == "" || !slices.ContainsFunc(strings.Split(text, ","), func(l string) bool { return !slices.Contains(d.Labels, l) })
	case d.Labels != nil:
		return slices.Contains(d.Labels, text)
	case t.Named:
		return false
	case kindOf(t) == textKind && !strings.HasSuffix(t.Name, "[]"):
		fits := t.Takes(strings.TrimRight(text, " ")) && len(text) < 1<<16 && (t.Name != "tinytext" || len(text) < 1<<8)
		return fits && (ascii(text) || strings.HasPrefix(d.Charset, "utf8") && d.holds(text) || d.Charset == "")
	case strings.HasSuffix(t.Name, "blob"), t.Name == "varbinary", t.Name == "bytea":
		return len(text) < 1<<8 && t.Takes(text)
	case kindOf(t) == integerKind, kindOf(t) == decimalKind, kindOf(t) == realKind:
		return numberSQL().MatchString(strings.TrimSpace(text)) && t.counts(strings.TrimSpace(text))
	case t.Name == "boolean":
		return slices.Contains([]string{"t", "true", "f", "false", "y", "yes", "n", "no", "on", "off", "1", "0"}, strings.ToLower(strings.TrimSpace(text)))
	case t.Name == "json", t.Name == "jsonb":
		return json.Valid([]byte(text))
	case t.Name == "uuid":
		return uuidSQL().MatchString(text)
	case layouts(t) != nil:
		return slices.ContainsFunc(layouts(t), func(layout string) bool {
			at, err := time.Parse(layout, text)
			return err == nil && (layout == time.TimeOnly || layout == "15:04" || at.Year() > 1970 && at.Year() < 2038) // what MySQL's timestamp holds
		})
	case strings.HasSuffix(t.Name, "[]"):
		return text == "{}"
	}
	return false
}

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// GoesInto reports whether a server takes a column of this type for one of another where a statement gives it, as far as the values allow: numbers for numbers,
// and both and texts for texts.
func (t Type) GoesInto(to Type) bool {
	number := func(k kind) bool { return k == integerKind || k == decimalKind || k == realKind }
	from, into := kindOf(t), kindOf(to)
	return !t.Named && !to.Named && (number(from) && number(into) || into == textKind && (from == textKind || number(from)))
}

// literalText is the text that a literal stands for, or a number as it is written.
func literalText(value string) string {
	if textSQL().MatchString(value) {
		return strings.ReplaceAll(value[1:len(value)-1], "''", "'")
	}
	return value
}

// IsText reports whether a column of the type holds text, of whatever length.
func (t Type) IsText() bool {
	return kindOf(t) == textKind && !t.Named && !strings.HasSuffix(t.Name, "[]")
}

// Key is what a unique key compares a literal of SQL by: two that have other keys are never equal. vague: there is no telling, it may be equal to any.
func (m Semantics) Key(d Domain, value string) (key string, vague bool) {
	text, t := literalText(value), d.Type
	number, isNumber := new(big.Rat).SetString(text)
	loose := m.LooseTexts || t.base() == "citext"
	switch {
	case kindOf(t) == integerKind && !t.Named:
		return numberKey(number, isNumber && number.IsInt())
	case t.IsText() && (textSQL().MatchString(value) || numberSQL().MatchString(value)), t.base() == "citext" && textSQL().MatchString(value):
		if loose || padded(t) {
			text = strings.TrimRight(text, " ")
		}
		if loose {
			text = strings.ToLower(text)
		}
		return text, !ascii(text) && (loose || d.Collation != "")
	case textSQL().MatchString(value) && slices.Contains(d.Labels, text), t.base() == "uuid" && uuidSQL().MatchString(text):
		return strings.ToLower(text), false
	}
	return "", true
}

func numberKey(n *big.Rat, known bool) (key string, vague bool) {
	if !known {
		return "", true
	}
	return n.RatString(), false
}

// IsLiteral reports whether an expression of SQL is a number or a text that stands there as it is.
func IsLiteral(value string) bool {
	return numberSQL().MatchString(value) || textSQL().MatchString(value)
}
