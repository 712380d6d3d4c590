package rules

import (
	"fmt"
	"unicode/utf8"

	"assay/schema"
)

// longestName is how many bytes of a name PostgreSQL keeps (NAMEDATALEN - 1).
const longestName = 63

var quotedOrBare = schema.Pattern(`(?s)--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$(\w*)\$.*?\$|"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*`)

var nameCut = &Rule{
	Name: "name-cut", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "a name is longer than the server keeps",
	Why: "PostgreSQL keeps 63 bytes of a name and cuts the rest off with a notice that nobody reads. Two names that differ only behind that are one, " +
		"so that the second CREATE fails, and what asks the catalogue for the whole name finds nothing.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);\n-- then\n" +
		"CREATE INDEX CONCURRENTLY ix_a_name_that_says_everything_that_there_is_to_say_of_this_index ON t (a);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);\n-- then\nCREATE INDEX CONCURRENTLY ix_t_a ON t (a);",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if w.Script.Net || len(st.Changes) == 0 {
			return nil
		}
		for _, m := range quotedOrBare().FindAllStringSubmatch(st.Text, -1) {
			name := m[2]
			if name == "" && m[0][0] != '\'' && m[0][0] != '$' && m[0][0] != '-' && m[0][0] != '/' {
				name = m[0]
			}
			if len(name) <= longestName {
				continue
			}
			kept := name[:longestName]
			for !utf8.ValidString(kept) {
				kept = kept[:len(kept)-1]
			}
			return []Finding{{
				Table: st.Changes[0].Object().Table, Severity: Warning,
				Message: fmt.Sprintf("name %s has %d bytes, and the server keeps %d of them, without an error: %s; give it a shorter one", name, len(name), len(kept), kept),
			}}
		}
		return nil
	},
}
