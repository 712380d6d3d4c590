package rehearse_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/audit"
	"assay/expected"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/introspect"
	"assay/record"
	"assay/rehearse"
	"assay/result"
	"assay/upgrade"
)

func TestMain(m *testing.M) { lab.Main(m) }

// env runs all revisions in one transaction, as Alembic's own template does.
const env = `from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`

// A revision is one of a small project, with its statements; it comes after those, or after the one before it.
type revision struct {
	id    string
	sql   []string
	after []string
}

// A project is a small one, with a database that it was upgraded on.
type project struct {
	*alembic.Project

	server  lab.Server
	history string
	scratch *lab.Database
}

// begin makes a project, and upgrades its database to a revision; empty: to none.
func begin(t *testing.T, s lab.Server, at string, revisions ...revision) *project {
	t.Helper()
	files := map[string]string{"migrations/env.py": env}
	before := "None"
	for _, r := range revisions {
		if r.after != nil {
			before = "(" + strings.Join(quoted(r.after), ", ") + ",)"
		}
		files["migrations/versions/"+r.id+"_made.py"] = script(r.id, before, r.sql...)
		before = fmt.Sprintf("%q", r.id)
	}
	p := &project{Project: alembic.Write(t, s.Database(t), "%(here)s/migrations", files), server: s, scratch: s.Database(t)}
	p.history = filepath.Join(t.TempDir(), "history.sql")
	if err := os.WriteFile(p.history, []byte(p.Run(t, "upgrade", "base:heads", "--sql")), 0o600); err != nil {
		t.Fatal(err)
	}
	if at != "" {
		p.Run(t, "upgrade", at)
	}
	return p
}

func quoted(ids []string) []string {
	all := slices.Clone(ids)
	for i := range all {
		all[i] = fmt.Sprintf("%q", all[i])
	}
	return all
}

// script is a revision's file.
func script(id, before string, sql ...string) string {
	text := fmt.Sprintf("from alembic import op\n\nrevision = %q\ndown_revision = %s\n\n\ndef upgrade():\n    pass\n", id, before)
	for _, s := range sql {
		text += fmt.Sprintf("    op.execute(%q)\n", s)
	}
	return text
}

