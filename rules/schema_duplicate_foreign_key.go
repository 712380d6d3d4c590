package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var duplicateForeignKey = &Rule{
	Name: "duplicate-foreign-key", Severity: Warning, Of: OfDesign, Since: "0.1", Kind: schema.ForeignKeyObject,
	Title: "two foreign keys have the same columns and the same target",
	Why: "Every write checks both. If their ON DELETE actions differ, the stricter one forbids what the other is for. Usually one was created " +
		"without a name, by a migration that did not find the first.",
	Bad: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id), " +
		"CONSTRAINT fk_t_p FOREIGN KEY (p) REFERENCES p (id));",
	Good: "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id));",
	Design: func(d *Design) []Finding {
		return d.each(func(t *schema.Table) []Finding {
			var found []Finding
			for i, k := range t.ForeignKeys {
				j := slices.IndexFunc(t.ForeignKeys[:i], func(o schema.ForeignKey) bool { return d.joins(k, o) })
				if j < 0 {
					continue
				}
				first := t.ForeignKeys[j]
				f := Finding{Severity: Warning, Object: keyName(k)}
				f.Message = fmt.Sprintf("foreign key %s of table %s has the same columns and target as %s: ", called(k), t.Name, called(first))
				if first.OnDelete == k.OnDelete && first.OnUpdate == k.OnUpdate {
					f.Message += "every write checks both; drop one"
				} else {
					f.Message += "their ON DELETE or ON UPDATE differ, so one may forbid what the other is for; drop one"
				}
				found = append(found, f)
			}
			return found
		})
	},
}

// joins reports whether two foreign keys of a table join the same columns.
func (d *Design) joins(k, o schema.ForeignKey) bool {
	k.OnDelete, k.OnUpdate, k.NotValid = o.OnDelete, o.OnUpdate, o.NotValid
	return k.Same(d.Schema.Semantics, o)
}
