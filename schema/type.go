package schema

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Type is a column's type as its engine spells it, canonically: lower case, one name per type, no display widths.
type Type struct {
	Name  string `json:"name,omitzero"`  // "varchar", "int", "enum", "timestamp with time zone", "ast_bool_values", "text[]"
	Args  string `json:"args,omitzero"`  // "40", "5,2", "'yes','no'"; empty: none
	Attrs string `json:"attrs,omitzero"` // "unsigned", "unsigned zerofill"; empty: none
	// Named reports that the type is not the engine's own but one of the schema's, to be found in [Schema.Enums] if it is an enum.
	Named bool `json:"named,omitzero"`
}

// String returns the type as it is written in SQL. Names of user-defined types are not quoted.
func (t Type) String() string {
	name, array := strings.CutSuffix(t.Name, "[]")
	if t.Args != "" {
		name += "(" + t.Args + ")"
	}
	if t.Attrs != "" {
		name += " " + t.Attrs
	}
	if array {
		name += "[]"
	}
	return name
}

// base is the name of the type that an array is made of, or the type's own.
func (t Type) base() string { return strings.TrimSuffix(t.Name, "[]") }

// Labels returns the values of MySQL's enum and set types, nil for any other type.
func (t Type) Labels() []string {
	if !t.hasLabels() {
		return nil
	}
	return SplitLabels(t.Args)
}

func (t Type) hasLabels() bool { return t.Name == "enum" || t.Name == "set" }

// QuoteLabels writes labels as they stand in [Enum] and in an enum's [Type.Args]: quoted singly, quotes doubled, no blanks.
func QuoteLabels(labels []string) string {
	var b strings.Builder
	for i, l := range labels {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("'" + strings.ReplaceAll(l, "'", "''") + "'")
	}
	return b.String()
}

// SplitLabels is the inverse of [QuoteLabels].
func SplitLabels(s string) []string {
	var labels []string
	for len(s) > 1 && s[0] == '\'' {
		var b strings.Builder
		i := 1
		for ; i < len(s); i++ {
			if s[i] == '\'' {
				if i+1 >= len(s) || s[i+1] != '\'' {
					break
				}
				i++
			}
			b.WriteByte(s[i])
		}
		labels = append(labels, b.String())
		s = strings.TrimPrefix(s[min(i+1, len(s)):], ",")
	}
	return labels
}

// A Width says how the values of one type compare with those of another.
type Width int

// What [Type.Compare] can say.
const (
	Same     Width = iota
	Wider          // holds all that the other holds, and more
	Narrower       // holds only part of what the other holds
	Other          // neither
)

// families are types that hold the same kind of value, each from the narrowest to the widest: both engines' names.
var families = [][]string{
	{"tinyint", "smallint", "mediumint", "int", "bigint"},
	{"smallint", "integer", "bigint"},
	{"float", "double"},
	{"real", "double precision"},
	{"tinytext", "text", "mediumtext", "longtext"},
	{"tinyblob", "blob", "mediumblob", "longblob"},
}

// Compare says how got's values compare with those of t: Wider means that got holds more.
func (t Type) Compare(got Type) Width {
	if t == got {
		return Same
	}
	if t.hasLabels() && t.Name == got.Name {
		return compareLabels(t.Args, got.Args)
	}
	if t.Attrs != got.Attrs {
		return Other
	}
	if t.Named != got.Named { // text holds every label
		n, text := textSize(got)
		return openIf(t.Named && text && n >= 40)
	}
	if l := t.Labels(); l != nil {
		n, text := textSize(got)
		return openIf(text && n >= longest(l))
	}
	if t.Name == got.Name {
		return compareArgs(t.Args, got.Args)
	}
	if w := compareText(t, got); w != Other {
		return w
	}
	for _, f := range families {
		i, j := slices.Index(f, t.Name), slices.Index(f, got.Name)
		if i >= 0 && j >= 0 {
			return widerIf(j > i)
		}
	}
	return Other
}

func widerIf(wider bool) Width {
	if wider {
		return Wider
	}
	return Narrower
}

func openIf(open bool) Width {
	if open {
		return Wider
	}
	return Other
}

func longest(labels []string) int {
	n := 0
	for _, l := range labels {
		n = max(n, utf8.RuneCountInString(l))
	}
	return n
}

// compareLabels: the order of labels counts, since MySQL stores and sorts by it.
func compareLabels(want, got string) Width {
	switch {
	case strings.HasPrefix(got, want+","):
		return Wider
	case strings.HasPrefix(want, got+","):
		return Narrower
	}
	return Other
}

func compareArgs(want, got string) Width {
	if want == "" || got == "" { // PostgreSQL: varchar without a length holds any
		return widerIf(got == "")
	}
	w, ws := splitArgs(want)
	g, gs := splitArgs(got)
	switch {
	case gs == ws && g != w:
		return widerIf(g > w)
	case g-gs >= w-ws && gs >= ws: // numeric: digits before the point and after it
		return Wider
	case g-gs <= w-ws && gs <= ws:
		return Narrower
	}
	return Other
}

func splitArgs(s string) (precision, scale int) {
	a, b, _ := strings.Cut(s, ",")
	precision, _ = strconv.Atoi(a)
	scale, _ = strconv.Atoi(b)
	return precision, scale
}

// textBytes are the sizes of types that hold text, beside varchar(n) and char(n).
var textBytes = map[string]int{"tinytext": 255, "text": 65535, "mediumtext": 1<<24 - 1, "longtext": 1<<32 - 1}

// compareText compares text types of several names. char pads and an enum is closed, so they go one way only.
func compareText(want, got Type) Width {
	w, wok := textSize(want)
	g, gok := textSize(got)
	if !wok || !gok {
		return Other
	}
	return widerIf(g > w)
}

func textSize(t Type) (int, bool) {
	if n, ok := textBytes[t.Name]; ok {
		return n, true
	}
	if t.Name != "varchar" {
		return 0, false
	}
	if t.Args == "" {
		return 1 << 40, true
	}
	n, err := strconv.Atoi(t.Args)
	return n, err == nil
}
