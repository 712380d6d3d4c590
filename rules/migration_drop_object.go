package rules

import (
	"fmt"
	"slices"

	"assay/schema"
)

var dropObject = &Rule{
	Name: "drop-object", Severity: Warning, Of: OfMigration, Since: "0.3",
	Title: "a view, sequence or function that programs may use is dropped",
	Why: "Programs of the previous release, which still run during the upgrade, fail at every statement that names it. Drop it in a later " +
		"release, when no program names " +
		"it. Nothing is reported if the script creates it again, or made it itself.",
	Bad:  "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM t;\n-- then\nDROP VIEW v;",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM t;\n-- then\nDROP VIEW v;\nCREATE VIEW v AS SELECT id FROM t;",
	Statement: func(w *Walk) []Finding {
		st := w.Statement()
		if w.Script.Net || !dropsBeside().MatchString(st.Text) {
			return nil
		}
		touched := schema.Touched(st.Text)
		if len(touched) == 0 || !slices.Contains(used, touched[0].Kind) || makes(w, touched[0]) {
			return nil
		}
		o := touched[0]
		return []Finding{{
			Object: o.Name, Severity: Warning,
			Message: fmt.Sprintf("%s %s is dropped: programs that still use it fail at once; drop it when no program names it", o.Kind, o.Name),
		}}
	},
}
