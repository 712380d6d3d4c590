package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var enumReordered = &Rule{
	Name: "enum-reordered", Severity: Warning, Of: OfMigration, Since: "0.1", Engines: []string{"mysql"},
	Title: "values of an enumeration change their position",
	Why: "MySQL stores the position of a label, and sorts by it. Rows keep their labels, but ORDER BY, MIN, MAX and programs that use the " +
		"numbers give different results, and every row is rewritten while writes are blocked (seen on MariaDB 10.11 and MySQL 9.7). A label " +
		"that is added after the last one costs nothing.",
	Bad:  "CREATE TABLE t (m ENUM('low', 'high'));\n-- then\nALTER TABLE t MODIFY m ENUM('low', 'middle', 'high');",
	Good: "CREATE TABLE t (m ENUM('low', 'high'));\n-- then\nALTER TABLE t MODIFY m ENUM('low', 'high', 'middle');",
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			a, before, after, ok := relabelled(w, s, c)
			if !ok {
				return Finding{}, false
			}
			moved := slices.DeleteFunc(slices.Clone(before), func(l string) bool {
				at := slices.Index(after, l)
				return at < 0 || at == slices.Index(before, l)
			})
			f := Finding{Table: a.Table, Object: a.Name, Severity: Warning}
			what := "append new values at the end"
			if len(without(after, before)) == 0 {
				what = "keep their order"
			}
			f.Message = fmt.Sprintf("in column %s.%s the positions of %s change: sorting and comparing by them gives different results, and all rows are rewritten; "+
				"%s", a.Table, a.Name, quoted(moved), what)
			return f, len(moved) > 0
		})
	},
}
