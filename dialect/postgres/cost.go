package postgres

import "assay/schema"

// Cost is what a change does to those who use its tables: the locks are those of PostgreSQL's documentation of each statement, and are seen in pg_locks in the
// tests of the rules that rely on them.
func (*Room) Cost(before *schema.Schema, c schema.Change, m schema.Manner) []schema.Cost {
	one := func(table string, lock schema.Lock, work schema.Work, words, why string) []schema.Cost {
		return []schema.Cost{{Table: table, Lock: lock, Work: work, Words: words, Why: why}}
	}
	switch c := c.(type) {
	case schema.AddIndex:
		switch {
		case m.Concurrently:
			return one(c.Table, schema.LocksNothing, schema.Builds, "SHARE UPDATE EXCLUSIVE", "")
		case m.UsingIndex != "":
			return one(c.Table, schema.LocksAll, schema.Instant, "ACCESS EXCLUSIVE", "")
		case c.Index.Kind == schema.Plain || c.Index.Kind == schema.Unique:
			return one(c.Table, schema.LocksWrites, schema.Builds, "SHARE", "")
		}
		return one(c.Table, schema.LocksAll, schema.Builds, "ACCESS EXCLUSIVE", "a constraint builds its index under the table's lock")
	case schema.DropTable:
		return one(c.Table, schema.LocksAll, schema.Instant, "ACCESS EXCLUSIVE", "")
	case schema.AddColumn, schema.DropColumn, schema.AlterColumn, schema.RenameColumn, schema.AlterTable, schema.DropIndex, schema.DropForeignKey, schema.DropCheck,
		schema.AddForeignKey, schema.AddCheck, schema.RenameIndex:
		return one(c.Object().Table, schema.LocksAll, schema.Instant, "ACCESS EXCLUSIVE", "")
	case schema.CreateTable, schema.CreateEnum, schema.DropEnum, schema.RenameEnum, schema.AlterEnum:
	}
	return nil
}
