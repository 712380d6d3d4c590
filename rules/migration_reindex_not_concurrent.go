package rules

import "assay/schema"

var reindexNotConcurrent = &Rule{
	Name: "reindex-not-concurrent", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject, Engines: []string{"postgresql"},
	Title: "an index is rebuilt while reads and writes of its table are blocked",
	Why: "REINDEX blocks writes to the table, and reads as well: it locks the index with ACCESS EXCLUSIVE, and planning any query looks at " +
		"all indexes of its tables. REINDEX CONCURRENTLY (PostgreSQL 12) blocks neither; it must run outside a transaction.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\nCREATE INDEX t_name ON t (name);\n-- then\nREINDEX INDEX t_name;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\nCREATE INDEX t_name ON t (name);\n-- then\nREINDEX INDEX CONCURRENTLY t_name;",
	Statement: func(w *Walk) []Finding {
		return w.eachAct(func(a schema.Act) (Finding, bool) {
			what := "every index is"
			switch {
			case a.Name != "":
				what = "index " + a.Name + " is"
			case a.Table != "":
				what = "the indexes of " + a.Table + " are"
			}
			advice := "use REINDEX CONCURRENTLY in an autocommit_block"
			if ofSystem().MatchString(w.Statement().Text) { // 0A000: cannot reindex system catalogs concurrently
				what, advice = "every index of the system catalogs is", "run it when nothing else runs, since CONCURRENTLY is not for them"
			}
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Warning,
				Message: what + " rebuilt while reads and writes of the table are blocked: " + advice,
			}, true
		}, "REINDEX")
	},
}

var ofSystem = schema.Pattern(`(?i)^REINDEX\s+(?:\([^)]*\)\s*)?SYSTEM\b`)
