package mysql

import (
	"fmt"
	"slices"
	"strings"
)

// A token is a piece of SQL text as it stands in it.
type token struct {
	kind tokenKind
	text string
}

type tokenKind byte

const (
	blank  tokenKind = iota // white space and comments
	word                    // a bare name or keyword
	name                    // a quoted name
	text                    // a literal in quotes
	number                  // also 0x and 0b
	punct                   // any other single character
)

// is reports whether the token is that bare word, or that character.
func (t token) is(s string) bool {
	return (t.kind == word || t.kind == punct) && strings.EqualFold(t.text, s)
}

// isAny reports whether the token is one of those bare words or characters.
func (t token) isAny(words ...string) bool {
	return slices.ContainsFunc(words, t.is)
}

// A scanner cuts SQL text into tokens.
type scanner struct {
	sql string
	at  int
	// open reports that an executable comment (/*! … */) has begun: its content is SQL, its end is blank.
	open bool
	// mode is how the text has its quotes. Tokens have them as the default mode does.
	mode sqlMode
}

// scan cuts SQL text into tokens, blanks left out.
func scan(sql string) ([]token, error) { return scanIn(sql, sqlMode{}) }

// scanIn does so with a text that has its quotes as a mode does.
func scanIn(sql string, m sqlMode) ([]token, error) {
	s := scanner{sql: sql, mode: m}
	var tokens []token
	for s.at < len(sql) {
		t, err := s.next()
		if err != nil {
			return nil, err
		}
		if t.kind != blank {
			tokens = append(tokens, t)
		}
	}
	return tokens, nil
}

func (s *scanner) next() (token, error) {
	from := s.at
	c := s.sql[s.at]
	rest := s.sql[s.at:]
	switch {
	case isSpace(c):
		for s.at < len(s.sql) && isSpace(s.sql[s.at]) {
			s.at++
		}
		return s.token(blank, from), nil
	case c == '#', strings.HasPrefix(rest, "--") && (len(rest) == 2 || rest[2] <= ' '):
		s.skipTo("\n")
		return s.token(blank, from), nil
	case strings.HasPrefix(rest, "/*"):
		return s.comment(rest)
	case s.open && strings.HasPrefix(rest, "*/"):
		s.open = false
		s.at += 2
		return s.token(blank, from), nil
	case c == '"' && s.mode.names:
		return s.quoted(name, c)
	case c == '\'' || c == '"':
		return s.quoted(text, c)
	case c == '`':
		return s.quoted(name, c)
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		s.number()
		return s.wordOrNumber(from), nil
	case isWord(c):
		for s.at < len(s.sql) && isWord(s.sql[s.at]) {
			s.at++
		}
		return s.token(word, from), nil
	}
	s.at++
	return s.token(punct, from), nil
}

func (s *scanner) token(k tokenKind, from int) token { return token{k, s.sql[from:s.at]} }

func (s *scanner) skipTo(end string) {
	if i := strings.Index(s.sql[s.at:], end); i >= 0 {
		s.at += i + len(end)
	} else {
		s.at = len(s.sql)
	}
}

// comment skips a comment, but only the opening of one whose content servers execute.
func (s *scanner) comment(rest string) (token, error) {
	from := s.at
	for _, opening := range []string{"/*!", "/*M!"} {
		// Dumps begin with one for version 999999, which tells the client program something and no server anything.
		if strings.HasPrefix(rest, opening) && !strings.HasPrefix(rest[len(opening):], "999999") {
			s.at += len(opening)
			for s.at < len(s.sql) && isDigit(s.sql[s.at]) {
				s.at++
			}
			s.open = true
			return s.token(blank, from), nil
		}
	}
	s.at += 2
	s.skipTo("*/")
	return s.token(blank, from), nil
}

func (s *scanner) quoted(k tokenKind, quote byte) (token, error) {
	from := s.at
	for s.at++; s.at < len(s.sql); s.at++ {
		switch {
		case s.sql[s.at] == '\\' && k == text && !s.mode.plain:
			s.at++
		case s.sql[s.at] != quote:
		case s.at+1 < len(s.sql) && s.sql[s.at+1] == quote:
			s.at++
		default:
			s.at++
			return s.mode.usual(k, s.sql[from:s.at]), nil
		}
	}
	s.at = len(s.sql)
	return token{}, fmt.Errorf("unclosed quote: %.40s", s.sql[from:])
}

// number skips digits, a fraction, an exponent, and whatever letters follow.
func (s *scanner) number() {
	for s.at < len(s.sql) {
		c := s.sql[s.at]
		sign := (c == '-' || c == '+') && (s.sql[s.at-1]|0x20) == 'e' && s.at > 1 && isDigit(s.sql[s.at-2])
		if !isWord(c) && c != '.' && !sign {
			return
		}
		s.at++
	}
}

// wordOrNumber tells a name that begins with a digit (MySQL has those) from a number.
func (s *scanner) wordOrNumber(from int) token {
	t := s.token(number, from)
	if strings.HasPrefix(t.text, "0x") || strings.HasPrefix(t.text, "0b") {
		return t
	}
	if strings.Trim(t.text, "0123456789.eE+-") != "" {
		t.kind = word
	}
	return t
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isWord: names may hold any character beyond ASCII.
func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || c == '$' || c >= 0x80
}

// closing returns the place behind the parenthesis that closes the one at i.
func closing(tokens []token, i int) int {
	depth := 0
	for ; i < len(tokens); i++ {
		switch {
		case tokens[i].is("("):
			depth++
		case tokens[i].is(")"):
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(tokens)
}

// join writes tokens as SQL again. Blanks matter in two places: none before a function's parenthesis,
// none between a charset introducer's letter and its literal.
func join(tokens []token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && needsBlank(tokens[i-1], t) {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

func needsBlank(a, b token) bool {
	if a.kind == word && b.kind == text && len(a.text) == 1 { // x'6162', b'01', n'text'
		return false
	}
	if a.kind == punct || b.kind == punct {
		// Two operators side by side stay as they were only where they are one ("<=", "||", "->>").
		return a.is(",") || a.kind == punct && b.kind == punct && a.is("-") && b.is("-")
	}
	return true
}
