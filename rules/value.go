package rules

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// A value is what a program writes into a column, or finds there. The zero value is anything at all.
type value struct {
	kind kind
	// least is the size below which what is written cannot fit, most the one from which on it always does: characters of a text. What lies
	// between depends on the value.
	least, most int
	// words are all that is written (wordsValue).
	words []string
	// max is the largest number that is usual (numberValue).
	max int64
}

type kind int

const (
	anyValue      kind = iota
	textValue          // characters
	wordsValue         // one of a few words
	numberValue        // a whole number in digits
	fractionValue      // a number with a fraction, such as 3.000000
	momentValue        // 2025-11-22 10:10:10.123456
	bytesValue         // a sound
)

// text is one of at least so many characters, and seldom more than most.
func text(least, most int) value { return value{kind: textValue, least: least, most: most} }

func words(w ...string) value { return value{kind: wordsValue, words: w} }

func number(largest int64) value { return value{kind: numberValue, max: largest} }

// A fit says what becomes of a value in a column.
type fit int

const (
	unknownFit fit = iota // of a type that assay knows too little of
	fits
	tight   // what is usual fits, and longer values do not
	refused // the server refuses it, or cuts it where it is not strict
)

// fit says how a type takes the value.
func (v value) fit(t schema.Type, s *schema.Schema) fit {
	if v.kind == anyValue {
		return fits
	}
	if labels, ok := labelsOf(t, s); ok {
		return v.fitLabels(labels)
	}
	switch {
	case isText(t):
		return v.fitText(room(t))
	case isNumber(t):
		return v.fitNumber(t, s.Semantics)
	case t.Name == "boolean":
		return yes(v.kind == wordsValue)
	case strings.HasPrefix(t.Name, "datetime"), strings.HasPrefix(t.Name, "timestamp"):
		return yes(v.kind == momentValue)
	case strings.HasSuffix(t.Name, "blob"):
		// A second of a mailbox's sound is 8 KB or more: the 64 KB of MySQL's BLOB are a few words. Oracle's has no such bound.
		return yes(v.kind == bytesValue && (t.Name == "mediumblob" || t.Name == "longblob" || s.Semantics.BareIsWidest))
	case t.Name == "bytea":
		return yes(v.kind == bytesValue)
	}
	return unknownFit
}

func yes(ok bool) fit {
	if ok {
		return fits
	}
	return refused
}

func labelsOf(t schema.Type, s *schema.Schema) ([]string, bool) {
	if t.Named {
		e, ok := s.Enums[t.Name]
		return schema.SplitLabels(e.Labels), ok
	}
	return t.Labels(), t.Labels() != nil
}

// fitLabels: of an enumeration only its own words can be written.
func (v value) fitLabels(labels []string) fit {
	return yes(v.kind == wordsValue && len(without(v.words, labels)) == 0)
}

func isText(t schema.Type) bool {
	return strings.HasSuffix(t.Name, "text") || t.Name == "varchar" || t.Name == "char"
}

// room is how many characters a text type holds.
func room(t schema.Type) int {
	if t.Name == "tinytext" {
		return 255
	}
	n, err := strconv.Atoi(t.Args)
	switch {
	case err == nil:
		return n
	case t.Name == "char":
		return 1
	}
	return math.MaxInt // a varchar without a length is PostgreSQL's
}

func (v value) fitText(room int) fit {
	switch v.kind {
	case textValue:
		switch {
		case room < v.least:
			return refused
		case room < v.most:
			return tight
		}
		return fits
	case wordsValue:
		return yes(!slices.ContainsFunc(v.words, func(w string) bool { return len(w) > room }))
	case numberValue:
		return yes(len(strconv.FormatInt(v.max, 10)) <= room)
	case fractionValue:
		return yes(len("3.000000") <= room)
	case momentValue:
		return yes(len("2025-11-22 10:10:10.123456") <= room)
	case bytesValue:
		return refused
	case anyValue:
	}
	return fits
}

// integers are the types of whole numbers with the largest that each holds.
var integers = map[string]int64{
	"tinyint": math.MaxInt8, "smallint": math.MaxInt16, "mediumint": 1<<23 - 1, "int": math.MaxInt32, "integer": math.MaxInt32, "bigint": math.MaxInt64,
}

func (v value) fitNumber(t schema.Type, m schema.Semantics) fit {
	switch v.kind {
	case numberValue:
		largest, ok := integers[t.Name]
		if strings.HasPrefix(t.Attrs, "unsigned") && largest < math.MaxInt64 {
			largest = 2*largest + 1
		}
		return yes(!ok || largest >= v.max)
	case fractionValue:
		return yes(!isInteger(t) || m.RoundsIntegers)
	case anyValue, textValue, wordsValue, momentValue, bytesValue:
	}
	return refused
}

// String describes a type that takes the value, for people.
func (v value) String() string {
	switch v.kind {
	case textValue:
		if v.most > 0 {
			return strconv.Itoa(v.most) + " characters"
		}
		return "text"
	case wordsValue:
		return strings.Join(v.words, " and ")
	case numberValue:
		return "numbers up to " + strconv.FormatInt(v.max, 10)
	case fractionValue:
		return "numbers with a fraction, as 3.000000"
	case momentValue:
		return "a date and a time"
	case bytesValue:
		return "a sound of more than 64 KB"
	case anyValue:
	}
	return "anything"
}