// rewrite gives a revision other statements than its history has.
func (p *project) rewrite(t *testing.T, id, before string, sql ...string) {
	t.Helper()
	file := filepath.Join(filepath.Dir(p.INI), "migrations", "versions", id+"_made.py")
	if err := os.WriteFile(file, []byte(script(id, fmt.Sprintf("%q", before), sql...)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// options are those of a rehearsal to a revision.
func (p *project) options(t *testing.T, to string) rehearse.Options {
	t.Helper()
	source := at(t, p.DB.URL)
	return rehearse.Options{
		Reader: &audit.Reader{}, Look: audit.Options{Source: source, History: p.texts(t)}, To: to,
		Tool: record.Tool{Config: p.INI, Section: "alembic", URL: alembic.URL(t, p.scratch)}, Scratch: at(t, p.scratch.URL),
		Questions: upgrade.Questions{Rows: 1000, Timeout: 5 * time.Second},
	}
}

func at(t *testing.T, url string) introspect.Source {
	t.Helper()
	source, err := introspect.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func (p *project) texts(t *testing.T) []expected.Text {
	t.Helper()
	texts, err := record.ReadTexts(p.history, nil)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// run rehearses.
func (p *project) run(t *testing.T, o rehearse.Options) *result.Rehearsal {
	t.Helper()
	r, err := rehearse.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// about is what was said about a part, and what came of it.
func about(r *result.Rehearsal, part string) result.Prediction {
	i := slices.IndexFunc(r.Predictions, func(p result.Prediction) bool { return p.About == part })
	if i < 0 {
		return result.Prediction{}
	}
	return r.Predictions[i]
}

// A jump is an upgrade of a small project, and what preflight says of it.
type jump struct {
	name      string
	engine    string // empty: on each
	revisions []revision
	at        string
	edits     []string // by hand
	to        string
	rows      int
	said      string // of the run, or of the start
	left      string // the stamp that is left
	open      int
	unasked   string // what the rows of the database would tell
}

var jumps = []jump{
	{
		name: "goes", at: "r1", to: "r3", said: "it runs r2, r3 to its end", left: "at r3",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN more INTEGER"}},
			{id: "r3", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)", "CREATE INDEX own ON t (more)"}},
		},
	},
	{
		name: "stops in the middle of a revision", at: "r1", to: "r3", said: "it stops at r2, statement 2 of 3: ERROR ", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN a INTEGER", "ALTER TABLE t ADD COLUMN b INTEGER", "ALTER TABLE t ADD COLUMN c INTEGER"}},
			{id: "r3", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
		},
		edits: []string{"ALTER TABLE t ADD COLUMN b INTEGER"},
	},
	{
		name: "stops at a later revision", at: "r1", to: "r4", said: "it stops at r3, statement 1 of 1: ERROR ", left: "r",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN a INTEGER"}},
			{id: "r3", sql: []string{"ALTER TABLE t DROP COLUMN name"}},
			{id: "r4", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
		},
		edits: []string{"ALTER TABLE t DROP COLUMN name"},
	},
	{
		name: "drift that is harmless stays", at: "r1", to: "r2", said: "it runs r2 to its end", left: "at r2",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN more INTEGER"}},
		},
		edits: []string{"ALTER TABLE t ADD COLUMN own VARCHAR(7) DEFAULT 'x' NOT NULL", "CREATE INDEX own ON t (own, name)", "CREATE TABLE mine (id INTEGER)"},
	},
	{
		name: "a stamp ahead leaves a revision out", at: "r1", to: "r3", said: "it runs r3 to its end", left: "at r3",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN more INTEGER"}},
			{id: "r3", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
		},
		edits: []string{"UPDATE alembic_version SET version_num = 'r2'"},
	},
	{
		name: "a stamp ahead stops it", at: "r1", to: "r3", said: "it stops at r3, statement 1 of 1: ERROR ", left: "r2",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
			{id: "r3", sql: []string{"ALTER TABLE u ADD COLUMN more INTEGER"}},
		},
		edits: []string{"UPDATE alembic_version SET version_num = 'r2'"},
	},
	{
		name: "the stamp is unknown", at: "r1", to: "r2", said: "Alembic does nothing: Can't locate revision identified by 'gone'", left: "at gone",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
		},
		edits: []string{"UPDATE alembic_version SET version_num = 'gone'"},
	},
	{
		name: "the stamp is beyond", at: "r3", to: "r2", said: "Alembic does nothing: the stamp is 1 revision beyond r2", left: "at r3",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
			{id: "r3", sql: []string{"ALTER TABLE u ADD COLUMN more INTEGER"}},
		},
	},
	{
		name: "rows that let it pass", at: "r1", to: "r2", rows: 20, unasked: "t.name", said: "it runs r2 to its end", left: "at r2",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"CREATE UNIQUE INDEX own ON t (name)"}},
		},
	},
	{
		name: "rows that stop it", at: "r1", to: "r3", rows: 20, said: "it stops at r2: t", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, flag BOOLEAN)"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN more INTEGER", "CREATE UNIQUE INDEX own ON t (flag)"}},
			{id: "r3", sql: []string{"CREATE TABLE u (id INTEGER PRIMARY KEY)"}},
		},
	},
	{
		name: "any row stops it", engine: "postgresql", at: "r1", to: "r2", rows: 1, said: "it stops at r2: t", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id SERIAL PRIMARY KEY)"}},
			{id: "r2", sql: []string{"ALTER TABLE t ADD COLUMN more INTEGER NOT NULL"}},
		},
	},
	{
		name: "a text that is no number stops it", engine: "mysql", at: "r1", to: "r2", rows: 3, said: "it stops at r2: t.name", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t MODIFY name INTEGER"}},
		},
	},
	{
		name: "a view in the way", engine: "postgresql", at: "r1", to: "r2", said: "it stops at r2, statement 1 of 1: ERROR 0A000: ", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t ALTER COLUMN name TYPE TEXT"}},
		},
		edits: []string{"CREATE VIEW seen AS SELECT name FROM t"},
	},
	{
		name: "a foreign key in the way", engine: "mysql", at: "r1", to: "r2", said: "it stops at r2, statement 1 of 1: ERROR ", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40))"}},
			{id: "r2", sql: []string{"ALTER TABLE t MODIFY id BIGINT NOT NULL"}},
		},
		edits: []string{"CREATE TABLE u (id INTEGER, CONSTRAINT own FOREIGN KEY (id) REFERENCES t (id))"},
	},
	{
		name: "an index of a foreign key that is called as its column", engine: "mysql", at: "r1", to: "r2", said: "it runs r2 to its end", left: "at r2",
		revisions: []revision{
			{id: "r1", sql: []string{
				"CREATE TABLE t (id INTEGER PRIMARY KEY)",
				"CREATE TABLE u (up INTEGER, KEY up (up), CONSTRAINT u_ibfk_1 FOREIGN KEY (up) REFERENCES t (id))",
			}},
			{id: "r2", sql: []string{"ALTER TABLE u DROP FOREIGN KEY u_ibfk_1", "ALTER TABLE u DROP INDEX up"}},
		},
	},
	{
		name: "two heads", at: "r1", to: "heads", said: "it runs ", left: "at a2 and b2",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY)"}},
			{id: "a2", sql: []string{"ALTER TABLE t ADD COLUMN a INTEGER"}, after: []string{"r1"}},
			{id: "b2", sql: []string{"ALTER TABLE t ADD COLUMN b INTEGER"}, after: []string{"r1"}},
		},
	},
	{
		name: "an id too long for the version table", at: "r1", to: "heads", said: "it stops at r2_" + longID + ", statement 2 of 2: ERROR ", left: "r1",
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY)"}},
			{id: "r2_" + longID, sql: []string{"ALTER TABLE t ADD COLUMN a INTEGER"}},
		},
	},
	{
		name: "what assay does not understand", engine: "postgresql", at: "r1", to: "r2", said: "it runs r2 to its end", left: "at r2", open: 1,
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY)"}},
			{id: "r2", sql: []string{"DO $$ BEGIN EXECUTE 'ANALYZE t'; END $$", "ALTER TABLE t ADD COLUMN a INTEGER"}},
		},
	},
	{
		name: "what assay does not understand stops it", engine: "postgresql", at: "r1", to: "r2", said: "whether it runs is not known", left: "r1", open: 1,
		revisions: []revision{
			{id: "r1", sql: []string{"CREATE TABLE t (id INTEGER PRIMARY KEY)"}},
			{id: "r2", sql: []string{"DO $$ BEGIN RAISE EXCEPTION 'not today'; END $$", "ALTER TABLE t ADD COLUMN a INTEGER"}},
		},
	},
}

