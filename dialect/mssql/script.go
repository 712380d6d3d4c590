package mssql

import (
	"slices"
	"strings"

	"assay/schema"
)

// scripting is what stands around the statements of a script for sqlcmd.
type scripting struct{}

// Opening says how sqlcmd reads letters beyond ASCII.
func (scripting) Opening(ascii bool) []string {
	if ascii {
		return nil
	}
	return []string{"-- This is UTF-8: run it with sqlcmd -f 65001."}
}

// settings are those in which the server lets indexes on computed columns and with conditions be made, and a statement that fails takes all of its batch back.
var settings = []string{
	"SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON", "SET XACT_ABORT ON", "SET LOCK_TIMEOUT 5000",
}

// Envelope puts a script into one transaction and one batch: a client program goes on with the batch behind one that failed, without the transaction. Names go
// without their schema's, so that it has to be the user's own.
func (s scripting) Envelope(path ...string) (first, last []string) {
	return append(s.Session(path...), "BEGIN TRANSACTION"), []string{"COMMIT TRANSACTION"}
}

// Session returns the settings, and stops who has another default schema.
func (scripting) Session(path ...string) []string {
	first := slices.Clip(settings)
	if len(path) > 0 {
		first = append(first, "IF SCHEMA_NAME() <> "+national(path[0])+" THROW 50000, N'the default schema of this user is not the one that this is for', 1")
	}
	return first
}

// Concurrently returns nothing: whether an index is made without keeping others from the table depends on the server's edition.
func (scripting) Concurrently(*schema.Schema, schema.Change) []string { return nil }

// Clause returns nothing: each change is a statement of its own.
func (scripting) Clause(schema.Change) (head, clause string) { return "", "" }

// Strict is empty: the settings stop a batch.
func (scripting) Strict() string { return "" }

// Say makes the server send it as messages.
func (scripting) Say(first, second string) []string {
	said := strings.NewReplacer("\n", " ", "\r", " ")
	return []string{"PRINT " + national(said.Replace(first)) + ";", "PRINT " + national(said.Replace(second)) + ";"}
}

// Leave has the batch run first: sqlcmd forgets what it has not sent.
func (scripting) Leave() string { return "GO\n:QUIT" }

// NeverRead are the kinds of what is never looked at.
func (scripting) NeverRead() []string {
	return []string{
		"views", "procedures and functions", "types", "synonyms", "sequences",
		"rights", "roles", "full-text indexes", "statistics", "partition schemes", "change tracking", "compression",
	}
}
