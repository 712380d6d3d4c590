package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var sequenceNotOwned = &Rule{
	Name: "sequence-not-owned", Severity: Info, Of: OfDesign, Engines: []string{"postgresql"}, Live: true, Since: "0.1",
	Title: "a column's default uses a sequence that does not belong to it",
	Why: "The sequence remains when the table is dropped, pg_dump -t omits it, TRUNCATE … RESTART IDENTITY does not reset it, and " +
		"pg_get_serial_sequence does not find it. If it belongs to another table, as after CREATE TABLE … (LIKE … INCLUDING DEFAULTS), that " +
		"table cannot be dropped.",
	Bad:  "CREATE SEQUENCE numbers;\nCREATE TABLE t (id INTEGER PRIMARY KEY DEFAULT nextval('numbers'));",
	Good: "CREATE TABLE t (id SERIAL PRIMARY KEY);\nCREATE TABLE u (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
	Design: func(d *Design) []Finding {
		all := d.Measured.Counters
		var found []Finding
		for _, c := range all {
			if c.Column == "" || c.Owned || c.Sequence == "" {
				continue
			}
			f := Finding{Table: c.Table, Object: c.Column}
			others := slices.DeleteFunc(slices.Clone(all), func(o schema.Counter) bool { return o.Sequence != c.Sequence || o == c })
			owner := slices.IndexFunc(others, func(o schema.Counter) bool { return o.Owned })
			switch {
			case owner >= 0:
				f.Message = fmt.Sprintf("column %s.%s uses sequence %s, which belongs to %s.%s: that table cannot be dropped; give the column a sequence of its own",
					c.Table, c.Column, c.Sequence, others[owner].Table, others[owner].Column)
			case len(others) > 0: // so that no two tables have the same number
				continue
			default:
				f.Message = fmt.Sprintf("column %s.%s uses sequence %s, which does not belong to it: it remains when the table is dropped; ALTER SEQUENCE … OWNED BY",
					c.Table, c.Column, c.Sequence)
			}
			found = append(found, f)
		}
		return found
	},
}
