package main

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/introspect"
	"assay/record"
	"assay/schema"
)

// shopRevisions are those of the project in testdata in the order in which Alembic runs them, with the heads that it stores after each.
var shopRevisions = []struct{ id, heads string }{
	{"base_0001", "base_0001"},
	{"orders_0002", "orders_0002"},
	{"2f6e0d9b41aa", "2f6e0d9b41aa"},
	{"ship_1", "ship_1"},
	{"ship_2", "ship_2"},
	{"bill_1", "bill_1+ship_2"},
	{"bill_2", "bill_2+ship_2"},
	{"merge_1", "merge_1"},
	{"data_1", "data_1"},
	{"trigger_on", "trigger_on"},
	{"trigger_off", "trigger_off"},
	{"audit_1", "audit_1+trigger_off"},
	{"audit_2", "audit_2"}, // stands for trigger_off as well, on which it depends
	{"view_1", "view_1"},
	{"enum_grow", "enum_grow"},
	{"batch_ops", "batch_ops"},
	{"search_8", "search_8"},
	{"audit_3", "audit_3+search_8"},
}

// newShop is the project in testdata for a database, which run("upgrade", id) brings to a revision.
func newShop(t *testing.T, db *lab.Database) *alembic {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/project")); err != nil {
		t.Fatal(err)
	}
	ini := filepath.Join(dir, "alembic.ini")
	replaceIn(t, ini, "sqlalchemy.url =\n", "sqlalchemy.url = "+strings.ReplaceAll(sqlalchemyURL(t, db), "%", "%%")+"\n")
	return &alembic{t, db, ini}
}

// sqlalchemyURL is a database's URL with the drivers that Debian has.
func sqlalchemyURL(t *testing.T, db *lab.Database) string {
	t.Helper()
	at, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	at.Scheme = map[string]string{"mysql": "mysql+pymysql", "postgresql": "postgresql+psycopg2"}[at.Scheme]
	return at.String()
}

// replaceIn replaces the only place in a file where it says old.
func replaceIn(t *testing.T, file, old, with string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), old) != 1 {
		t.Fatalf("%s says %q %d times", file, old, strings.Count(string(text), old))
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// record records the project on its own database, and returns the recording's file.
func (a *alembic) record(args ...string) (file string, o outcome) {
	a.t.Helper()
	file = filepath.Join(filepath.Dir(a.ini), "history.jsonl")
	return file, assay(a.t, append([]string{"history", "record", "-c", a.ini, "--scratch", a.db.URL, "-o", file}, args...)...)
}

func readRecording(t *testing.T, file string) *expected.Project {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := expected.ReadRecording(bytes.NewReader(text), file, record.Speak)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestRecord records the project, and holds what the recording says of each revision against a database that Alembic alone brings there.
func TestRecord(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			file, o := newShop(t, s.Database(t)).record()
			if o.code != exitClean || o.stderr != "" || strings.Count(o.stdout, "\n") != 1 {
				t.Fatalf("exit status %d: %s%s", o.code, o.stderr, o.stdout)
			}
			p := readRecording(t, file)
			checkHeader(t, p, s)
			checkWritten(t, p, file)
			checkStable(t, p, file)
			if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".assay-*")); err != nil || len(left) > 0 {
				t.Errorf("it leaves %v behind (%v)", left, err)
			}
			a := newShop(t, s.Database(t))
			got := schema.New(dialectOf(t, p).Semantics())
			for i, step := range p.Steps {
				if want := shopRevisions[i]; step.ID != want.id || strings.Join(step.Heads, "+") != want.heads {
					t.Errorf("revision %d is %s, its heads %v, want %+v", i, step.ID, step.Heads, want)
				}
				for _, c := range step.Changes {
					if err := got.Apply(c); err != nil {
						t.Fatalf("%s: %v", step.ID, err)
					}
				}
				a.run("upgrade", step.ID)
				a.checkAt(step, got)
			}
			if len(p.Steps) != len(shopRevisions) {
				t.Errorf("%d revisions are recorded, want %d", len(p.Steps), len(shopRevisions))
			}
		})
	}
}

func dialectOf(t *testing.T, p *expected.Project) dialect.Dialect {
	t.Helper()
	room, err := dialect.For(schema.Server{Engine: p.Engine, Product: p.Product, Version: p.Version})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

func checkHeader(t *testing.T, p *expected.Project, s lab.Server) {
	t.Helper()
	server := schema.Server{Engine: p.Engine, Product: p.Product, Version: p.Version}
	if server != s.Server || p.VersionTable != "alembic_version" || p.Alembic == "" || !p.Net || len(p.Recorded) != len("2026-11-27") {
		t.Errorf("the recording is of %+v, version table %q, Alembic %q, day %q", server, p.VersionTable, p.Alembic, p.Recorded)
	}
}

// checkWritten: what was read is written so that it reads and writes the same again.
func checkWritten(t *testing.T, p *expected.Project, file string) {
	t.Helper()
	var texts [2]bytes.Buffer
	for i := range texts {
		if err := expected.WriteRecording(&texts[i], p, dialectOf(t, p)); err != nil {
			t.Fatal(err)
		}
		var err error
		if p, err = expected.ReadRecording(bytes.NewReader(texts[i].Bytes()), file, record.Speak); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(texts[0].String(), texts[1].String()); d != "" {
		t.Errorf("written again, the recording differs (-was +is):\n%s", d)
	}
}

// checkStable holds a recording to the one in testdata, but for the header, whose versions and day are others.
func checkStable(t *testing.T, p *expected.Project, file string) {
	t.Helper()
	kept := "../../testdata/project/history." + p.Engine + ".jsonl"
	if was := readRecording(t, kept); was.Product != p.Product { // MySQL's SQL is not MariaDB's
		return
	}
	var lines [2][]string
	for i, f := range []string{kept, file} {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = strings.Split(string(text), "\n")[1:]
	}
	if d := cmp.Diff(lines[0], lines[1]); d != "" {
		t.Errorf("the recording is not %s (-want +got), which %s replaces:\n%s", kept, file, d)
	}
}

// checkAt checks that the database is as the recording says it is after a revision.
func (a *alembic) checkAt(step expected.Step, want *schema.Schema) {
	a.t.Helper()
	source, err := introspect.ParseURL(a.db.URL)
	if err != nil {
		a.t.Fatal(err)
	}
	db, err := introspect.Read(a.t.Context(), source, dialect.Read)
	if err != nil {
		a.t.Fatal(err)
	}
	stamp := db.Stamps[0]
	delete(db.Schema.Tables, db.Schema.Semantics.TableKey(stamp.Table))
	if !slices.Equal(stamp.Revisions, step.Heads) {
		a.t.Errorf("after %s the version table holds %v, and the recording says %v", step.ID, stamp.Revisions, step.Heads)
	}
	d := drift.Compare(want, db.Schema)
	record.LeaveDefaults(db.Schema)
	if d = append(d, drift.Compare(db.Schema, want)...); len(d) > 0 {
		a.t.Errorf("after %s the database is not as the recording says: %#v", step.ID, d)
	}
}
