package schema

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Width says how the values of one type compare with those of another.
type Width int

// What [Semantics.Compare] can say.
const (
	Same     Width = iota
	Alike          // another type that holds the same values
	Wider          // holds all that the other holds, and more
	Narrower       // holds only part of what the other holds
	Other          // neither, or values of another kind
)

// Compare says how the values of the type that was got compare with those of the one that is wanted: Wider means that got holds more.
func (m Semantics) Compare(want, got Type) Width {
	if want == got {
		return Same
	}
	if want.Named != got.Named { // text holds every label
		return openIf(want.Named && m.text(got).holds(40))
	}
	if l := want.Labels(); l != nil && want.Name != got.Name {
		return openIf(m.Keeps(want, got) && kindOf(got) == textKind && got.Name != "char")
	}
	if kindOf(want) != kindOf(got) || padded(want) != padded(got) || strings.HasSuffix(want.Name, "[]") != strings.HasSuffix(got.Name, "[]") {
		return Other
	}
	switch there, back := m.Keeps(want, got) && m.inOrder(want, got), m.Keeps(got, want) && m.inOrder(got, want); {
	case there && back:
		return Alike
	case there:
		return Wider
	case back:
		return Narrower
	}
	return Other
}

func openIf(open bool) Width {
	if open {
		return Wider
	}
	return Other
}

// inOrder: the order of labels counts where types are compared, since MySQL stores and sorts by it.
func (m Semantics) inOrder(from, to Type) bool {
	return from.Labels() == nil || to.Labels() == nil || from.Args == to.Args || strings.HasPrefix(to.Args, from.Args+",")
}

// Keeps reports whether every value of one type is one of the other, and stays what it is when a column changes its type so. Where that depends on
// settings of the session, as on its time zone, it does not. What it says is held against servers, for every pair of types.
func (m Semantics) Keeps(from, to Type) bool {
	if from == to {
		return true
	}
	f, fa := strings.CutSuffix(from.Name, "[]")
	t, ta := strings.CutSuffix(to.Name, "[]")
	if from.Named || to.Named || fa != ta || strings.Contains(from.Attrs+to.Attrs, "zerofill") && from.Attrs != to.Attrs {
		return false
	}
	from.Name, to.Name = f, t
	if from.Name == "boolean" && to.Name == "name" { // 't', where a text is 'true'
		return false
	}
	if kindOf(to) == textKind && !fa {
		n := m.written(from)
		return n >= 0 && m.text(to).holds(n) && (kindOf(from) != textKind || m.keepsText(from, to))
	}
	switch kindOf(from) {
	case integerKind, decimalKind, realKind:
		return m.keepsNumber(from, to)
	case textKind:
		return kindOf(to) == textKind && m.keepsText(from, to)
	case bytesKind:
		return keepsBytes(from, to)
	case momentKind:
		return m.keepsMoment(from, to)
	case bitKind:
		return m.keepsBits(from, to)
	case labelKind:
		return from.Name == to.Name && subset(from.Labels(), to.Labels())
	case otherKind:
	}
	return from.Name == "cidr" && to.Name == "inet"
}

// A kind is a sort of values.
type kind int

const (
	otherKind kind = iota
	integerKind
	decimalKind
	realKind
	textKind
	bytesKind
	momentKind
	bitKind
	labelKind
)

// kinds are the types of both engines whose values are comparable.
var kinds = map[string]kind{
	"tinyint": integerKind, "smallint": integerKind, "mediumint": integerKind, "int": integerKind, "integer": integerKind, "bigint": integerKind,
	"decimal": decimalKind, "numeric": decimalKind, "float": realKind, "real": realKind, "double": realKind, "double precision": realKind,
	"varchar": textKind, "char": textKind, "bpchar": textKind, "name": textKind, "nvarchar": textKind, "nchar": textKind,
	"varchar2": textKind, "nvarchar2": textKind, "clob": textKind, "nclob": textKind, "number": decimalKind, "raw": bytesKind,
	"tinytext": textKind, "text": textKind, "mediumtext": textKind, "longtext": textKind,
	"binary": bytesKind, "varbinary": bytesKind, "tinyblob": bytesKind, "blob": bytesKind, "mediumblob": bytesKind, "longblob": bytesKind,
	"date": momentKind, "time": momentKind, "datetime": momentKind, "timestamp": momentKind, "year": momentKind, "interval": momentKind,
	"time with time zone": momentKind, "timestamp with time zone": momentKind,
	"bit": bitKind, "bit varying": bitKind, "enum": labelKind, "set": labelKind,
}

func kindOf(t Type) kind { return kinds[t.base()] }

