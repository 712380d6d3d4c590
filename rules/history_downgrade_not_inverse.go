package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var downgradeNotInverse = &Rule{
	Name: "downgrade-not-inverse", Severity: Warning, Milder: true, Of: OfHistory, Since: "0.1",
	Title: "after a downgrade the schema is not what it was before the revision",
	Why: "After a rollback the stamp does not describe the schema, and the next upgrade fails at what remained (an enum type that is created " +
		"again: 42710; a column that exists already) or at what is missing. It is computed from the SQL of both directions, without a " +
		"database.",
	Bad: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\n-- Running upgrade a1 -> b2\n\nALTER TABLE t ADD COLUMN level INTEGER;\n\nCREATE INDEX ix_note ON t (note);\n\n" +
		"-- then\n\n-- Running downgrade b2 -> a1\n\nALTER TABLE t DROP COLUMN level;\n\n-- Running downgrade a1 -> \n\nDROP TABLE t;\n",
	Good: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\n-- Running upgrade a1 -> b2\n\nALTER TABLE t ADD COLUMN level INTEGER;\n\n" +
		"-- then\n\n-- Running downgrade b2 -> a1\n\nALTER TABLE t DROP COLUMN level;\n\n-- Running downgrade a1 -> \n\nDROP TABLE t;\n",
}

// NotInverse judges the downgrade of a revision by the changes that would bring what it leaves to what was there before; ok is false where there are none.
// Empty reports that it does nothing at all.
func NotInverse(revision string, left []schema.Change, empty bool) (f Finding, ok bool) {
	if len(left) == 0 {
		return f, false
	}
	f = Finding{Rule: downgradeNotInverse.Name, Severity: downgradeNotInverse.Severity, Revision: revision}
	if empty {
		f.Severity = Info
		f.Message = fmt.Sprintf("revision %s has no downgrade: its stamp is removed, and what it created remains (%s)", revision, leftovers(left))
		return f, true
	}
	f.Message = fmt.Sprintf("after the downgrade of revision %s the schema is not what it was before: %s", revision, leftovers(left))
	return f, true
}

// DowngradeStops says that the server refuses a statement of a revision's downgrade.
func DowngradeStops(revision string, c schema.Change, refusal *schema.Refusal) Finding {
	o := c.Object()
	return Finding{
		Rule: downgradeNotInverse.Name, Severity: downgradeNotInverse.Severity, Revision: revision, Table: o.Table, Object: o.Name,
		Message: fmt.Sprintf("the downgrade of revision %s fails: the server refuses a statement (%s)", revision, refusal.Error()),
	}
}

// leftovers says in words what changes would mend.
func leftovers(left []schema.Change) string {
	const few = 5
	var all []string
	for _, c := range left {
		if words := leftover(c); words != "" {
			all = append(all, words)
		}
	}
	if n := len(all); n > few {
		all = append(all[:few], fmt.Sprintf("and %d more", n-few))
	}
	return strings.Join(all, "; ")
}

func leftover(c schema.Change) string {
	o := c.Object().String()
	switch c := c.(type) {
	case schema.CreateTable, schema.AddColumn, schema.AddForeignKey, schema.AddCheck, schema.CreateEnum:
		return strings.TrimSuffix(o, ".") + " is missing"
	case schema.AddIndex:
		return keyWord(c.Index.Kind) + " " + named(c.Index) + " of table " + c.Table + " is missing"
	case schema.DropTable, schema.DropColumn, schema.DropIndex, schema.DropForeignKey, schema.DropCheck, schema.DropEnum:
		return strings.TrimSuffix(o, ".") + " remains"
	case schema.AlterColumn:
		return fmt.Sprintf("%s is %s (was %s)", o, Describe(c.From, c.Set), Describe(c.To, c.Set))
	case schema.AlterEnum:
		return fmt.Sprintf("%s has %s (had %s)", o, quoted(schema.SplitLabels(c.From.Labels)), quoted(schema.SplitLabels(c.To.Labels)))
	case schema.AlterTable, schema.RenameColumn, schema.RenameIndex, schema.RenameEnum:
	}
	return o + " is different"
}
