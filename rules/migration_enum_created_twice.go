package rules

import (
	"fmt"

	"assay/schema"
)

var enumCreatedTwice = &Rule{
	Name: "enum-created-twice", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "an enum type is made that is there already",
	Why: "PostgreSQL refuses it (42710), and the upgrade stops there. op.create_table makes the type of every sa.Enum in it: one that an earlier revision has made needs postgresql.ENUM(…, create_type=False). An upgrade from " +
		"scratch hides it, since within one run SQLAlchemy makes a type once (seen with Alembic 1.8 and SQLAlchemy 1.4): it shows where each revision runs by itself, as in a production database.",
	Bad:  "CREATE TYPE mood AS ENUM ('sad', 'ok');\n-- then\nCREATE TYPE mood AS ENUM ('sad', 'ok');",
	Good: "CREATE TYPE mood AS ENUM ('sad', 'ok');\n-- then\nCREATE TABLE t (id INTEGER PRIMARY KEY, m mood);",
	Statement: func(w *Walk) []Finding {
		m := createsType().FindStringSubmatch(w.Statement().Text) // a history leaves out the change where the labels are the same
		if m == nil {
			return nil
		}
		path := schema.NamePath(m[1])
		e, there := w.Before.Enums[path[len(path)-1]]
		if !there || w.doubts.of(e.Name) {
			return nil
		}
		return []Finding{{
			Object: e.Name, Severity: Error,
			Message: fmt.Sprintf("type %s is there already: the upgrade stops here wherever the revision that made it has run before; use postgresql.ENUM with create_type=False", e.Name),
		}}
	},
}

var createsType = schema.Pattern(`(?is)^CREATE\s+TYPE\s+(` + schema.NameSQL + `)\s+AS\s+ENUM\b`)
