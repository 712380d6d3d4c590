package python

import (
	"slices"
	"strings"
)

// A Place is something that stands on a line.
type Place struct {
	Text string
	Line int
}

// Imports returns the modules that the source imports or imports from, wherever it does. Of `from a import b` that is a and a.b, since b can be one.
func (m *Module) Imports() []Place {
	var all []Place
	for _, b := range m.blocks {
		for line := range lines(b.tokens) {
			switch {
			case len(line) > 1 && is(line[0], "import"):
				for _, names := range split(line[1:], ",") {
					all = append(all, Place{dotted(names), line[0].line})
				}
			case len(line) > 3 && is(line[0], "from"):
				at := slices.IndexFunc(line, func(t token) bool { return is(t, "import") })
				if at < 0 {
					continue
				}
				from := dotted(line[1:at])
				all = append(all, Place{from, line[0].line})
				bare := slices.DeleteFunc(slices.Clone(line[at+1:]), func(t token) bool { return sign(t, "(", ")") })
				for _, names := range split(bare, ",") {
					all = append(all, Place{from + "." + dotted(names), line[0].line})
				}
			}
		}
	}
	return all
}

// Chains returns where names joined by dots, such as os.environ, stand, and are not an attribute of something else themselves. A star is any name.
func (m *Module) Chains(path string) []Place {
	parts := strings.Split(path, ".")
	var all []Place
	for _, b := range m.blocks {
		for i, t := range b.tokens {
			if chain(b.tokens[i:], parts) && (i == 0 || !sign(b.tokens[i-1], ".")) {
				all = append(all, Place{t.text, t.line})
			}
		}
	}
	return all
}

// chain reports whether tokens begin with names joined by dots.
func chain(tokens []token, parts []string) bool {
	for i, part := range parts {
		at := 2 * i
		if at >= len(tokens) || tokens[at].kind != name || part != "*" && tokens[at].text != part || i > 0 && !sign(tokens[at-1], ".") {
			return false
		}
	}
	return true
}

// dotted is a module's name, without what it is called by.
func dotted(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		if is(t, "as") || t.kind != name && !sign(t, ".") {
			break
		}
		b.WriteString(t.text)
	}
	return b.String()
}
