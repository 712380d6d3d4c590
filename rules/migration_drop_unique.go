package rules

import (
	"fmt"

	"assay/schema"
)

var dropUnique = &Rule{
	Name: "drop-unique", Severity: Warning, Of: OfMigration, Since: "0.1", Kind: schema.IndexObject,
	Title: "a unique key is dropped and not replaced",
	Why: "Afterwards there can be duplicates, so a downgrade may be unable to restore the key, and programs that rely on it (INSERT … ON " +
		"CONFLICT, ON DUPLICATE KEY UPDATE, a look-up of one row) fail or use the wrong row. Nothing is reported if another key over these " +
		"columns, or some of them, remains or is added.",
	Bad: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40), CONSTRAINT t_name UNIQUE (name));\n-- then\n" +
		"ALTER TABLE t DROP CONSTRAINT t_name; -- PostgreSQL\nALTER TABLE t DROP INDEX t_name; -- MySQL",
	Good: "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40), CONSTRAINT t_name UNIQUE (name));\n-- then\n" +
		"ALTER TABLE t DROP CONSTRAINT t_name; -- PostgreSQL\nALTER TABLE t DROP INDEX t_name; -- MySQL\nALTER TABLE t ADD CONSTRAINT uq_t_name UNIQUE (name);",
	Statement: func(w *Walk) []Finding {
		return droppedKeys(w, func(t *schema.Table, x schema.Index) (string, bool) {
			return fmt.Sprintf("the unique key %s of table %s is dropped: afterwards there can be duplicates, and programs that rely on it fail or use the wrong "+
				"row", named(x), t.Name), x.Kind != schema.Primary
		})
	},
}
