package rules

import (
	"fmt"

	"assay/schema"
)

var foreignKeyCopies = &Rule{
	Name: "foreign-key-copies", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.ForeignKeyObject, Engines: []string{"mysql"},
	Title: "a table is copied to check a new foreign key, while writes are blocked",
	Why: "MySQL and MariaDB check the existing rows against a new foreign key by copying the table, and writes are blocked meanwhile. With " +
		"foreign_key_checks off the key is only recorded and no row is checked (both seen on MySQL 5.6 and 9.7, MariaDB 10.11): then you " +
		"have to make sure that the rows are valid.",
	Bad: "-- MariaDB 10.11\nCREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, KEY t_p (p));\n-- then\n" +
		"ALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id);",
	Good: "-- MariaDB 10.11\nCREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER, KEY t_p (p));\n-- then\n" +
		"SET foreign_key_checks = 0;\nALTER TABLE t ADD CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id);\nSET foreign_key_checks = 1;",
	Statement: func(w *Walk) []Finding {
		if !copiesForKeys(w) {
			return nil
		}
		return w.eachChange(func(c schema.Change) (Finding, bool) {
			add, ok := c.(schema.AddForeignKey)
			if !ok {
				return Finding{}, false
			}
			k := add.ForeignKey
			return Finding{
				Table: add.Table, Object: k.Name, Severity: Warning,
				Message: fmt.Sprintf("writes to %s are blocked while it is copied to check the foreign key to %s (%s): "+
					"look for rows without a match first, then add it between SET foreign_key_checks = 0 and = 1, which copies nothing and checks nothing", add.Table,
					k.RefTable, w.worst().Words),
			}, true
		})
	},
}
