package rules

import (
	"slices"
	"strings"

	"assay/schema"
)

// used are the kinds of objects beside tables that programs name in their statements.
var used = []string{"view", "materialized view", "sequence", "function", "procedure", "foreign table"}

var (
	creates     = schema.Pattern(`(?i)^CREATE\b`)
	dropsBeside = schema.Pattern(`(?is)^DROP\s+(?:MATERIALIZED\s+VIEW|VIEW|SEQUENCE|FUNCTION|PROCEDURE|FOREIGN\s+TABLE)\b`)
)

// makes reports whether a statement of the script creates an object of that kind and name.
func makes(w *Walk, o schema.Opaque) bool {
	return slices.ContainsFunc(w.Script.Statements, func(st *Statement) bool {
		touched := schema.Touched(st.Text)
		return creates().MatchString(st.Text) && len(touched) > 0 && touched[0].Kind == o.Kind && strings.EqualFold(touched[0].Name, o.Name)
	})
}

// laterSays reports whether a statement behind this one in the script fits a pattern and names a table.
func laterSays(w *Walk, pattern string, table string) bool {
	return slices.ContainsFunc(w.Script.Statements[w.At:], func(st *Statement) bool {
		return strings.Contains(strings.ToUpper(st.Text), pattern) && schema.Mentions(st.Text, table)
	})
}
