package python

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// stringPrefix returns what stands before the quotes of a string, in lower case, and whether s begins with a string at all.
func stringPrefix(s string) (string, bool) {
	n := strings.IndexAny(s[:min(len(s), 3)], `'"`)
	if n < 0 {
		return "", false
	}
	prefix := strings.ToLower(s[:n])
	switch prefix {
	case "", "r", "u", "b", "br", "rb", "f", "fr", "rf", "t", "tr", "rt": // t: since Python 3.14
		return prefix, true
	}
	return "", false
}

// quoted takes a string.
func (s *scanner) quoted(prefix string) error {
	line, start := s.line, s.at
	fills := strings.ContainsAny(prefix, "ft")
	body, filled, err := s.body(len(prefix), fills, 0)
	if err != nil {
		return err
	}
	switch {
	case filled || strings.ContainsAny(prefix, "bt"):
		s.emit(computed, s.src[start:s.at], line)
		return nil
	case fills:
		body = strings.NewReplacer("{{", "{", "}}", "}").Replace(body)
	}
	body = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body)
	if !strings.Contains(prefix, "r") {
		body = unescape(body)
	}
	s.emit(text, body, line)
	return nil
}

// body goes past a string and returns what is between its quotes, and whether something is to be filled in. Since Python 3.12 what is filled in
// may hold the same quotes again.
func (s *scanner) body(prefix int, fills bool, depth int) (body string, filled bool, err error) {
	if depth == deepest {
		return "", false, s.errorf("more than %d strings are open", deepest)
	}
	begin := s.line
	s.at += prefix
	quote := s.src[s.at : s.at+1]
	if strings.HasPrefix(s.src[s.at:], quote+quote+quote) {
		quote += quote + quote
	}
	s.at += len(quote)
	start, braces := s.at, 0
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case braces == 0 && strings.HasPrefix(s.src[s.at:], quote):
			body = s.src[start:s.at]
			s.at += len(quote)
			return body, filled, nil
		case c == '\\' && s.at+1 < len(s.src) && braces == 0:
			s.at++
			s.step()
		case fills && braces == 0 && (strings.HasPrefix(s.src[s.at:], "{{") || strings.HasPrefix(s.src[s.at:], "}}")):
			s.at += 2
		case fills && c == '{':
			braces, filled = braces+1, true
			s.at++
		case fills && c == '}' && braces > 0:
			braces--
			s.at++
		case braces > 0 && (c == '\'' || c == '"'):
			if _, _, err := s.body(0, s.at > 0 && strings.IndexByte("fFtT", s.src[s.at-1]) >= 0, depth+1); err != nil {
				return "", false, err
			}
		case (c == '\n' || c == '\r') && len(quote) == 1 && braces == 0:
			return "", false, &SyntaxError{begin, "a string is not closed"}
		default:
			s.step()
		}
	}
	return "", false, &SyntaxError{begin, "a string is not closed"}
}

// step goes one character on, or past one line break.
func (s *scanner) step() {
	if c := s.src[s.at]; c == '\n' || c == '\r' {
		s.lineBreak()
		return
	}
	s.at++
}

var escapes = map[byte]string{
	'\n': "", '\\': `\`, '\'': "'", '"': `"`, 'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v",
}

// unescape gives a string's value. Names of characters (\N{…}) are kept as written, as are escapes that Python does not know.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, `\`)
		b.WriteString(before)
		if !ok || after == "" {
			return b.String()
		}
		value, n := escape(after)
		b.WriteString(value)
		s = after[n:]
	}
}

// escape reads what follows a backslash and returns how much that is.
func escape(s string) (value string, n int) {
	if v, ok := escapes[s[0]]; ok {
		return v, 1
	}
	if digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[0]]; digits > 0 && len(s) > digits {
		if code, err := strconv.ParseUint(s[1:1+digits], 16, 32); err == nil {
			return string(rune(min(code, utf8.MaxRune+1))), 1 + digits
		}
	}
	for n < min(3, len(s)) && s[n] >= '0' && s[n] <= '7' {
		n++
	}
	if code, err := strconv.ParseUint(s[:n], 8, 32); err == nil {
		return string(rune(code)), n
	}
	return `\`, 0
}
