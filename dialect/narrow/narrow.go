// Package narrow reads and writes SQL for the rooms of those engines that no parser is to be had for: what Alembic writes and what assay itself does, and
// nothing else. A statement that is not known as a whole is refused. It makes databases of the rows of their catalogues, too.
//
// What these engines differ in stands in a [Language].
package narrow

import "assay/schema"

// A Language is what the SQL of one engine has of its own.
type Language struct {
	Lexer
	Semantics schema.Semantics
	// Divider is what may be missing between two statements, for people.
	Divider string
	// Computes reports whether an index may be over expressions.
	Computes bool

	// Home reports whether a schema is the one whose name a text may leave out.
	Home func(schema string) bool
	// Name is what a name says that stands in a text, bare or in quotes; Spell writes one in an expression, and Path several with dots between them.
	Name  func(Token) string
	Spell func(name string) string
	Path  func(path []string) string
	// Quote writes a name in a statement, and Requote a canonical expression.
	Quote, Requote func(string) string
	// Known reads on in an expression behind a word that is no name; false: it is one.
	Known func(*Reader, Token) (Node, bool, error)
	// Typed reads a type.
	Typed func(*Reader) (schema.Type, error)
	// Plain brings a canonical default to the one spelling that a column of that type has for it; empty: it is none.
	Plain func(expr string, t schema.Type) string
	// Statement reads a statement.
	Statement func(*Parser) ([]schema.Change, error)
	// Property reads what only columns of this engine have; false: it is nothing of the kind.
	Property func(*Parser, *schema.Column) (bool, error)
	// Method reads how an index of a kind is kept, where that is not as usual, and Kept writes it.
	Method func(*Reader, schema.IndexKind) string
	Kept   func(method string) string
	// Online reports whether what was not read yet of a statement asks to be run while others work.
	Online func(*Reader) bool
	// Behind reads how the constraint before is held.
	Behind func(*Reader) (State, error)
	// Storage reads what stands behind a table or an index; false: it is nothing of the kind.
	Storage func(*Reader) (bool, error)
	// Column writes a column with all that it has, and Add the statement that adds a constraint.
	Column func(schema.Column) (string, error)
	Add    func(table, constraint string, s State) string
}

// A State is how a constraint is held.
type State struct {
	Timing   string // as of [schema.Timing]
	NotValid bool   // against new rows alone
	Disabled bool   // against none
}
