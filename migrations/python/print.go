package python

import (
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"slices"
)

// Fingerprint is the same for two modules whose function of that name, with all of the module that it mentions, differs in nothing but comments,
// docstrings, layout, the quotes of strings, annotations of what functions return, and commas before closing brackets. It is empty if there is no such
// function.
func (m *Module) Fingerprint(function string) string {
	taken := m.reached(function)
	h := sha256.New()
	found := false
	for i, b := range m.blocks {
		if taken[i] {
			found = true
			write(h, b.tokens)
		}
	}
	if !found {
		return ""
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// reached says which blocks bind the name, or a name that one of these mentions, and so on.
func (m *Module) reached(function string) []bool {
	binders := map[string][]int{}
	for i, b := range m.blocks {
		for _, n := range b.binds {
			binders[n] = append(binders[n], i)
		}
	}
	taken := make([]bool, len(m.blocks))
	for todo := []string{function}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, i := range binders[n] {
			if !taken[i] {
				taken[i] = true
				todo = append(todo, m.blocks[i].mentions()...)
			}
		}
		delete(binders, n)
	}
	return taken
}

// mentions are the names in a block, but for those of members.
func (b block) mentions() []string {
	var names []string
	for i, t := range b.tokens {
		if t.kind == name && (i == 0 || !sign(b.tokens[i-1], ".")) {
			names = append(names, t.text)
		}
	}
	return names
}

// write leaves out imports: they bring in what is not here.
func write(w io.Writer, tokens []token) {
	if is(tokens[0], "import", "from") {
		return
	}
	var margins []int // of the lines around, the outermost first: how wide an indentation is does not matter
	for line := range lines(tokens) {
		for len(margins) > 0 && margins[len(margins)-1] >= line[0].indent {
			margins = margins[:len(margins)-1]
		}
		margins = append(margins, line[0].indent)
		if !slices.ContainsFunc(line, func(t token) bool { return t.kind != text && t.kind != newline }) { // a docstring
			continue
		}
		_, _ = fmt.Fprintf(w, "%d\n", len(margins))
		skip := false
		for i, t := range line {
			last := i+1 < len(line) && sign(line[i+1], ")", "]", "}")
			switch {
			case sign(t, "->") && is(line[0], "def", "async"):
				skip = true
			case sign(t, ":"):
				skip = false
			}
			if !skip && (!last || !sign(t, ",")) {
				_, _ = fmt.Fprintf(w, "%d %q\n", t.kind, t.text)
			}
		}
	}
}

// lines cuts a block into its logical lines, the token that ends each included.
func lines(tokens []token) iter.Seq[[]token] {
	return func(yield func([]token) bool) {
		start := 0
		for i, t := range tokens {
			if t.kind == newline {
				if !yield(tokens[start : i+1]) {
					return
				}
				start = i + 1
			}
		}
	}
}
