// Package mysql is everything that assay knows about MySQL, MariaDB and TiDB.
//
// The three speak one language with many accents: they accept nearly the same DDL, and print it back in different spellings from
// version to version. So everything that comes in, from information_schema (introspect.go), from SQL text (parse.go) or from a history
// (normalize.go), ends in one canonical spelling, and everything that goes out (format.go) starts from it. What depends on the server
// is a fact of its flavor with a name ("it keeps checks"), not a comparison of versions in the middle of other work.
//
// The canonical spelling, beside what package schema says:
//
//   - No display widths but tinyint(1), which is how every version still writes BOOL, and those of zerofill columns, which are seen.
//   - json is one type, also on MariaDB, where it is a longtext with a collation and a check of its own.
//   - utf8 is utf8mb3; a collation begins with its charset's name.
//   - A default is a literal in the form of its type (5, 'x', b'101', 0x6162, '2020-01-01 00:00:00'), CURRENT_TIMESTAMP[(n)],
//     or an expression in parentheses. Backslashes in text literals are doubled, as the default sql_mode wants them.
//   - An expression is written with the fewest parentheses that keep its meaning without knowing precedences, functions in lower case.
//   - The primary key is called PRIMARY and its columns are NOT NULL.
package mysql

import (
	"strings"

	"assay/schema"
)

// Engine is what [schema.Server] calls these servers.
const Engine = "mysql"

// A Room speaks the language of one server.
type Room struct {
	flavor flavor
	scripting
	conversions
	besides
	vetter
	inventing
}

// New returns the language of a server; of the newest MariaDB if it says nothing.
func New(s schema.Server) *Room {
	f := flavorOf(s)
	return &Room{flavor: f, conversions: conversions{f}}
}

// Semantics are those of a server on Linux with its default settings.
func (r *Room) Semantics() schema.Semantics { return semanticsOf(r.flavor) }

func semanticsOf(f flavor) schema.Semantics {
	return schema.Semantics{
		FoldColumns: true, ShrinkIndexes: true, AutoIncrementNeedsKey: true, FixedKeyColumns: true, LooseTexts: true, RoundsIntegers: true,
		FillsColumns:     true,
		NumbersArePlaces: f.vendor != mySQL,
		KeepsKeyNotNull:  f.isMariaDB() || f.vendor == mySQL && !f.atLeastMySQL(5, 7, 3),
		KeyNamesFollow:   true,
		DropsTogether:    f.vendor == mySQL && f.atLeastMySQL(8),
		CheckNamesFollow: f.vendor == mySQL,
		GlobalKeyNames:   f.vendor != tiDB && !f.atLeastMariaDB(12, 1), // MDEV-28933
		GlobalCheckNames: f.vendor == mySQL,
		RenamesInChecks:  f.isMariaDB(),
		PlacesColumns:    true,
		SafeEngine:       "InnoDB",
	}
}

// scripting is what stands around the statements of a script for the client program.
type scripting struct{}

// Opening makes the server read the script as it is written. The client program cuts it into statements by a charset of its own, in gbk and the like a byte of
// a letter eats the quote behind it, and SET NAMES does not reach it: its own command does, which it obeys in --binary-mode as well. In ASCII all charsets read
// alike.
func (scripting) Opening(ascii bool) []string {
	if ascii {
		return []string{"SET NAMES utf8mb4;"}
	}
	return []string{`\C utf8mb4`, "SET NAMES utf8mb4;"}
}

// Envelope makes the server refuse what it would otherwise cut to fit, and read labels and comments as they are written, whatever its own
// sql_mode is: with NO_BACKSLASH_ESCAPES a backslash in a comment would double.
// There is no transaction: every DDL statement commits by itself. Behind a statement that waits for a lock, all others wait too: it gives up early.
func (scripting) Envelope(...string) (first, last []string) {
	return []string{"SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'", "SET SESSION lock_wait_timeout = 5"}, nil
}

// Session is empty: what [scripting.Envelope] sets lasts.
func (scripting) Session(...string) []string { return nil }

// Concurrently has none: ALTER TABLE builds an index beside the writers by itself.
func (scripting) Concurrently(*schema.Schema, schema.Change) []string { return nil }

// Strict is empty: the client programs stop at the first error.
func (scripting) Strict() string { return "" }

// Say makes the server print it: the name of a column is printed above its value.
func (scripting) Say(first, second string) []string {
	return []string{"SELECT " + textLiteral(second) + " AS " + quote(first) + ";"}
}

// Leave is the command of the client.
func (scripting) Leave() string { return `\q` }

// Quote writes a name.
func (r *Room) Quote(name string) string { return quote(name) }

// Literal writes a text.
func (r *Room) Literal(text string) string { return textLiteral(text) }

func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// textLiteral writes a text. One with a backslash or a zero byte is written in hexadecimal, since what a backslash means
// depends on whether the session's sql_mode has NO_BACKSLASH_ESCAPES, and the client programs stumble over a zero byte.
func textLiteral(text string) string {
	if needsHex(text) {
		return "_utf8mb4 " + hexLiteral(text)
	}
	return quoteText(text)
}
