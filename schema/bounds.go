package schema

import (
	"errors"
	"strings"
)

// ErrTooLarge is the error about a statement that would keep a parser busy for minutes, or overflow its stack.
var ErrTooLarge = errors.New("it holds an expression of more than 10,000 words, a list of more than 70,000 values, or a table of more than 10,000 parts, " +
	"which no schema needs")

const (
	// mostWords are how many words and signs an expression can have with those around it, up to the next comma: of so many operators, a parser makes as many
	// levels.
	mostWords = 10_000
	// mostValues are how many there can be in a list: an enumeration of MySQL's has 65,535 at the most.
	mostValues = 70_000
	// mostParts are how many columns, indexes and constraints one statement can give a table: 4096 columns at the most.
	mostParts = 10_000
)

// Bounded refuses a text with a statement that is larger than anybody's: [ErrTooLarge]. It takes a time in proportion to the text. backslashes: one in a
// literal takes the next character as it is.
func Bounded(sql string, backslashes bool) error {
	if len(sql) < mostWords {
		return nil
	}
	var words, values [mostWords + 1]int // by how many parentheses are open: since the last comma, and commas
	depth, sum := 0, 0
	rows := false // the values of an INSERT are as many as there are
	begin, table := true, false
	count := func() bool { words[depth]++; sum++; return sum <= mostWords }
	for i := 0; i < len(sql); {
		n, kind := piece(sql[i:], backslashes)
		text := sql[i : i+n]
		i += n
		fits := true
		switch {
		case kind == ' ':
			continue
		case text == ";" && depth == 0:
			sum, words[0], values[0], begin, table = 0, 0, 0, true, false
			continue
		case text == "(" || text == "[":
			if fits = count(); fits {
				depth++
				words[depth], values[depth] = 0, 0
			}
		case (text == ")" || text == "]") && depth > 0:
			sum -= words[depth]
			depth--
		case text == ",":
			sum -= words[depth]
			words[depth] = 0
			values[depth]++
			fits = rows || values[depth] <= mostValues && (!table || depth > 1 || values[depth] <= mostParts)
		default:
			fits = count()
		}
		if begin {
			rows, begin = strings.EqualFold(text, "INSERT") || strings.EqualFold(text, "REPLACE"), false
		}
		table = table || depth == 0 && sum < 10 && strings.EqualFold(text, "TABLE")
		if !fits {
			return ErrTooLarge
		}
	}
	return nil
}

// piece returns the length of what a text begins with, and its kind: 'a' a word, ' ' white space or a comment, 0 any other.
func piece(s string, backslashes bool) (n int, kind byte) {
	switch c := s[0]; {
	case c == '\'' || c == '"' || c == '`':
		return quotedLength(s, backslashes && c != '`'), 0
	case c <= ' ':
		return 1, ' '
	case strings.HasPrefix(s, "--"):
		return upTo(s, "\n"), ' '
	case strings.HasPrefix(s, "/*") && !strings.HasPrefix(s, "/*!"):
		return upTo(s, "*/"), ' '
	case c == '$':
		if end := strings.IndexByte(s[1:], '$'); end >= 0 && strings.Trim(s[1:1+end], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
			tag := s[:end+2]
			if at := strings.Index(s[len(tag):], tag); at >= 0 {
				return 2*len(tag) + at, 0
			}
		}
	}
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] >= '0' && s[n] <= '9' || s[n] == '_' || s[n] >= 0x80 || s[n] == '.') {
		n++
	}
	return max(n, 1), 'a'
}

func upTo(s, end string) int {
	if i := strings.Index(s, end); i >= 0 {
		return i + len(end)
	}
	return len(s)
}

func quotedLength(s string, backslashes bool) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && backslashes:
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return len(s)
}
