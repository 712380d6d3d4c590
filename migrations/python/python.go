// Package python reads of a Python module what can be known without running it: the names that its top level binds to literals, its docstring,
// and the tokens of a function with all that it calls on in the module.
//
// It is a lexer, a reader of top-level assignments, and a check of what stands side by side and in which block, not a parser. The parsers written
// in Go lag behind Python's grammar or come with an interpreter, and one that refuses a module for a `match` statement inside upgrade() would hide
// the revision it holds. The lexical rules are few and stable: what is between the brackets and quotes that they find does not matter here.
package python

// A Module is a source file as far as it is static.
type Module struct {
	// Doc is the module's docstring, and DocLine the line where it begins; empty: it has none.
	Doc     string
	DocLine int

	names  map[string]Value
	star   int // the line of a from … import *, which may bind any name; 0: there is none
	blocks []block
}

// A Value is what a name is bound to.
type Value struct {
	Kind Kind
	Text string  // of Text
	List []Value // of List, in the order written
	Line int     // where it was bound
}

// A Kind says what a value is.
type Kind int

// The kinds.
const (
	Unbound Kind = iota // the module does not bind the name
	Unknown             // it does, to something that only running it tells
	None
	Text
	List // a tuple, list or set
)

// Lookup returns what the module binds a name to, at the end of its top level.
func (m *Module) Lookup(name string) Value {
	v, ok := m.names[name]
	if !ok && m.star > 0 {
		return Value{Kind: Unknown, Line: m.star}
	}
	return v
}

// Read reads a module's source. Its errors are of type [*SyntaxError], for what Python would not load either.
func Read(source string) (*Module, error) {
	if err := legible(source); err != nil {
		return nil, err
	}
	tokens, err := scan(source)
	if err != nil {
		return nil, err
	}
	for _, check := range []func([]token) error{printed, indented, shaped, nested} {
		if err := check(tokens); err != nil {
			return nil, err
		}
	}
	m := &Module{names: map[string]Value{}}
	m.read(tokens)
	return m, nil
}
