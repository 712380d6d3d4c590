package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
	alembiclab "assay/internal/lab/alembic"
	"assay/result"
)

// offline is what alembic upgrade base:heads --sql prints of the project.
func (a *alembic) offline() string {
	a.t.Helper()
	sql := a.run("upgrade", "base:heads", "--sql")
	file := filepath.Join(a.t.TempDir(), "shop.sql")
	if err := os.WriteFile(file, []byte(sql), 0o600); err != nil {
		a.t.Fatal(err)
	}
	return file
}

// sources are the histories of the project that there are: its recording, and its offline SQL.
func (a *alembic) sources(s lab.Server) map[string]string {
	a.t.Helper()
	recording, err := filepath.Abs("../../testdata/project/history." + s.Server.Engine + ".jsonl")
	if err != nil {
		a.t.Fatal(err)
	}
	return map[string]string{"recording": recording, "offline": a.offline()}
}

func inferred(t *testing.T, args ...string) result.Tree {
	t.Helper()
	o := assay(t, append([]string{"infer", "--format", "json"}, args...)...)
	var r result.Report
	if err := json.Unmarshal([]byte(o.stdout), &r); err != nil || len(r.Trees) != 1 {
		t.Fatalf("exit status %d, %v: %s%s", o.code, err, o.stdout, o.stderr)
	}
	return r.Trees[0]
}

// TestProject: at every revision of the project, reached by real Alembic, each of its histories tells the revision from the schema and finds nothing
// wrong, with the stamp and without.
func TestProject(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			a := newShop(t, db)
			for name, history := range a.sources(s) {
				t.Run(name, func(t *testing.T) { checkShop(t, s, history) })
			}
		})
	}
}

func checkShop(t *testing.T, s lab.Server, history string) {
	t.Helper()
	db := s.Database(t)
	a := newShop(t, db)
	for _, r := range alembiclab.ShopRevisions {
		a.run("upgrade", r.ID)
		if o := assay(t, "check", "--fail-on", "info", "--history", history, db.URL); o.code != exitClean {
			t.Errorf("%s: exit status %d: %s%s", r.ID, o.code, o.stdout, o.stderr)
		}
		m := inferred(t, "--history", history, db.URL).Match
		if heads := strings.ReplaceAll(storedHeads(t, db), " ", "+"); !m.Exact || m.Statement != nil || m.Revision != heads && !slices.Contains(m.Equivalent, heads) {
			t.Errorf("at %s the schema is taken for %+v", heads, m)
		}
	}
}

