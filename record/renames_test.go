package record_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/alembic"
)

// TestRecordRenamedTable: a table that a revision renames is recorded as that, with what hangs on it and what else the revision does to it; the database is then
// what the recording says, and nothing of it is to be dropped.
func TestRecordRenamedTable(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			a := newShop(t, db)
			a.Keep(t, "base_0001")
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
				a.Add(t, fmt.Sprint("r", i), down, sql)
			}
			if _, _, _, err := a.record(a.options()); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(a.file())
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), "RENAME TO") + strings.Count(string(text), "RENAME TABLE"); n != 2 || strings.Contains(string(text), "DROP TABLE") {
				t.Errorf("the tables are not renamed:\n%s", text)
			}
			p := readRecording(t, a.file())
			a.checkAt(p.Steps[len(p.Steps)-1], endOf(t, p))
		})
	}
}
