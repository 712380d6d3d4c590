package introspect

import (
	"slices"
	"strings"
)

type dataKind byte

const (
	aWord   dataKind = iota + 1 // bare
	aName                       // quoted
	aText                       // a literal in quotes
	aNumber                     // digits
	aSign                       // any other character
)

// A dataToken is a piece of a statement, without its quotes; the zero one is the end.
type dataToken struct {
	kind dataKind
	text string
}

// is reports whether the token is that bare word or that character.
func (t dataToken) is(s string) bool {
	return (t.kind == aWord || t.kind == aSign) && strings.EqualFold(t.text, s)
}

// A dataLexer cuts a statement about rows into tokens, as MySQL or PostgreSQL does.
type dataLexer struct {
	sql   string
	at    int
	mysql bool
}

func (l *dataLexer) next() dataToken {
	l.blanks()
	if l.at >= len(l.sql) {
		return dataToken{}
	}
	from := l.at
	switch c := l.sql[l.at]; {
	case c == '\'':
		return dataToken{aText, l.quoted(l.mysql)}
	case c == '"' && l.mysql:
		return dataToken{aText, l.quoted(true)}
	case c == '"' || c == '`':
		return dataToken{aName, l.quoted(false)}
	case inWord(c):
		for l.at < len(l.sql) && inWord(l.sql[l.at]) {
			l.at++
		}
		word := l.sql[from:l.at]
		if l.at < len(l.sql) && l.sql[l.at] == '\'' && (strings.ContainsAny(word, "EeNn") && len(word) == 1 || word[0] == '_') {
			return dataToken{aText, l.quoted(l.mysql || word == "E" || word == "e")}
		}
		if strings.Trim(word, "0123456789") == "" {
			return dataToken{aNumber, word}
		}
		return dataToken{aWord, word}
	}
	l.at++
	return dataToken{aSign, l.sql[from:l.at]}
}

func inWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}

// blanks skips white space and comments.
func (l *dataLexer) blanks() {
	for l.at < len(l.sql) {
		rest := l.sql[l.at:]
		var end string
		switch {
		case strings.ContainsRune(" \t\r\n\f\v", rune(rest[0])):
			l.at++
			continue
		case strings.HasPrefix(rest, "--"), l.mysql && rest[0] == '#':
			end = "\n"
		case strings.HasPrefix(rest, "/*"):
			end = "*/"
		default:
			return
		}
		n := strings.Index(rest, end)
		if n < 0 {
			n = len(rest) - len(end)
		}
		l.at += n + len(end)
	}
}

// quoted reads what stands in quotes; escapes: a backslash takes the next character as it is.
func (l *dataLexer) quoted(escapes bool) string {
	quote := l.sql[l.at]
	var b strings.Builder
	for l.at++; l.at < len(l.sql); l.at++ {
		c := l.sql[l.at]
		switch {
		case c == '\\' && escapes && l.at+1 < len(l.sql):
			l.at++
			b.WriteByte(l.sql[l.at])
			continue
		case c == quote && l.at+1 < len(l.sql) && l.sql[l.at+1] == quote:
			l.at++
		case c == quote:
			l.at++
			return b.String()
		}
		b.WriteByte(c)
	}
	return b.String()
}

// A dataReader reads one statement about rows.
type dataReader struct {
	lexer    dataLexer
	now      dataToken
	ignore   bool     // rows that are there already are left as they are
	literals []string // those that rest has passed
}

func (r *dataReader) advance() { r.now = r.lexer.next() }

func (r *dataReader) skip(n int) {
	for range n {
		r.advance()
	}
}

// words reports whether one of those comes next.
func (r *dataReader) words(some ...string) bool { return slices.ContainsFunc(some, r.now.is) }

