package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// twoRevisions is a history as Alembic prints it.
const twoRevisions = `CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
-- Running upgrade  -> r1
CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);
INSERT INTO alembic_version (version_num) VALUES ('r1');
-- Running upgrade r1 -> r2
ALTER TABLE users ADD COLUMN a VARCHAR(10);
UPDATE alembic_version SET version_num='r2' WHERE alembic_version.version_num = 'r1';
`

// historyFile is a file with that SQL.
func historyFile(t *testing.T, sql string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "own.sql")
	if err := os.WriteFile(file, []byte(sql), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestUnknownStamp: a stamp that a project's history does not know is said by every command to be one, or to be newer than the history where all of that and
// more is there.
func TestUnknownStamp(t *testing.T) {
	t.Parallel()
	const unknown, newer = "Can't locate revision identified by 'r3'", "the stamp r3 is newer than this history: the schema has all of r2 and more, so take " +
		"the history of a newer checkout"
	for i, test := range []struct{ name, more, says, fixes string }{
		{"exact", "", unknown, "alembic stamp "},
		{"a column short", "ALTER TABLE users DROP COLUMN a", unknown, "alembic stamp "},
		{"a column more", "ALTER TABLE users ADD COLUMN b integer", newer, "newer"},
		{"a table more", "CREATE TABLE pets (id integer PRIMARY KEY)", newer, "newer"},
	} {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				db.Exec(t, strings.Split(strings.TrimSpace(twoRevisions), ";\n")...)
				db.Exec(t, "UPDATE alembic_version SET version_num = 'r3'")
				if test.more != "" {
					db.Exec(t, test.more)
				}
				history := historyFile(t, twoRevisions)
				for _, args := range [][]string{{"check"}, {"check", "--at", "r1"}, {"check", "--at", "r2"}, {"preflight", "--to", "r1"}, {"preflight", "--to", "heads"}} {
					o := assay(t, append(args, "--history", history, db.URL)...)
					if o.code != exitFindings || !strings.Contains(o.stdout, test.says) {
						t.Errorf("%v: status %d, %s%s", args, o.code, o.stdout, o.stderr)
					}
				}
				fix := assay(t, "fix", "--history", history, db.URL)
				if at := assay(t, "fix", "--at", "r2", "--history", history, db.URL); fix.code != exitClean || at.code != exitClean ||
					!strings.Contains(fix.stdout, test.fixes) {
					t.Errorf("fix: status %d and %d, %s%s%s", fix.code, at.code, fix.stdout, fix.stderr, at.stderr)
				}
			})
		}
	}
}
