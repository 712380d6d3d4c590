package rules

import (
	"fmt"
	"strings"
)

// A forgetter knows which constraints of a statement its server parses and forgets.
type forgetter interface {
	Forgotten(sql string) []string
}

var constraintForgotten = &Rule{
	Name: "constraint-forgotten", Severity: Warning, Of: OfMigration, Since: "0.3", Engines: []string{"mysql"},
	Title: "a constraint is parsed by the server and then forgotten",
	Why: "MySQL before 9.0 and MariaDB before 10.5 make nothing of a REFERENCES behind a column, and MySQL before 8.0.16 and MariaDB before " +
		"10.2.1 nothing of a CHECK. There is no error and no warning: rows that violate the constraint get in, and a later drop_constraint fails. " +
		"Write a foreign key as a FOREIGN KEY of the table, which every version keeps.",
	Bad:  "-- MySQL 8.0.30\nCREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));",
	Good: "-- MySQL 8.0.30\nCREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id));",
	Statement: func(w *Walk) []Finding {
		server, ok := w.Engine.(forgetter)
		if !ok || w.Script.Net {
			return nil
		}
		all := server.Forgotten(w.Statement().Text)
		if len(all) == 0 {
			return nil
		}
		cure := "leave it out, or check the values where they are written"
		if strings.HasPrefix(all[0], "REFERENCES") {
			cure = "write it as a FOREIGN KEY of the table"
		}
		table := ""
		if changes := w.Statement().Changes; len(changes) > 0 {
			table = changes[0].Object().Table
		}
		return []Finding{{
			Table: table, Severity: Warning,
			Message: fmt.Sprintf("the server parses %s and forgets it without an error: %s", strings.Join(all, " and "), cure),
		}}
	},
}
