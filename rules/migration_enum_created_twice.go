package rules

import (
	"fmt"

	"assay/schema"
)

var enumCreatedTwice = &Rule{
	Name: "enum-created-twice", Severity: Error, Of: OfMigration, Since: "0.1", Engines: []string{"postgresql"},
	Title: "an enum type is created that exists already",
	Why: "PostgreSQL refuses it (42710), and the upgrade fails. op.create_table creates the type of every sa.Enum in it: one that an earlier " +
		"revision created needs postgresql.ENUM(…, create_type=False). An upgrade from scratch hides the error, because SQLAlchemy creates a " +
		"type only once in a run (seen with Alembic 1.8 and SQLAlchemy 1.4): it appears if each revision runs by itself, as on a production " +
		"database.",
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
			Message: fmt.Sprintf("type %s exists already: the upgrade fails here wherever the revision that created it has run before; use postgresql.ENUM with "+
				"create_type=False", e.Name),
		}}
	},
}

var createsType = schema.Pattern(`(?is)^CREATE\s+TYPE\s+(` + schema.NameSQL + `)\s+AS\s+ENUM\b`)
