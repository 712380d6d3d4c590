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
				toldAtEach(t, s, file)
			})
		}
	}
}

func toldAtEach(t *testing.T, s lab.Server, file string) {
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
				db.Exec(t, st.Text)
			}
		}
		if i > 0 {
			_, to, _ := strings.Cut(part, "-> ")
			to, _, _ = strings.Cut(to, "\n")
			toldExactly(t, db, path, to)
		}
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
