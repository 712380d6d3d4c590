package python

// Argument returns what calls of a function or method of that name, wherever they are in the module, hand on as a keyword argument. It is Unknown
// where they disagree, or a function on the way may have put something else in the place of the module's own name.
func (m *Module) Argument(function, keyword string) Value {
	found := Value{}
	for _, b := range m.blocks {
		for i, t := range b.tokens {
			if !is(t, function) || i+1 == len(b.tokens) || !sign(b.tokens[i+1], "(") || i > 0 && is(b.tokens[i-1], "def", "class") {
				continue
			}
			v := m.keyword(b.tokens[i+2:], keyword)
			switch {
			case v.Kind == Unbound:
			case found.Kind == Unbound:
				found = v
			case found.Kind != v.Kind || found.Text != v.Text:
				found = Value{Kind: Unknown, Line: v.Line}
			}
		}
	}
	return found
}

// keyword reads one keyword argument of a call, of which the opening bracket is behind.
func (m *Module) keyword(tokens []token, keyword string) Value {
	depth := 1
	for i, t := range tokens {
		if depth += nesting(t); depth == 0 {
			break
		}
		if depth > 1 || !is(t, keyword) || i+1 == len(tokens) || !sign(tokens[i+1], "=") {
			continue
		}
		v, rest := m.value(tokens[i+2:])
		if len(rest) == 0 || !sign(rest[0], ",", ")") || is(tokens[i+2], m.local()...) {
			v = Value{Kind: Unknown}
		}
		v.Line = t.line
		return v
	}
	return Value{}
}

// local are the names that functions assign to.
func (m *Module) local() []string {
	var names []string
	for _, b := range m.blocks {
		if !is(b.tokens[0], "def", "class", "async") {
			continue
		}
		for line := range lines(b.tokens) {
			if line[0].kind == name && len(line) > 1 && sign(line[1], "=", ":", "+=") {
				names = append(names, line[0].text)
			}
		}
	}
	return names
}
