package rules_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"assay/dialect"
	"assay/internal/lab"
	"assay/rules"
)

// TestRefusalsOn is the truth table of refusals: testdata/lint/ENGINE/refusals/*.sql. What is above "-- then" makes a database, which is read; of each
// statement below, the rules must say the error that the server gives, and none where it gives none. "-- unforeseen CODE" marks an error of the server's that
// nobody foretells, "-- each is undone" has each
// statement rolled back, and "-- PostgreSQL 15" or the like on the first line the server that the file is about.
func TestRefusalsOn(t *testing.T) {
	t.Parallel()
	for engine := range fixtures {
		files, err := filepath.Glob(filepath.Join("..", "testdata", "lint", engine, "refusals", "*.sql"))
		if err != nil || len(files) == 0 {
			t.Fatal("no truth table", err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range servers(t, engine) {
				if of := aboutServer.FindStringSubmatch(string(text)); of != nil && !strings.HasPrefix(s.Server.String()+".", of[1]+".") {
					continue
				}
				t.Run(s.Name+"/"+strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
					t.Parallel()
					tryRefusals(t, s, string(text))
				})
			}
		}
	}
}

var (
	aboutServer = regexp.MustCompile(`^-- ((?:MySQL|MariaDB|PostgreSQL)(?: [\d.]+)?)\n`)
	unforeseen  = regexp.MustCompile(`-- unforeseen ([0-9A-Z]+)`)
	saidCode    = regexp.MustCompile(`\(ERROR ([0-9A-Z]+)`)
)

func tryRefusals(t *testing.T, s lab.Server, text string) {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	f := readFixture(t, s.Server.Engine, text)
	f.room = room
	db := s.Database(t)
	for _, st := range f.before {
		db.Exec(t, st.Text)
	}
	read, err := dialect.Read(t.Context(), s.Server.Engine, db.Target)
	if err != nil {
		t.Fatal(err)
	}
	marks := map[int]string{}
	for i, line := range strings.Split(text, "\n") {
		if m := unforeseen.FindStringSubmatch(line); m != nil {
			marks[follows(f.then, i+1)] = m[1]
		}
	}
	w, undone := rules.NewWalk(s.Server.Engine, room, read.Schema), strings.Contains(text, "-- each is undone\n")
	for _, st := range f.script(f.then).Statements {
		undo := w.Again(w.Before)
		w.Before = w.Before.Clone()
		said := ""
		for _, found := range w.Judge(&rules.Script{Statements: []*rules.Statement{st}}) {
			if m := saidCode.FindStringSubmatch(found.Message); m != nil && found.Severity == rules.Error {
				said = m[1]
			}
		}
		err := execute(t, db, st.Text, undone)
		switch did := codeOf(err); {
		case did != "" && did == marks[st.Line]:
			if said != "" {
				t.Errorf("line %d: %s is foreseen after all, take the mark away", st.Line, said)
			}
		case did != said:
			t.Errorf("line %d, %s: the server says %q (%v), and the rules %q", st.Line, st.Text, did, err, said)
		}
		if undone || err != nil {
			w = undo // as the server undoes what fails
		}
	}
}

// execute runs a statement, which is undone where that is asked for and the server can.
func execute(t *testing.T, db *lab.Database, sql string, undone bool) error {
	t.Helper()
	if !undone {
		_, err := db.DB.ExecContext(t.Context(), sql)
		return err
	}
	tx, err := db.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.ExecContext(t.Context(), sql)
	if failed := tx.Rollback(); failed != nil {
		t.Fatal(failed)
	}
	return err
}

func codeOf(err error) string {
	if refusal, ok := errors.AsType[*pgconn.PgError](err); ok {
		return refusal.Code
	}
	return code(err)
}
