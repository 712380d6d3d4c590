package rules

var transactionLeftOpen = &Rule{
	Name: "transaction-left-open", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "a file begins a transaction and does not end it",
	Why: "When the client program ends, the server undoes what the open transaction did: on PostgreSQL all of it, on MySQL and MariaDB the " +
		"changes of data behind the last change of the schema. The script seems to have run, and has done nothing. What Alembic prints has " +
		"its COMMIT in the last revision, and is not meant.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nBEGIN;\nUPDATE t SET id = 2 WHERE id = 1;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nBEGIN;\nUPDATE t SET id = 2 WHERE id = 1;\nCOMMIT;",
	Script: func(w *Walk) []Finding {
		if w.Script.Revision != "" || w.Script.Net {
			return nil
		}
		var open *Statement
		for _, st := range w.Script.Statements {
			switch {
			case st.Verb == "BEGIN" && open == nil:
				open = st
			case st.Verb == "COMMIT" || st.Verb == "ROLLBACK":
				open = nil
			}
		}
		if open == nil {
			return nil
		}
		return []Finding{{
			Severity: Warning, File: open.File, Line: open.Line,
			Message: "the transaction that begins here never ends, so the server undoes it when the client program leaves: add COMMIT to the end",
		}}
	},
}
