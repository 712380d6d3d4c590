package postgres

import (
	"strings"

	"assay/schema"
)

// conditional puts the condition of a change into its statements. What PostgreSQL has none for, a new constraint, goes without.
func conditional(c schema.Change, statements []string) []string {
	i := schema.IfOf(c)
	for at, s := range statements {
		if i&schema.IfObject != 0 {
			s = ofObject(c, s)
		}
		if rest, ok := strings.CutPrefix(s, "ALTER TABLE "); ok && i&schema.IfTable != 0 {
			s = "ALTER TABLE IF EXISTS " + rest
		}
		statements[at] = s
	}
	return statements
}

func ofObject(c schema.Change, s string) string {
	in := "ALTER TABLE " + quote(c.Object().Table) + " "
	is, isNot := "IF EXISTS ", "IF NOT EXISTS "
	switch c := c.(type) {
	case schema.CreateTable:
		return behind(s, "CREATE TABLE ", isNot)
	case schema.DropTable:
		return behind(s, "DROP TABLE ", is)
	case schema.AddColumn:
		return behind(s, in+"ADD COLUMN ", isNot)
	case schema.DropColumn:
		return behind(s, in+"DROP COLUMN ", is)
	case schema.AddIndex:
		if c.Index.Name != "" { // it cannot be said without one
			return behind(behind(s, "CREATE INDEX ", isNot), "CREATE UNIQUE INDEX ", isNot)
		}
	case schema.DropIndex, schema.DropForeignKey, schema.DropCheck:
		return behind(behind(s, "DROP INDEX ", is), in+"DROP CONSTRAINT ", is)
	case schema.RenameIndex:
		return behind(s, "ALTER INDEX ", is)
	case schema.DropEnum:
		return behind(s, "DROP TYPE ", is)
	case schema.AlterEnum:
		return behind(s, "ALTER TYPE "+quote(c.From.Name)+" ADD VALUE ", isNot)
	case schema.SetTrait:
		return behind(s, "ALTER INDEX ", is)
	case schema.AlterTable, schema.RenameTable, schema.AlterColumn, schema.RenameColumn, schema.AddForeignKey, schema.AddCheck,
		schema.CreateEnum, schema.RenameEnum:
	}
	return s
}

// behind puts words behind those that a statement begins with.
func behind(s, begins, words string) string {
	if rest, ok := strings.CutPrefix(s, begins); ok {
		return begins + words + rest
	}
	return s
}
