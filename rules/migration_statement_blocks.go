package rules

import (
	"fmt"

	"assay/schema"
)

var statementBlocks = &Rule{
	Name: "statement-blocks", Severity: Warning, Of: OfMigration, Since: "0.9", Engines: []string{"mssql", "oracle"},
	Title: "a statement reads or writes all rows of a table while others wait",
	Why: "Until it ends, every INSERT, UPDATE and DELETE of the table waits, and on SQL Server under Sch-M every SELECT as well: minutes for some " +
		"gigabytes. Both have ways around it, some of them in their larger editions only. This is what the documentation of SQL Server and of " +
		"Oracle says; no server was asked.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nCREATE INDEX t_n ON t (n);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD m INTEGER;",
	Statement: func(w *Walk) []Finding {
		c := w.worst()
		if w.Script.Net || c.Work < schema.Scans || c.Lock == schema.LocksNothing {
			return nil
		}
		blocked := "writes to " + c.Table + " are"
		if c.Lock == schema.LocksAll {
			blocked = "reads and writes of " + c.Table + " are"
		}
		instead := c.Instead
		if instead == "" {
			instead = "run it when nobody works"
		}
		return []Finding{{
			Table: c.Table, Severity: Warning,
			Message: fmt.Sprintf("%s blocked while %s (%s): %s", blocked, c.Why, c.Words, instead),
		}}
	},
}
