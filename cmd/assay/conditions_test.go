package main

import (
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestConditions: IF EXISTS and IF NOT EXISTS belong to a change, in histories of SQL and in recordings. What is there already, or is not, stops no upgrade
// and asks nothing of the data, and what the server named counts by that name. The server runs each to tell.
func TestConditions(t *testing.T) {
	t.Parallel()
	const made = "CREATE TABLE t (id INTEGER NOT NULL, n INTEGER, PRIMARY KEY (id));\n" +
		"CREATE TABLE u (id INTEGER NOT NULL, t_id INTEGER, UNIQUE (t_id), PRIMARY KEY (id), FOREIGN KEY(t_id) REFERENCES t (id))"
	for _, test := range []struct{ name, engines, hand, does, drops string }{
		{"a column", "mariadb postgresql", "ALTER TABLE t ADD COLUMN m INTEGER", "ALTER TABLE t ADD COLUMN IF NOT EXISTS m INTEGER", ""},
		{"a column that would fail on rows", "mariadb postgresql", "ALTER TABLE t ADD COLUMN m INTEGER", "ALTER TABLE t ADD COLUMN IF NOT EXISTS m INTEGER NOT NULL", "m"},
		{"a column that refers", "postgresql", "ALTER TABLE u ADD COLUMN m INTEGER REFERENCES t (id)", "ALTER TABLE u ADD COLUMN IF NOT EXISTS m INTEGER REFERENCES t (id)", ""},
		{"an index", "mariadb postgresql", "CREATE INDEX ix ON t (n)", "CREATE INDEX IF NOT EXISTS ix ON t (n)", ""},
		{"a table", "mariadb mysql postgresql", "CREATE TABLE v (id INTEGER)", "CREATE TABLE IF NOT EXISTS v (id INTEGER)", ""},
		{"a missing table", "mariadb mysql postgresql", "", "DROP TABLE IF EXISTS nova", ""},
		{"a missing column", "mariadb postgresql", "ALTER TABLE t DROP COLUMN n", "ALTER TABLE t DROP COLUMN IF EXISTS n", ""},
		{"a missing index", "mariadb", "", "DROP INDEX IF EXISTS nova ON t", ""},
		{"a missing index of no table", "postgresql", "", "DROP INDEX IF EXISTS nova", ""},
		{"a missing type", "postgresql", "", "DROP TYPE IF EXISTS nova", ""},
		{"a missing table's column", "mariadb postgresql", "", "ALTER TABLE IF EXISTS nova ADD COLUMN m INTEGER", ""},
		{"a renamed table that is missing", "postgresql", "", "ALTER TABLE IF EXISTS nova RENAME TO novb", ""},
		{"a missing constraint", "postgresql", "", "ALTER TABLE u DROP CONSTRAINT IF EXISTS nova", ""},
		{"a missing key", "mariadb", "", "ALTER TABLE u DROP FOREIGN KEY IF EXISTS nova", ""},
		{"a missing column's type", "mariadb", "", "ALTER TABLE t MODIFY COLUMN IF EXISTS nova BIGINT", ""},
		{"a key without a name", "postgresql", "", "ALTER TABLE u DROP CONSTRAINT IF EXISTS u_t_id_fkey", ""},
		{"a unique constraint without a name", "postgresql", "", "ALTER TABLE u DROP CONSTRAINT IF EXISTS u_t_id_key", ""},
		{"an index beside a constraint without a name", "postgresql", "", "CREATE INDEX IF NOT EXISTS u_t_id_key ON t (n)", ""},
		{"InnoDB's key without a name", "mariadb", "", "ALTER TABLE u DROP FOREIGN KEY IF EXISTS u_ibfk_1", ""},
	} {
		for _, s := range servers(t) {
			engine := s.Server.Engine
			if strings.Contains(s.Server.Version, "MariaDB") || strings.Contains(s.Server.Product, "MariaDB") {
				engine = "mariadb"
			}
			if !strings.Contains(" "+test.engines+" ", " "+engine+" ") {
				continue
			}
			t.Run(s.Name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				history, begin := twoSteps(made, test.does)
				db := built(t, s, begin, "INSERT INTO t (id) VALUES (1), (2)")
				if test.hand != "" {
					db.Exec(t, test.hand)
				}
				file := historyFile(t, history)
				recorded := filepath.Join(t.TempDir(), "own.jsonl")
				if o := assay(t, "history", "import", "--engine", s.Server.Engine, file, "-o", recorded); o.code != exitClean {
					t.Fatal(o.stderr)
				}
				histories := []string{file, recorded}
				if strings.Contains(test.does, "REFERENCES") { // of which a recording makes a change of its own, and no statement says its condition
					histories = histories[:1]
				}
				for _, h := range histories {
					o := assay(t, "preflight", "--to", "heads", "--history", h, "--no-data", db.URL)
					if test.drops == "" && !strings.HasPrefix(o.stdout, "GO  ") || strings.HasPrefix(o.stdout, "NO-GO") {
						t.Errorf("preflight with %s: %s%s", filepath.Ext(h), o.stdout, o.stderr)
					}
				}
				db.Exec(t, test.does, "UPDATE alembic_version SET version_num = 'p2'")
				if test.drops != "" {
					return
				}
				for _, h := range histories {
					if o := assay(t, "check", "--history", h, db.URL); o.code != exitClean || !strings.Contains(o.stdout, "no findings") {
						t.Errorf("check with %s: %s%s", filepath.Ext(h), o.stdout, o.stderr)
					}
				}
			})
		}
	}
}

// TestIndexOutlivesKey: InnoDB keeps the index that it made for a foreign key when that is dropped, and nobody misses it where it is not there.
func TestIndexOutlivesKey(t *testing.T) {
	t.Parallel()
	const made = "CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id));\nCREATE TABLE u (id INTEGER NOT NULL, t_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(t_id) REFERENCES t (id))"
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			history, begin := twoSteps(made, "ALTER TABLE u DROP FOREIGN KEY u_ibfk_1")
			db := built(t, s, begin, "ALTER TABLE u DROP FOREIGN KEY u_ibfk_1", "UPDATE alembic_version SET version_num = 'p2'")
			file := historyFile(t, history)
			for _, does := range []string{"SELECT 1", "DROP INDEX t_id ON u"} {
				db.Exec(t, does)
				if o := assay(t, "check", "--history", file, db.URL); !strings.Contains(o.stdout, "p2, exactly") || !strings.Contains(o.stdout, "no findings") {
					t.Errorf("after %s: %s%s", does, o.stdout, o.stderr)
				}
			}
		})
	}
}
