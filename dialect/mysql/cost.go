package mysql

import "assay/schema"

// Cost is what a change does to those who use its tables.
func (*Room) Cost(_ *schema.Schema, c schema.Change, _ schema.Manner) []schema.Cost {
	if c, ok := c.(schema.DropTable); ok {
		return []schema.Cost{{Table: c.Table, Lock: schema.LocksAll, Work: schema.Instant, Words: "an exclusive metadata lock"}}
	}
	return nil
}
