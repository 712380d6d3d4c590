package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/dialect"
	"assay/internal/lab"
)

// TestToldHistories: at every revision of the histories below testdata, each of another kind, made by the very statements: check and infer tell it exactly,
// with the stamp and without, and find nothing wrong.
func TestToldHistories(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		files, err := filepath.Glob("../../testdata/histories/" + s.Server.Engine + "/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatalf("there are no histories of %s: %v", s.Name, err)
		}
		for _, file := range files {
			t.Run(s.Name+"/"+strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
				t.Parallel()
				toldAtEach(t, s, file, func(sql string) string { return sql })
			})
		}
	}
}

// toldAtEach hands each statement to the server as a client or a driver makes it of what the file says.
func toldAtEach(t *testing.T, s lab.Server, file string, handed func(sql string) string) {
	t.Helper()
	path, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path) //nolint:gosec // a test's own file
	if err != nil {
		t.Fatal(err)
	}
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	db := s.Database(t)
	for i, part := range strings.Split(string(text), "-- Running upgrade ") {
		statements, err := room.Split(part[strings.Index(part, "\n")+1:])
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 { // there is no line to cut off
			statements, _ = room.Split(part)
		}
		for _, st := range statements {
			if st.Text != "BEGIN" && st.Text != "COMMIT" { // what is read is what is committed
				db.Exec(t, handed(st.Text))
			}
		}
		if i > 0 {
			_, to, _ := strings.Cut(part, "-> ")
			to, _, _ = strings.Cut(to, "\n")
			toldExactly(t, db, path, to)
		}
	}
}

// TestToldByADriver: a driver makes one percent sign of each two in the SQL, and a client, as in the test above, does not. Both databases are what the
// history says.
func TestToldByADriver(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			toldAtEach(t, s, "../../testdata/histories/"+s.Server.Engine+"/percent.sql", func(sql string) string { return strings.ReplaceAll(sql, "%%", "%") })
		})
	}
}

// TestPercentIsCompared: a text that is neither as the SQL has it nor as a driver makes it of that is another.
func TestPercentIsCompared(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			history := write(t, filepath.Join(t.TempDir(), "own.sql"), "-- Running upgrade  -> a1\n\nCREATE TABLE c (s VARCHAR(10) DEFAULT '5%%' NOT NULL);\n\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n")
			db.Exec(t, "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)", "INSERT INTO alembic_version VALUES ('a1')", "CREATE TABLE c (s VARCHAR(10) DEFAULT '5%' NOT NULL)")
			for _, text := range []string{"5", "5%%%", "%5"} {
				db.Exec(t, "ALTER TABLE c ALTER COLUMN s SET DEFAULT '"+text+"'")
				r, _ := reported(t, "check", "--history", history, db.URL)
				if got := r.Trees[0].Findings; len(got) != 1 || got[0].Rule != "default" || !strings.Contains(strings.Join(got[0].Fix, ""), "'5%'") {
					t.Errorf("%s is found to be %+v", text, got)
				}
			}
		})
	}
}

// toldExactly holds what infer and check say of a database to a revision, with its stamp and then without.
func toldExactly(t *testing.T, db *lab.Database, history, revision string) {
	t.Helper()
	r, code := reported(t, "check", "--history", history, "--fail-on", "info", db.URL)
	if got := r.Trees[0]; code != exitClean || got.Verdict != "agrees" || !got.Match.Exact || got.Match.Revision != revision || len(got.Findings) > 0 {
		t.Errorf("%s: check says %+v, exit status %d: %+v", revision, got, code, got.Match)
	}
	if got := inferred(t, "--history", history, db.URL); !got.Match.Exact || got.Match.Revision != revision {
		t.Errorf("%s: infer says %+v", revision, got.Match)
	}
	db.Exec(t, "UPDATE alembic_version SET version_num = ''")
	if got := inferred(t, "--history", history, db.URL); !got.Match.Exact || got.Match.Revision != revision || len(got.Match.Equivalent) > 0 {
		t.Errorf("%s without a stamp: infer says %+v", revision, got.Match)
	}
	db.Exec(t, "UPDATE alembic_version SET version_num = '"+revision+"'")
}
