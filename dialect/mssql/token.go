package mssql

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A kind is a sort of token.
type kind int

const (
	endToken kind = iota
	word          // a bare name, a word of the language or a @variable
	name          // a name in brackets or double quotes
	text          // a text constant, without quotes; national ones as well
	number
	symbol
)

// A token is a piece of a statement. What it says stands in said: of a name, without its quotes.
type token struct {
	kind     kind
	said     string
	national bool // N'…'
	from, to int  // where it stands
}

// is reports whether the token is that word or symbol.
func (t token) is(said string) bool {
	return t.kind == word && strings.EqualFold(t.said, said) || t.kind == symbol && t.said == said
}

// scan cuts a text into tokens, without blanks and comments.
func scan(sql string) ([]token, error) {
	var all []token
	for at := 0; at < len(sql); {
		next, t, err := scanOne(sql, at)
		if err != nil {
			return nil, err
		}
		if t.kind != endToken {
			t.from, t.to = at, next
			all = append(all, t)
		}
		at = next
	}
	return all, nil
}

// scanOne reads what begins at a place; of a blank or a comment, no token.
func scanOne(sql string, at int) (next int, t token, err error) {
	r, size := utf8.DecodeRuneInString(sql[at:])
	rest := sql[at:]
	switch {
	case unicode.IsSpace(r) || r == '\ufeff':
		return at + size, t, nil
	case strings.HasPrefix(rest, "--"):
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			return at + i, t, nil
		}
		return len(sql), t, nil
	case strings.HasPrefix(rest, "/*"):
		end, ok := commentEnd(rest)
		if !ok {
			return 0, t, fmt.Errorf("a comment has no end")
		}
		return at + end, t, nil
	case r == '\'':
		return quotedToken(sql, at, 0, '\'', token{kind: text})
	case (r == 'N' || r == 'n') && strings.HasPrefix(rest[1:], "'"):
		return quotedToken(sql, at, 1, '\'', token{kind: text, national: true})
	case r == '[':
		return quotedToken(sql, at, 0, ']', token{kind: name})
	case r == '"':
		return quotedToken(sql, at, 0, '"', token{kind: name})
	case r >= '0' && r <= '9' || r == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		end := numberEnd(rest)
		return at + end, token{kind: number, said: rest[:end]}, nil
	case unicode.IsLetter(r) || r == '_' || r == '@' || r == '#':
		end := strings.IndexFunc(rest, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_@#$", r)
		})
		if end < 0 {
			end = len(rest)
		}
		return at + end, token{kind: word, said: rest[:end]}, nil
	}
	for _, two := range []string{"<>", "!=", "<=", ">=", "!<", "!>", "+=", "::"} {
		if strings.HasPrefix(rest, two) {
			return at + 2, token{kind: symbol, said: two}, nil
		}
	}
	return at + size, token{kind: symbol, said: rest[:size]}, nil
}

// commentEnd is where a comment ends; comments of T-SQL nest.
func commentEnd(rest string) (int, bool) {
	depth := 0
	for i := 0; i+1 < len(rest); {
		switch rest[i : i+2] {
		case "/*":
			depth++
			i += 2
		case "*/":
			depth--
			i += 2
			if depth == 0 {
				return i, true
			}
		default:
			i++
		}
	}
	return 0, false
}

// quotedToken reads what stands in quotes, of which the closing one is doubled inside; skip are the bytes before the opening one.
func quotedToken(sql string, at, skip int, end byte, t token) (int, token, error) {
	var b strings.Builder
	for i := at + skip + 1; i < len(sql); i++ {
		if sql[i] != end {
			b.WriteByte(sql[i])
			continue
		}
		if i+1 < len(sql) && sql[i+1] == end {
			b.WriteByte(end)
			i++
			continue
		}
		t.said = b.String()
		return i + 1, t, nil
	}
	return 0, t, fmt.Errorf("a quote has no end")
}

// numberEnd is where a number ends: 12, 1.5, 1e-3, 0x1F.
func numberEnd(rest string) int {
	if strings.HasPrefix(rest, "0x") || strings.HasPrefix(rest, "0X") {
		end := strings.IndexFunc(rest[2:], func(r rune) bool { return !strings.ContainsRune("0123456789abcdefABCDEF", r) })
		if end < 0 {
			return len(rest)
		}
		return end + 2
	}
	i := 0
	for i < len(rest) && (rest[i] >= '0' && rest[i] <= '9' || rest[i] == '.') {
		i++
	}
	if i+1 < len(rest) && (rest[i] == 'e' || rest[i] == 'E') {
		j := i + 1
		if rest[j] == '-' || rest[j] == '+' {
			j++
		}
		for k := j; k < len(rest) && rest[k] >= '0' && rest[k] <= '9'; k++ {
			i = k + 1
		}
	}
	return i
}
