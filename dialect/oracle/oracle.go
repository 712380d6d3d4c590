// Package oracle is the room of Oracle Database, 12.2 to 23ai: all that assay knows about it.
//
// It reads SQL as Alembic writes it, narrowly: a statement that it does not know as a whole is refused. What a database holds comes from rows of the data
// dictionary, be they a server's or a file's. Names are as SQLAlchemy has them, see [fold].
//
// Nothing here has run against Oracle: what is known comes from its documentation, from SQLAlchemy's dialect and from recordings that other projects have made.
package oracle

import (
	"strconv"
	"strings"

	"assay/schema"
)

// Engine is what [schema.Server] calls this room.
const Engine = "oracle"

// product is what the servers are called.
const product = "Oracle"

// A Room speaks SQL as one server does. It may be used by several goroutines at once.
type Room struct {
	scripting
	conversions
	vetting
	names int // how many bytes a name may have
}

// New returns the room of a server.
func New(s schema.Server) *Room { return &Room{vetting: newVetting(), names: longest(s.Version)} }

// longest is how many bytes a name may have: 30 up to 12.1, 128 from then on where the database's compatible says no less.
func longest(version string) int {
	major, rest, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(major)
	if err == nil && (n < 12 || n == 12 && strings.HasPrefix(rest, "1")) {
		return 30
	}
	return 128
}

// ServerOf returns the server that calls its version so, as product_component_version does.
func ServerOf(version string) schema.Server {
	return schema.Server{Engine: Engine, Product: product, Version: strings.TrimSpace(version)}
}

// Semantics are those of every server: each DDL statement commits.
func (r *Room) Semantics() schema.Semantics { return semantics }

var semantics = schema.Semantics{
	GlobalKeyNames: true, GlobalCheckNames: true, IndexNamesApart: true, BareIsWidest: true, RenamesInChecks: true, RoundsIntegers: true, SkipsRefused: true,
	FixedTypes: true, TextLength: "LENGTH", OneRow: "dual", PartNullsEqual: true,
}

// Quote writes a name so that it is the one that SQLAlchemy means by it.
func (r *Room) Quote(name string) string { return quote(name) }

// Literal writes a text as a constant in one line, since SQL*Plus takes a line of its own for the end of a statement or for a command.
func (r *Room) Literal(text string) string { return literal(text) }

func literal(text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	var parts []string
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			parts = append(parts, "CHR(10)")
		}
		if line != "" || text == "" {
			parts = append(parts, "'"+strings.ReplaceAll(line, "'", "''")+"'")
		}
	}
	return strings.Join(parts, " || ")
}