// path reads a name with those of what it is in; nil: there is none.
func (r *dataReader) path() []string {
	var path []string
	for r.now.kind == aWord || r.now.kind == aName || r.now.kind == aNumber && path == nil {
		path = append(path, r.now.text)
		if r.advance(); !r.now.is(".") {
			return path
		}
		r.advance()
	}
	return nil
}

// columns reads names between parentheses.
func (r *dataReader) columns() []string {
	var all []string
	for r.advance(); r.now.kind != 0 && !r.now.is(")"); r.advance() {
		if r.now.kind != aSign {
			all = append(all, r.now.text)
		}
	}
	r.advance()
	return all
}

// value reads a literal; known is false where something else stands there.
func (r *dataReader) value() (text string, known bool) {
	t := r.now
	switch {
	case t.kind == aText || t.kind == aNumber:
		r.advance()
		return t.text, true
	case t.is("NULL"):
		r.advance()
		return null, true
	case t.is("CAST"):
		r.skip(2)
		text, known = r.value()
		for depth := 1; r.now.kind != 0 && depth > 0; r.advance() {
			switch {
			case r.now.is("("):
				depth++
			case r.now.is(")"):
				depth--
			}
		}
		return text, known
	}
	return "", false
}

// tuple reads values between parentheses; ok is false where one is no literal.
func (r *dataReader) tuple() (values []string, ok bool) {
	ok = true
	for r.advance(); r.now.kind != 0; r.advance() {
		v, known := r.value()
		values = append(values, v)
		ok = ok && known
		for depth := 0; r.now.kind != 0 && (depth > 0 || !r.words(",", ")")); r.advance() { // a cast, or the rest of an expression
			switch {
			case r.now.is("("):
				depth++
			case r.now.is(")"):
				depth--
			}
		}
		if r.now.is(")") {
			r.advance()
			return values, ok
		}
	}
	return values, false
}

// cast passes what makes another type of a value.
func (r *dataReader) cast() {
	for r.now.is(":") {
		r.skip(2)
		if r.path(); r.now.is("(") {
			r.columns()
		}
	}
}

// column passes the name of the version table's column, with that of its table or without.
func (r *dataReader) column() bool {
	path := r.path()
	r.cast()
	return path != nil && isVersionColumn(path[len(path)-1])
}

// assignment reads version_num = 'x'.
func (r *dataReader) assignment() (string, bool) {
	if !r.column() || !r.now.is("=") {
		return "", false
	}
	r.advance()
	v, ok := r.value()
	r.cast()
	return v, ok && !r.now.is(",") && !r.words("+", "|")
}

// condition reads WHERE, or that there is none.
func (r *dataReader) condition(l *ledger) (func(string) bool, error) {
	if r.now.kind == 0 || r.words(";", "RETURNING") {
		return func(string) bool { return true }, nil
	}
	if !r.now.is("WHERE") {
		return nil, r.strange()
	}
	open := 0
	for r.advance(); r.now.is("("); r.advance() {
		open++
	}
	if !r.column() {
		return nil, r.strange()
	}
	wanted, ok := r.compared()
	for ; open > 0 && r.now.is(")"); open-- {
		r.advance()
	}
	if !ok || open > 0 || r.now.kind != 0 && !r.words(";", "RETURNING") {
		return nil, r.strange()
	}
	return func(revision string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return l.same(w, revision) }) // a NULL is none of them, whatever they are
	}, nil
}

// compared reads = 'x' and IN ('x', 'y').
func (r *dataReader) compared() (wanted []string, ok bool) {
	switch {
	case r.now.is("="):
		r.advance()
		v, known := r.value()
		r.cast()
		return []string{v}, known
	case r.now.is("IN"):
		r.advance()
		return r.tuple()
	}
	return nil, false
}

// rest is what is left, in words.
func (r *dataReader) rest() []string {
	var all []string
	for ; r.now.kind != 0; r.advance() {
		all = append(all, r.now.text)
		if r.now.kind == aText {
			r.literals = append(r.literals, r.now.text)
		}
	}
	return all
}
