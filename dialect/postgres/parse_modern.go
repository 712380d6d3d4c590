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
	unenforcedMark = "assay: not enforced"   // CHECK (…) NOT ENFORCED, from 18 on; of a foreign key, as the first column that it refers to
	notNullMark    = "assay: not null"       // CONSTRAINT name NOT NULL column, from 18 on, where NOT NULL has names
)

var newSyntax = schema.Pattern(`(?i)\bGENERATED\s+ALWAYS\s+AS\s*\(|\bSET\s+EXPRESSION\s+AS\b|\bNOT\s+ENFORCED\b|\bNO\s+INHERIT\b|\bNOT\s+NULL\s+["\pL_]|\bPERIOD\s`)

// inOldSyntax rewrites a text whose syntax the parser may be too old for.
func inOldSyntax(v version, sql string) string {
	if !newSyntax().MatchString(sql) {
		return sql
	}
	scan, err := pg.Scan(sql)
	if err != nil {
		return sql // the parser will say what is wrong
	}
	m := &modernizer{version: v, sql: sql, tokens: scan.GetTokens()}
	for i := range m.tokens {
		switch {
		case m.word(i, "generated") && m.word(i+1, "always") && m.word(i+2, "as") && m.word(i+3, "("):
			m.generated(i + 3)
		case m.word(i, "set") && m.word(i+1, "expression") && m.word(i+2, "as") && m.word(i+3, "("):
			m.expression(i)
		case m.word(i, "check") && m.word(i+1, "("):
			m.check(i + 1)
		case m.word(i, "references"):
			m.references(i + 1)
		case m.word(i, "not") && m.word(i+1, "enforced"):
			m.put(i, i+1, "NOT VALID")
		case m.word(i, "constraint") && m.word(i+2, "not") && m.word(i+3, "null") && (m.word(i-1, "add") || m.word(i-1, "(") || m.word(i-1, ",")):
			m.notNull(i + 2)
		case m.word(i, "not") && m.word(i+1, "null") && m.word(i+2, "no") && m.word(i+3, "inherit"):
			m.put(i, i+3, "NOT NULL")
		case m.word(i, "foreign") && m.word(i+1, "key") && m.word(i+2, "("):
			m.period(i + 2)
		}
	}
	m.b.WriteString(sql[m.done:])
	return m.b.String()
}

type modernizer struct {
	version version
	sql     string
	tokens  []*pg.ScanToken
	b       strings.Builder
	done    int // how much of the text is written
}

// word reports whether a token is that word, which a quoted identifier is not.
func (m *modernizer) word(i int, w string) bool {
	if i < 0 || i >= len(m.tokens) {
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
	} else if !m.version.since(18) {
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

// check marks an expression that is not enforced: NOT VALID, which would do in ALTER TABLE, means nothing in CREATE TABLE.
func (m *modernizer) check(open int) {
	end := m.closing(open)
	if end < 0 || !m.word(end+1, "not") || !m.word(end+2, "enforced") {
		return
	}
	m.put(open, open, `("`+unenforcedMark+`"(`)
	m.put(end, end+2, "))")
}

// references marks a foreign key that is not enforced, by the name of its table.
func (m *modernizer) references(table int) {
	for m.word(table+1, ".") {
		table += 2
	}
	if table >= len(m.tokens) || int(m.tokens[table].GetStart()) < m.done || !m.unenforced(table+1) {
		return
	}
	if m.word(table+1, "(") {
		m.put(table+1, table+1, `("`+unenforcedMark+`", `)
		return
	}
	m.put(table, table, m.sql[m.tokens[table].GetStart():m.tokens[table].GetEnd()]+` ("`+unenforcedMark+`")`)
}

// unenforced reports whether a constraint of which i is a part ends with NOT ENFORCED.
func (m *modernizer) unenforced(i int) bool {
	for ; i < len(m.tokens) && !m.word(i, ",") && !m.word(i, ")") && !m.word(i, ";"); i++ {
		switch {
		case m.word(i, "references"), m.word(i, "check"):
			return false
		case m.word(i, "("):
			if i = m.closing(i); i < 0 {
				return false
			}
		case m.word(i, "not") && m.word(i+1, "enforced"):
			return true
		}
	}
	return false
}

// notNull writes a named NOT NULL as a check that is marked.
func (m *modernizer) notNull(not int) {
	column := not + 2
	if column >= len(m.tokens) {
		return
	}
	last := column
	if m.word(column+1, "no") && m.word(column+2, "inherit") {
		last = column + 2
	}
	name := m.sql[m.tokens[column].GetStart():m.tokens[column].GetEnd()]
	m.put(not, last, `CHECK ("`+notNullMark+`"(`+name+`))`)
}

// period leaves out the word in front of the last column of a temporal foreign key, and of those that it refers to: from 18 on.
func (m *modernizer) period(open int) {
	for range 2 {
		end := m.closing(open)
		if end < 0 {
			return
		}
		if m.word(end-2, "period") && m.word(end-3, ",") {
			m.put(end-2, end-2, "")
		}
		for open = end + 1; open < len(m.tokens) && !m.word(open, "("); open++ {
			if m.word(open, ",") || m.word(open, ";") {
				return
			}
		}
	}
}

// unmark returns the expression inside of a mark.
func unmark(n *pg.Node, mark string) (*pg.Node, bool) {
	call := n.GetFuncCall()
	if call == nil || len(call.GetArgs()) != 1 || len(call.GetFuncname()) != 1 || call.GetFuncname()[0].GetString_().GetSval() != mark {
		return n, false
	}
	return call.GetArgs()[0], true
}
