package rules

import "slices"

var emptyRevision = &Rule{
	Name: "empty-revision", Severity: Info, Of: OfMigration, Since: "0.1",
	Title: "a revision does nothing",
	Why: "Perhaps autogenerate found nothing, or the body was never written, or it is meant for another engine. What it does only after " +
		"asking the database does not show in SQL. A merge of several revisions is not reported.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nBEGIN;\nCOMMIT;",
	Good: "-- then\nBEGIN;\nCREATE TABLE t (id INTEGER PRIMARY KEY);\nCOMMIT;",
	Script: func(w *Walk) []Finding {
		s := w.Script
		if s.Net || s.Revision != "" && s.Parents != 1 || slices.ContainsFunc(s.Statements, func(st *Statement) bool { return !slices.Contains(frames, st.Verb) }) {
			return nil
		}
		what := "the script"
		if s.Revision != "" {
			what = "revision " + s.Revision
		}
		return []Finding{{Severity: Info, Message: what + " does nothing: if something is missing, it did not get into the SQL"}}
	},
}

// frames are the verbs of statements that stand around others.
var frames = []string{"BEGIN", "COMMIT", "ROLLBACK"}
