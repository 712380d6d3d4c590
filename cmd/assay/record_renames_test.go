package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestRecordRenamedTable: a table that a revision renames is recorded as that, with what hangs on it and what else the revision does to it; the database is then
// what the recording says, and nothing of it is to be dropped.
func TestRecordRenamedTable(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			a := newShop(t, db)
			a.keep("base_0001")
			for i, sql := range []string{
				"CREATE TABLE parent (id integer PRIMARY KEY, name varchar(20), UNIQUE (name))",
				"CREATE TABLE child (id integer PRIMARY KEY, p integer, FOREIGN KEY (p) REFERENCES parent (id))",
				"ALTER TABLE parent RENAME TO elder",
				"ALTER TABLE child RENAME TO younger",
				"CREATE INDEX younger_p ON younger (p, id)",
			} {
				down := "base_0001"
				if i > 0 {
					down = fmt.Sprint("r", i-1)
				}
				a.add(fmt.Sprint("r", i), down, sql)
			}
			file, o := a.record()
			if o.code != exitClean {
				t.Fatalf("exit status %d: %s%s", o.code, o.stderr, o.stdout)
			}
			text := read(t, file)
			if n := strings.Count(text, "RENAME TO") + strings.Count(text, "RENAME TABLE"); n != 2 || strings.Contains(text, "DROP TABLE") {
				t.Errorf("the tables are not renamed:\n%s", text)
			}
			if r, code := reported(t, "check", "--history", file, "--fail-on", "info", db.URL); code != exitClean || !r.Trees[0].Match.Exact {
				t.Errorf("check of what was recorded: status %d, %+v", code, r.Trees[0])
			}
		})
	}
}
