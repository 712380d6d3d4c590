package rules

import (
	"fmt"

	"assay/schema"
)

var statementNotUnderstood = &Rule{
	Name: "statement-not-understood", Severity: Warning, Of: OfMigration, Since: "0.2",
	Title: "a statement is not understood, and was not judged",
	Why: "Whatever it loses, locks or fails on is not found, and of what it touches nothing is known behind it. Read it yourself, and accept it with a comment " +
		"(-- assay: ignore statement-not-understood: reason). A block of code, a call and an included file can run anything.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nCALL tidy();",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nINSERT INTO t (id) VALUES (1);",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if st.Unread == "" {
			return nil
		}
		how, table := "is not understood, and was not judged", ""
		if touched := schema.Touched(st.Text); len(touched) > 0 {
			how = "is not understood as a whole, and its parts may not be judged"
			if touched[0].Kind == "table" {
				table = touched[0].Name
			}
		}
		return []Finding{{Table: table, Severity: Warning, Message: fmt.Sprintf("the statement %s (%s): %s", how, st.Unread, schema.Excerpt(st.Text))}}
	},
}
