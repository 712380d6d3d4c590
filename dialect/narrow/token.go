package narrow

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Kind is a sort of token.
type Kind int

// The kinds of tokens.
const (
	End    Kind = iota
	Word        // a bare name, a word of the language or a @variable
	Name        // a name in brackets or double quotes
	Text        // a text constant, without quotes; national ones as well
	Number      // without a sign
	Symbol
)

// A Token is a piece of a statement. What it says stands in Said: of a name, without its quotes.
type Token struct {
	Kind     Kind
	Said     string
	National bool // N'…'
	From, To int  // where it stands
}

// Is reports whether the token is that word or symbol.
func (t Token) Is(said string) bool {
	return t.Kind == Word && strings.EqualFold(t.Said, said) || t.Kind == Symbol && t.Said == said
}

// A Lexer cuts a text into tokens.
type Lexer struct {
	Brackets bool   // names stand in [ ] as well
	Nested   bool   // comments nest
	Q        bool   // texts stand in q'[ ]' as well
	Signs    string // those that names have beside letters and digits
}

// Scan cuts a text into tokens, without blanks and comments.
func (l Lexer) Scan(sql string) ([]Token, error) {
	var all []Token
	for at := 0; at < len(sql); {
		next, t, err := l.one(sql, at)
		if err != nil {
			return nil, err
		}
		if t.Kind != End {
			t.From, t.To = at, next
			all = append(all, t)
		}
		at = next
	}
	return all, nil
}

// one reads what begins at a place; of a blank or a comment, no token.
func (l Lexer) one(sql string, at int) (next int, t Token, err error) {
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
		end, ok := l.commentEnd(rest)
		if !ok {
			return 0, t, errors.New("a comment has no end")
		}
		return at + end, t, nil
	case r == '[' && l.Brackets:
		return quotedToken(sql, at, ']', Token{Kind: Name})
	case r == '"':
		return quotedToken(sql, at, '"', Token{Kind: Name})
	case r >= '0' && r <= '9' || r == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		end := numberEnd(rest)
		return at + end, Token{Kind: Number, Said: rest[:end]}, nil
	}
	if next, t, ok, err := l.text(sql, at); ok {
		return next, t, err
	}
	if unicode.IsLetter(r) || strings.ContainsRune(l.Signs, r) && r != '$' {
		end := strings.IndexFunc(rest, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(l.Signs, r)
		})
		if end < 0 {
			end = len(rest)
		}
		return at + end, Token{Kind: Word, Said: rest[:end]}, nil
	}
	for _, two := range []string{"<>", "!=", "<=", ">=", "!<", "!>", "+=", "::", "||"} {
		if strings.HasPrefix(rest, two) {
			return at + 2, Token{Kind: Symbol, Said: two}, nil
		}
	}
	return at + size, Token{Kind: Symbol, Said: rest[:size]}, nil
}

// text reads a text constant: 'x', N'x' or, where there are such, q'[x]' and nq'[x]'; false: none begins there.
func (l Lexer) text(sql string, at int) (next int, t Token, ok bool, err error) {
	t.Kind = Text
	from := at
	if sql[from] == 'N' || sql[from] == 'n' {
		t.National = true
		from++
	}
	if l.Q && from < len(sql) && (sql[from] == 'q' || sql[from] == 'Q') && strings.HasPrefix(sql[from+1:], "'") {
		t.Said, next, err = alternative(sql, from+2)
		return next, t, true, err
	}
	if !strings.HasPrefix(sql[from:], "'") {
		return 0, t, false, nil
	}
	next, t, err = quotedToken(sql, from, '\'', t)
	return next, t, true, err
}

// alternative reads a text from the sign on with which it begins and ends.
func alternative(sql string, at int) (said string, next int, err error) {
	_, size := utf8.DecodeRuneInString(sql[at:])
	end := sql[at : at+size]
	if i := strings.Index("[{(<", end); i >= 0 && size == 1 {
		end = "]})>"[i : i+1]
	}
	i := strings.Index(sql[at+size:], end+"'")
	if i < 0 || size == 0 {
		return "", 0, errors.New("a quote has no end")
	}
	return sql[at+size : at+size+i], at + size + i + len(end) + 1, nil
}

// commentEnd is where a comment ends.
func (l Lexer) commentEnd(rest string) (int, bool) {
	if !l.Nested {
		i := strings.Index(rest[2:], "*/")
		return i + 4, i >= 0
	}
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

// quotedToken reads what stands in quotes, of which the closing one is doubled inside.
func quotedToken(sql string, at int, end byte, t Token) (int, Token, error) {
	var b strings.Builder
	for i := at + 1; i < len(sql); i++ {
		if sql[i] != end {
			b.WriteByte(sql[i])
			continue
		}
		if i+1 < len(sql) && sql[i+1] == end {
			b.WriteByte(end)
			i++
			continue
		}
		t.Said = b.String()
		return i + 1, t, nil
	}
	return 0, t, errors.New("a quote has no end")
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
