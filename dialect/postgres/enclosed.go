package postgres

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// enclosed refuses what psql would not hand on as the one statement that it is meant to be: a backslash outside of quotes begins one of its commands, the shell
// among them, and a semicolon ends the statement. No name gets there, since all are quoted; an expression that came out of a file might.
func enclosed(statements []string) error {
	for _, s := range statements {
		if !utf8.ValidString(s) { // of a PostgreSQL database in SQL_ASCII
			return errors.New("a name or a text in it is no UTF-8, as which scripts are written: rename it first")
		}
		if err := closedText(s); err != nil {
			return err
		}
	}
	return nil
}

// closedText reads a text as psql and the server do, with standard_conforming_strings.
func closedText(s string) error {
	if strings.IndexByte(s, 0) >= 0 {
		return errors.New("it holds a NUL character, which no statement can")
	}
	depth := 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\'' || c == '"':
			end := quotedEnd(s, i)
			if end < 0 {
				return errors.New("a quote in it is not closed")
			}
			i = end
			continue
		case c == '$' && !continues(s, i):
			end, ok := dollarEnd(s, i)
			if ok && end < 0 {
				return errors.New("a quote in it is not closed")
			}
			if ok {
				i = end
				continue
			}
		case c == '\\':
			return errors.New("a backslash stands outside of quotes, which psql takes for one of its commands")
		case c == ';' && depth == 0:
			return errors.New("a semicolon stands outside of quotes, which ends the statement")
		case strings.HasPrefix(s[i:], "--") || strings.HasPrefix(s[i:], "/*"):
			return errors.New("a comment begins in it")
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			if depth--; depth < 0 {
				return errors.New("a parenthesis is closed that is not open")
			}
		}
		i++
	}
	if depth > 0 {
		return errors.New("a parenthesis in it is not closed")
	}
	return nil
}

// quotedEnd is the place behind what is quoted from i on; -1: it does not end.
func quotedEnd(s string, i int) int {
	quote := s[i]
	escapes := quote == '\'' && i > 0 && (s[i-1] == 'E' || s[i-1] == 'e') && !continues(s, i-1)
	for i++; i < len(s); i++ {
		switch {
		case escapes && s[i] == '\\':
			i++
		case s[i] != quote:
		case i+1 < len(s) && s[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// dollarEnd is the place behind a text between $tag$ and $tag$ that begins at i, -1 where it does not end; ok is false where none begins.
func dollarEnd(s string, i int) (end int, ok bool) {
	n := i + 1
	for n < len(s) && s[n] != '$' && (letter(s[n]) || n > i+1 && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	if n >= len(s) || s[n] != '$' {
		return 0, false
	}
	tag := s[i : n+1]
	at := strings.Index(s[n+1:], tag)
	if at < 0 {
		return -1, true
	}
	return n + 1 + at + len(tag), true
}

// continues reports whether what stands at i goes on with a word.
func continues(s string, i int) bool {
	return i > 0 && (letter(s[i-1]) || s[i-1] >= '0' && s[i-1] <= '9' || s[i-1] == '$')
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= 0x80 }
