package rules

import (
	"fmt"
	"slices"
	"strings"
)

var truncateCascade = &Rule{
	Name: "truncate-cascade", Severity: Error, Milder: true, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "TRUNCATE empties tables that it does not name",
	Why: "CASCADE empties every table with a foreign key to the named one, whatever the key's ON DELETE says, and the tables that refer to " +
		"those.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE TABLE lines (t INTEGER REFERENCES t (id));\n-- then\nTRUNCATE t CASCADE;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE TABLE lines (t INTEGER REFERENCES t (id));\n-- then\nTRUNCATE t, lines;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if st.Verb != "TRUNCATE" || !st.Cascade {
			return nil
		}
		var more []string
		for _, c := range spent(w) {
			if !slices.Contains(st.Tables, c.Table) && !slices.Contains(more, c.Table) {
				more = append(more, c.Table)
			}
		}
		named := strings.Join(st.Tables, ", ")
		switch {
		case len(more) > 0:
			return []Finding{{
				Table: st.Tables[0], Severity: Error,
				Message: fmt.Sprintf("TRUNCATE %s CASCADE also empties %s: name the tables that should lose their rows, without CASCADE", named, strings.Join(more, ", ")),
			}}
		case w.Partial || slices.ContainsFunc(st.Tables, func(t string) bool { return unseen(w, t) }):
			return []Finding{{
				Table: st.Tables[0], Severity: Warning,
				Message: fmt.Sprintf("TRUNCATE %s CASCADE also empties whatever refers to it: name the tables that should lose their rows, without CASCADE", named),
			}}
		}
		return nil
	},
}
