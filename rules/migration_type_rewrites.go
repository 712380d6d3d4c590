package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var typeRewrites = &Rule{
	Name: "type-rewrites", Severity: Warning, Milder: true, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "a column's new type rewrites the table or an index while reads and writes are blocked",
	Why: "ALTER COLUMN … TYPE holds an ACCESS EXCLUSIVE lock while it rewrites every row and rebuilds every index. It does not if the stored " +
		"values stay the same: a longer varchar or varbit, or one without a length, varchar to text, numeric with more digits only before " +
		"the point, a timestamp with more digits, cidr to inet (PostgreSQL's pg_cast and its functions' planner support). Even then it reads " +
		"the table again for checks of the column, and rebuilds indexes that use it in an expression or a condition.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\n-- then\nALTER TABLE t ALTER COLUMN n TYPE BIGINT;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40));\n-- then\nALTER TABLE t ALTER COLUMN name TYPE VARCHAR(80);",
	Statement: func(w *Walk) []Finding {
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			alter, ok := c.(schema.AlterColumn)
			if !ok || alter.Set&(schema.PropType|schema.PropCollation) == 0 {
				return Finding{}, false
			}
			alter.Set &= schema.PropType | schema.PropCollation
			cost, ok := ownCost(w, alter)
			if !ok || cost.Work < schema.Scans {
				return Finding{}, false
			}
			f := Finding{Table: alter.Table, Object: alter.Name, Severity: Warning}
			what := fmt.Sprintf("the new type of %s.%s ", alter.Table, alter.Name)
			switch cost.Work {
			case schema.Rewrites:
				what += fmt.Sprintf("rewrites all of %s, and reads and writes are blocked until it ends, since %s", alter.Table, cost.Why)
				f.Message = what + ": add a column of that type, fill it in batches, and replace the old column by it"
				if alikeInUTC(w, alter) {
					f.Severity, f.Message = Info, what+": not if the session's TimeZone is UTC (PostgreSQL 12)"
				}
			case schema.Builds:
				f.Message = what + "blocks reads and writes of the table while " + cost.Why + ": drop the index first, and create it CONCURRENTLY afterwards"
			case schema.Scans, schema.Instant:
				f.Message = what + "blocks reads and writes of the table while " + cost.Why +
					": drop the check first, add it NOT VALID afterwards, and validate it after a COMMIT"
			}
			return f, true
		})
	},
}

// alikeInUTC reports whether the types are the two of timestamps, which are kept alike as long as clocks show UTC.
func alikeInUTC(w *Walk, c schema.AlterColumn) bool {
	from := definitionOf(w, c.Table, c.Name)
	return from != nil && c.Using == "" && strings.HasPrefix(from.Type.Name, "timestamp") && strings.HasPrefix(c.To.Type.Name, "timestamp") &&
		from.Type.Name != c.To.Type.Name
}
