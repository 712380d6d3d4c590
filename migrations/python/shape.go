package python

import (
	"regexp"
	"slices"
	"sync"
)

var keywords = []string{
	"False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
	"for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
}

// between are the signs and words that stand between two operands, whatever the grammar's version.
var between = []string{
	"==", "!=", "<=", ">=", "<", ">", "%", "|", "^", "&", "=", ":=", "+=", "-=", "*=", "/=", "//=", "**=", "%=", "&=", "|=", "^=", "@=", ">>=", "<<=",
}

var plainNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*([eE][0-9_]*)?[jJ]?)$`)
})

// shaped refuses two neighbours that no grammar of Python 3 has side by side. It is no parser: what it takes may still be wrong.
func shaped(tokens []token) error {
	for line := range lines(tokens) {
		start := true // of a statement
		before, end := token{kind: newline}, token{kind: newline}
		for i, t := range line[:len(line)-1] {
			next, further := line[i+1], end
			if i+2 < len(line) {
				further = line[i+2]
			}
			if strange(before, t, next) {
				return &SyntaxError{t.line, "this is no Python 3: " + cite(t)}
			}
			if misfit(before, t, next, start) || misplaced(before, t, next, further, start) {
				return &SyntaxError{t.line, "this is no Python 3: " + cite(t) + " cannot be followed by " + cite(next)}
			}
			before = t
			start = sign(t, ";", ":")
		}
		if flaw := headed(line); flaw != "" {
			return &SyntaxError{line[0].line, flaw}
		}
	}
	return nil
}

func cite(t token) string {
	switch {
	case t.kind == newline:
		return "the end of the line"
	case stringish(t):
		return "a string"
	}
	return t.text
}

// misfit reports whether a token cannot be followed by the next.
func misfit(before, t, next token, start bool) bool {
	joins := sign(t, between...) || is(t, "and", "or", "is", "in")
	switch {
	case operand(t) && operand(next):
		soft := start && is(t, "match", "case", "type")
		return !soft && (!stringish(t) || !stringish(next))
	case sign(t, ")", "]", "}") && operand(next):
		return true
	case joins && (next.kind == newline || sign(next, ")", "]", "}", ",", ";", ":") || is(next, "and", "or", "in", "is", "if", "else", "for", "as")):
		return true
	case joins && sign(next, between...):
		return !sign(t, "<", ">") || t.text != next.text // << and >>
	case sign(t, "(", "{") && sign(next, ":"), after(t, next):
		return true
	case start && (sign(t, between...) || sign(t, ",", ")") || is(t, "and", "or", "is", "in")) && before.kind == newline:
		return true
	case sign(t, "."):
		ends := before.kind == name && !slices.Contains(keywords, before.text) || sign(before, ")", "]")
		return ends && next.kind != name
	}
	return false
}

// after reports whether nothing can stand before the next token, which is behind a bracket or comma. A comma can end a target: a, = b.
func after(t, next token) bool {
	switch {
	case sign(t, ",") && (sign(next, "=") || is(next, "in")):
		return false
	case sign(t, "(", "[", "{", ","):
		return sign(next, ",") || sign(next, between...) || is(next, "and", "or", "is", "in")
	}
	return false
}

func stringish(t token) bool { return t.kind == text || t.kind == computed }

// operand reports whether a token is one by itself, and not a number that runs into a word, as in 1if.
func operand(t token) bool {
	if t.kind == number {
		return plainNumber().MatchString(t.text)
	}
	return stringish(t) || t.kind == name && (!slices.Contains(keywords, t.text) || is(t, "None", "True", "False"))
}

// headed says what is wrong with the first words of a compound statement.
func headed(line []token) string {
	head, depth, colon := line[0], 0, false
	if is(head, "async") && len(line) > 1 {
		head = line[1]
	}
	if n := len(line); n > 2 && sign(line[n-2], ":") && sign(line[n-3], ":") {
		return "this is no Python 3: a line ends with two colons"
	}
	if assigns(line) {
		return "this is no Python 3: " + "what follows " + head.text + " is Python 2, or assigns a value"
	}
	in := false
	for _, t := range line {
		depth += nesting(t)
		colon = colon || depth == 0 && sign(t, ":")
		in = in || is(t, "in")
	}
	switch {
	case is(head, "if", "elif", "else", "for", "while", "with", "try", "except", "finally", "class", "def") && !colon:
		return "this is no Python 3: a colon is missing after " + head.text
	case is(line[0], "else", "try", "finally") && !sign(line[1], ":"):
		return "this is no Python 3: " + head.text + " needs a colon behind it"
	case is(head, "for") && !in:
		return "this is no Python 3: for needs in"
	case is(line[0], "def", "class") && (line[1].kind != name || slices.Contains(keywords, line[1].text)):
		return "this is no Python 3: " + head.text + " needs a name"
	case is(line[0], "def") && !sign(line[2], "(", "["):
		return "this is no Python 3: def needs parameters in brackets"
	case is(line[0], "if", "elif", "while", "with", "for", "import", "from", "del", "global", "nonlocal") && (len(line) < 2 ||
		sign(line[1], ":") || line[1].kind == newline):
		return "this is no Python 3: " + head.text + " needs something behind it"
	case is(line[0], "from") && !slices.ContainsFunc(line, func(t token) bool { return is(t, "import") }):
		return "this is no Python 3: from needs import"
	}
	return ""
}
