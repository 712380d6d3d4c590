package rules

import (
	"fmt"

	"assay/schema"
)

var enumValueRemoved = &Rule{
	Name: "enum-value-removed", Severity: Warning, Of: OfMigration, Since: "0.1",
	Title: "an enumeration loses values",
	Why: "The server refuses the statement if a row has one of them (MySQL 1265, PostgreSQL 22P02); MySQL without strict mode stores an empty " +
		"text instead. Programs of the previous release still write them, and fail afterwards. Give such rows another value in an earlier " +
		"statement; then nothing is reported.",
	Bad: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE mood2 AS ENUM ('ok'); CREATE TABLE p (m mood); -- PostgreSQL\n" +
		"CREATE TABLE t (m ENUM('sad', 'ok')); -- MySQL\n-- then\n" +
		"ALTER TABLE p ALTER COLUMN m TYPE mood2 USING m::text::mood2; -- PostgreSQL\nALTER TABLE t MODIFY m ENUM('ok'); -- MySQL",
	Good: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE mood2 AS ENUM ('ok'); CREATE TABLE p (m mood); -- PostgreSQL\n" +
		"CREATE TABLE t (m ENUM('sad', 'ok')); -- MySQL\n-- then\nUPDATE p SET m = 'ok' WHERE m = 'sad';\nUPDATE t SET m = 'ok' WHERE m = 'sad';\n" +
		"ALTER TABLE p ALTER COLUMN m TYPE mood2 USING m::text::mood2; -- PostgreSQL\nALTER TABLE t MODIFY m ENUM('ok'); -- MySQL",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			a, before, after, ok := relabelled(w, s, c)
			if !ok || prepared(w, a.Table, a.Name) {
				return Finding{}, false
			}
			if _, known := w.Engine.Casts(a); !known { // it says itself what becomes of them
				return Finding{}, false
			}
			lost := without(before, after)
			return Finding{
				Table: a.Table, Object: a.Name, Severity: Warning,
				Message: fmt.Sprintf("column %s.%s loses %s: the upgrade fails if a row has it, and programs that still write it fail; give such rows another value "+
					"first", a.Table, a.Name, quoted(lost)),
			}, len(lost) > 0
		})
	},
}

// relabelled returns a change that gives a column which was there other labels of an enumeration, with those before and after it.
func relabelled(w *Walk, s *schema.Schema, c schema.Change) (a schema.AlterColumn, before, after []string, ok bool) {
	a, ok = w.altered(s, c, schema.PropType)
	if !ok {
		return a, nil, nil, false
	}
	before, after = typeDomain(s, a.From.Type).Labels, typeDomain(s, a.To.Type).Labels
	return a, before, after, before != nil && after != nil
}
