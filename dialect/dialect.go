// Package dialect says what assay must know of a database engine, and lists the engines that it knows.
//
// Each engine family has a room below this folder. A stage asks for what it needs by an interface of its own, one or two methods long;
// a room satisfies them all and imports none.
package dialect

import "assay/schema"

// A Syntax reads and writes one engine's SQL as one server of it does: the least that a room gives. To add an engine:
//
//  1. Make a room with the files introspect.go, parse.go, normalize.go, format.go and one named after the engine.
//  2. Read a live database into a canonical [schema.Database], in one read-only transaction and a handful of queries.
//  3. Give Normalize, Parse and Format; each refuses aloud what it does not know.
//  4. Give its Facts, and add an entry to [Engines].
//  5. Add the parts of a [Dialect] that the engine has. [Complete] finds them, and its defaults say what is not known without each: Refusal has the server's
//     own words, and Lossy and Becomes what a conversion does to values.
//  6. Add a server of it to the test servers and run the conformance suite of this package.
type Syntax interface {
	// Semantics are those of the server as it is installed by default; a live database brings its own.
	Semantics() schema.Semantics
	// Normalize brings a change whose types and defaults are spelled as a migration declares them (VARCHAR(40), SERIAL, BOOL)
	// to what this server makes of it, canonically. A nil change means that this server ignores the statement.
	Normalize(schema.Change) (schema.Change, error)
	// Parse reads DDL statements; those that only change data give no changes.
	Parse(sql string) ([]schema.Change, error)
	// ParseEach reads the statements of one text, each knowing those before it; the changes and the error of each stand at its place.
	ParseEach([]schema.Statement) ([][]schema.Change, []error)
	// Split cuts an SQL text into its statements, as the engine's client program does.
	Split(sql string) ([]schema.Statement, error)
	// Format writes a change as statements without a closing semicolon. All names are quoted.
	Format(schema.Change) ([]string, error)
	// Quote writes a name, and Literal a text, so that they mean nothing else whatever they hold.
	Quote(name string) string
	Literal(text string) string
}

// Scripting is what a script for the engine's client program stands between.
type Scripting interface {
	// Opening is how a script begins, in whole lines of ASCII: with what makes the engine's client program and the server read the rest as it is written, UTF-8,
	// whatever either is set to. ascii: there is nothing else in its statements.
	Opening(ascii bool) []string
	// Envelope returns the statements that a script of DDL begins and ends with: a transaction where the engine has one for DDL, and
	// settings that make the server refuse what it would otherwise cut. path is that of the [schema.Database]; none: the default.
	Envelope(path ...string) (first, last []string)
	// Session returns the settings of the envelope for statements that come behind it.
	Session(path ...string) []string
	// Concurrently writes a change of an index in a database of this schema as statements for behind the envelope, which keep nobody from writing to the table
	// meanwhile; none: the engine has none for it.
	Concurrently(s *schema.Schema, c schema.Change) []string
	// Clause takes the statement of a change apart, so that one statement makes several changes of a table: the clauses follow the head, with commas between
	// them. Empty: it is a statement of its own.
	Clause(c schema.Change) (head, clause string)
	// Strict is the line that makes the engine's client program stop at the first error; empty: it does so by itself.
	Strict() string
	// Say are the lines that make the engine's client program print a line of text and, below it, another one.
	Say(first, second string) []string
	// Leave is what makes the engine's client program stop there, in whole lines.
	Leave() string
}

// Planning tells beforehand what a server would not take.
type Planning interface {
	// Refusal returns the server's answer where it would not make the change in a database of this schema, in its own words; nil: it would, as far as
	// that does not depend on the data. It never changes the schema.
	Refusal(s *schema.Schema, c schema.Change) *schema.Refusal
	// TooLong is the server's answer to a text that a column of that type does not take.
	TooLong(column string, t schema.Type) *schema.Refusal
	// Reserved reports whether a name has to be quoted, in this version or in one that people upgrade to.
	Reserved(name string) bool
}

// Probing knows what becomes of values.
type Probing interface {
	// Casts are the types that a value passes by a statement's own words on its way into the altered column; known is false where it is more than casts.
	Casts(schema.AlterColumn) (casts []schema.Type, known bool)
	// Lossy are the values of an SQL expression that do not survive becoming those of another domain; explicit: by a cast that is written out.
	Lossy(value string, from, to schema.Domain, explicit bool) []schema.Lossy
	// Unfilled are the rows that cannot be given the value which the server makes up for a new column that takes no NULL and has no default.
	Unfilled(schema.Domain) []schema.Lossy
	// Becomes is the expression of what becomes of a value, one that fails on no row; ok is false where there is none.
	Becomes(value string, from, to schema.Domain) (sql string, ok bool)
	// StrictMode is the condition under which the server refuses a value that a column does not take, where it makes another of it otherwise; empty: not known.
	StrictMode() string
	// NoRole is the condition under which the server has no role of a name, as SQL spells it; empty: not every user can ask that.
	NoRole(name string) string
	// First is a query for the first rows of another one, which begins with SELECT.
	First(query string, rows int) string
	// Typed is an expression of a constant or of NULL with a type of its own, if the engine asks for one.
	Typed(sql string, t schema.Type) string
}

// Locking knows how a server goes about a statement, and whom that blocks.
type Locking interface {
	// Execution says how a statement goes about what it does, and Cost what a change, made in that execution, does to those who use its tables; none: nothing to
	// speak of.
	Execution(sql string) schema.Execution
	Cost(before *schema.Schema, c schema.Change, m schema.Execution) []schema.Cost
}

// Vetting says what in a table that a file holds no such server ever printed, what is wrong with a statement that is to make an object again, and with the
// words about the server itself: what it lets pass means nothing else in a script.
type Vetting interface {
	Vet(*schema.Table) error
	VetDefinition(sql string) error
	VetServer(schema.Server) error
}

// Besides writes the objects beside tables, which are compared by their text. Not every engine has it.
type Besides interface {
	// BesideSQL are the statements that make an object, in the place of one that is there or not, and DropBeside those that drop it; an error says why there
	// are none.
	BesideSQL(b schema.Beside, replaces bool) ([]string, error)
	DropBeside(schema.Beside) ([]string, error)
	// Replaceable reports whether the server puts b in the place of a without dropping that.
	Replaceable(a, b schema.Beside) bool
	// AlterBeside are the statements that change an object in place; nil: none can.
	AlterBeside(schema.Beside) []string
	// BesideLoses says which data goes with an object that is dropped; empty: none.
	BesideLoses(schema.Beside) string
	// BesideForgets says what an object loses when it is created again, replaced or dropped first: no data, and nothing that is compared.
	BesideForgets(b schema.Beside, replaced bool) string
	// Early reports whether an object is made before the tables, and dropped behind them.
	Early(schema.Beside) bool
}

// A Dialect is all that stages ask of an engine; each names the few methods that it asks for in an interface of its own.
type Dialect interface {
	Syntax
	Scripting
	Planning
	Probing
	Locking
	Vetting
}
