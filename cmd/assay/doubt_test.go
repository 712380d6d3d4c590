package main

import (
	"strings"
	"testing"
)

// TestDoubt: whether a server runs a statement on a table that is not compared is for nobody to say, and what stands in the way by what the history does not
// tell of is none of it for sure. On the other tables, and of what cannot fail, the verdict is as ever; the server has the last word.
func TestDoubt(t *testing.T) {
	t.Parallel()
	const made = "CREATE TABLE t (id INTEGER NOT NULL, n INTEGER, PRIMARY KEY (id));\nCREATE TABLE u (id INTEGER NOT NULL, t_id INTEGER, PRIMARY KEY (id))"
	const parted = "DROP TABLE t; CREATE TABLE t (id INTEGER NOT NULL, n INTEGER, PRIMARY KEY (id)) PARTITION BY RANGE (id)"
	const part = "DROP TABLE t; CREATE TABLE whole (id INTEGER NOT NULL, n INTEGER, PRIMARY KEY (id)) PARTITION BY RANGE (id); " +
		"CREATE TABLE t PARTITION OF whole FOR VALUES FROM (0) TO (9)"
	const foreign = "DROP TABLE t; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER f FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE t (id INTEGER NOT NULL, n INTEGER) SERVER f"
	const hash, versioned = "ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2", "ALTER TABLE t ADD SYSTEM VERSIONING"
	const add, unique = "ALTER TABLE t ADD COLUMN x INTEGER", "ALTER TABLE t ADD CONSTRAINT q UNIQUE (n)"
	for _, test := range []struct{ name, engines, hand, does, says string }{
		{"a column of a partitioned table", "postgresql", parted, add, "GO"},
		{"a unique constraint of a partitioned table", "postgresql", parted, unique, "NO-GO"},
		{"a type of a partitioned table", "postgresql", parted, "ALTER TABLE t ALTER COLUMN id TYPE bigint", "NO-GO"},
		{"a default of a partitioned table", "postgresql", parted, "ALTER TABLE t ALTER COLUMN n SET DEFAULT 5", "GO"},
		{"a dropped column of a partitioned table", "postgresql", parted, "ALTER TABLE t DROP COLUMN n", "GO IF"},
		{"a column of a partition", "postgresql", part, add, "GO IF"},
		{"an index of a partition", "postgresql", part, "CREATE INDEX ix ON t (n)", "GO IF"},
		{"a table where a partition is", "postgresql", "CREATE TABLE whole (id INTEGER) PARTITION BY RANGE (id); CREATE TABLE v PARTITION OF whole DEFAULT", "CREATE TABLE v (id INTEGER)", "NO-GO"},
		{"a column of a foreign table", "postgresql", foreign, add, "GO IF"},
		{"an index of a foreign table", "postgresql", foreign, "CREATE INDEX ix ON t (n)", "GO IF"},
		{"a column of a view", "postgresql", "ALTER TABLE t RENAME TO r; CREATE VIEW t AS SELECT * FROM r", add, "NO-GO"},
		{"a column that an heir has otherwise", "postgresql", "CREATE TABLE heir (x text) INHERITS (t)", add, "GO IF"},
		{"a column that no heir has", "postgresql", "CREATE TABLE heir (y text) INHERITS (t)", add, "GO"},
		{"an inherited column", "postgresql", "DROP TABLE t; CREATE TABLE p (n integer); CREATE TABLE t (id integer PRIMARY KEY) INHERITS (p)", "ALTER TABLE t DROP COLUMN n", "NO-GO"},
		{"another table", "postgresql", part, "ALTER TABLE u ADD COLUMN x INTEGER", "GO"},
		{"a column of a partitioned table", "mysql mariadb", hash, add, "GO"},
		{"a unique constraint of a partitioned table", "mysql mariadb", hash, unique, "GO IF"},
		{"an index of a partitioned table", "mysql mariadb", hash, "CREATE INDEX ix ON t (n)", "GO"},
		{"a key of a partitioned table", "mysql mariadb", hash, "ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES u (id)", "GO IF"},
		{"a key to a partitioned table", "mysql mariadb", hash, "ALTER TABLE u ADD FOREIGN KEY (t_id) REFERENCES t (id)", "GO IF"},
		{"a column stated anew", "mysql mariadb", hash, "ALTER TABLE t MODIFY n INTEGER DEFAULT 5", "GO"},
		{"a column renamed", "mysql mariadb", hash, "ALTER TABLE t CHANGE id no INTEGER NOT NULL", "GO IF"},
		{"a column of a versioned table", "mariadb", versioned, add, "GO IF"},
		{"another table", "mariadb", versioned, "ALTER TABLE u ADD COLUMN x INTEGER", "GO"},
	} {
		for _, s := range servers(t) {
			engine := s.Server.Engine
			if strings.Contains(s.Server.Product, "MariaDB") {
				engine = "mariadb"
			}
			if !strings.Contains(" "+test.engines+" ", " "+engine+" ") {
				continue
			}
			t.Run(s.Name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				history, begin := twoSteps(made, test.does)
				db := built(t, s, begin, strings.Split(test.hand, "; ")...)
				o := assay(t, "preflight", "--to", "heads", "--history", historyFile(t, history), db.URL)
				_, refused := db.DB.ExecContext(t.Context(), test.does)
				if says := word(o.stdout); says != test.says || says == "GO" && refused != nil || says == "NO-GO" && refused == nil {
					t.Errorf("%s, want %s, and the server says %v\n%s%s", says, test.says, refused, o.stdout, o.stderr)
				}
			})
		}
	}
}

// TestTypeInUseUnread: a type that only a column uses which the history does not tell of may have been freed by what assay could not read.
func TestTypeInUseUnread(t *testing.T) {
	t.Parallel()
	const made = "CREATE TYPE x AS ENUM ('a', 'b');\nCREATE TABLE t (id INTEGER NOT NULL, c x, PRIMARY KEY (id))"
	const swap = "ALTER TYPE x RENAME TO x_old;\nCREATE TYPE x AS ENUM ('a', 'b', 'c');\n" +
		"ALTER TABLE t ALTER COLUMN c TYPE x USING c::text::x, INHERIT p;\nDROP TYPE x_old;\nCREATE TYPE x_old AS ENUM ('d')"
	for _, s := range servers(t) {
		if s.Server.Engine != "postgresql" {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			history, begin := twoSteps(made, swap)
			db := built(t, s, begin)
			if o := assay(t, "preflight", "--to", "heads", "--history", historyFile(t, history), db.URL); word(o.stdout) != "GO IF" {
				t.Errorf("%s%s", o.stdout, o.stderr)
			}
			db.Exec(t, "CREATE TABLE own (c x)")
			if o := assay(t, "preflight", "--to", "heads", "--history", historyFile(t, history), db.URL); word(o.stdout) != "NO-GO" {
				t.Errorf("with a table that the history does not have: %s%s", o.stdout, o.stderr)
			}
		})
	}
}
