package record_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/record"
)

// A whole is a project in testdata/projects: what real ones are like that the shop is not.
type whole struct {
	name    string
	engines []string
	revs    int
	before  string // a file of what create_all made; empty: nothing
	offline bool   // whether its revisions need no database
	// drifts are edits by hand at the head that are found, and put right by what fix prints.
	drifts []string
	// stopped is an edit at a revision that makes the upgrade stop at another.
	at, stopped, stops string
}

var wholes = []whole{
	{
		name: "clinic", engines: []string{"postgresql"}, revs: 40, offline: true,
		drifts: []string{
			"ALTER TABLE people ALTER COLUMN email TYPE text", "ALTER TABLE bills DROP CONSTRAINT bills_appointment_fkey", "DROP INDEX ix_appointments_remarks",
			"ALTER TABLE people ALTER COLUMN id DROP DEFAULT", "ALTER TABLE labels ALTER COLUMN label TYPE text",
			"ALTER TYPE visit_status ADD VALUE 'lost'", "ALTER TABLE bills ALTER COLUMN number DROP NOT NULL",
		},
		at: "c20", stopped: "ALTER TABLE appointments ADD COLUMN takes interval", stops: "c34",
	},
	{
		name: "ledger", engines: []string{"mysql", "postgresql"}, revs: 7,
		drifts: []string{
			"ALTER TABLE bookings DROP COLUMN tenant", "ALTER TABLE accounts ADD COLUMN own INTEGER", "CREATE INDEX own ON bookings (amount)",
			"ALTER TABLE bookings ADD FOREIGN KEY (against) REFERENCES accounts (id)",
		},
		at: "l2", stopped: "ALTER TABLE accounts ADD COLUMN tenant INTEGER", stops: "l3",
	},
	{
		name: "notes", engines: []string{"mysql", "postgresql"}, revs: 4, before: "create_all.sql", offline: true,
		drifts: []string{"ALTER TABLE notes DROP COLUMN pinned", "ALTER TABLE notes DROP CONSTRAINT fk_notes_folder", "ALTER TABLE authors ADD COLUMN own INTEGER"},
		at:     "n2", stopped: "CREATE TABLE folders (id INTEGER)", stops: "n3",
	},
	{
		name: "depot", engines: []string{"postgresql"}, revs: 6, offline: true,
		drifts: []string{
			"DROP VIEW short", "CREATE OR REPLACE VIEW short AS SELECT id, name, stock, shelf FROM parts WHERE stock < 20", "DROP TRIGGER taken ON issues",
			"ALTER TABLE issues DISABLE TRIGGER taken", "CREATE OR REPLACE FUNCTION take() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
			"CREATE OR REPLACE FUNCTION doubled(n integer) RETURNS integer AS $$ SELECT n * 3 $$ LANGUAGE sql IMMUTABLE", "DROP FUNCTION doubled(integer)",
			"DROP SEQUENCE orders", "ALTER SEQUENCE orders INCREMENT 5", "DROP DOMAIN code",
		},
		at: "d4", stopped: "ALTER TABLE parts ADD COLUMN shelf integer", stops: "d5",
	},
	{
		name: "depot", engines: []string{"mysql"}, revs: 6, offline: true,
		drifts: []string{
			"DROP VIEW short", "CREATE OR REPLACE VIEW short AS SELECT id, name, stock, shelf FROM parts WHERE stock < 20", "DROP TRIGGER taken",
			"DROP TRIGGER taken;\nCREATE TRIGGER taken AFTER INSERT ON issues FOR EACH ROW UPDATE parts SET stock = 0 WHERE id = NEW.part", "DROP FUNCTION doubled",
		},
		at: "d4", stopped: "ALTER TABLE parts ADD COLUMN shelf integer", stops: "d5",
	},
}

func (w whole) begin(t *testing.T, s lab.Server) *alembic.Project {
	t.Helper()
	db := s.Database(t)
	w.create(t, db)
	return alembic.Copy(t, db, "../testdata/projects/"+w.name)
}

