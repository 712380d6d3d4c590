package mysql

import (
	"slices"
	"strings"

	"assay/schema"
)

// rows reads which tables' rows a statement writes that changes data, and whether it says which of them: a join or a limit does as well.
func (s statement) rows(m *schema.Manner) {
	rest := s[1:]
	for len(rest) > 0 && rest[0].isAny("low_priority", "high_priority", "delayed", "quick", "ignore", "into", "table", "from") {
		rest = rest[1:]
	}
	var names []token
	switch m.Verb {
	case "UPDATE":
		names = until(rest, "set")
	case "DELETE":
		names = until(rest, "from", "using", "where", "order", "limit")
	default:
		names = rest[:min(len(rest), 3)]
	}
	for _, one := range items(names) {
		if table, n := tableName(one); n > 0 {
			m.Tables = append(m.Tables, table)
		}
	}
	m.Where = slices.ContainsFunc(outermost(rest), func(t token) bool { return t.isAny("where", "limit", "join") })
}

// until are the tokens before any of those words.
func until(tokens []token, words ...string) []token {
	if i := slices.IndexFunc(tokens, func(t token) bool { return t.isAny(words...) }); i >= 0 {
		return tokens[:i]
	}
	return tokens
}

// outermost are the tokens that stand in no parentheses.
func outermost(tokens []token) []token {
	var some []token
	depth := 0
	for _, t := range tokens {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth == 0:
			some = append(some, t)
		}
	}
	return some
}

// setting reads what a SET sets, be it the session's or the server's.
func setting(tokens []token) (name, value string) {
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(t token) bool { return t.isAny("session", "global", "local", "@", ".", ":") })
	if len(tokens) != 3 || !tokens[1].is("=") {
		return "", ""
	}
	return strings.ToLower(tokens[0].text), strings.ToLower(strings.Trim(tokens[2].text, `'"`))
}
