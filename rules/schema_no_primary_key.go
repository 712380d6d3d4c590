package rules

import (
	"fmt"

	"assay/schema"
)

var noPrimaryKey = &Rule{
	Name: "no-primary-key", Severity: Warning, Milder: true, Of: OfDesign, Since: "0.1",
	Title: "a table has no primary key",
	Why: "The same row can exist twice, no statement can address one row alone, and replication has to compare whole rows: group replication " +
		"and Galera refuse such tables, and logical replication of PostgreSQL refuses UPDATE and DELETE on them.",
	Bad:  "CREATE TABLE t (id INTEGER NOT NULL, name VARCHAR(40));",
	Good: "CREATE TABLE t (id INTEGER NOT NULL, name VARCHAR(40), PRIMARY KEY (id));",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			if _, ok := t.PrimaryKey(); ok || t.HiddenKey {
				return nil
			}
			f := Finding{Severity: Warning, Message: fmt.Sprintf("table %s has no primary key: the same row can exist twice, and replication may refuse the table",
				t.Name)}
			if x, ok := instead(d, t); ok {
				f.Severity = Info
				f.Message = fmt.Sprintf("table %s has no primary key, although %s could be it: its columns are unique and NOT NULL", t.Name, x.On())
			}
			return []Finding{f}
		})
	},
}

// instead returns a unique index that could as well be the primary key.
func instead(d *Design, t *schema.Table) (schema.Index, bool) {
	for _, x := range t.Indexes {
		if x.Kind.Unique() && x.Where == "" && wholeAndNotNull(d, t, x) {
			return x, true
		}
	}
	return schema.Index{}, false
}

func wholeAndNotNull(d *Design, t *schema.Table, x schema.Index) bool {
	for _, p := range x.Parts {
		i := t.Column(d.Schema.Semantics, p.Column)
		if i < 0 || p.Prefix != 0 || t.Columns[i].Nullable {
			return false
		}
	}
	return len(x.Parts) > 0
}
