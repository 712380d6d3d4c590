package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var invalidIndex = &Rule{
	Name: "invalid-index", Severity: Warning, Of: OfDesign, Engines: []string{"postgresql"}, Live: true, Since: "0.1", Kind: schema.IndexObject,
	Title: "an index is not valid: building it failed",
	Why: "CREATE INDEX CONCURRENTLY leaves the index behind if it is cancelled or finds two equal rows. No query uses it, writes may maintain " +
		"it all the same, and a unique one guarantees nothing: the rows that made it fail are still there. The next attempt fails because " +
		"the name exists already.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\nINSERT INTO t VALUES (1, 1), (2, 1);\nCREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);\nINSERT INTO t VALUES (1, 1), (2, 2);\nCREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var found []Finding
			for _, x := range t.Indexes {
				if !x.Invalid {
					continue
				}
				x.Invalid = false
				what := describeIndex(x)
				f := Finding{Severity: Warning, Object: x.Name, Fix: []schema.Change{schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}}}
				switch {
				case d.partitioned(t):
					f.Fix = nil
					f.Message = fmt.Sprintf("%s of table %s is not valid, because not all of its partitions have such an index: build those, then ALTER INDEX … ATTACH "+
						"PARTITION", what, t.Name)
				case x.Kind.Unique():
					f.Message = fmt.Sprintf("%s of table %s is not valid, so there may be rows that it should forbid: drop it, correct those rows, and build it again", what,
						t.Name)
				default:
					f.Message = fmt.Sprintf("%s of table %s is not valid: no query uses it, and writes may still maintain it; drop it and build it again", what, t.Name)
				}
				found = append(found, f)
			}
			return found
		})
	},
}

// partitioned reports whether a table is kept in partitions (PostgreSQL).
func (d *Design) partitioned(t *schema.Table) bool {
	return slices.ContainsFunc(d.Schema.Opaque, func(o schema.Opaque) bool { return o.Kind == "partitioning" && o.Table == t.Name })
}
