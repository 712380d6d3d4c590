package main

import (
	"fmt"
	"strings"
	"testing"

	"assay/dialect"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// TestFixMakesARevisionWhole: what an interrupted revision has not come to is made, be it harmless that it is missing, since the stamp is to say that all of it
// has run. What is the administrator's own stays.
func TestFixMakesARevisionWhole(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		room, err := dialect.For(s.Server)
		if err != nil {
			t.Fatal(err)
		}
		h, err := expected.Asterisk("config", s.Server.Engine, room)
		if err != nil {
			t.Fatal(err)
		}
		chain := h.Newest()
		for _, at := range []struct {
			id         string
			statements int
		}{{"4da0c5f79a9c", 1}, {"4da0c5f79a9c", 12}, {"4da0c5f79a9c", 18}, {"43956d550a44", 5}, {"74dc751dfe8e", 3}} {
			t.Run(fmt.Sprintf("%s/%s after %d", s.Name, at.id, at.statements), func(t *testing.T) {
				t.Parallel()
				i := chain.Index(at.id)
				sql, err := replay.Revision(room, chain.Revisions[i])
				if err != nil {
					t.Fatal(err)
				}
				var db *lab.Database
				if i > 0 {
					db = buildAt(t, s, room, expected.Position{Chain: chain, At: i - 1})
				} else {
					db = s.Database(t)
					db.Exec(t, "CREATE TABLE alembic_version_config (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))")
				}
				db.Exec(t, sql[:at.statements]...)
				db.Exec(t, "CREATE INDEX own ON sippeers (port)")
				client(t, db, assay(t, "fix", db.URL).stdout)
				checkStamp(t, db, "alembic_version_config", at.id)
				checkRules(t, db, []string{"extra-index"})
			})
		}
	}
}

// longerHistory makes a column longer, among others.
const longerHistory = `-- Running upgrade  -> r1, first

CREATE TABLE t (id INTEGER NOT NULL, a VARCHAR(40) NOT NULL, b VARCHAR(40), PRIMARY KEY (id));

-- Running upgrade r1 -> r2, second

ALTER TABLE t ADD COLUMN c INTEGER;

ALTER TABLE t ADD COLUMN d INTEGER;

ALTER TABLE t MODIFY a VARCHAR(80) NOT NULL;

CREATE INDEX bi ON t (b);
`

// TestFixLeavesWhatIsEdited: a column that somebody has made longer than the rest of an interrupted revision does is left so, and the stamp waits for the rest.
func TestFixLeavesWhatIsEdited(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))", "INSERT INTO alembic_version VALUES ('r1')",
				"CREATE TABLE t (id INTEGER NOT NULL, a VARCHAR(255) NOT NULL, b VARCHAR(40), c INTEGER, d INTEGER, PRIMARY KEY (id))")
			history := historyFile(t, longerHistory)
			only := assay(t, "fix", "--only", "stamp", "--history", history, db.URL).stdout
			if !strings.Contains(only, "--   not run: the schema is not at r2, and what would bring it there is left as it is\n") {
				t.Errorf("the stamp alone would not be true:\n%s", only)
			}
			script := assay(t, "fix", "--history", history, db.URL).stdout
			if !strings.Contains(script, "1 finding left as it is: 1 type-wider") || strings.Contains(script, "MODIFY") {
				t.Errorf("it does not leave the column:\n%s", script)
			}
			client(t, db, script)
			checkStamp(t, db, "alembic_version", "r2")
			if o := assay(t, "check", "--history", history, "--fail-on", "warning", db.URL); o.code != exitClean {
				t.Errorf("after the fix: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}
