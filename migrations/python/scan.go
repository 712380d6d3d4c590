package python

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A SyntaxError is a place that Python would not read either.
type SyntaxError struct {
	Line    int
	Problem string
}

// Error says what is wrong; the line is the caller's to place beside the file's name.
func (e *SyntaxError) Error() string { return e.Problem }

// A token is a word of Python. Comments are none, nor is a line's end inside brackets or behind a backslash.
type token struct {
	kind tokenKind
	text string // as written; of a string, its value
	line int
	// indent is the column in which the token's logical line begins, and margin that in other widths of tabs as well.
	indent int
	margin margin
}

type tokenKind int

const (
	name tokenKind = iota
	number
	text
	computed // an f-string with something to fill in, or bytes
	operator
	newline // the end of a logical line
)

// deepest bounds brackets, and strings inside f-strings. Python's own bound on brackets is 200.
const deepest = 200

type scanner struct {
	src      string
	at, line int
	open     []byte // the brackets that are open
	margin   margin
	fresh    bool // at the beginning of a logical line
	tokens   []token
}

func scan(src string) ([]token, error) {
	s := &scanner{src: strings.TrimPrefix(src, "\ufeff"), line: 1, fresh: true}
	for s.at < len(s.src) {
		if err := s.next(); err != nil {
			return nil, err
		}
	}
	if len(s.open) > 0 {
		return nil, s.errorf("a %c is not closed", s.open[len(s.open)-1])
	}
	s.endLine()
	return s.tokens, nil
}

func (s *scanner) errorf(format string, args ...any) error {
	return &SyntaxError{s.line, fmt.Sprintf(format, args...)}
}

// next takes one token, or one thing that is none.
func (s *scanner) next() error {
	if s.fresh {
		s.indent()
	}
	if s.at == len(s.src) {
		return nil
	}
	switch c := s.src[s.at]; {
	case c == '\n' || c == '\r':
		s.endLine()
		s.lineBreak()
	case c == ' ' || c == '\t' || c == '\f':
		s.at++
	case c == '#':
		s.at += lineLength(s.src[s.at:])
	case c == '\\' && s.at+1 < len(s.src) && (s.src[s.at+1] == '\n' || s.src[s.at+1] == '\r'):
		s.at++
		s.lineBreak()
	default:
		return s.word()
	}
	return nil
}

// indent goes past a line's indentation.
func (s *scanner) indent() {
	blanks := blanksBefore(s.src[s.at:])
	s.margin = measure(blanks)
	s.at += len(blanks)
	s.fresh = s.at == len(s.src)
}

// endLine ends a logical line, if one has begun and no bracket is open.
func (s *scanner) endLine() {
	if len(s.open) > 0 {
		return
	}
	if n := len(s.tokens); n > 0 && s.tokens[n-1].kind != newline {
		s.emit(newline, "", s.line)
	}
	s.fresh = true
}

// lineBreak goes past \n, \r\n or \r.
func (s *scanner) lineBreak() {
	if strings.HasPrefix(s.src[s.at:], "\r\n") {
		s.at++
	}
	s.at++
	s.line++
}

func lineLength(s string) int {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return i
	}
	return len(s)
}

func (s *scanner) emit(kind tokenKind, text string, line int) {
	s.tokens = append(s.tokens, token{kind, text, line, s.margin.wide, s.margin})
}

// word takes a name, number, string or operator.
func (s *scanner) word() error {
	rest := s.src[s.at:]
	if prefix, ok := stringPrefix(rest); ok {
		return s.quoted(prefix)
	}
	n := strings.IndexFunc(rest, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	if n < 0 {
		n = len(rest)
	}
	if n > 0 {
		kind := name
		if unicode.IsDigit(rune(rest[0])) {
			kind = number
		}
		s.emit(kind, rest[:n], s.line)
		s.at += n
		return nil
	}
	return s.sign(rest[0])
}

var closes = map[byte]byte{')': '(', ']': '[', '}': '{'}

// operators of more than one character that matter here: what looks like an assignment and is none, or is one that adds.
var operators = []string{"**=", "//=", ">>=", "<<=", "==", "!=", "<=", ">=", ":=", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@="}

func (s *scanner) sign(c byte) error {
	switch c {
	case '(', '[', '{':
		if len(s.open) == deepest {
			return s.errorf("more than %d brackets are open", deepest)
		}
		s.open = append(s.open, c)
	case ')', ']', '}':
		if n := len(s.open); n == 0 || s.open[n-1] != closes[c] {
			return s.errorf("a %c closes nothing", c)
		}
		s.open = s.open[:len(s.open)-1]
	}
	for _, op := range operators {
		if strings.HasPrefix(s.src[s.at:], op) {
			s.emit(operator, op, s.line)
			s.at += len(op)
			return nil
		}
	}
	_, n := utf8.DecodeRuneInString(s.src[s.at:])
	s.emit(operator, s.src[s.at:s.at+n], s.line)
	s.at += n
	return nil
}
