package rules

import (
	"fmt"

	"assay/schema"
)

var alterRepeated = &Rule{
	Name: "alter-repeated", Severity: Warning, Milder: true, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "a table is rewritten several times in one revision",
	Why: "Each statement rewrites all rows; one ALTER TABLE with all the parts would do so once. Alembic writes one statement for each " +
		"operation, even in batch_alter_table; op.execute accepts one with all the parts.",
	Bad: "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, m INTEGER);\n-- then\n" +
		"ALTER TABLE t MODIFY n BIGINT;\nALTER TABLE t MODIFY m BIGINT;",
	Good: "-- MariaDB 10.11\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, m INTEGER);\n-- then\nALTER TABLE t MODIFY n BIGINT, MODIFY m BIGINT;",
	Script: func(w *Walk) []Finding {
		if w.Script.Net {
			return nil
		}
		rewritten := map[string]*rewrites{}
		var tables []*rewrites
		w.again(func(v *Walk) {
			c := v.worst()
			if c.Work != schema.Rewrites {
				return
			}
			r := rewritten[c.Table]
			if r == nil {
				r = &rewrites{table: c.Table}
				rewritten[c.Table], tables = r, append(tables, r)
			}
			r.times++
			r.locked = r.locked || c.Lock >= schema.LocksWrites
			if r.times == 2 {
				r.second = v.Statement()
			}
		})
		var found []Finding
		for _, r := range tables {
			if r.times > 1 {
				found = append(found, r.finding())
			}
		}
		return found
	},
}

// rewrites counts the statements of a script that write all rows of a table anew.
type rewrites struct {
	table  string
	times  int
	locked bool // nobody can write during one of them
	second *Statement
}

func (r *rewrites) finding() Finding {
	f := Finding{
		Table: r.table, Severity: Info, File: r.second.File, Line: r.second.Line,
		Message: fmt.Sprintf("all rows of %s are rewritten %d times in this revision, here for the second time: one ALTER TABLE with all the parts rewrites them "+
			"once", r.table, r.times),
	}
	if r.locked {
		f.Severity = Warning
	}
	return f
}
