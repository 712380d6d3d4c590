package record_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/introspect"
	"assay/record"
	"assay/schema"
)

// readWord reads a database by its URL.
func readWord(t *testing.T) func(_, word string) (*schema.Database, error) {
	t.Helper()
	return func(_, word string) (*schema.Database, error) {
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
				_, err := p.History(dialectOf(t, p).Semantics(), []string{"base_0001"})
				if want := "the stamp base_0001 comes before orders_0002, at which the history "; err == nil || !strings.HasPrefix(err.Error(), want) {
					t.Errorf("of an older stamp it says %v, want %q", err, want)
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

// TestRecordUncommitted records a project whose env.py nobody lets commit the version table that ensure_version makes: with SQLAlchemy 2, which a connection
// of 1.4 is like that begins by itself, and a transaction for each revision. Where it goes is known all the same.
func TestRecordUncommitted(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	s := lab.Postgres(t)[0]
	a := newShop(t, s.Database(t))
	env := filepath.Join(filepath.Dir(a.INI), "migrations", "env.py")
	alembic.ReplaceIn(t, env, "poolclass=pool.NullPool", "poolclass=pool.NullPool, future=True")
	a.Run(t, "ensure_version")
	if tables := a.DB.Tables(t); len(tables) > 0 {
		t.Fatalf("the version table is committed: %v", tables)
	}
	a.records(a.options(), len(alembic.ShopRevisions), "audit_3+search_8")

	kept := newShop(t, s.Database(t))
	kept.Run(t, "upgrade", "orders_0002")
	b := newShop(t, s.Database(t))
	alembic.ReplaceIn(t, filepath.Join(filepath.Dir(b.INI), "migrations", "env.py"), "poolclass=pool.NullPool", "poolclass=pool.NullPool, future=True")
	o := b.options()
	o.Base, o.Read = kept.DB.URL, readWord(t)
	b.records(o, len(alembic.ShopRevisions)-2, "audit_3+search_8")

	other := s.Database(t)
	alembic.ReplaceIn(t, env, `config.get_main_option("sqlalchemy.url")`, strconv.Quote(alembic.URL(t, other)))
	a.DB = s.Database(t)
	o = a.options()
	o.Output = filepath.Join(t.TempDir(), "other.jsonl")
	a.refuses(o, ": its env.py takes the database from elsewhere")
}

// TestRecordTOML records a project of which a pyproject.toml alone tells.
func TestRecordTOML(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	s := lab.Postgres(t)[0]
	a := newShop(t, s.Database(t))
	a.Keep(t, "base_0001", "orders_0002")
	dir := filepath.Dir(a.INI)
	text := "[tool.black]\n\n[tool.alembic]\nscript_location = \"%(here)s/migrations\"\nversion_locations = [\"%(here)s/migrations/versions\"]\n"
	env := "from alembic import context\nfrom sqlalchemy import create_engine\n\nwith create_engine(context.config.get_main_option(\"sqlalchemy.url\")).connect() as c:\n" +
		"    context.configure(connection=c)\n    with context.begin_transaction():\n        context.run_migrations()\n"
	for file, text := range map[string]string{"pyproject.toml": text, "migrations/env.py": env} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(a.INI); err != nil {
		t.Fatal(err)
	}
	a.records(a.options(), 2, "orders_0002") // as without -c
	a.INI = filepath.Join(dir, "pyproject.toml")
	a.DB = s.Database(t)
	o := a.options()
	o.Output = filepath.Join(t.TempDir(), "again.jsonl")
	a.records(o, 2, "orders_0002")
}

// TestRecordOthers: projects that would upgrade other databases as well are refused, or warned of.
func TestRecordOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		return file
	}
	tool := record.Tool{Config: write("several.ini", "[alembic]\nscript_location = m\ndatabases = one, two\n"), Section: "alembic"}
	if err := tool.Open(); err == nil || !strings.Contains(err.Error(), "it upgrades several databases (databases = one, two)") {
		t.Error(err)
	}
	if others := tool.Others(); others != "" {
		t.Error(others)
	}
	write("migrations/env.py", "bind_names = list(current_app.config['SQLALCHEMY_BINDS'].keys())\n")
	write("migrations/alembic.ini", "[alembic]\n")
	flask := record.Tool{Config: filepath.Join(dir, "alembic.ini")}
	if err := flask.Open(); err == nil || !strings.Contains(err.Error(), "--command 'flask db upgrade {revision}' --list 'flask db history --verbose'") {
		t.Error(err)
	}
	if others := flask.Others(); !strings.Contains(others, "all SQLALCHEMY_BINDS") {
		t.Error(others)
	}
}
