// Package mssql is the room of Microsoft SQL Server, 2016 to 2022, and of Azure SQL: all that assay knows about it.
//
// It reads T-SQL as Alembic writes it, narrowly: a statement that it does not know as a whole is refused. What a database holds comes from rows of the system
// catalogue, be they a server's or a file's. Both end in one canonical spelling: types are named as the server names them, a default and a condition are
// parsed, freed of the parentheses and brackets that the server adds, and written again.
//
// Nothing here has run on a SQL Server yet: what is known comes from its documentation and from recordings that other projects have made of it.
package mssql

import (
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// Engine is what [schema.Server] calls this room.
const Engine = "mssql"

// A Room speaks T-SQL as one server does. It may be used by several goroutines at once.
type Room struct {
	scripting
	conversions
	vetting
}

// New returns the room of a server.
func New(schema.Server) *Room { return &Room{vetting: newVetting()} }

// product is what the servers are called.
const product = "SQL Server"

// ServerOf returns the server that calls its version so, as SERVERPROPERTY('ProductVersion') does.
func ServerOf(version string) schema.Server {
	return schema.Server{Engine: Engine, Product: product, Version: strings.TrimSpace(version)}
}

// Semantics are those of a server whose collation takes no notice of case, as by default.
func (r *Room) Semantics() schema.Semantics { return semantics() }

func semantics() schema.Semantics {
	return schema.Semantics{
		FoldTables: true, FoldColumns: true, FixedKeyColumns: true, TypedExpressions: true, LooseTexts: true, GlobalKeyNames: true, GlobalCheckNames: true,
		BareIsWidest: true, SkipsRefused: true, TextLength: "LEN", TransactionalDDL: true, NullsEqual: true,
	}
}

// Quote writes a name in brackets, which no setting takes for anything else.
func (r *Room) Quote(name string) string { return quote(name) }

// Literal writes a text as a constant that keeps letters beyond the code page.
func (r *Room) Literal(text string) string { return literal(text) }

func quote(name string) string {
	return "[" + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), "]", "]]") + "]"
}

func literal(text string) string {
	text = "'" + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", ""), "'", "''") + "'"
	if narrow.IsASCII(text) {
		return text
	}
	return "N" + text
}
