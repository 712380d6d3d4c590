package python

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// coding is the line by which a file says in which encoding it is (PEP 263).
var coding = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+`) })

// legible refuses what Python does before it looks at a word: bytes that are no text, as far as the file says what text is there.
func legible(src string) error {
	if before, _, found := strings.Cut(src, "\x00"); found {
		return &SyntaxError{1 + strings.Count(before, "\n"), "there is a null byte in it"}
	}
	first, rest, _ := strings.Cut(src, "\n")
	second, _, _ := strings.Cut(rest, "\n")
	if coding().MatchString(first) || coding().MatchString(second) || utf8.ValidString(src) {
		return nil
	}
	line := 0
	for text := range strings.Lines(src) {
		line++
		if text, _, _ = strings.Cut(text, "#"); !utf8.ValidString(text) { // Python 3.11 does not mind it in a comment
			return &SyntaxError{line, "this is not UTF-8, and no line at the beginning says in which encoding it is"}
		}
	}
	return nil
}

// printed refuses Python 2's print statement, which old revisions have.
func printed(tokens []token) error {
	for i, t := range tokens {
		begins := i == 0 || tokens[i-1].kind == newline || sign(tokens[i-1], ";")
		if begins && is(t, "print") && i+1 < len(tokens) && tokens[i+1].kind == text {
			return &SyntaxError{t.line, "this is Python 2's print, which is a function since Python 3"}
		}
	}
	return nil
}
