package record_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/introspect"
	"assay/schema"
)

// readWord reads a database by its URL.
func readWord(t *testing.T) func(string) (*schema.Database, error) {
	t.Helper()
	return func(word string) (*schema.Database, error) {
		s, err := introspect.ParseURL(word)
		if err != nil {
			return nil, err
		}
		return introspect.ReadAny(t.Context(), s, dialect.Read)
	}
}

// TestRecordFrom records a history from a revision on, of a database that is there: its end is that of the whole history. It goes on later.
func TestRecordFrom(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			whole := readRecording(t, "../testdata/project/history."+s.Server.Engine+".jsonl")
			kept := newShop(t, s.Database(t))
			kept.Run(t, "upgrade", "orders_0002")
			kept.DB.Exec(t, "INSERT INTO customers (name, email) VALUES ('Ann', 'ann@host')")
			for i, command := range []string{"", "alembic -c {ini} upgrade {revision}"} {
				a := newShop(t, s.Database(t))
				o := a.options()
				o.Base, o.Read = kept.DB.URL, readWord(t)
				if o.Tool.Command = command; command != "" {
					o.Tool.List, o.From = "alembic -c {ini} history --verbose", "orders_0002"
				}
				a.records(o, len(alembic.ShopRevisions)-2, "audit_3+search_8")
				p := readRecording(t, a.file())
				if first := p.Steps[0]; p.From != "orders_0002" || first.ID != p.From || len(first.Down) > 0 || !slices.Equal(first.Heads, []string{p.From}) {
					t.Errorf("the recording is from %q, its first line %+v", p.From, first)
				}
				if s.Server.Product != whole.Product {
					continue
				}
				if d := drift.Compare(endOf(t, whole), endOf(t, p)); len(d) > 0 {
					t.Errorf("%d: it ends at another schema: %#v", i, d)
				}
			}
		})
	}
}

// TestRecordFromStops: what a history cannot begin with, and that it goes on where it was begun.
func TestRecordFromStops(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	s := lab.Postgres(t)[0]
	kept := newShop(t, s.Database(t))
	kept.Run(t, "upgrade", "ship_1")
	a := newShop(t, s.Database(t))
	a.Keep(t, "base_0001", "orders_0002", "2f6e0d9b41aa", "ship_1", "bill_1")
	o := a.options()
	o.Read = readWord(t)
	o.From = "ship_1"
	a.refuses(o, "--from: name the database (or dump) that is at this revision with --base")
	o.Base, o.From = kept.DB.URL, "bill_1"
	a.refuses(o, "--from names bill_1, and --base is stamped ship_1")
	o.From = ""
	a.refuses(o, "revision bill_1 parts from a revision before ship_1, which is left out: begin at")
	kept.DB.Exec(t, "UPDATE alembic_version SET version_num = 'gone'")
	a.refuses(o, "the project has no revision gone, at which the history is to begin")
	kept.DB.Exec(t, "DELETE FROM alembic_version")
	a.refuses(o, "--base: it has no stamp: name the revision that it is at with --from")

	a.Keep(t, "base_0001", "orders_0002", "2f6e0d9b41aa", "ship_1")
	a.Add(t, "next", "ship_1", "ALTER TABLE customers ADD COLUMN more integer")
	o.From = "ship_1"
	a.records(o, 1, "next")
	a.Add(t, "last", "next", "ALTER TABLE customers ADD COLUMN most integer")
	o.From, o.Base = "", ""
	a.records(o, 1, "last")
	kept.DB.Exec(t, "INSERT INTO alembic_version VALUES ('next')")
	o.Base = kept.DB.URL
	a.refuses(o, "begins at ship_1: delete the file to begin elsewhere")
}

// TestRecordLike records a project whose first revision changes tables that create_all has made.
func TestRecordLike(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 2, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			made := s.Database(t)
			made.Exec(t, "CREATE TABLE parents (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE)",
				"CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, CONSTRAINT own FOREIGN KEY (parent) REFERENCES parents (id))")
			a := newShop(t, s.Database(t))
			a.Keep(t, "base_0001")
			alembic.ReplaceIn(t, a.Version("base_0001"), "def upgrade():\n", "def upgrade():\n    op.execute(\"ALTER TABLE children ADD COLUMN age INTEGER\")\n")
			o := a.options()
			o.Like, o.Read = made.URL, readWord(t)
			a.records(o, 1, "base_0001")
			p := readRecording(t, a.file())
			if n := len(p.Before); n < 2 || n > 3 || p.From != "" { // its foreign key may be a statement of its own
				t.Errorf("before the first revision: %#v", p.Before)
			}
			if s.Server.Engine == "mysql" {
				made = lab.Postgres(t)[0].Database(t)
			} else {
				made = lab.MySQL(t)[0].Database(t)
			}
			made.Exec(t, "CREATE TABLE parents (id INTEGER PRIMARY KEY)")
			o.Like, o.Output = made.URL, filepath.Join(t.TempDir(), "other.jsonl")
			a.DB = s.Database(t)
			o.Scratch = a.scratch()
			a.refuses(o, "--before-url is of "+map[string]string{"mysql": "postgresql", "postgresql": "mysql"}[s.Server.Engine]+", and the scratch database of ")
			if _, err := os.Stat(o.Output); err == nil {
				t.Errorf("%s is written", o.Output)
			}
		})
	}
}
