package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestImportedKinds: the statements of a revision, on what the revision before it makes. The server refuses them where the verdict is NO-GO, which assay is to
// foretell, or GO IF! where that cannot be known for sure. Behind the others, the database is what the history says, but for what the case says is left.
func TestImportedKinds(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		for text := range strings.SplitSeq(read(t, filepath.Join("..", "..", "testdata", "imported", s.Server.Engine+".txt")), "====\n") {
			head, sql, _ := strings.Cut(text, "\n")
			before, after, _ := strings.Cut(sql, "----\n")
			said := strings.SplitN(head+": ", ": ", 4)
			if on := strings.TrimSuffix(said[1], ")"); on != said[1] && !strings.HasSuffix(on, "("+s.Server.Product) {
				continue // a kind of another product alone
			}
			t.Run(s.Name+"/"+said[1], func(t *testing.T) {
				t.Parallel()
				importedKind(t, s, before, after, strings.TrimPrefix(said[0], "# "), strings.TrimSuffix(said[2], ": "))
			})
		}
	}
}

// importedKind has a server run two revisions, and assay foretell the second and compare.
func importedKind(t *testing.T, s lab.Server, before, after, verdict, left string) {
	t.Helper()
	verdict, refused := strings.CutSuffix(verdict, "!")
	refused = refused || verdict == "NO-GO"
	const versions = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
	dir := t.TempDir()
	file, recording := filepath.Join(dir, "history.sql"), filepath.Join(dir, "history.jsonl")
	offline := versions + ";\n\n-- Running upgrade  -> a1\n\n" + before + "\n\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n\n" +
		"-- Running upgrade a1 -> b2\n\n" + after + "\n\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\n\n"
	if err := os.WriteFile(file, []byte(offline), 0o600); err != nil {
		t.Fatal(err)
	}
	if o := assay(t, "history", "import", file, "--engine", s.Server.Engine, "-o", recording); o.code != exitClean {
		t.Fatalf("status %d: %s%s", o.code, o.stdout, o.stderr)
	}
	db := s.Database(t)
	client(t, db, before+versions+";\nINSERT INTO alembic_version VALUES ('a1');\n")
	if o := assay(t, "preflight", "--history", recording, "--to", "b2", db.URL); !strings.HasPrefix(o.stdout, verdict+" ") {
		t.Errorf("it is to say %s, and says\n%s%s", verdict, o.stdout, o.stderr)
	}
	if refused {
		if _, err := db.DB.ExecContext(t.Context(), after); err == nil {
			t.Error("the server runs it")
		}
		return
	}
	client(t, db, after+"UPDATE alembic_version SET version_num = 'b2';\n")
	o := assay(t, "check", "--all-options", "--history", recording, db.URL)
	if !strings.Contains(o.stdout, "no findings") && (left == "" || strings.Count(o.stdout, "expected ") != 1 || !strings.Contains(o.stdout, left)) {
		t.Errorf("the database is what the history makes, and the check says\n%s%s", o.stdout, o.stderr)
	}
}
