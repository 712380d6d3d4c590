package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var checkOverRows = &Rule{
	Name: "check-over-rows", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.CheckObject,
	Title: "a check is added to a table that may contain rows that violate it",
	Why: "The server refuses the statement if the condition is false for a row (PostgreSQL 23514, MySQL 3819, MariaDB 4025), and the upgrade " +
		"fails. Find and correct such rows in an earlier statement; then nothing is reported. On PostgreSQL, NOT VALID applies the check to " +
		"new rows only, until VALIDATE CONSTRAINT.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY, level INTEGER);\n-- then\nALTER TABLE t ADD CONSTRAINT t_level CHECK (level > 0);",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, level INTEGER);\n-- then\nUPDATE t SET level = 1 WHERE level <= 0;\nALTER TABLE t ADD CONSTRAINT t_level CHECK (level > 0);",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			table, k, ok := addedCheck(s, c)
			if !ok {
				return Finding{}, false
			}
			t := w.table(s, table)
			if t == nil || emptied(w, table) || hasCheck(asStarted(w, t), k.Expr) {
				return Finding{}, false
			}
			columns := mentioned(t, k.Expr)
			fresh := !slices.ContainsFunc(columns, func(name string) bool { return !newColumn(w, table, name) })
			if s.Table(table) == nil { // of what is not known any word can be a column
				columns = aWord().FindAllString(k.Expr, -1)
				fresh = slices.ContainsFunc(columns, func(name string) bool { return newColumn(w, table, name) })
			}
			if fresh || prepared(w, table, columns...) { // who makes a column means its default to pass
				return Finding{}, false
			}
			return Finding{
				Table: t.Name, Object: k.Name, Severity: Warning,
				Message: fmt.Sprintf("a check (%s) is added to table %s: the upgrade fails if a row violates it; look for such rows first", k.Expr, t.Name),
			}, true
		})
	},
}

var aWord = schema.Pattern(`\w+`)

// addedCheck returns the check that a change adds to a table, be it one of its own or a column's, if rows are held to it.
func addedCheck(s *schema.Schema, c schema.Change) (table string, k schema.Check, ok bool) {
	switch c := c.(type) {
	case schema.AddCheck:
		return c.Table, c.Check, !c.Check.NotEnforced
	case schema.AlterColumn:
		t := s.Table(c.Table)
		if t == nil || c.Set&schema.PropCheck == 0 || c.To.Check == "" {
			return "", k, false
		}
		i := t.Column(s.Semantics, c.Name)
		return c.Table, schema.Check{Name: c.Name, Expr: c.To.Check}, i >= 0 && t.Columns[i].Check != c.To.Check
	}
	return "", k, false
}

func hasCheck(t *schema.Table, expr string) bool {
	return slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return k.Expr == expr && !k.NotEnforced })
}
