package python

import (
	"regexp"
	"strings"
	"sync"
)

// octal and long are numbers of Python 2; octal only where it is no fraction and no exponent.
var (
	octal = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^0[0-9]*[1-9][0-9]*$`) })
	long  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]+[lL]$`) })
)

// strange reports whether a token is none of Python 3's.
func strange(before, t, next token) bool {
	if t.kind == number {
		return long().MatchString(t.text) || octal().MatchString(t.text) && !sign(before, ".", "+", "-") && !sign(next, ".")
	}
	return t.kind == operator && strings.Contains("$?!`‘’“”", t.text)
}

// misplaced reports whether a keyword cannot stand where it does, or not before the next token.
func misplaced(before, t, next, further token, start bool) bool {
	opens := is(t, "if", "elif", "while", "for", "with", "and", "or", "in", "is", "as", "del", "assert", "global", "nonlocal", "import", "except", "from")
	whole := t.kind == name && operand(t) || stringish(t) || sign(t, ")", "]", "}")
	switch {
	case is(t, "assert", "break", "class", "continue", "def", "del", "elif", "except", "finally", "global", "nonlocal", "pass", "raise", "return", "try",
		"while", "with") && !start:
		return !is(before, "async")
	case opens && (is(next, "if", "elif", "for", "and", "or", "in", "as", "from", "is", "else") || sign(next, between...) || sign(next, ")", "]", "}", ",")):
		return !is(t, "for") || !is(before, "async")
	case opens && sign(next, ":"):
		return !is(t, "except")
	case is(t, "return", "lambda", "not", "raise") && sign(next, between...):
		return true
	case whole && is(next, "lambda"):
		return !start || !is(t, "match", "case")
	case whole && is(next, "not"):
		return !is(further, "in") && (!start || !is(t, "match", "case"))
	case sign(t, "+", "-", "~") && sign(next, ")", "]", "}", ",", ":"):
		return true
	case sign(t, "+", "-", "~", "*", "/", "@") && next.kind == newline:
		return !is(before, "import")
	}
	return false
}

// assigns reports whether a statement that cannot assign does.
func assigns(line []token) bool {
	if !is(line[0], "return", "assert", "del", "raise", "if", "elif", "while", "with", "for", "global", "import") {
		return false
	}
	depth := 0
	for _, t := range line {
		depth += nesting(t)
		switch {
		case depth == 0 && sign(t, ",") && is(line[0], "raise"):
			return true
		case depth == 0 && sign(t, ":", ";"), is(t, "lambda"):
			return false
		case depth == 0 && sign(t, "=", "+=", "-=", "*=", "/=", "|=", "&=", "%="):
			return true
		}
	}
	return false
}
