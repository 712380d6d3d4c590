package dialect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/schema"
)

// TestConditions: what a statement makes sure of is in its changes, and in the statements that are made of them.
func TestConditions(t *testing.T) {
	t.Parallel()
	mariadb, mysql := schema.Server{Engine: "mysql", Product: "MariaDB", Version: "10.11.14-MariaDB"}, schema.Server{Engine: "mysql", Product: "MySQL", Version: "8.4.0"}
	postgres := schema.Server{Engine: "postgresql", Version: "15.1"}
	for _, test := range []struct {
		server  schema.Server
		sql     string
		changes int
		want    schema.If
	}{
		{mysql, "CREATE TABLE IF NOT EXISTS t (a int)", 1, schema.IfObject},
		{mysql, "DROP TABLE IF EXISTS t, u", 2, schema.IfObject},
		{mysql, "ALTER TABLE t ADD COLUMN a int DEFAULT (if(exists(select 1), 1, 2))", 1, 0},
		{mariadb, "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int AFTER b", 1, schema.IfObject},
		{mariadb, "ALTER TABLE t ADD IF NOT EXISTS (a int, b int)", 2, schema.IfObject},
		{mariadb, "ALTER TABLE t ADD INDEX IF NOT EXISTS i (a), ADD UNIQUE KEY IF NOT EXISTS u (a), ADD FULLTEXT KEY IF NOT EXISTS f (c)", 3, schema.IfObject},
		{mariadb, "ALTER TABLE t ADD PRIMARY KEY IF NOT EXISTS (a)", 1, schema.IfObject},
		{mariadb, "ALTER TABLE t ADD CONSTRAINT n FOREIGN KEY IF NOT EXISTS (a) REFERENCES p (id), ADD FOREIGN KEY IF NOT EXISTS (a) REFERENCES p (id)", 2, schema.IfObject},
		{mariadb, "ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS k CHECK (a > 0)", 1, schema.IfObject},
		{mariadb, "ALTER TABLE t DROP COLUMN IF EXISTS a, DROP INDEX IF EXISTS i, DROP FOREIGN KEY IF EXISTS f, DROP CONSTRAINT IF EXISTS k", 4, schema.IfObject},
		{mariadb, "ALTER TABLE t RENAME INDEX IF EXISTS i TO j, RENAME COLUMN IF EXISTS a TO b, MODIFY IF EXISTS c int, CHANGE COLUMN IF EXISTS d e int, ALTER COLUMN IF EXISTS f SET DEFAULT 1", 5, schema.IfObject},
		{mariadb, "ALTER TABLE IF EXISTS t ADD COLUMN a int, DROP COLUMN b", 2, schema.IfTable},
		{mariadb, "ALTER TABLE IF EXISTS t DROP COLUMN IF EXISTS b", 1, schema.IfTable | schema.IfObject},
		{mariadb, "RENAME TABLE IF EXISTS t TO u", 1, schema.IfObject},
		{mariadb, "CREATE INDEX IF NOT EXISTS i ON t (a)", 1, schema.IfObject},
		{mariadb, "DROP INDEX IF EXISTS i ON t", 1, schema.IfObject},
		{postgres, "CREATE TABLE IF NOT EXISTS t (a int)", 1, schema.IfObject},
		{postgres, "DROP TABLE IF EXISTS t, u", 2, schema.IfObject},
		{postgres, "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, DROP COLUMN IF EXISTS b, DROP CONSTRAINT IF EXISTS c", 3, schema.IfObject},
		{postgres, "ALTER TABLE IF EXISTS t ADD COLUMN a int, ADD UNIQUE (b)", 2, schema.IfTable},
		{postgres, "ALTER TABLE IF EXISTS t RENAME TO u", 1, schema.IfTable},
		{postgres, "ALTER TABLE IF EXISTS t RENAME COLUMN a TO b", 1, schema.IfTable},
		{postgres, "ALTER TABLE IF EXISTS t RENAME CONSTRAINT a TO b", 1, schema.IfTable},
		{postgres, "ALTER INDEX IF EXISTS i RENAME TO j", 1, schema.IfObject},
		{postgres, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", 1, schema.IfObject},
		{postgres, "CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)", 1, schema.IfObject},
		{postgres, "DROP INDEX IF EXISTS i", 1, schema.IfObject},
		{postgres, "DROP TYPE IF EXISTS e", 1, schema.IfObject},
		{postgres, "ALTER TYPE e ADD VALUE IF NOT EXISTS 'x' BEFORE 'y'", 1, schema.IfObject},
	} {
		room, err := dialect.For(test.server)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := room.Parse(test.sql)
		if err != nil || len(changes) != test.changes {
			t.Errorf("%s: %d changes, %v", test.sql, len(changes), err)
		}
		for _, c := range changes {
			if got := schema.IfOf(c); got != test.want {
				t.Errorf("%s: %T has condition %d, want %d", test.sql, c, got, test.want)
			}
			written := []schema.Change{c}
			if drop, ok := c.(schema.DropTable); ok && drop.Follows() { // the statement of the first one
				continue
			} else if ok {
				written = changes
			}
			sql, err := room.Format(c)
			if err != nil || len(sql) != 1 {
				t.Errorf("%s: %v %v", test.sql, sql, err)
				continue
			}
			again, err := room.Parse(sql[0])
			if diff := cmp.Diff(written, again); diff != "" || err != nil {
				t.Errorf("%s is written as %s (-was +is): %v\n%s", test.sql, sql[0], err, diff)
			}
		}
	}
}
