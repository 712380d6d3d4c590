package schema

import (
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

// Takes reports whether a column of the type has room for a text; a type of which that is not known has.
func (t Type) Takes(text string) bool {
	limit, err := strconv.Atoi(t.Args)
	switch {
	case err != nil || t.Named:
		return true
	case t.Name == "varchar", t.Name == "char", t.Name == "bpchar":
		return utf8.RuneCountInString(text) <= limit
	case t.Name == "varbinary", t.Name == "binary":
		return len(text) <= limit
	}
	return true
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

// HasCharset reports whether values of the type are in a character set, which is their table's unless they have their own (MySQL).
func (t Type) HasCharset() bool { return t.IsText() || t.hasLabels() }

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
