package mysql

import (
	"fmt"

	"assay/schema"
)

// referredDrop refuses to drop the only index of what foreign keys refer to: it begins with those columns.
func referredDrop(s *schema.Schema, t *schema.Table, d schema.DropIndex) *schema.Refusal {
	for _, other := range s.SortedTables() {
		for _, f := range other.ForeignKeys {
			if s.Semantics.TableKey(f.RefTable) != s.Semantics.TableKey(t.Name) {
				continue
			}
			referred := f
			referred.Columns = f.RefColumns
			support := 0
			is := false
			for _, x := range t.Indexes {
				if x.Supports(s.Semantics, referred) {
					support++
					is = is || s.Semantics.SameName(x.Name, d.Name) || x.Kind == schema.Primary && d.Kind == schema.Primary
				}
			}
			if support == 1 && is {
				return &schema.Refusal{
					Code: "1553", State: "HY000", Text: fmt.Sprintf("Cannot drop index '%s': needed in a foreign key constraint", d.Name),
					Blockers: []schema.Blocker{{
						What: "foreign key " + other.Name + "." + f.Name,
						Drop: schema.DropForeignKey{Table: other.Name, Name: f.Name}, Back: schema.AddForeignKey{Table: other.Name, ForeignKey: f},
					}},
				}
			}
		}
	}
	return nil
}
