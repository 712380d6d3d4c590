package mysql

import (
	"strings"

	"assay/schema"
)

// conditional puts the condition of a change into its statement. MySQL has one for whole tables alone; what else there is none for goes without.
func (w formatter) conditional(c schema.Change, sql string) string {
	i := schema.IfOf(c)
	if i&schema.IfObject != 0 {
		sql = w.ofObject(c, sql)
	}
	if i&schema.IfTable != 0 && w.flavor.isMariaDB() {
		sql = behind(sql, "IF EXISTS ", "ALTER TABLE ")
	}
	return sql
}

func (w formatter) ofObject(c schema.Change, sql string) string {
	in := "ALTER TABLE " + quote(c.Object().Table) + " "
	is, isNot := "IF EXISTS ", "IF NOT EXISTS "
	switch c := c.(type) {
	case schema.CreateTable:
		return behind(sql, isNot, "CREATE TABLE ")
	case schema.DropTable:
		return behind(sql, is, "DROP TABLE ")
	case schema.RenameTable:
		if w.flavor.isMariaDB() {
			return "RENAME TABLE IF EXISTS " + quote(c.From) + " TO " + quote(c.To)
		}
	}
	if !w.flavor.isMariaDB() {
		return sql
	}
	switch c := c.(type) {
	case schema.AddColumn:
		return behind(sql, isNot, in+"ADD COLUMN ")
	case schema.AddIndex:
		return behind(sql, isNot, in+"ADD PRIMARY KEY ", in+"ADD KEY ", in+"ADD UNIQUE KEY ", in+"ADD FULLTEXT KEY ", in+"ADD SPATIAL KEY ", in+"ADD VECTOR KEY ")
	case schema.AddForeignKey:
		return behind(sql, isNot, in+"ADD "+constraintNamed(c.ForeignKey.Name)+"FOREIGN KEY ")
	case schema.AddCheck:
		if c.Check.Name != "" { // a condition needs one
			return behind(sql, isNot, in+"ADD CONSTRAINT ")
		}
	case schema.DropColumn, schema.AlterColumn, schema.RenameColumn, schema.DropIndex, schema.RenameIndex, schema.DropForeignKey, schema.DropCheck:
		return behind(sql, is, in+"DROP COLUMN ", in+"MODIFY COLUMN ", in+"CHANGE COLUMN ", in+"ALTER COLUMN ", in+"RENAME COLUMN ",
			in+"DROP INDEX ", in+"RENAME INDEX ", in+"DROP FOREIGN KEY ", in+"DROP CONSTRAINT ")
	}
	return sql
}

// behind puts words behind those that a statement begins with, one of several.
func behind(sql, words string, begins ...string) string {
	for _, b := range begins {
		if rest, ok := strings.CutPrefix(sql, b); ok {
			return b + words + rest
		}
	}
	return sql
}
