package python

import (
	"iter"
	"slices"
)

// A block is a statement of the top level with all that is indented below it.
type block struct {
	tokens []token
	binds  []string
}

// read goes through the top level.
func (m *Module) read(tokens []token) {
	for len(tokens) > 0 {
		n := 1
		for n < len(tokens) && (tokens[n].indent > 0 || tokens[n-1].kind != newline) {
			n++
		}
		m.block(tokens[:n])
		tokens = tokens[n:]
	}
}

// block reads one statement of the top level, or several on one line.
func (m *Module) block(tokens []token) {
	b := block{tokens: tokens}
	first := tokens[0]
	switch {
	case len(m.blocks) == 0 && first.kind == text:
		if v, rest := m.value(tokens); v.Kind == Text && len(rest) > 0 && ends(rest[0]) {
			m.Doc, m.DocLine = v.Text, first.line
		}
	case is(first, "def", "class", "async"):
		if i := slices.IndexFunc(tokens, func(t token) bool { return is(t, "def", "class") }); i >= 0 && i+1 < len(tokens) {
			b.binds = m.bind(tokens[i+1].text, Value{Kind: Unknown, Line: first.line})
		}
	case is(first, "if", "elif", "else", "for", "while", "with", "try", "except", "finally", "match"), is(first, "import", "from", "del", "global", "type"):
		b.binds = m.conditional(tokens)
	default:
		for statement := range statements(tokens) {
			b.binds = append(b.binds, m.statement(statement)...)
		}
	}
	m.blocks = append(m.blocks, b)
}

// bind gives a name a value and returns it as a list.
func (m *Module) bind(name string, v Value) []string {
	m.names[name] = v
	return []string{name}
}

// conditional binds what a statement may or may not bind: whatever is assigned to or imported anywhere in it.
func (m *Module) conditional(tokens []token) []string {
	var names []string
	for line := range lines(tokens) {
		depth := 0
		imports := is(line[0], "import", "from", "del")
		for i, t := range line[:len(line)-1] {
			depth += nesting(t)
			if imports && sign(t, "*") {
				m.star = t.line
			}
			assigned := depth == 0 && (sign(line[i+1], "=", "+=") || i == 0 && sign(line[i+1], ":"))
			if t.kind == name && (imports || assigned) && (i == 0 || !sign(line[i-1], ".")) {
				names = append(names, m.bind(t.text, Value{Kind: Unknown, Line: t.line})...)
			}
		}
	}
	return names
}

// statements cuts a line at its semicolons.
func statements(tokens []token) iter.Seq[[]token] {
	return func(yield func([]token) bool) {
		depth, start := 0, 0
		for i, t := range tokens {
			depth += nesting(t)
			if depth == 0 && (sign(t, ";") || t.kind == newline) {
				if i > start && !yield(tokens[start:i]) {
					return
				}
				start = i + 1
			}
		}
	}
}

// statement reads an assignment: name = …, a = b = …, name: type = …, or a, b = …, …. Anything else binds nothing that is looked for.
func (m *Module) statement(tokens []token) []string {
	parts := split(tokens, "=")
	if len(parts) == 1 {
		if len(tokens) > 1 && tokens[0].kind == name && tokens[1].kind == operator && len(tokens[1].text) > 1 && tokens[1].text != "==" { // name += …
			return m.bind(tokens[0].text, Value{Kind: Unknown, Line: tokens[0].line})
		}
		return nil
	}
	line := tokens[0].line
	v, rest := m.tuple(parts[len(parts)-1])
	if len(rest) > 0 {
		v = Value{Kind: Unknown}
	}
	var bound []string
	for _, target := range parts[:len(parts)-1] {
		target = split(target, ":")[0]
		names := split(target, ",")
		for i, n := range names {
			if len(n) != 1 || n[0].kind != name {
				continue
			}
			part := v
			if len(names) > 1 {
				part = Value{Kind: Unknown}
				if v.Kind == List && len(v.List) == len(names) {
					part = v.List[i]
				}
			}
			part.Line = line
			bound = append(bound, m.bind(n[0].text, part)...)
		}
	}
	return bound
}

// split cuts at an operator outside brackets.
func split(tokens []token, at string) [][]token {
	var parts [][]token
	depth, start := 0, 0
	for i, t := range tokens {
		depth += nesting(t)
		if depth == 0 && sign(t, at) {
			parts = append(parts, tokens[start:i])
			start = i + 1
		}
	}
	return append(parts, tokens[start:])
}

// tuple reads an expression that may be a tuple without parentheses, and returns what follows it.
func (m *Module) tuple(tokens []token) (Value, []token) {
	v, rest := m.value(tokens)
	if len(rest) == 0 || !sign(rest[0], ",") {
		return v, rest
	}
	list, rest := m.items(tokens, "")
	return list, rest
}

// value reads one literal, or a name that is bound to one, and returns what follows it. What it does not know is Unknown.
func (m *Module) value(tokens []token) (Value, []token) {
	if len(tokens) == 0 {
		return Value{Kind: Unknown}, nil
	}
	first, rest := tokens[0], tokens[1:]
	switch {
	case first.kind == text:
		v := Value{Kind: Text, Text: first.text, Line: first.line}
		for len(rest) > 0 && rest[0].kind == text { // "ab" "cd" is one string
			v.Text += rest[0].text
			rest = rest[1:]
		}
		return v, rest
	case is(first, "None"):
		return Value{Kind: None, Line: first.line}, rest
	case first.kind == name:
		v := m.names[first.text]
		if v.Kind == Unbound {
			v.Kind = Unknown
		}
		v.Line = first.line
		return v, rest
	case sign(first, "("):
		list, after := m.items(rest, ")")
		if n := len(rest) - len(after) - 2; list.Kind == List && len(list.List) == 1 && n >= 0 && !sign(rest[n], ",") { // brackets alone make no tuple
			return list.List[0], after
		}
		return list, after
	case sign(first, "["):
		return m.items(rest, "]")
	case sign(first, "{"):
		return m.items(rest, "}")
	}
	return Value{Kind: Unknown, Line: first.line}, rest
}

// items reads what is in brackets up to the one that closes them.
func (m *Module) items(tokens []token, end string) (Value, []token) {
	list := Value{Kind: List}
	if len(tokens) > 0 {
		list.Line = tokens[0].line
	}
	for len(tokens) > 0 {
		if sign(tokens[0], end) {
			return list, tokens[1:]
		}
		var v Value
		v, tokens = m.value(tokens)
		list.List = append(list.List, v)
		switch {
		case len(tokens) == 0:
		case sign(tokens[0], ","):
			tokens = tokens[1:]
		case !sign(tokens[0], end): // a dictionary, a comprehension, an operator
			return Value{Kind: Unknown, Line: list.Line}, tokens
		}
	}
	return list, nil
}

func ends(t token) bool { return t.kind == newline || sign(t, ";") }

// is reports whether a token is one of these words.
func is(t token, words ...string) bool { return t.kind == name && slices.Contains(words, t.text) }

// sign reports whether a token is one of these operators.
func sign(t token, signs ...string) bool { return t.kind == operator && slices.Contains(signs, t.text) }

// nesting is by how much a token opens or closes brackets.
func nesting(t token) int {
	switch {
	case sign(t, "(", "[", "{"):
		return 1
	case sign(t, ")", "]", "}"):
		return -1
	}
	return 0
}