// storedHeads are the rows of the version table, sorted, with blanks between them.
func storedHeads(t *testing.T, db *lab.Database) string {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), "SELECT version_num FROM alembic_version ORDER BY version_num")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		all = append(all, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// TestProjectMended: a lost stamp of two heads, and drift, are put right by the SQL that fix prints, and Alembic goes on from there.
func TestProjectMended(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			a := newShop(t, db)
			history := a.sources(s)["recording"]
			a.run("upgrade", "bill_1")
			a.run("upgrade", "ship_2")
			db.Exec(t, "DROP TABLE alembic_version", "ALTER TABLE orders DROP CONSTRAINT ck_orders_total")
			fix := assay(t, "fix", "--history", history, db.URL)
			if fix.code != exitClean {
				t.Fatalf("exit status %d: %s%s", fix.code, fix.stdout, fix.stderr)
			}
			client(t, db, fix.stdout)
			if heads := storedHeads(t, db); heads != "bill_1 ship_2" {
				t.Errorf("the stamp is %q after\n%s", heads, fix.stdout)
			}
			if o := assay(t, "check", "--fail-on", "info", "--history", history, db.URL); o.code != exitClean {
				t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
			if o := assay(t, "preflight", "--to", "heads", "--history", history, db.URL); o.code != exitClean || !strings.Contains(o.stdout, "GO") {
				t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
			a.run("upgrade", "heads")
			if o := assay(t, "check", "--fail-on", "info", "--history", history, db.URL); o.code != exitClean {
				t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// TestProjectPlan: an upgrade of two heads that stops is led around the place, and ends at a clean database.
func TestProjectPlan(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			a := newShop(t, db)
			history := a.sources(s)["recording"]
			a.run("upgrade", "bill_1")
			a.run("upgrade", "ship_2")
			db.Exec(t, "ALTER TABLE invoices ADD COLUMN series varchar(8) DEFAULT 'A' NOT NULL")
			if o := assay(t, "preflight", "--to", "heads", "--history", history, db.URL); o.code != exitFindings || !strings.HasPrefix(o.stdout, "NO-GO  project: it stops at bill_2\n") {
				t.Fatalf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
			way := assay(t, "preflight", "--to", "heads", "--sql", "--allow-destructive", "--history", history, db.URL)
			if way.code != exitClean || !strings.Contains(way.stdout, "alembic upgrade heads\n") || !strings.Contains(way.stdout, "alembic stamp bill_2 ship_2\n") {
				t.Fatalf("exit status %d: %s%s", way.code, way.stdout, way.stderr)
			}
			client(t, db, way.stdout)
			if heads := storedHeads(t, db); heads != "bill_2 ship_2" {
				t.Fatalf("the stamp is %q after\n%s", heads, way.stdout)
			}
			a.run("upgrade", "heads")
			if o := assay(t, "check", "--fail-on", "error", "--history", history, db.URL); o.code != exitClean {
				t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// TestHistoryRefused: what a history or a database cannot be is said in one sentence.
func TestHistoryRefused(t *testing.T) {
	t.Parallel()
	recording := "../../testdata/project/history.mysql.jsonl"
	dump := "../../testdata/asterisk.sql"
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	begun, err := os.ReadFile(recording)
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(string(begun), "\n")
	for _, test := range []struct {
		args []string
		says string
	}{
		{[]string{"check", recording}, "this is a recorded history, and no database: name it with --history"},
		{[]string{"check", "--history", recording, "--asterisk", "20", dump}, "--asterisk is for the built-in histories"},
		{[]string{"check", "--history", recording, "--tree", "config", dump}, "--tree is for the built-in histories"},
		{[]string{"check", "--history", "../../testdata/project/history.postgresql.jsonl", dump}, "a history of the same engine is needed"},
		{[]string{"check", "--history", "../../README.md", dump}, "there is no revision in it"},
		{[]string{"preflight", "--to", "22", "--history", recording, "asterisk:20"}, "--history is for a database"},
		{[]string{"check", "--history", "nowhere.jsonl", dump}, "the history nowhere.jsonl is not there"},
		{[]string{"check", "--history", file("empty", "\n"), dump}, "empty is empty: alembic upgrade base:heads --sql writes a history"},
		{[]string{"check", "--history", file("begun", header+"\n"), dump}, "the history project has no revision yet"},
		{[]string{"history", "import", file("binary", "a\x00b")}, "this is no SQL text in UTF-8"},
		{[]string{"history", "import", file("chatter", "INFO done")}, "there is no revision in it"},
		{[]string{"history", "import", file("bare", "-- Running upgrade  -> a\n\nDROP TABLE t;\n\nINSERT INTO alembic_version (version_num) VALUES ('a');\n")}, "say so with --engine"},
	} {
		o := assay(t, test.args...)
		if o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, test.says) || strings.Count(o.stderr, "\n") != 1 {
			t.Errorf("%v: exit status %d: %s%s", test.args, o.code, o.stdout, o.stderr)
		}
	}
	if o := assay(t, "check", "--history", recording, dump); o.code != exitFindings || !strings.Contains(o.stdout, "none of the 32 tables of asterisk is of the history project: ") {
		t.Errorf("exit status %d: %s%s", o.code, o.stdout, o.stderr)
	}
}

// newShop is the project in testdata for a database, which run("upgrade", id) brings to a revision.
func newShop(t *testing.T, db *lab.Database) *alembic {
	t.Helper()
	return &alembic{alembiclab.Shop(t, db, "../../testdata"), t}
}
