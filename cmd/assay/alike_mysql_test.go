package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// alike is what servers of the family have in other words than people, each in its own; {db} is another database, which has a table p.
var alike = map[string]string{
	"mysql": "CREATE TABLE h (id int NOT NULL) PARTITION BY HASH (id) PARTITIONS 3;\n" +
		"CREATE TABLE r (d date) PARTITION BY RANGE COLUMNS (d) (PARTITION p0 VALUES LESS THAN ('2020-01-01') COMMENT 'it''s', PARTITION p1 VALUES LESS THAN (MAXVALUE));\n" +
		"CREATE TABLE f (id int, KEY id (id), CONSTRAINT far FOREIGN KEY (id) REFERENCES {db}.p (id));\n" +
		"CREATE TABLE k (id int, KEY id (id) KEY_BLOCK_SIZE=4);\n" +
		"CREATE TABLE m (id int NOT NULL) ENGINE=MERGE UNION=() INSERT_METHOD=LAST;\n" +
		"CREATE VIEW v AS SELECT id AS n FROM k WHERE id > 1;\n" +
		"CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1;\n",
	"mariadb": "CREATE SEQUENCE s INCREMENT BY 5 CYCLE;\nCREATE TABLE c (a text COMPRESSED, b varchar(10) CHARACTER SET latin1 COMPRESSED);\n" +
		"CREATE TABLE o (id int PRIMARY KEY) WITH SYSTEM VERSIONING;\n" +
		"CREATE TABLE x (id int, s timestamp(6) GENERATED ALWAYS AS ROW START, " +
		"e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING;\n" +
		"CREATE TABLE y (id int, s date NOT NULL, e date NOT NULL, PERIOD FOR p (s, e));\n",
}

// TestSourcesAreAlike: a database is what its dump, its snapshot and the script that made it say, and what cannot be compared with a script is named.
func TestSourcesAreAlike(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			other := s.Database(t)
			db := s.Database(t) // goes first, since it refers to the other one
			other.Exec(t, "CREATE TABLE p (id int PRIMARY KEY)")
			text := alike["mysql"]
			if s.Server.Product == "MariaDB" {
				text += alike["mariadb"]
			}
			text = strings.ReplaceAll(text, "{db}", other.Name)
			for sql := range strings.SplitSeq(strings.TrimSpace(text), ";\n") {
				db.Exec(t, strings.TrimSuffix(sql, ";"))
			}
			folder := t.TempDir()
			script, snapshot := filepath.Join(folder, "made.sql"), filepath.Join(folder, "snapshot.json")
			if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if o := assay(t, "snapshot", "-o", snapshot, db.URL); o.code != 0 {
				t.Fatalf("status %d, %s", o.code, o.stderr)
			}
			sources := []string{script, snapshot}
			if s.Server.Version[:1] != "5" { // which no program dumps that is still to be had
				for _, program := range s.Dumpers(t) {
					sources = append(sources, db.Dump(t, program, "--no-data", "--events", "--routines"))
				}
			}
			for _, source := range sources {
				for _, pair := range [][2]string{{source, db.URL}, {db.URL, source}} {
					o := assay(t, "diff", pair[0], pair[1])
					if o.code != 0 || o.stderr != "" {
						t.Errorf("%s: status %d\n%s%s", source, o.code, o.stdout, o.stderr)
					}
					if want := map[bool]int{true: 1}[source == script]; strings.Count(o.stdout, "view v") != want {
						t.Errorf("%s: the view that is spelled otherwise is to be named %d times:\n%s", source, want, o.stdout)
					}
				}
			}
		})
	}
}
