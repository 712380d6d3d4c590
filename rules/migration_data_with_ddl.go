package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var dataWithDDL = &Rule{
	Name: "data-with-ddl", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a schema change commits an earlier change of data",
	Why: "An ALTER TABLE commits the earlier UPDATE. If the revision fails later, the UPDATE stays and will run a second time: rows are " +
		"inserted twice, and counters are increased twice. In a revision of its own the change of data happens once or not at all.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nUPDATE t SET n = n + 1;\nALTER TABLE t ADD COLUMN m INTEGER;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD COLUMN m INTEGER;\nUPDATE t SET m = n;",
	Script: func(w *Walk) []Finding {
		var written *Statement
		var table string
		var found []Finding
		w.again(func(v *Walk) {
			st := v.Statement()
			switch {
			case written == nil:
				if t := writtenBefore(v); t != "" {
					written, table = st, t
				}
			case found == nil && commits(st) != "":
				found = append(found, Finding{
					Severity: Info, File: written.File, Line: written.Line, Table: table,
					Message: fmt.Sprintf("the later %[3]s commits this %[1]s of %[2]s: if the revision fails after that, the %[1]s stays and will run a second time; give "+
						"it a revision of its own",
						written.Verb, table, commits(st)),
				})
			}
		})
		return found
	},
}

var temporary = schema.Pattern(`(?i)^\w+\s+(?:OR\s+REPLACE\s+)?TEMPORARY\b`)

// commits names a statement that commits what ran before it, by its first words; empty: it does not.
func commits(st *Statement) string {
	switch st.Verb {
	case "TRUNCATE", "GRANT", "REVOKE", "LOCK TABLES", "OPTIMIZE TABLE", "CREATE DATABASE", "DROP DATABASE":
		return st.Verb
	}
	touched := schema.Touched(st.Text)
	switch {
	case len(st.Changes) > 0 && st.Verb != "":
		return st.Verb
	case len(touched) == 0 || temporary().MatchString(st.Text):
		return ""
	}
	first, _, _ := strings.Cut(st.Text, " ")
	return strings.ToUpper(first + " " + touched[0].Kind)
}

// writtenBefore is a table that was there before the script and whose rows the statement changes; empty: none.
func writtenBefore(w *Walk) string {
	switch w.Statement().Verb {
	case "INSERT", "REPLACE", "UPDATE", "DELETE", "LOAD DATA":
	default:
		return ""
	}
	for _, table := range w.Statement().Tables {
		if w.Table(table) != nil && !(schema.Target{}).IsVersionTable(w.Before.Semantics, table) {
			return table
		}
	}
	return ""
}