// A capacity is how much a text type holds; 0: any.
type capacity struct{ characters, bytes int }

// holds reports whether so many characters fit, each of up to four bytes.
func (c capacity) holds(n int) bool {
	return c != capacity{} && (c.characters == 0 || n <= c.characters) && (c.bytes == 0 || 4*n <= c.bytes)
}

const anyLength = 1 << 40

// textBytes and blobBytes are what types hold that say no length (MySQL).
var (
	textBytes = map[string]int{"tinytext": 1<<8 - 1, "text": 1<<16 - 1, "mediumtext": 1<<24 - 1, "longtext": 1<<32 - 1}
	blobBytes = map[string]int{"tinyblob": 1<<8 - 1, "blob": 1<<16 - 1, "mediumblob": 1<<24 - 1, "longblob": 1<<32 - 1}
)

func (m Semantics) text(t Type) capacity {
	if t.Name == "name" { // bytes of a name of PostgreSQL's, the closing zero left out
		return capacity{bytes: 63}
	}
	if n, ok := textBytes[t.Name]; ok && !m.BareIsWidest {
		return capacity{bytes: n}
	}
	if kindOf(t) != textKind || strings.HasSuffix(t.Name, "[]") {
		return capacity{}
	}
	number, unit, _ := strings.Cut(t.Args, " ") // Oracle's say in what they are counted
	if n, err := strconv.Atoi(number); err == nil && unit == "byte" {
		return capacity{bytes: n}
	} else if err == nil {
		return capacity{characters: n}
	}
	if t.Name == "char" {
		return capacity{characters: 1}
	}
	return capacity{characters: anyLength}
}

// padded reports whether blanks at the end of a type's values do not count.
func padded(t Type) bool { return t.base() == "char" || t.base() == "bpchar" || t.base() == "nchar" }

// national reports whether a text may hold letters that those of a code page lack (SQL Server, Oracle).
func national(t Type) bool {
	return strings.HasPrefix(t.base(), "nvarchar") || t.base() == "nchar" || t.base() == "nclob"
}

// keepsText: blanks at the end of a text are lost in a char, which pads with them.
func (m Semantics) keepsText(from, to Type) bool {
	f, t := m.text(from), m.text(to)
	switch {
	case padded(to) && !padded(from), national(from) && !national(to), from.Args == "" && from.Name == "bpchar" && to.Name == "char":
		return false
	case f.bytes > 0 && t.bytes > 0:
		return f.bytes <= t.bytes
	case f.bytes > 0:
		return f.bytes <= t.characters
	}
	return t.holds(f.characters)
}

// written is how many characters the values of a type have as texts at the most; -1: they do not always say the same as the value, or that is not known.
func (m Semantics) written(t Type) int {
	digits, scale := t.digits()
	switch kindOf(t) {
	case integerKind:
		return digits + sign(t)
	case decimalKind:
		switch {
		case t.Args == "":
			return anyLength
		case scale == 0:
			return digits + 1
		case digits == scale:
			return digits + 3
		}
		return max(digits+2, len("NaN"))
	case textKind:
		c := m.text(t)
		return max(c.characters, c.bytes/4)
	case labelKind:
		n := 0
		for _, l := range t.Labels() {
			if t.Name == "set" {
				n += utf8.RuneCountInString(l) + 1
			} else {
				n = max(n, utf8.RuneCountInString(l))
			}
		}
		if t.Name == "set" {
			n--
		}
		return n
	case momentKind:
		return m.writtenMoment(t)
	case realKind, bytesKind, bitKind, otherKind:
	}
	if n, ok := map[string]int{"boolean": 5, "uuid": 36}[t.Name]; ok {
		return n
	}
	return -1
}

// writtenMoment: PostgreSQL writes moments as DateStyle says, and a timestamp is as its session's time zone has it.
func (m Semantics) writtenMoment(t Type) int {
	n, ok := map[string]int{"date": 10, "time": 10, "datetime": 19, "year": 4}[t.Name]
	if !ok || m.BareIsWidest {
		return -1
	}
	if p := m.precision(t); p > 0 {
		n += 1 + p
	}
	return n
}

func sign(t Type) int {
	if strings.HasPrefix(t.Attrs, "unsigned") {
		return 0
	}
	return 1
}

// integerBits are the sizes of integer types.
var integerBits = map[string]int{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "integer": 32, "bigint": 64}

