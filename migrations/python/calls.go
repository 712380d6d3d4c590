package python

import "slices"

// A Call is a call of a method, as op.add_column("t", …).
type Call struct {
	Of, Name string // "op", "add_column"; Of is empty where it is a method of something without a name
	// Texts are those that stand between its brackets, those of calls within them too.
	Texts []Place
	Line  int
}

// Calls returns the calls of methods in a function, and in what it calls of the module, in the order in which they stand there. What is done to a table
// within a with, as by batch_alter_table("t") as b, has the table's name before its own texts.
func (m *Module) Calls(function string) []Call {
	taken := m.reached(function)
	var all []Call
	for i, b := range m.blocks {
		if taken[i] && is(b.tokens[0], "def", "class", "async") {
			all = append(all, b.calls()...)
		}
	}
	return all
}

func (b block) calls() []Call {
	var all []Call
	tables := map[string][]Place{} // by the name that a with gives
	for i := range b.tokens {
		if i+2 >= len(b.tokens) || !sign(b.tokens[i], ".") || b.tokens[i+1].kind != name || !sign(b.tokens[i+2], "(") {
			continue
		}
		c := Call{Name: b.tokens[i+1].text, Line: b.tokens[i+1].line}
		if i > 0 && b.tokens[i-1].kind == name {
			c.Of = b.tokens[i-1].text
		}
		inner, behind := bracketed(b.tokens[i+3:])
		for _, t := range inner {
			if t.kind == text {
				c.Texts = append(c.Texts, Place{t.text, t.line})
			}
		}
		if len(behind) > 1 && is(behind[0], "as") {
			tables[behind[1].text] = c.Texts
		}
		if table := tables[c.Of]; len(table) > 0 {
			c.Texts = slices.Concat(table[:1], c.Texts)
		}
		all = append(all, c)
	}
	return all
}

// bracketed cuts tokens at the bracket that closes one before them.
func bracketed(tokens []token) (inner, behind []token) {
	depth := 1
	for i, t := range tokens {
		if depth += nesting(t); depth == 0 {
			return tokens[:i], tokens[i+1:]
		}
	}
	return tokens, nil
}
