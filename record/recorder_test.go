package record_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/introspect"
	"assay/record"
	"assay/schema"
)

func TestMain(m *testing.M) { lab.Main(m) }

// shop is the project in testdata for a database, to be recorded there.
type shop struct {
	*alembic.Project

	t *testing.T
}

func newShop(t *testing.T, db *lab.Database) *shop {
	t.Helper()
	return &shop{alembic.Shop(t, db, "../testdata"), t}
}

func (a *shop) file() string { return filepath.Join(filepath.Dir(a.INI), "history.jsonl") }

// options are those of a recording on the project's own database.
func (a *shop) options() record.Options {
	a.t.Helper()
	return record.Options{
		Tool: record.Tool{Config: a.INI, Section: "alembic", URL: a.DB.URL}, Scratch: a.scratch(), Output: a.file(),
	}
}

// scratch is the database as messages name it.
func (a *shop) scratch() introspect.Source {
	a.t.Helper()
	source, err := introspect.ParseURL(a.DB.URL)
	if err != nil {
		a.t.Fatal(err)
	}
	source.Timeout = time.Minute
	return source
}

// record records the project, or what the recording lacks of it, and returns how many revisions that was and the notes about them.
func (a *shop) record(o record.Options) (done int, at string, notes []string, err error) {
	a.t.Helper()
	r, err := record.Begin(a.t.Context(), o)
	if err != nil {
		return 0, "", nil, err
	}
	defer func() {
		if err := r.Close(); err != nil {
			a.t.Error(err)
		}
	}()
	before, told := r.Done(), 0
	notes, err = r.RecordAll(a.t.Context(), func(string, int) { told++ })
	if done = r.Done() - before; err != nil {
		return done, "", notes, err
	}
	if told != done {
		a.t.Errorf("told of %d revisions, and %d are recorded", told, done)
	}
	if r.Done() != r.Len() {
		a.t.Errorf("%d of %d revisions are recorded", r.Done(), r.Len())
	}
	return done, r.At(), notes, nil
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
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			recorded := newShop(t, s.Database(t))
			if done, at, notes, err := recorded.record(recorded.options()); err != nil || len(notes) > 0 || done != len(alembic.ShopRevisions) || at != "audit_3+search_8" {
				t.Fatalf("%d revisions are recorded, up to %s: %v, %v", done, at, notes, err)
			}
			file := recorded.file()
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
				if want := alembic.ShopRevisions[i]; step.ID != want.ID || strings.Join(step.Heads, "+") != want.Heads {
					t.Errorf("revision %d is %s, its heads %v, want %+v", i, step.ID, step.Heads, want)
				}
				for _, c := range step.Changes {
					if err := got.Apply(c); err != nil {
						t.Fatalf("%s: %v", step.ID, err)
					}
				}
				a.Run(t, "upgrade", step.ID)
				a.checkAt(step, got)
			}
			if len(p.Steps) != len(alembic.ShopRevisions) {
				t.Errorf("%d revisions are recorded, want %d", len(p.Steps), len(alembic.ShopRevisions))
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
	kept := "../testdata/project/history." + p.Engine + ".jsonl"
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
func (a *shop) checkAt(step expected.Step, want *schema.Schema) {
	a.t.Helper()
	db, err := introspect.Read(a.t.Context(), a.scratch(), dialect.Read)
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
