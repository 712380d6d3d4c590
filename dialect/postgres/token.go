package postgres

import "strings"

// A token is a piece of SQL that this package or a server wrote: neither writes block comments or dollar quotes.
type token struct {
	kind tokenKind
	text string
}

type tokenKind int

const (
	blank   tokenKind = iota // a comment too
	word                     // a name that needs no quotes, a keyword, a number
	quoted                   // a name in quotes
	str                      // a string, its E before it
	symbol                   // an operator
	bracket                  // any other character, and ::
)

const symbols = "+-*/<>=~!@#%^&|`?"

// tokens cuts an SQL text. Put together again they are that text.
func tokens(sql string) []token {
	var all []token
	for len(sql) > 0 {
		kind, n := first(sql)
		all = append(all, token{kind, sql[:n]})
		sql = sql[n:]
	}
	return all
}

func first(sql string) (tokenKind, int) {
	c := sql[0]
	switch {
	case strings.IndexByte(" \t\r\n", c) >= 0:
		return blank, 1
	case strings.HasPrefix(sql, "--"):
		return blank, until(sql, "\n")
	case c == '"':
		return quoted, closed(sql, 0, '"', false)
	case c == '\'':
		return str, closed(sql, 0, '\'', false)
	case (c == 'E' || c == 'e') && len(sql) > 1 && sql[1] == '\'':
		return str, closed(sql, 1, '\'', true)
	case ofWord(c):
		n := 1
		for n < len(sql) && ofWord(sql[n]) {
			n++
		}
		return word, n
	case strings.HasPrefix(sql, "::"):
		return bracket, 2
	case strings.IndexByte(symbols, c) >= 0:
		n := 1
		for n < len(sql) && strings.IndexByte(symbols, sql[n]) >= 0 && !strings.HasPrefix(sql[n:], "--") {
			n++
		}
		return symbol, n
	}
	return bracket, 1
}

func ofWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func until(sql, end string) int {
	if i := strings.Index(sql, end); i >= 0 {
		return i
	}
	return len(sql)
}

// closed returns how long a text is that is quoted from a place on: a doubled quote is none, nor one behind a backslash where that counts.
func closed(sql string, from int, quote byte, escapes bool) int {
	for i := from + 1; i < len(sql); i++ {
		switch {
		case escapes && sql[i] == '\\':
			i++
		case sql[i] != quote:
		case i+1 < len(sql) && sql[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(sql)
}

// operators gives each operator of one of our own queries its schema, which the search path must not choose: a database's owner may have put one into
// another that fits better, and its function would run with the rights of whoever reads (CVE-2018-1058). An operator with a schema binds as
// any other one does, so that what stands beside it has to be in parentheses where that matters.
func operators(sql string) string {
	var b strings.Builder
	all := tokens(sql)
	for i, t := range all {
		star := t.text == "*" && i > 0 && all[i-1].text == "("
		if t.kind != symbol || star {
			b.WriteString(t.text)
			continue
		}
		b.WriteString("OPERATOR(pg_catalog." + t.text + ")")
	}
	return b.String()
}
