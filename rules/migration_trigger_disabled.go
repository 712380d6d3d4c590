package rules

import (
	"fmt"

	"assay/schema"
)

var disablesTrigger = schema.Pattern(`(?is)^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(` +
	schema.NameSQL + `)\s+DISABLE\s+TRIGGER\s+(` + schema.NameSQL + `)`)

var triggerDisabled = &Rule{
	Name: "trigger-disabled", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"postgresql"},
	Title: "a table's triggers are switched off and not on again",
	Why: "What the trigger did for every row is no longer done, by whichever session writes. DISABLE TRIGGER ALL also switches off those by " +
		"which foreign keys are checked: " +
		"rows without a match get in, and no later statement finds them. Switch it on again with ENABLE TRIGGER in the same revision. Nothing is " +
		"reported if the script does.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t DISABLE TRIGGER ALL;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\n-- then\nALTER TABLE t DISABLE TRIGGER ALL;\nUPDATE t SET id = id + 1 WHERE id > " +
		"5;\nALTER TABLE t ENABLE TRIGGER ALL;",
	Statement: func(w *Walk) []Finding {
		m := disablesTrigger().FindStringSubmatch(w.Statement().Text)
		if m == nil || w.Script.Net {
			return nil
		}
		path := schema.NamePath(m[1])
		table := path[len(path)-1]
		if w.New(table) || laterSays(w, "ENABLE TRIGGER", table) {
			return nil
		}
		return []Finding{{
			Table: table, Severity: Warning,
			Message: fmt.Sprintf("trigger %s of table %s stays off: what it does for each row, foreign keys with ALL, is no longer done; ENABLE "+
				"TRIGGER in the same revision",
				m[2], table),
		}}
	},
}