// create makes what no revision does.
func (w whole) create(t *testing.T, db *lab.Database) {
	t.Helper()
	if w.before == "" {
		return
	}
	text, err := os.ReadFile("../testdata/projects/" + w.name + "/" + w.before)
	if err != nil {
		t.Fatal(err)
	}
	runScript(t, db, string(text))
}

func runScript(t *testing.T, db *lab.Database, sql string) {
	t.Helper()
	client := db.Client(t)
	client.Stdin = strings.NewReader(sql)
	if out, err := client.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, out, sql)
	}
}

// sources are the project's histories: its recording and, where the revisions need no database, what Alembic prints.
func (w whole) sources(t *testing.T, s lab.Server) map[string]string {
	t.Helper()
	p := alembic.Copy(t, s.Database(t), "../testdata/projects/"+w.name)
	a := &shop{p, t}
	o := a.options()
	o.Read = readWord(t)
	if w.before != "" {
		made := s.Database(t)
		w.create(t, made)
		o.Like = made.URL
	}
	if done, _, notes, err := a.record(o); err != nil || len(notes) > 0 || done != w.revs {
		t.Fatalf("%d revisions are recorded: %v, %v", done, notes, err)
	}
	all := map[string]string{"recording": o.Output}
	if w.offline {
		all["offline"] = filepath.Join(t.TempDir(), w.name+".sql")
		if err := os.WriteFile(all["offline"], []byte(p.Run(t, "upgrade", "base:heads", "--sql")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestProjects takes each project through what assay is for: at every revision that real Alembic brings it to, each of its histories is exact and clean; what
// is edited is found and mended; an upgrade goes, and stops where it was said to.
func TestProjects(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for i, w := range wholes {
		for _, s := range lab.InTurn(t, i, w.engines[i%len(w.engines)]) {
			t.Run(w.name+"/"+s.Name, func(t *testing.T) {
				t.Parallel()
				all := w.sources(t, s)
				w.passes(t, s, all)
				w.mends(t, s, all["recording"])
				w.stopsAt(t, s, all)
			})
		}
	}
}

// passes upgrades revision by revision; in a sample, some are skipped over.
func (w whole) passes(t *testing.T, s lab.Server, histories map[string]string) {
	t.Helper()
	steps := readRecording(t, histories["recording"]).Steps
	p := w.begin(t, s)
	for i, step := range steps {
		if last := i == len(steps)-1; !last && !lab.Sampled(i, 0, 1, 1+len(steps)/8) {
			continue
		}
		p.Run(t, "upgrade", step.ID)
		for name, history := range histories {
			clean(t, fmt.Sprintf("%s at %s", name, step.ID), p.DB.URL, history, step.ID)
		}
	}
}

// clean checks that the database is exactly at a revision, with nothing to find.
func clean(t *testing.T, what, db, history, revision string) {
	t.Helper()
	r, err := assay.Check(t.Context(), db, assay.Options{History: history})
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	tree := r.Trees[0]
	if tree.Verdict != "agrees" || tree.Match == nil || !tree.Match.Exact || tree.Match.Revision != revision && !slices.Contains(tree.Match.Equivalent, revision) {
		t.Errorf("%s: %s, %+v", what, tree.Verdict, tree.Match)
	}
	for _, f := range tree.Findings {
		if f.Rule != "not-compared" {
			t.Errorf("%s: %s: %s", what, f.Rule, f.Message)
		}
	}
}

func (w whole) mends(t *testing.T, s lab.Server, history string) {
	t.Helper()
	p := w.begin(t, s)
	p.Run(t, "upgrade", "head")
	head := readRecording(t, history).Steps[w.revs-1].ID
	for _, sql := range w.drifts {
		p.DB.Exec(t, strings.Split(sql, ";\n")...)
		r, err := assay.Check(t.Context(), p.DB.URL, assay.Options{History: history})
		if err != nil || !slices.ContainsFunc(r.Trees[0].Findings, func(f assay.Finding) bool { return f.Rule != "not-compared" }) {
			t.Errorf("%s: it is not found: %v", sql, err)
			continue
		}
		script, err := assay.Fix(t.Context(), p.DB.URL, assay.Options{History: history, Destroy: true, Severity: "info"})
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		runScript(t, p.DB, script.String())
		clean(t, "after "+sql, p.DB.URL, history, head)
	}
}

// stopsAt holds GO and NO-GO against what Alembic does.
func (w whole) stopsAt(t *testing.T, s lab.Server, histories map[string]string) {
	t.Helper()
	p := w.begin(t, s)
	p.Run(t, "upgrade", w.at)
	ahead := func(name string) *expectedUpgrade {
		r, err := assay.Preflight(t.Context(), p.DB.URL, "heads", assay.Options{History: histories[name]})
		if err != nil || r.Trees[0].Upgrade == nil {
			t.Fatalf("%s: %v", name, err)
		}
		u := r.Trees[0].Upgrade
		e := &expectedUpgrade{goes: u.Go, undecided: u.Undecided}
		if u.Stops != nil {
			e.stops = u.Stops.Revision
		}
		return e
	}
	for name := range histories {
		if u := ahead(name); !u.goes && u.undecided == 0 {
			t.Errorf("%s: it does not go: %+v", name, u)
		}
	}
	p.DB.Exec(t, w.stopped)
	for name := range histories {
		if u := ahead(name); u.goes || u.stops != w.stops {
			t.Errorf("%s: %+v, want a stop at %s", name, u, w.stops)
		}
	}
	if said, status := p.Try(t, "upgrade", "heads"); status == 0 {
		t.Errorf("Alembic goes on: %s", said)
	}
}

// An expectedUpgrade is what preflight says of one.
type expectedUpgrade struct {
	goes      bool
	undecided int
	stops     string
}

// TestProjectOfTwoDatabases records a project in Flask-Migrate's layout, whose revisions run on two databases, once for each.
func TestProjectOfTwoDatabases(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../testdata/projects/forum")); err != nil {
				t.Fatal(err)
			}
			main, stats := s.Database(t), s.Database(t)
			migrate(t, dir, main, stats, "upgrade", "head")
			for i, db := range []*lab.Database{main, stats} {
				scratch, other := s.Database(t), s.Database(t)
				urls := []string{alembic.URL(t, other), alembic.URL(t, other)}
				urls[i] = "{url}"
				in := fmt.Sprintf("cd '%s' && SQLALCHEMY_DATABASE_URI='%s' FORUM_STATS='%s' alembic -c migrations/alembic.ini ", dir, urls[0], urls[1])
				in = strings.ReplaceAll(in, "'{url}'", "{url}")
				source, err := record.Scratch(alembic.URL(t, scratch))
				if err != nil {
					t.Fatal(err)
				}
				warned := ""
				a := &shop{&alembic.Project{DB: scratch}, t}
				_, at, notes, err := a.record(record.Options{
					Tool:    record.Tool{Config: filepath.Join(dir, "alembic.ini"), Command: in + "upgrade {revision}", List: in + "history --verbose", URL: alembic.URL(t, scratch)},
					Scratch: source, Output: filepath.Join(dir, fmt.Sprintf("%d.jsonl", i)), Warn: func(told string) { warned = told },
				})
				if err != nil || at != "f4" || len(notes) > 0 || !strings.Contains(warned, "the databases of all SQLALCHEMY_BINDS") {
					t.Fatalf("it is recorded up to %s: %v, %v; it warns %q", at, notes, err, warned)
				}
				clean(t, "the head", db.URL, filepath.Join(dir, fmt.Sprintf("%d.jsonl", i)), "f4")
			}
		})
	}
}

// migrate runs Alembic as the application's command would.
func migrate(t *testing.T, dir string, main, stats *lab.Database, args ...string) {
	t.Helper()
	first := fmt.Sprintf("os.environ['SQLALCHEMY_DATABASE_URI'], os.environ['FORUM_STATS'] = %q, %q", alembic.URL(t, main), alembic.URL(t, stats))
	if out, _, status := alembic.RunIn(t, dir, first, true, append([]string{"-c", "migrations/alembic.ini"}, args...)...); status != 0 {
		t.Fatalf("exit status %d: %s", status, out)
	}
}
