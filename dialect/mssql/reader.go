package mssql

import (
	"fmt"

	"assay/schema"
)

// A reader goes through the tokens of a statement.
type reader struct {
	tokens []token
	text   string
	at     int
}

func (r *reader) peek() token { return r.peekAt(0) }

func (r *reader) peekAt(n int) token {
	if r.at+n < len(r.tokens) {
		return r.tokens[r.at+n]
	}
	return token{}
}

func (r *reader) done() bool { return r.at >= len(r.tokens) }

// rest is what was not read yet, as far as a message has room for it.
func (r *reader) rest() string {
	if r.done() {
		return "the end"
	}
	return schema.Excerpt(r.text[r.peek().from:])
}

// take reads those words, if they are the next ones.
func (r *reader) take(words ...string) bool {
	for i, w := range words {
		if !r.peekAt(i).is(w) {
			return false
		}
	}
	r.at += len(words)
	return true
}

// need reads a word or symbol that has to be there.
func (r *reader) need(words ...string) error {
	for _, w := range words {
		if !r.take(w) {
			return fmt.Errorf("%s is expected before %q", w, r.rest())
		}
	}
	return nil
}

// name reads a name, bare or in quotes.
func (r *reader) name() (string, error) {
	t := r.peek()
	if t.kind != name && t.kind != word || t.said == "" || t.kind == word && t.said[0] == '@' {
		return "", fmt.Errorf("a name is expected before %q", r.rest())
	}
	r.at++
	return t.said, nil
}

// names reads names in parentheses.
func (r *reader) names() ([]string, error) {
	if err := r.need("("); err != nil {
		return nil, err
	}
	var all []string
	for {
		n, err := r.name()
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !r.take(",") {
			return all, r.need(")")
		}
	}
}

// home is the schema whose name a text may leave out.
const home = "dbo"

// table reads the name of a table, with or without that of its schema.
func (r *reader) table() (string, error) {
	path := make([]string, 0, 2)
	for {
		n, err := r.name()
		if err != nil {
			return "", err
		}
		path = append(path, n)
		if !r.take(".") {
			break
		}
	}
	switch {
	case len(path) > 2:
		return "", fmt.Errorf("it is about another database%w", schema.ErrElsewhere)
	case len(path) == 2 && path[0] != home:
		return "", fmt.Errorf("it is about schema %s%w", path[0], schema.ErrElsewhere)
	}
	return path[len(path)-1], nil
}

// parenthesised returns the text in the parentheses that begin here, and goes behind them.
func (r *reader) parenthesised() (string, error) {
	if err := r.need("("); err != nil {
		return "", err
	}
	from, depth := r.at, 1
	for ; !r.done(); r.at++ {
		switch {
		case r.peek().is("("):
			depth++
		case r.peek().is(")"):
			if depth--; depth == 0 {
				inside := ""
				if from < r.at {
					inside = r.text[r.tokens[from].from:r.tokens[r.at-1].to]
				}
				r.at++
				return inside, nil
			}
		}
	}
	return "", fmt.Errorf("a parenthesis has no end")
}
