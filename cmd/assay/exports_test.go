package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestExports: what other programs than the servers' own export of a database, in words of their own, is the database, down to the server's version.
func TestExports(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../testdata/exports/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no exports in testdata")
	}
	for _, s := range inTurn(t, 0, "mysql") {
		if s.Server.Product != "MariaDB" { // of which they are
			continue
		}
		db := s.Database(t)
		db.Exec(t, "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
			"CREATE TABLE p (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, n varchar(20) DEFAULT 'a' COMMENT 'it''s')",
			"CREATE TABLE c (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, p int, KEY pk (p), CONSTRAINT fk FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE)",
			"CREATE VIEW v AS SELECT id FROM p", "CREATE TRIGGER tr before insert on c for each row set NEW.p = 1")
		for _, file := range files {
			o := assay(t, "diff", db.URL, file)
			if o.code != exitClean || !strings.Contains(o.stdout, "(MariaDB 10.11.14)\n\n") || !strings.Contains(o.stdout, "compared: 2 tables, 1 trigger, 1 view;") {
				t.Errorf("%s: exit status %d: %s%s", file, o.code, o.stdout, o.stderr)
			}
		}
		db.Exec(t, "ALTER TABLE c DROP FOREIGN KEY fk", "DROP TRIGGER tr", "CREATE TRIGGER tr after insert on c for each row set @x = 1", "ALTER TABLE p MODIFY n varchar(21)")
		for _, file := range files {
			o := assay(t, "diff", db.URL, file)
			for _, part := range []string{"c.fk  ", "c.trigger tr", "p.n"} {
				if o.code != exitFindings || !strings.Contains(o.stdout, part) {
					t.Errorf("%s: %s is not found: exit status %d: %s%s", file, part, o.code, o.stdout, o.stderr)
				}
			}
		}
	}
}