const longID = "and_what_it_does_in_so_many_words"

// TestJumps: on each engine, what was predicted of each upgrade is what happens.
func TestJumps(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for i, j := range jumps {
		for _, s := range lab.InTurn(t, i, j.engine) {
			t.Run(s.Name+"/"+j.name, func(t *testing.T) {
				t.Parallel()
				j.check(t, s)
			})
		}
	}
}

func (j jump) check(t *testing.T, s lab.Server) {
	t.Helper()
	p := begin(t, s, j.at, j.revisions...)
	p.DB.Exec(t, j.edits...)
	o := p.options(t, j.to)
	o.Rows = j.rows
	r := p.run(t, o)
	if !r.Agrees {
		t.Errorf("it disagrees: %+v", r.Predictions)
	}
	first := about(r, "run")
	if first.Said == "" {
		first = about(r, "start")
	}
	if first.Said == "" && len(r.Open) > 0 { // nothing was predicted
		first = r.Open[0]
	}
	if !strings.HasPrefix(first.Said, j.said) || r.Outcome == "" {
		t.Errorf("it was said %q, want %q", first.Said, j.said)
	}
	if first.Came == "" || about(r, "schema").Came == "" || about(r, "stamp").Came == "" {
		t.Errorf("not all was looked at: %+v", r.Predictions)
	}
	if j.unasked != "" && !slices.Equal(r.Unasked, []string{j.unasked}) {
		t.Errorf("what the rows of the database would tell is %q, want %s", r.Unasked, j.unasked)
	}
	if !strings.Contains(r.Left, j.left) || len(r.Open) != j.open || len(r.Unmade) > 0 {
		t.Errorf("it is left %q, open: %+v, not made: %+v", r.Left, r.Open, r.Unmade)
	}
	for _, f := range r.Filled {
		if f.Rows != j.rows || f.Why != "" {
			t.Errorf("%s has %d rows: %s", f.Table, f.Rows, f.Why)
		}
	}
	if (j.rows > 0) != (len(r.Filled) > 0) {
		t.Errorf("%d tables have rows", len(r.Filled))
	}
}
