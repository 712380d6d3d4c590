package rules

import "fmt"

var notResumable = &Rule{
	Name: "not-resumable", Severity: Info, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a revision that fails half-way cannot be run again",
	Why: "Each statement that changes the schema commits by itself. If one fails, the earlier ones stay and the stamp does not move: the next " +
		"attempt starts at the first, and fails because its change exists already. A revision with one such statement can always be run " +
		"again; so can statements with IF EXISTS or IF NOT EXISTS (MariaDB). assay infer finds the statement that a database has reached.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN a INTEGER;\nALTER TABLE t ADD COLUMN b INTEGER;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t ADD COLUMN a INTEGER, ADD COLUMN b INTEGER;",
	Script: func(w *Walk) []Finding {
		if w.Script.Net {
			return nil
		}
		total := 0
		for _, st := range w.Script.Statements {
			if len(st.Changes) > 0 {
				total++
			}
		}
		var found []Finding
		done := 0
		w.again(func(v *Walk) {
			st := v.Statement()
			if len(st.Changes) == 0 {
				return
			}
			if done++; found != nil || done == total {
				return
			}
			if code := repeated(v, st); code != "" {
				found = append(found, Finding{
					Severity: Info, File: st.File, Line: st.Line, Table: st.Changes[0].Object().Table,
					Message: fmt.Sprintf("after this statement, %d of %d that commit by themselves, the revision cannot be run again: if a later one fails, the next "+
						"attempt fails here with error %s; "+
						"make one change in a revision", done, total, code),
				})
			}
		})
		return found
	},
}

// repeated is the server's error where a statement is run again behind itself; empty: it runs.
func repeated(v *Walk, st *Statement) string {
	if st.Lenient {
		return ""
	}
	after := v.Before.Clone()
	for _, c := range st.Changes {
		if after.Apply(c) != nil {
			return "" // it is not known what is there
		}
	}
	for _, c := range st.Changes {
		if r := v.Engine.Refusal(after, c); r != nil {
			return r.Code
		}
		if after.Apply(c) != nil {
			return ""
		}
	}
	return ""
}
