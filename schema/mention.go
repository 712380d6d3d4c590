package schema

import (
	"regexp"
	"slices"
	"strings"
)

// mentions reports whether an expression names a column. What stands in a text of its is no name.
func mentions(expr, column string) bool {
	return strings.Contains(expr, column) && nameIn(column).MatchString(literal.ReplaceAllString(expr, "''"))
}

// follow is an expression after a column that it names was renamed: servers that keep expressions parsed print the new name from then on.
func follow(expr, from, to string) string {
	if !mentions(expr, from) {
		return expr
	}
	var b strings.Builder
	rest := 0
	put := func(code string) {
		b.WriteString(nameIn(from).ReplaceAllString(code, "${1}"+strings.ReplaceAll(to, "$", "$$")+"${2}"))
	}
	for _, at := range literal.FindAllStringIndex(expr, -1) {
		put(expr[rest:at[0]])
		b.WriteString(expr[at[0]:at[1]])
		rest = at[1]
	}
	put(expr[rest:])
	return b.String()
}

var literal = regexp.MustCompile(`'(?:[^']|'')*'`)

func nameIn(column string) *regexp.Regexp {
	return regexp.MustCompile(`(^|\W)` + regexp.QuoteMeta(column) + `(\W|$)`)
}

// computes reports whether an index has a column in its condition or in an expression, or carries it along.
func (x Index) computes(m Semantics, column string) bool {
	return mentions(x.Where, column) || slices.ContainsFunc(x.Parts, func(p Part) bool { return mentions(p.Expr, column) }) ||
		slices.ContainsFunc(x.Include, func(n string) bool { return m.SameName(n, column) })
}
