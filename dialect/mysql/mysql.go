// Package mysql is everything that assay knows about MySQL, MariaDB and TiDB.
//
// The three speak one language with many accents: they accept nearly the same DDL, and print it back in different spellings from
// version to version. So everything that comes in, from information_schema (introspect.go), from SQL text (parse.go) or from a history
// (normalize.go), ends in one canonical spelling, and everything that goes out (format.go) starts from it. What depends on the server
// is a question to its flavor, asked in words: "does it have checks?", never by comparing a version in the middle of other work.
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
type Room struct{ flavor flavor }

// New returns the language of a server; of the newest MariaDB if it says nothing.
func New(s schema.Server) *Room { return &Room{flavorOf(s)} }

// Semantics are those of a server on Linux as it is installed.
func (r *Room) Semantics() schema.Semantics {
	return schema.Semantics{
		FoldColumns: true, ShrinkIndexes: true, AutoIncrementNeedsKey: true, FixedKeyColumns: true, RoundsIntegers: true, FillsColumns: true,
		NumbersArePlaces: r.flavor.vendor != mySQL,
		KeepsKeyNotNull:  r.flavor.isMariaDB() || r.flavor.vendor == mySQL && !r.flavor.atLeastMySQL(5, 7, 3),
		KeyNamesFollow:   true,
		CheckNamesFollow: r.flavor.vendor == mySQL,
		GlobalKeyNames:   r.flavor.vendor != tiDB && !r.flavor.atLeastMariaDB(12, 1), // MDEV-28933
		GlobalCheckNames: r.flavor.vendor == mySQL,
		RenamesInChecks:  r.flavor.isMariaDB(),
		PlacesColumns:    true,
		SafeEngine:       "InnoDB",
	}
}

// Opening has the server read the script as it is written. The client program cuts it into statements by a charset of its own, in gbk and the like a byte of
// a letter eats the quote behind it, and SET NAMES does not reach it: its own command does, which it obeys in --binary-mode as well. In ASCII all charsets read
// alike.
func (r *Room) Opening(ascii bool) []string {
	if ascii {
		return []string{"SET NAMES utf8mb4;"}
	}
	return []string{`\C utf8mb4`, "SET NAMES utf8mb4;"}
}

// Envelope makes the server refuse what it would otherwise cut to fit, and read labels and comments as they are written, whatever its own
// sql_mode is: with NO_BACKSLASH_ESCAPES a backslash in a comment would double.
// There is no transaction: every DDL statement commits by itself.
func (r *Room) Envelope(...string) (first, last []string) {
	return []string{"SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"}, nil
}

// Strict is empty: the client programs stop at the first error.
func (r *Room) Strict() string { return "" }

// Say has the server say it: the name of a column is printed above its value.
func (r *Room) Say(first, second string) []string {
	return []string{"SELECT " + r.Literal(second) + " AS " + r.Quote(first) + ";"}
}

// Quote writes a name.
func (r *Room) Quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// Literal writes a text. One with a backslash or a zero byte is written in hexadecimal, since what a backslash means
// depends on whether the session's sql_mode has NO_BACKSLASH_ESCAPES, and the client programs stumble over a zero byte.
func (r *Room) Literal(text string) string {
	if needsHex(text) {
		return "_utf8mb4 " + hexLiteral(text)
	}
	return quoteText(text)
}
