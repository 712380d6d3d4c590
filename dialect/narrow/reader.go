package narrow

import (
	"fmt"
	"slices"

	"assay/schema"
)

// A Reader goes through the tokens of a statement.
type Reader struct {
	*Language
	Tokens []Token
	Text   string
	At     int
}

// Read returns a reader of a text.
func (l *Language) Read(sql string) (*Reader, error) {
	tokens, err := l.Scan(sql)
	return &Reader{Language: l, Tokens: tokens, Text: sql}, err
}

// Peek is the next token.
func (r *Reader) Peek() Token { return r.PeekAt(0) }

// PeekAt is the token that stands so many behind the next one.
func (r *Reader) PeekAt(n int) Token {
	if r.At+n < len(r.Tokens) {
		return r.Tokens[r.At+n]
	}
	return Token{}
}

// Done reports whether all was read.
func (r *Reader) Done() bool { return r.At >= len(r.Tokens) }

// Has reports whether tokens that say this stand one behind the other in what was not read yet.
func Has(r *Reader, words ...string) bool {
	for from := r.At; from+len(words) <= len(r.Tokens); from++ {
		if slices.EqualFunc(r.Tokens[from:from+len(words)], words, Token.Is) {
			return true
		}
	}
	return false
}

// Rest is what was not read yet, as far as a message has room for it.
func (r *Reader) Rest() string {
	if r.Done() {
		return "the end"
	}
	return schema.Excerpt(r.Text[r.Peek().From:])
}

// Take reads those words, if they are the next ones.
func (r *Reader) Take(words ...string) bool {
	for i, w := range words {
		if !r.PeekAt(i).Is(w) {
			return false
		}
	}
	r.At += len(words)
	return true
}

// Need reads a word or symbol that has to be there.
func (r *Reader) Need(words ...string) error {
	for _, w := range words {
		if !r.Take(w) {
			return fmt.Errorf("%s is expected before %q", w, r.Rest())
		}
	}
	return nil
}

// Named reads a name, bare or in quotes.
func (r *Reader) Named() (string, error) {
	t := r.Peek()
	if t.Kind != Name && t.Kind != Word || t.Said == "" || t.Kind == Word && t.Said[0] == '@' {
		return "", fmt.Errorf("a name is expected before %q", r.Rest())
	}
	r.At++
	return r.Name(t), nil
}

// Names reads names in parentheses.
func (r *Reader) Names() ([]string, error) {
	if err := r.Need("("); err != nil {
		return nil, err
	}
	var all []string
	for {
		n, err := r.Named()
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !r.Take(",") {
			return all, r.Need(")")
		}
	}
}

// Table reads the name of a table, or of what else a schema has, with or without that of its schema.
func (r *Reader) Table() (string, error) {
	path := make([]string, 0, 2)
	for {
		n, err := r.Named()
		if err != nil {
			return "", err
		}
		path = append(path, n)
		if !r.Take(".") {
			break
		}
	}
	switch {
	case len(path) > 2:
		return "", fmt.Errorf("it is about another database%w", schema.ErrElsewhere)
	case len(path) == 2 && !r.Home(path[0]):
		return "", fmt.Errorf("it is about schema %s%w", path[0], schema.ErrElsewhere)
	}
	return path[len(path)-1], nil
}

// Parenthesised returns the text in the parentheses that begin here, and goes behind them.
func (r *Reader) Parenthesised() (string, error) {
	if err := r.Need("("); err != nil {
		return "", err
	}
	from, depth := r.At, 1
	for ; !r.Done(); r.At++ {
		switch {
		case r.Peek().Is("("):
			depth++
		case r.Peek().Is(")"):
			if depth--; depth == 0 {
				inside := ""
				if from < r.At {
					inside = r.Text[r.Tokens[from].From:r.Tokens[r.At-1].To]
				}
				r.At++
				return inside, nil
			}
		}
	}
	return "", fmt.Errorf("a parenthesis has no end")
}
