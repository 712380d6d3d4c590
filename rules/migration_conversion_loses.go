package rules

import (
	"fmt"
	"strings"

	"assay/schema"
)

var conversionLoses = &Rule{
	Name: "conversion-loses", Severity: Error, Milder: true, Of: OfMigration, Since: "0.1",
	Title: "a column gets a type in which some values change silently",
	Why: "Some existing values will change silently: cut, rounded, or mapped to an enum position. PostgreSQL cuts a text that USING casts to " +
		"a shorter type. MariaDB uses a number that becomes an ENUM as a position (1 becomes the first label), and a label that becomes a " +
		"number is its position. Keep a copy of the column until you have checked. Rounding alone is a warning.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, price NUMERIC(10,4));\n-- then\n" + retype("price", "NUMERIC(8,2)"),
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, price NUMERIC(10,2));\n-- then\n" +
		retype("price", "NUMERIC(12,4)"),
	Statement: func(w *Walk) []Finding {
		return w.eachStep(func(s *schema.Schema, c schema.Change) (Finding, bool) {
			if f, ok := cutByUsing(w, s, c); ok {
				return f, true
			}
			a, ok := converted(w, s, c)
			if !ok {
				return Finding{}, false
			}
			f := Finding{Table: a.Table, Object: a.Name, Severity: Warning}
			var problems []string
			for _, m := range lossy(w, s, a) {
				if what, stops := stopsAt(m); !stops {
					problems = append(problems, what)
					if m.Fatal {
						f.Severity = Error
					}
				}
			}
			f.Message = fmt.Sprintf("column %s.%s becomes %s (was %s): some existing values will change silently (%s); keep a copy of the column until you have "+
				"checked", a.Table, a.Name,
				a.To.Type, a.From.Type, strings.Join(problems, "; "))
			return f, len(problems) > 0
		})
	},
}

var cutter = schema.Pattern(`(?i)\b(left|right|substr|substring|split_part|trunc|round|floor|ceil|ceiling|date_trunc)\s*\(`)

// cutByUsing: USING may well compute another value on purpose, but what such a function leaves out is gone.
func cutByUsing(w *Walk, s *schema.Schema, c schema.Change) (Finding, bool) {
	a, ok := c.(schema.AlterColumn)
	if !ok || a.Set&schema.PropType == 0 {
		return Finding{}, false
	}
	t, _, ok := w.column(s, a.Table, a.Name)
	m := cutter().FindStringSubmatch(a.Using)
	if !ok || m == nil || prepared(w, a.Table, a.Name) {
		return Finding{}, false
	}
	return Finding{
		Table: t.Name, Object: a.Name, Severity: Warning,
		Message: fmt.Sprintf("column %s.%s is computed by USING %s: what %s() leaves out of its values is lost; keep a copy of the column until you have checked", t.Name, a.Name,
			schema.Excerpt(a.Using), strings.ToLower(m[1])),
	}, true
}
