package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var algorithmRefused = &Rule{
	Name: "algorithm-refused", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a statement asks for an ALGORITHM or LOCK that the server does not allow",
	Why: "The statement fails with error 1845 or 1846 (1800 if the server does not know the algorithm), whether or not the table has rows, " +
		"and the revision stops there; what ran before it cannot be undone.",
	Bad:  "-- MySQL 8.0.36\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t MODIFY n BIGINT, ALGORITHM=INPLACE, LOCK=NONE;",
	Good: "-- MySQL 8.0.36\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ADD COLUMN m INTEGER, ALGORITHM=INSTANT;",
	Statement: func(w *Walk) []Finding {
		for _, c := range append(slices.Clone(w.Statement().Changes), nil) {
			for _, cost := range w.Engine.Cost(w.Before, c, w.execution()) {
				if cost.Refused != "" {
					return []Finding{ungranted(cost)}
				}
			}
		}
		return nil
	},
}

func ungranted(c schema.Cost) Finding {
	why := ""
	if c.Why != "" {
		why = ", since " + c.Why
	}
	return Finding{
		Table: c.Table, Severity: Error,
		Message: fmt.Sprintf("the server refuses %s here, and the statement fails: its change to %s needs %s%s", c.Refused, c.Table, c.Words, why),
	}
}
