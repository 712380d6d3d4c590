// Package postgres is the room of PostgreSQL, 12 to 18: all that assay knows about it.
//
// It reads the system catalogues, since information_schema hides what one does not own, and it reads DDL with PostgreSQL's own grammar.
// Both end in one canonical spelling: a type is named as people write it (varchar, integer), a default and a condition are parsed,
// freed of what a server adds when it prints them back, and written again. What the parser does not know is kept as it came.
package postgres

import (
	"math"
	"strconv"
	"strings"

	"assay/schema"
)

// Engine is what [schema.Server] calls this room.
const Engine = "postgresql"

// A Room speaks PostgreSQL as one server does. It may be used by several goroutines at once.
type Room struct {
	*speller
	scripting
	conversions
	besides
	vetter
	inventing
}

// New returns the room of a server. The zero Server is the newest.
func New(server schema.Server) *Room {
	s := &speller{version: majorVersion(server.Version)}
	return &Room{speller: s, besides: besides{s.version}, vetter: vetter{s}}
}

// A version is a major version of the server.
type version int

func majorVersion(text string) version {
	digits := strings.IndexFunc(text, func(c rune) bool { return c < '0' || c > '9' })
	if digits >= 0 {
		text = text[:digits]
	}
	major, err := strconv.Atoi(text)
	if err != nil {
		return math.MaxInt
	}
	return version(major)
}

// since reports whether the server is of that major version or a later one.
func (v version) since(major int) bool { return int(v) >= major }

// Semantics are those of every PostgreSQL: all behave alike in this.
func (r *Room) Semantics() schema.Semantics { return semantics() }

func semantics() schema.Semantics {
	return schema.Semantics{
		GlobalIndexNames: true, AltersKeys: true, TypedExpressions: true, JudgesLiterals: true, BareIsWidest: true, RenamesInChecks: true, TransactionalDDL: true,
		DropsTogether: true,
	}
}

// scripting is what stands around the statements of a script for psql.
type scripting struct{}

// Opening makes psql and the server read the script as it is written: a database can ask for an encoding in which a byte of a letter is a backslash or a quote.
// It is in force from the next line on, for psql as well.
func (scripting) Opening(bool) []string {
	return []string{"SET client_encoding = 'UTF8';", "SET standard_conforming_strings = on;"}
}

// Strict is psql's.
func (scripting) Strict() string { return `\set ON_ERROR_STOP on` }

// Say makes psql print it. Its texts take no line breaks, and a quote in them is doubled.
func (scripting) Say(first, second string) []string {
	said := strings.NewReplacer("'", "''", "\\", "\\\\", "\n", " ", "\r", " ")
	return []string{`\echo '` + said.Replace(first) + `'`, `\echo '` + said.Replace(second) + `'`}
}

// Leave is psql's.
func (scripting) Leave() string { return `\q` }

// Envelope puts a script into one transaction, in the namespaces that were read: the search path of the user who runs it may begin with others. Behind a
// statement that waits for a lock, all others wait too: it gives up early.
func (scripting) Envelope(path ...string) (first, last []string) {
	first = []string{"BEGIN", "SET LOCAL lock_timeout = '5s'"}
	if len(path) > 0 {
		first = append(first, "SET LOCAL search_path TO "+strings.Join(quotedNames(path), ", "))
	}
	return first, []string{"COMMIT"}
}

// Quote writes a name as an identifier. A zero byte, which no PostgreSQL name can hold, is left out.
func (r *Room) Quote(name string) string { return quote(name) }

// Literal writes a text as a string constant that reads the same whatever standard_conforming_strings says.
func (r *Room) Literal(text string) string { return literal(text) }

func quote(name string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), `"`, `""`) + `"`
}

func literal(text string) string {
	text = "'" + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "'", "''") + "'"
	if !strings.Contains(text, `\`) {
		return text
	}
	return "E" + strings.ReplaceAll(text, `\`, `\\`)
}

// quoteAll writes names as a list between parentheses.
func quoteAll(names []string) string {
	return "(" + strings.Join(quotedNames(names), ", ") + ")"
}

func quotedNames(names []string) []string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return quoted
}
