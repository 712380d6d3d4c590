package narrow

import (
	"fmt"
	"strings"

	"assay/schema"
)

// A Mark is what a line of a script is.
type Mark int

// The marks of lines.
const (
	Within  Mark = iota // of a statement
	Divides             // what stands before it is sent
	Alone               // it is for the client program
)

// Batches cuts a text at the lines that divide it, as a client program does: mark says of each line what it is, where nothing was begun before it (fresh) or
// something was. A line in a text constant or a comment is within it.
func (l Lexer) Batches(sql string, mark func(line string, fresh bool) (Mark, error)) ([]schema.Statement, error) {
	var all []schema.Statement
	from, line, begun, fresh := 0, 1, 1, true
	skip := 0 // where what was scanned ends
	for at := 0; at < len(sql); line++ {
		next := len(sql)
		if i := strings.IndexByte(sql[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		m := Within
		if at >= skip {
			var err error
			if m, err = mark(strings.TrimRight(sql[at:next], "\r\n"), fresh); err != nil {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
		}
		if m == Within {
			skip, fresh = l.scannedTo(sql, max(at, skip), next, fresh)
		} else {
			all = append(all, schema.Statement{Text: sql[from:at], Line: begun})
			if m == Alone {
				all = append(all, schema.Statement{Text: sql[at:next], Line: line})
			}
			from, begun, fresh = next, line+1, true
		}
		at = next
	}
	return append(all, schema.Statement{Text: sql[from:], Line: begun}), nil
}

// scannedTo scans on to the end of a line, and further where a text or comment goes on; fresh: nothing is begun there.
func (l Lexer) scannedTo(sql string, at, end int, fresh bool) (int, bool) {
	for at < end {
		next, t, err := l.one(sql, at)
		if err != nil {
			return len(sql), false
		}
		if t.Kind != End {
			fresh = t.Is(";")
		}
		at = next
	}
	return at, fresh
}

// Statements cuts batches at their semicolons where depth, which sees each token with the one behind it, is 0; of what whole says yes to, nothing is cut.
func (l Lexer) Statements(batches []schema.Statement, whole func(begins string) bool, depth func(t, next Token, depth int) int) ([]schema.Statement, error) {
	var all []schema.Statement
	for _, b := range batches {
		tokens, err := l.Scan(b.Text)
		if err != nil {
			return nil, fmt.Errorf("reading %q: %w", schema.Excerpt(b.Text), err)
		}
		from, deep := 0, 0
		add := func(to int) {
			if from < to {
				at, end := tokens[from].From, tokens[to-1].To
				all = append(all, schema.Statement{Text: b.Text[at:end], Line: b.Line + strings.Count(b.Text[:at], "\n")})
			}
			from = to + 1
		}
		for i, t := range tokens {
			if i == from && whole(b.Text[t.From:]) {
				add(lastOf(tokens))
				from = len(tokens)
				break
			}
			next := Token{}
			if i+1 < len(tokens) {
				next = tokens[i+1]
			}
			if deep = max(depth(t, next, deep), 0); t.Is(";") && deep == 0 {
				add(i)
			}
		}
		add(len(tokens))
	}
	return all, nil
}

// lastOf is how many tokens there are without semicolons at the end.
func lastOf(tokens []Token) int {
	last := len(tokens)
	for last > 1 && tokens[last-1].Is(";") {
		last--
	}
	return last
}
