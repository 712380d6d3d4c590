package rules

import (
	"fmt"
	"slices"
)

var dropPartition = &Rule{
	Name: "drop-partition", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a partition is dropped or emptied with its rows",
	Why: "DROP PARTITION and TRUNCATE PARTITION remove all rows of the partition at once; no trigger runs, and ROLLBACK does not bring them " +
		"back. REORGANIZE PARTITION keeps them.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (9), PARTITION b VALUES LESS THAN (99));\n-- " +
		"then\nALTER TABLE t DROP PARTITION a;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (9), PARTITION b VALUES LESS THAN (99));\n-- " +
		"then\nALTER TABLE t ADD PARTITION (PARTITION c VALUES LESS THAN (999));",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		for _, verb := range []string{"DROP PARTITION", "TRUNCATE PARTITION"} {
			if slices.Contains(st.Rest, verb) && w.Table(st.Table) != nil {
				return []Finding{{Table: st.Table, Severity: Error, Message: fmt.Sprintf("%s deletes all rows of the partition of table %s", verb, st.Table)}}
			}
		}
		return nil
	},
}
