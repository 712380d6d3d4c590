package mysql

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/schema"
)

var (
	shortNumber = schema.Pattern(`^-?\d{1,18}(?:\.\d{1,18})?$`)
	plainText   = schema.Pattern(`^'[^'\\]*'$`)
)

// Makes reports whether a server makes a value of a domain of a literal that is written as none of it, in strict mode too: it rounds numbers, takes a label in
// any case and a number for its place, a number for a date by its digits, and TRUE for 1.
func (conversions) Makes(value string, d schema.Domain) bool {
	text := value
	if plainText().MatchString(value) {
		text = strings.TrimRight(value[1:len(value)-1], " ")
	}
	number := shortNumber().MatchString(text)
	switch t := d.Type; {
	case strings.EqualFold(value, "TRUE") || strings.EqualFold(value, "FALSE"):
		return isNumber(t) && t.Name != "decimal"
	case t.Name == "enum":
		return isLabel(d, text) && text != value || number && text == value && between(text, 1, int64(len(d.Labels)))
	case t.Name == "set" && text == value:
		return number && between(text, 0, 1<<min(len(d.Labels), 60)-1)
	case t.Name == "set":
		return !slices.ContainsFunc(strings.Split(text, ","), func(l string) bool { return !isLabel(d, l) })
	case t.Name == "year":
		return number && (between(text, 0, 99) || between(text, 1901, 2155)) && len(text) != 3
	case isInteger(t) || t.Name == "decimal":
		return number && rounds(text, t)
	case t.Name == "date" && text == value:
		_, err := time.Parse("20060102", text)
		return err == nil && text > "1000"
	case isCharacter(t) && d.Charset == "latin1" && text != value:
		n, err := strconv.Atoi(t.Args)
		return err == nil && len([]rune(text)) <= n && !strings.ContainsFunc(text, func(r rune) bool { return r > 0x7F && r < 0xA0 || r > 0xFF })
	}
	return false
}

// isLabel reports whether a text is a label in whatever case, as collations have it that pass over that.
func isLabel(d schema.Domain, text string) bool {
	exact := strings.HasSuffix(d.Collation, "_bin") || strings.Contains(d.Collation, "_cs") || d.Collation == "binary" || d.Type.Attrs != ""
	return slices.ContainsFunc(d.Labels, func(l string) bool { return l == text || !exact && strings.EqualFold(l, text) })
}

func between(number string, low, high int64) bool {
	n, err := strconv.ParseInt(number, 10, 64)
	return err == nil && low <= n && n <= high
}

// rounds reports whether a number is one of a type when it is rounded.
func rounds(number string, t schema.Type) bool {
	n, ok := new(big.Rat).SetString(number)
	if !ok {
		return false
	}
	digits := 0
	var low, high string
	if t.Name == "decimal" {
		precision, scale := decimalArgs(t.Args)
		most := strings.Repeat("9", precision)
		low, high = "-"+most, most
		if digits = scale; strings.HasPrefix(t.Attrs, "unsigned") {
			low = "0"
		}
	} else {
		low, high = bounds(t)
	}
	shifted := new(big.Rat).Mul(n, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)))
	rounded, ok := new(big.Int).SetString(shifted.FloatString(0), 10)
	least, some := new(big.Int).SetString(low, 10)
	greatest, all := new(big.Int).SetString(high, 10)
	return ok && some && all && rounded.Cmp(least) >= 0 && rounded.Cmp(greatest) <= 0
}
