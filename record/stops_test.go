package record_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/record"
)

// refuses checks that recording fails with one sentence that says this.
func (a *shop) refuses(o record.Options, want string) {
	a.t.Helper()
	_, _, _, err := a.record(o)
	if said := fmt.Sprint(err); strings.Contains(said, "\n") || !strings.Contains(said+"\n", want) {
		a.t.Errorf("%s\nwant %q", said, want)
	}
}

// records checks that so many revisions are recorded, up to one.
func (a *shop) records(o record.Options, want int, last string) {
	a.t.Helper()
	if done, at, notes, err := a.record(o); err != nil || done != want || at != last || len(notes) > 0 {
		a.t.Fatalf("%d revisions are recorded, up to %s: %v, %v\nwant %d, up to %s", done, at, notes, err, want, last)
	}
}

// TestRecordGoesOn stops at a revision that fails, goes on when that is mended, and does not where the recording and the database no longer fit.
func TestRecordGoesOn(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			a.Keep(t, "base_0001", "orders_0002", "2f6e0d9b41aa")
			alembic.ReplaceIn(t, a.Version("2f6e0d9b41aa"), "def upgrade():\n", "def upgrade():\n    raise RuntimeError(\"out of paper\")\n")
			a.refuses(a.options(), "revision 2f6e0d9b41aa was not recorded: `alembic upgrade 2f6e0d9b41aa` failed (exit status 1): RuntimeError: out of paper; ")
			a.refuses(a.options(), "history.jsonl holds the 2 before it, up to orders_0002\n")
			alembic.ReplaceIn(t, a.Version("2f6e0d9b41aa"), "    raise RuntimeError(\"out of paper\")\n", "")
			a.records(a.options(), 1, "2f6e0d9b41aa")
			a.records(a.options(), 0, "2f6e0d9b41aa")

			a.Add(t, "more", "2f6e0d9b41aa", "ALTER TABLE customers ADD COLUMN more integer")
			a.DB.Exec(t, "ALTER TABLE customers ADD COLUMN mine integer")
			a.refuses(a.options(), "but column customers.mine is not as the recording leaves it: delete the file to record again")
			a.DB.Exec(t, "ALTER TABLE customers DROP COLUMN mine", "UPDATE alembic_version SET version_num = 'base_0001'")
			a.refuses(a.options(), "history.jsonl ends at 2f6e0d9b41aa, and "+a.scratch().String()+" is at base_0001: ")
			a.DB.Exec(t, "UPDATE alembic_version SET version_num = '2f6e0d9b41aa'")
			a.records(a.options(), 1, "more")

			empty := s.Database(t)
			a.Add(t, "last", "more", "SELECT 1")
			elsewhere := a.options()
			elsewhere.Scratch, elsewhere.Tool.URL = newShop(t, empty).scratch(), empty.URL
			a.refuses(elsewhere, "history.jsonl ends at more, and ")
			alembic.ReplaceIn(t, a.Version("more"), `down_revision = "2f6e0d9b41aa"`, `down_revision = "orders_0002"`)
			a.refuses(a.options(), "revision more comes after 2f6e0d9b41aa in ")
			a.Keep(t, "base_0001", "orders_0002", "2f6e0d9b41aa")
			a.refuses(a.options(), "history.jsonl has a revision more that the project has no more: ")
		})
	}
}

// TestRecordReparented refuses to go on with a recording that has a revision after another one than the project has it now.
func TestRecordReparented(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	s := lab.Postgres(t)[0]
	a := newShop(t, s.Database(t))
	for from, to := range map[string]string{
		"../testdata/project/history.postgresql.jsonl": a.file(),
		"../testdata/project-reparented/ship_1.py":     a.Version("ship_1"),
	} {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a.refuses(a.options(), "revision ship_1 comes after 2f6e0d9b41aa in "+a.file()+", and after orders_0002 in the project now: ")
}

// TestRecordNeedsScratch runs nothing on a database that holds anything, and no revision where env.py goes to another one.
func TestRecordNeedsScratch(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			for _, blocked := range [][2]string{{"TABLE kept (id integer)", "table kept"}, {"VIEW seen AS SELECT 1 AS one", "view seen"}} {
				a.DB.Exec(t, "CREATE "+blocked[0])
				a.refuses(a.options(), a.scratch().String()+" holds "+blocked[1]+": --scratch must name an empty database")
				a.DB.Exec(t, "DROP "+blocked[1])
			}
			other := s.Database(t)
			alembic.ReplaceIn(t, filepath.Join(filepath.Dir(a.INI), "migrations", "env.py"), `config.get_main_option("sqlalchemy.url")`, fmt.Sprintf("%q", alembic.URL(t, other)))
			a.refuses(a.options(), "the project goes to "+other.URL+": its env.py takes the database from elsewhere")
			if tables := a.DB.Tables(t); len(tables) > 0 {
				t.Errorf("the scratch database has %v", tables)
			}
			if tables := other.Tables(t); len(tables) > 0 {
				t.Errorf("the other database has %v", tables)
			}
		})
	}
}

// TestRecordCommand records by a project's own commands, with what it needs beforehand.
func TestRecordCommand(t *testing.T) {
	t.Parallel()
	alembic.Need(t)
	for _, s := range lab.InTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			a.Keep(t, "base_0001", "orders_0002")
			a.Add(t, "legacy", "orders_0002", "ALTER TABLE legacy ADD COLUMN more integer")
			before := filepath.Join(t.TempDir(), "before.sql")
			write := func(text string) {
				if err := os.WriteFile(before, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if out, err := a.DB.Client(t).CombinedOutput(); err != nil {
				lab.Skip(t, fmt.Errorf("%w: %s", err, out))
			}
			by := func(upgrade string) record.Options {
				o := a.options()
				o.Before, o.Tool.List, o.Tool.Command = before, "alembic -c {ini} history --verbose", upgrade
				return o
			}
			write("CREATE TABLE legacy (id integer);\nUSE other;\n")
			a.refuses(by("alembic -c {ini} upgrade {revision}"), "before.sql:2: this leaves the scratch database")
			write("CREATE TABLE legacy (id integer);\n")
			a.refuses(by("alembic -c {ini} upgrade head # {revision}"), "revision base_0001 was not recorded: the upgrade to it ran ")

			a.DB = s.Database(t)
			a.records(by("alembic -c {ini} upgrade {revision}"), 3, "legacy")
			p := readRecording(t, a.file())
			if len(p.Before) != 1 || p.Before[0].Object().Table != "legacy" || p.VersionTable != "alembic_version" {
				t.Errorf("before: %#v, version table %q", p.Before, p.VersionTable)
			}
			if last := p.Steps[2]; len(last.Changes) != 1 || last.Changes[0].Object().Table != "legacy" {
				t.Errorf("the last revision does %#v", last.Changes)
			}
		})
	}
}
