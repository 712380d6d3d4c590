package schema

import (
	"regexp"
	"slices"
	"strings"
)

// Mentions reports whether an expression names a column. What stands in a text of its is no name.
func Mentions(expr, column string) bool {
	return expr != "" && slices.ContainsFunc(token().FindAllString(expr, -1), func(t string) bool { return spells(t, column) })
}

// Reads reports whether an expression asks more of a column than whether it is NULL.
func Reads(expr, column string) bool { return uses(expr, column, onlyNull()) }

// Binds reports whether a check was made for the type of a column, so that the server cannot give it the other type (PostgreSQL).
func (k Check) Binds(c Column, to Type) bool { return binds(k.Expr, c, to) }

// Binds reports whether an index's condition or expressions were made for the type of a column, so that the server cannot give it the other
// type (PostgreSQL). An enum can be read as text, but not in an index: that cast is not immutable.
func (x Index) Binds(c Column, to Type) bool {
	return slices.ContainsFunc(append(x.exprs(), x.Where), func(expr string) bool {
		return binds(expr, c, to) || (to.Named && !c.Type.Named || c.Type.Name == "varchar" && unstable(to)) && Reads(expr, c.Name)
	})
}

// unstable reports whether what a type of PostgreSQL's is as text depends on settings, so that no index can have it.
func unstable(t Type) bool {
	return strings.HasSuffix(t.Name, "[]") || kin[t.Name] == "moment" || t.Name == "money" || strings.HasPrefix(t.Name, "reg")
}

// exprs are the expressions among the parts of an index.
func (x Index) exprs() []string {
	var all []string
	for _, p := range x.Parts {
		if p.Expr != "" {
			all = append(all, p.Expr)
		}
	}
	return all
}

// binds: a varchar has no operators of its own. Every expression reads it as text, by a cast that any type has, and that the room leaves out.
func binds(expr string, c Column, to Type) bool {
	return !c.Type.Akin(to) && c.Type.Name != "varchar" && uses(countsNulls().ReplaceAllString(expr, ""), c.Name, typeless())
}

// uses reports whether an expression names a column where what stands behind the name does not begin with but.
func uses(expr, column string, but *regexp.Regexp) bool {
	return slices.ContainsFunc(token().FindAllStringIndex(expr, -1), func(at []int) bool {
		return spells(expr[at[0]:at[1]], column) && !but.MatchString(expr[at[1]:])
	})
}

const aColumn = `(?:\w+|"(?:[^"]|"")*")`

var (
	onlyNull = Pattern(`^(?i)\s+IS\s+(?:NOT\s+)?NULL\b`)
	// countsNulls is a call that takes columns of any type, as they are: with an operator among them, it is that which has a type.
	countsNulls = Pattern(`(?i)\bnum_(?:non)?nulls\(` + aColumn + `(?:,\s*` + aColumn + `)*\)`)
	typeless    = Pattern(`^(?i)(?:\)?::(?:text|character varying|varchar)\b|\s+IS\s+(?:NOT\s+)?NULL\b)`)
)

// follow is an expression after a column that it names was renamed: servers that keep expressions parsed print the new name from then on.
func (m Semantics) follow(expr, from, to string) string {
	return token().ReplaceAllStringFunc(expr, func(t string) string {
		if !spells(t, from) {
			return t
		}
		if plain().MatchString(to) {
			return to
		}
		if m.FoldColumns {
			return backquoted(to)
		}
		return quoted(to)
	})
}

// token is a quoted name, a text or a word.
var token = Pattern("`(?:[^`]|``)*`" + `|"(?:[^"]|"")*"|'(?:[^']|'')*'|\w+`)

// plain are the names that need no quotes, unless they are words of the language's own.
var plain = Pattern(`^[a-z_][a-z0-9_]*$`)

func spells(token, name string) bool {
	return token == name || token == quoted(name) || token == backquoted(name)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func backquoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// computes reports whether an index has a column in its condition or in an expression, or carries it along.
func (x Index) computes(m Semantics, column string) bool {
	return slices.ContainsFunc(append(x.exprs(), x.Where), func(expr string) bool { return Mentions(expr, column) }) ||
		slices.ContainsFunc(x.Include, func(n string) bool { return m.SameName(n, column) })
}

// Akin reports whether values of two types of PostgreSQL's own are compared with each other, so that the server casts one to the other by itself, and an
// expression that was made for the one works with the other.
func (t Type) Akin(other Type) bool {
	if t == other {
		return true
	}
	if t.Named || other.Named || strings.HasSuffix(t.Name, "[]") != strings.HasSuffix(other.Name, "[]") {
		return false
	}
	a, b := t.base(), other.base()
	whole := map[string]bool{"smallint": true, "integer": true, "bigint": true}
	number := func(name string) bool { return name == "oid" || strings.HasPrefix(name, "reg") }
	switch {
	case a == b, kin[a] != "" && kin[a] == kin[b], number(a) && (number(b) || whole[b] || kin[b] == "text"), number(b) && whole[a]:
		return true
	}
	return a == "time" && b == "interval" || a == "cidr" && kin[b] == "text" // which has no operators of its own: expressions cast it to inet
}

// kin are the types that are compared with others, and what all of them are.
var kin = map[string]string{
	"smallint": "number", "integer": "number", "bigint": "number", "numeric": "number", "real": "number", "double precision": "number",
	"varchar": "text", "text": "text", "char": "text", "bpchar": "text", "name": "text", `"char"`: "text",
	"date": "moment", "timestamp": "moment", "timestamp with time zone": "moment", "time": "time", "time with time zone": "time",
	"json": "json", "jsonb": "json", "cidr": "network", "inet": "network", "bit": "bits", "bit varying": "bits",
}
