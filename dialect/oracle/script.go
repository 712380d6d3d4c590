package oracle

import (
	"strings"

	"assay/schema"
)

// scripting is what stands around the statements of a script for SQL*Plus or SQLcl.
type scripting struct{}

// Opening makes the client program stop at the first error, and take no & for a variable and no # at the beginning of a line for a command.
func (scripting) Opening(ascii bool) []string {
	lines := []string{"WHENEVER SQLERROR EXIT FAILURE ROLLBACK", "WHENEVER OSERROR EXIT FAILURE", "SET DEFINE OFF", "SET SQLBLANKLINES ON"}
	if !ascii {
		lines = append(lines, "REM This is UTF-8: run it with NLS_LANG=.AL32UTF8 in the environment.")
	}
	return lines
}

// Envelope has no transaction: every DDL statement commits by itself. A statement that waits for another session's lock gives up early; what sets stamps is
// committed at the end.
func (s scripting) Envelope(path ...string) (first, last []string) {
	return s.Session(path...), []string{"COMMIT"}
}

// Session returns the settings: names go without their owner's.
func (scripting) Session(path ...string) []string {
	first := []string{"ALTER SESSION SET DDL_LOCK_TIMEOUT = 5"}
	if len(path) > 0 {
		first = append(first, "ALTER SESSION SET CURRENT_SCHEMA = "+quote(path[0]))
	}
	return first
}

// Concurrently makes an index while others write to the table (Enterprise Edition; ORA-00439 elsewhere), so it is left to people.
func (scripting) Concurrently(*schema.Schema, schema.Change) []string { return nil }

// Clause returns nothing: each change is a statement of its own.
func (scripting) Clause(schema.Change) (head, clause string) { return "", "" }

// Strict is empty: the opening says it.
func (scripting) Strict() string { return "" }

// Say makes SQL*Plus print it.
func (scripting) Say(first, second string) []string {
	said := strings.NewReplacer("\n", " ", "\r", " ")
	return []string{"PROMPT " + said.Replace(first), "PROMPT " + said.Replace(second)}
}

// Leave is SQL*Plus's.
func (scripting) Leave() string { return "EXIT" }

// NeverRead are the kinds of what is never looked at.
func (scripting) NeverRead() []string {
	return []string{
		"views", "procedures, functions and packages", "types", "synonyms", "sequences",
		"rights", "roles", "policies", "statistics", "domain indexes", "partitions", "clusters", "storage", "compression",
	}
}

// Facts are what is known of these servers before one is asked.
func Facts() schema.Facts {
	return schema.Facts{
		Name: Engine, Schemes: []string{"oracle"}, Products: []schema.Server{{Engine: Engine, Product: product}},
		Address: schema.Address{Host: "localhost", Namespaces: true, Easy: true}, Dumps: schema.Dumps{Signs: Detect, Marked: true},
	}
}

var signs = schema.Pattern(`(?im)^[ \t]*/[ \t]*$|\bN?VARCHAR2\b|\bNUMBER\s*\(\s*[\d*]|\bVARCHAR\s*\(\s*\d+\s+(?:CHAR|BYTE)\s*\)|\bSYSDATE\b\s*(?:[^\s(]|$)|` +
	`\bSYSTIMESTAMP\b|^\s*WHENEVER\s+SQLERROR\b|\bENABLE\s+NOVALIDATE\b`)

var quotedText = schema.Pattern(`(?s)'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/`)

// Detect counts in a text what only these servers write or understand, outside of texts and comments.
func Detect(sql string) int {
	return len(signs().FindAllStringIndex(quotedText().ReplaceAllString(sql, "''"), -1))
}
