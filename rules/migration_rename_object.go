package rules

import (
	"fmt"

	"assay/schema"
)

var (
	renamesObject = schema.Pattern(`(?is)^ALTER\s+(VIEW|MATERIALIZED\s+VIEW|SEQUENCE|FUNCTION|PROCEDURE|TYPE|DOMAIN|SCHEMA)\s+(?:IF\s+EXISTS\s+)?(` +
		schema.NameSQL + `)(?:\s*\([^)]*\))?\s+RENAME\s+TO\s+(` + schema.NameSQL + `)`)
	movesObject = schema.Pattern(`(?is)^ALTER\s+(TABLE|VIEW|MATERIALIZED\s+VIEW|SEQUENCE|FUNCTION|PROCEDURE|TYPE|DOMAIN)\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(` +
		schema.NameSQL + `)(?:\s*\([^)]*\))?\s+SET\s+SCHEMA\s+(` + schema.NameSQL + `)`)
)

var renameObject = &Rule{
	Name: "rename-object", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "a view, function, type or schema is renamed, or something is moved to another schema",
	Why: "Programs of the previous release, which still run during the upgrade, fail at every statement that uses the old name, unless the " +
		"search path finds it in the new " +
		"schema. Create it under the new name beside the old one, and drop that in a later release.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE SCHEMA archive;\n-- then\nALTER TABLE t SET SCHEMA archive;",
	Good: "CREATE SCHEMA archive;\n-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY);\nALTER TABLE t SET SCHEMA archive;",
	Statement: func(w *Walk) []Finding {
		if w.Script.Net {
			return nil
		}
		text := w.Statement().Text
		m, what := renamesObject().FindStringSubmatch(text), "renamed to"
		if m == nil {
			m, what = movesObject().FindStringSubmatch(text), "moved to schema"
		}
		touched := schema.Touched(text)
		if m == nil || len(touched) == 0 || w.New(touched[0].Name) || makes(w, touched[0]) {
			return nil
		}
		o := touched[0]
		return []Finding{{
			Object: o.Name, Severity: Warning,
			Message: fmt.Sprintf("%s %s is %s %s: programs that still use the old name fail at once", o.Kind, o.Name, what, m[3]),
		}}
	},
}
