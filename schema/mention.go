package schema

import (
	"regexp"
	"slices"
	"strings"
)

// mentions reports whether an expression names a column. What stands in a text of its is no name.
func mentions(expr, column string) bool {
	return expr != "" && slices.ContainsFunc(token.FindAllString(expr, -1), func(t string) bool { return spells(t, column) })
}

// follow is an expression after a column that it names was renamed: servers that keep expressions parsed print the new name from then on.
func follow(expr, from, to string) string {
	return token.ReplaceAllStringFunc(expr, func(t string) string {
		if !spells(t, from) {
			return t
		}
		if plain.MatchString(to) {
			return to
		}
		return quoted(to)
	})
}

// token is a quoted name, a text or a word.
var token = regexp.MustCompile(`"(?:[^"]|"")*"|'(?:[^']|'')*'|\w+`)

// plain are the names that need no quotes, unless they are words of the language's own.
var plain = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

func spells(token, name string) bool { return token == name || token == quoted(name) }

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// computes reports whether an index has a column in its condition or in an expression, or carries it along.
func (x Index) computes(m Semantics, column string) bool {
	return mentions(x.Where, column) || slices.ContainsFunc(x.Parts, func(p Part) bool { return mentions(p.Expr, column) }) ||
		slices.ContainsFunc(x.Include, func(n string) bool { return m.SameName(n, column) })
}
