package postgres

import (
	"strings"

	"assay/schema"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// The parser is PostgreSQL 16's. Newer syntax is written so that it understands it, marked by calls of functions that nobody can have.
const (
	virtualMark    = "assay: virtual"        // GENERATED ALWAYS AS (…) VIRTUAL, from 18 on
	expressionMark = "assay: set expression" // SET EXPRESSION AS (…), from 17 on
)

var newSyntax = schema.Pattern(`(?i)\bGENERATED\s+ALWAYS\s+AS\s*\(|\bSET\s+EXPRESSION\s+AS\b`)

// modern rewrites a text whose syntax the parser may be too old for.
func (r *Room) modern(sql string) string {
	if !newSyntax().MatchString(sql) {
		return sql
	}
	scan, err := pg.Scan(sql)
	if err != nil {
		return sql // the parser will say what is wrong
	}
	m := &modernizer{room: r, sql: sql, tokens: scan.GetTokens()}
	for i := range m.tokens {
		switch {
		case m.word(i, "generated") && m.word(i+1, "always") && m.word(i+2, "as") && m.word(i+3, "("):
			m.generated(i + 3)
		case m.word(i, "set") && m.word(i+1, "expression") && m.word(i+2, "as") && m.word(i+3, "("):
			m.expression(i)
		}
	}
	m.b.WriteString(sql[m.done:])
	return m.b.String()
}

type modernizer struct {
	room   *Room
	sql    string
	tokens []*pg.ScanToken
	b      strings.Builder
	done   int // how much of the text is written
}

// word reports whether a token is that word, which a quoted identifier is not.
func (m *modernizer) word(i int, w string) bool {
	if i >= len(m.tokens) {
		return false
	}
	return strings.EqualFold(m.sql[m.tokens[i].GetStart():m.tokens[i].GetEnd()], w)
}

// closing is the place of the parenthesis that ends the one at i; -1: none does.
func (m *modernizer) closing(i int) int {
	depth := 0
	for ; i < len(m.tokens); i++ {
		switch {
		case m.word(i, "("):
			depth++
		case m.word(i, ")"):
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// put writes the text up to a token, then something in place of the tokens from there to the one before behind.
func (m *modernizer) put(from, to int, s string) {
	start := int(m.tokens[from].GetStart())
	if start < m.done { // inside of something rewritten
		return
	}
	m.b.WriteString(m.sql[m.done:start] + s)
	m.done = int(m.tokens[to].GetEnd())
}

// generated marks an expression as virtual: it says so, or says nothing to a server that takes it so.
func (m *modernizer) generated(open int) {
	end := m.closing(open)
	if end < 0 || m.word(end+1, "stored") {
		return
	}
	last := end
	if m.word(end+1, "virtual") {
		last++
	} else if !m.room.since(18) {
		return
	}
	m.put(open, open, `("`+virtualMark+`"(`)
	m.put(end, last, ")) STORED")
}

func (m *modernizer) expression(set int) {
	end := m.closing(set + 3)
	if end < 0 {
		return
	}
	m.put(set, set+3, `SET DEFAULT "`+expressionMark+`"(`)
}

// unmark returns the expression inside of a mark.
func unmark(n *pg.Node, mark string) (*pg.Node, bool) {
	call := n.GetFuncCall()
	if call == nil || len(call.GetArgs()) != 1 || len(call.GetFuncname()) != 1 || call.GetFuncname()[0].GetString_().GetSval() != mark {
		return n, false
	}
	return call.GetArgs()[0], true
}