// digits are how many digits a number has at the most, and how many of them stand behind the point; a year is one, too.
func (t Type) digits() (all, scale int) {
	switch bits := integerBits[t.Name]; {
	case bits == 64 && sign(t) == 0:
		return 20, 0
	case bits > 0:
		return map[int]int{8: 3, 16: 5, 24: 8 - sign(t), 32: 10, 64: 19}[bits], 0
	case t.Name == "year":
		return 4, 0
	}
	return splitArgs(t.Args)
}

// keepsNumber: PostgreSQL's numeric has NaN, which no integer has.
func (m Semantics) keepsNumber(from, to Type) bool {
	if sign(from) > sign(to) {
		return false
	}
	digits, scale := from.digits()
	most, behind := to.digits()
	bare := kindOf(from) != integerKind && from.Args == ""
	switch kindOf(to) {
	case integerKind:
		if kindOf(from) == integerKind {
			f, t := integerBits[from.Name], integerBits[to.Name]
			return f < t || f == t && sign(from) == sign(to)
		}
		return kindOf(from) == decimalKind && !m.BareIsWidest && scale == 0 && digits < most
	case decimalKind:
		exact := kindOf(from) != realKind
		return exact && to.Args == "" || exact && !bare && digits-scale <= most-behind && scale <= behind
	case realKind:
		return m.keepsReal(from, to, digits, bare)
	case otherKind, textKind, bytesKind, momentKind, bitKind, labelKind:
	}
	return false
}

// keepsReal: a float has six digits that are shown, a double fifteen, as SQL Server's and Oracle's float has.
func (m Semantics) keepsReal(from, to Type, digits int, bare bool) bool {
	double := func(t Type) bool { return strings.HasPrefix(t.Name, "double") || m.BareIsWidest && t.Name == "float" }
	switch {
	case kindOf(from) == realKind && to.Args != "":
		w, ws := splitArgs(from.Args)
		g, gs := splitArgs(to.Args)
		return from.Name == to.Name && !bare && ws == gs && w <= g
	case kindOf(from) == realKind && from.Args != "":
		return double(from) && double(to) && digits <= 15
	case kindOf(from) == realKind:
		return double(to) || !double(from)
	case to.Args != "" || bare:
		return false
	case kindOf(from) == integerKind && double(to):
		return integerBits[from.Name] < 64
	case kindOf(from) == integerKind:
		return integerBits[from.Name] <= 16
	}
	return digits <= map[bool]int{true: 15, false: 6}[double(to)]
}

// keepsBytes: a binary of another length is padded with zero bytes, or loses some.
func keepsBytes(from, to Type) bool {
	size := func(t Type) int {
		if n, ok := blobBytes[t.Name]; ok {
			return n
		}
		if t.Args == "max" {
			return anyLength
		}
		n, _ := strconv.Atoi(t.Args)
		return n
	}
	return kindOf(to) == bytesKind && to.Name != "binary" && size(from) <= size(to)
}

// precision is how many digits of a second a moment has.
func (m Semantics) precision(t Type) int {
	n, err := strconv.Atoi(t.Args)
	switch {
	case err == nil:
		return n
	case m.BareIsWidest:
		return 6
	}
	return 0
}

// keepsMoment: a year is a number, and a date a datetime, but the year 5874897 is one of PostgreSQL's dates alone.
func (m Semantics) keepsMoment(from, to Type) bool {
	if from.Name == "year" {
		return kindOf(to) == integerKind && integerBits[to.Name] > 8 || kindOf(to) == decimalKind && m.keepsNumber(from, to)
	}
	if from.Name == "date" && to.Name == "datetime" {
		return true
	}
	return from.Name == to.Name && (from.Attrs == to.Attrs || to.Attrs == "") && m.precision(from) <= m.precision(to)
}

// keepsBits: PostgreSQL's are texts of bits, of which a bit(n) has exactly n; MySQL's are numbers.
func (m Semantics) keepsBits(from, to Type) bool {
	if kindOf(to) != bitKind || from.Name == "bit varying" && to.Name == "bit" {
		return false
	}
	f, _ := splitArgs(from.Args)
	t, _ := splitArgs(to.Args)
	if from.Name == "bit" && to.Name == "bit" && m.BareIsWidest {
		return f == t
	}
	return to.Args == "" || from.Args != "" && f <= t
}

func subset(some, all []string) bool {
	has := map[string]bool{}
	for _, l := range all {
		has[l] = true
	}
	for _, l := range some {
		if !has[l] {
			return false
		}
	}
	return true
}

func splitArgs(s string) (precision, scale int) {
	a, b, _ := strings.Cut(s, ",")
	if precision, _ = strconv.Atoi(a); a == "*" { // Oracle's as many as there are
		precision = 38
	}
	scale, _ = strconv.Atoi(b)
	return precision, scale
}
