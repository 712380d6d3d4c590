package main

import (
	"os"
	"strings"
	"testing"

	"assay/internal/lab"
)

const longID = "0002_a_revision_with_a_speaking_long_name"

// longHistory is one in which an id is longer than Alembic makes its column; wider is what a revision before it does about that.
func longHistory(wider string) string {
	return strings.ReplaceAll(strings.Replace(twoRevisions, "-- Running upgrade r1 -> r2\n", "-- Running upgrade r1 -> r2\n"+wider, 1), "r2", longID)
}

// newLong is a database at r1, with the column as Alembic makes it.
func newLong(t *testing.T, s lab.Server) *lab.Database {
	t.Helper()
	db := s.Database(t)
	db.Exec(t, strings.Split(twoRevisions, ";\n")[0], "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY)", "INSERT INTO alembic_version (version_num) VALUES ('r1')")
	return db
}

// TestLongStamps: where the server would refuse an id, so do preflight and the fix's making room for it, and the words are the server's.
func TestLongStamps(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			mysql := s.Server.Engine == "mysql"
			refusal := "ERROR 22001: value too long for type character varying(32)"
			alter, strict := "ALTER COLUMN version_num TYPE", "SELECT 1"
			if mysql {
				refusal, alter = "ERROR 1406 (22001): Data too long for column 'version_num' at row 1", "MODIFY version_num"
				strict = "SET SESSION sql_mode = 'STRICT_ALL_TABLES'"
			}
			db := newLong(t, s)
			history := historyFile(t, longHistory(""))
			o := assay(t, "preflight", "--to", "heads", "--history", history, db.URL)
			if o.code != exitFindings || !strings.HasPrefix(o.stdout, "NO-GO  own: it stops at "+longID) || !strings.Contains(o.stdout, "statement 2 of 2: "+refusal) {
				t.Errorf("preflight: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
			if mysql != strings.Contains(o.stdout, "a session that is not strict (sql_mode) cuts the id without a word") {
				t.Errorf("what becomes of it without strict mode: %s", o.stdout)
			}
			_, words, _ := strings.Cut(refusal, ": ")
			conn, err := db.DB.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.ExecContext(t.Context(), strict); err != nil {
				t.Fatal(err)
			}
			if _, err := conn.ExecContext(t.Context(), "UPDATE alembic_version SET version_num = '"+longID+"'"); err == nil || !strings.Contains(err.Error(), words) {
				t.Errorf("the server says %v, and preflight %q", err, words)
			}
			_ = conn.Close()
			if o := assay(t, "preflight", "--to", "heads", "--history", historyFile(t, longHistory("ALTER TABLE alembic_version "+alter+" VARCHAR(99);\n")), db.URL); o.code != exitClean {
				t.Errorf("a revision makes room: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
			if o := assay(t, "preflight", "--to", "heads", "--history", historyFile(t, longHistory("ALTER TABLE alembic_version "+alter+" VARCHAR(40);\n")), db.URL); o.code != exitFindings {
				t.Errorf("a revision makes too little room: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
			script := assay(t, "preflight", "--sql", "--to", "heads", "--history", history, db.URL).stdout
			widen := script[strings.LastIndex(script, "ALTER TABLE"):]
			db.Exec(t, widen[:strings.Index(widen, ";")])
			if o := assay(t, "preflight", "--to", "heads", "--history", history, db.URL); o.code != exitClean {
				t.Errorf("after the way that preflight shows: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
			db.Exec(t, "ALTER TABLE users ADD COLUMN a VARCHAR(10)", "UPDATE alembic_version SET version_num = '"+longID+"'")
			if o := assay(t, "check", "--history", history, db.URL); o.code != exitClean {
				t.Errorf("at the head: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// TestLongStampsFixed: fix makes the column, or makes it wider, so that it takes the id.
func TestLongStampsFixed(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		narrow := "ALTER TABLE alembic_version ALTER COLUMN version_num TYPE VARCHAR(32)"
		if s.Server.Engine == "mysql" {
			narrow = "ALTER TABLE alembic_version MODIFY version_num VARCHAR(32) NOT NULL"
		}
		for _, test := range []struct {
			name, says string
			edits      []string
		}{
			{"one behind", "is one behind", nil},
			{"no table", "there is no version stamp", []string{"DROP TABLE alembic_version"}},
			{"no row", "alembic_version has no row", []string{"DELETE FROM alembic_version"}},
			{"cut", "cut to fit, since version_num is a varchar(32) and the id has 41 characters", []string{"UPDATE alembic_version SET version_num = '" + longID[:32] + "'"}},
		} {
			t.Run(s.Name+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				db := newLong(t, s)
				db.Exec(t, append([]string{narrow, "ALTER TABLE users ADD COLUMN a VARCHAR(10)"}, test.edits...)...)
				history := historyFile(t, longHistory(""))
				if o := assay(t, "check", "--history", history, db.URL); o.code != exitFindings || !strings.Contains(o.stdout, test.says) || strings.Contains(o.stdout, "ast-db-manage") {
					t.Errorf("check: status %d, %s%s", o.code, o.stdout, o.stderr)
				}
				client(t, db, assay(t, "fix", "--at", longID, "--history", history, db.URL).stdout)
				checkStamp(t, db, "alembic_version", longID)
				if o := assay(t, "check", "--history", history, db.URL); o.code != exitClean {
					t.Errorf("after the fix: status %d, %s%s", o.code, o.stdout, o.stderr)
				}
			})
		}
	}
}

// TestLongStampsInFiles: what no server holds is refused in a sentence.
func TestLongStampsInFiles(t *testing.T) {
	t.Parallel()
	history := historyFile(t, longHistory(""))
	if o := assay(t, "check", "--engine", "postgresql", "--history", history, history); o.code != exitUnknown || !strings.Contains(o.stderr, "version_num varchar(32) does not take "+longID) {
		t.Errorf("the history as a dump: status %d, %s%s", o.code, o.stdout, o.stderr)
	}
	wide := historyFile(t, strings.Replace(longHistory(""), "VARCHAR(32)", "VARCHAR(41)", 1))
	o := assay(t, "snapshot", "--engine", "postgresql", wide)
	if o.code != exitClean {
		t.Fatalf("snapshot: %s", o.stderr)
	}
	file := t.TempDir() + "/snap.json"
	if err := os.WriteFile(file, []byte(strings.Replace(o.stdout, `"args": "41"`, `"args": "40"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if o := assay(t, "check", "--history", history, file); o.code != exitUnknown || !strings.Contains(o.stderr, "is longer than its column, varchar(40), can hold") {
		t.Errorf("a snapshot of that: status %d, %s%s", o.code, o.stdout, o.stderr)
	}
}
