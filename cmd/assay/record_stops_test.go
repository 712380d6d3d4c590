package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// keep takes all revisions but some out of a project, whose last one then has no other head beside it.
func (a *alembic) keep(ids ...string) {
	a.t.Helper()
	files, err := filepath.Glob(a.version("*"))
	if err != nil {
		a.t.Fatal(err)
	}
	for _, f := range files {
		if !slices.Contains(ids, strings.TrimSuffix(filepath.Base(f), ".py")) {
			if err := os.Remove(f); err != nil {
				a.t.Fatal(err)
			}
		}
	}
}

// version is the file of a revision.
func (a *alembic) version(id string) string {
	return filepath.Join(filepath.Dir(a.ini), "migrations", "versions", id+".py")
}

// add writes a revision that runs a statement.
func (a *alembic) add(id, down, sql string) {
	a.t.Helper()
	text := fmt.Sprintf("from alembic import op\n\nrevision = %q\ndown_revision = %q\n\n\ndef upgrade():\n    op.execute(%q)\n", id, down, sql)
	if err := os.WriteFile(a.version(id), []byte(text), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

// refuses checks that recording fails with one sentence that says this.
func (a *alembic) refuses(want string, args ...string) {
	a.t.Helper()
	_, o := a.record(args...)
	if o.code != exitUnknown || o.stdout != "" || strings.Count(o.stderr, "\n") != 1 || !strings.Contains(o.stderr, want) {
		a.t.Errorf("exit status %d: %s%s\nwant %q", o.code, o.stderr, o.stdout, want)
	}
}

// records checks that recording succeeds and says this last.
func (a *alembic) records(want string, args ...string) {
	a.t.Helper()
	_, o := a.record(args...)
	if o.code != exitClean || !strings.HasSuffix(o.stdout, want+"\n") {
		a.t.Fatalf("exit status %d: %s%s\nwant %q", o.code, o.stderr, o.stdout, want)
	}
}

// TestRecordGoesOn stops at a revision that fails, goes on when that is mended, and does not where the recording and the database no longer fit.
func TestRecordGoesOn(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			a.keep("base_0001", "orders_0002", "2f6e0d9b41aa")
			replaceIn(t, a.version("2f6e0d9b41aa"), "def upgrade():\n", "def upgrade():\n    raise RuntimeError(\"out of paper\")\n")
			a.refuses("revision 2f6e0d9b41aa was not recorded: `alembic upgrade 2f6e0d9b41aa` failed (exit status 1): RuntimeError: out of paper; ")
			a.refuses("history.jsonl holds the 2 before it, up to orders_0002\n")
			replaceIn(t, a.version("2f6e0d9b41aa"), "    raise RuntimeError(\"out of paper\")\n", "")
			a.records("history.jsonl: 1 revision recorded, 3 in all, at 2f6e0d9b41aa")
			a.records("history.jsonl: 0 revisions recorded, 3 in all, at 2f6e0d9b41aa")

			a.add("more", "2f6e0d9b41aa", "ALTER TABLE customers ADD COLUMN more integer")
			a.db.Exec(t, "ALTER TABLE customers ADD COLUMN mine integer")
			a.refuses("but column customers.mine is not as the recording leaves it: delete the file to record again")
			a.db.Exec(t, "ALTER TABLE customers DROP COLUMN mine", "UPDATE alembic_version SET version_num = 'base_0001'")
			a.refuses("history.jsonl ends at 2f6e0d9b41aa, and " + a.scratch() + " is at base_0001: ")
			a.db.Exec(t, "UPDATE alembic_version SET version_num = '2f6e0d9b41aa'")
			a.records("history.jsonl: 1 revision recorded, 4 in all, at more")

			empty := s.Database(t)
			a.add("last", "more", "SELECT 1")
			a.refuses("history.jsonl ends at more, and ", "--scratch", empty.URL)
			replaceIn(t, a.version("more"), `down_revision = "2f6e0d9b41aa"`, `down_revision = "orders_0002"`)
			a.refuses("revision more comes after 2f6e0d9b41aa in ")
			a.keep("base_0001", "orders_0002", "2f6e0d9b41aa")
			a.refuses("history.jsonl has a revision more that the project has no more: ")
		})
	}
}

// TestRecordReparented refuses to go on with a recording that has a revision after another one than the project has it now.
func TestRecordReparented(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	s := lab.Postgres(t)[0]
	a := newShop(t, s.Database(t))
	for from, to := range map[string]string{
		"../../testdata/project/history.postgresql.jsonl": filepath.Join(filepath.Dir(a.ini), "history.jsonl"),
		"../../testdata/project-reparented/ship_1.py":     a.version("ship_1"),
	} {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a.refuses("revision ship_1 comes after 2f6e0d9b41aa in " + filepath.Join(filepath.Dir(a.ini), "history.jsonl") + ", and after orders_0002 in the project now: ")
}

// scratch is the scratch database as messages name it.
func (a *alembic) scratch() string {
	source := "mysql"
	if !strings.HasPrefix(a.db.URL, "mysql") {
		source = "postgresql"
	}
	return fmt.Sprintf("%s://%s@%s:%d/%s", source, a.db.Target.User, a.db.Target.Host, a.db.Target.Port, a.db.Target.Database)
}

// TestRecordNeedsScratch runs nothing on a database that holds anything, and no revision where env.py goes to another one.
func TestRecordNeedsScratch(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			for _, blocked := range [][2]string{{"TABLE kept (id integer)", "table kept"}, {"VIEW seen AS SELECT 1 AS one", "view seen"}} {
				a.db.Exec(t, "CREATE "+blocked[0])
				a.refuses(a.scratch() + " holds " + blocked[1] + ": --scratch must name an empty database")
				a.db.Exec(t, "DROP "+blocked[1])
			}
			other := s.Database(t)
			replaceIn(t, filepath.Join(filepath.Dir(a.ini), "migrations", "env.py"), `config.get_main_option("sqlalchemy.url")`, fmt.Sprintf("%q", sqlalchemyURL(t, other)))
			a.refuses("the project has made no version table there: its env.py takes the database from elsewhere")
			if tables := a.db.Tables(t); len(tables) > 0 {
				t.Errorf("the scratch database has %v", tables)
			}
			if tables := other.Tables(t); !slices.Equal(tables, []string{"alembic_version"}) {
				t.Errorf("the other database has %v", tables)
			}
		})
	}
}

// TestRecordCommand records by a project's own commands, with what it needs beforehand.
func TestRecordCommand(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			a.keep("base_0001", "orders_0002")
			a.add("legacy", "orders_0002", "ALTER TABLE legacy ADD COLUMN more integer")
			before := filepath.Join(t.TempDir(), "before.sql")
			write := func(text string) {
				if err := os.WriteFile(before, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			needs(t, a.db)
			write("CREATE TABLE legacy (id integer);\nUSE other;\n")
			args := []string{"--before", before, "--list", "alembic -c {ini} history --verbose", "--command"}
			a.refuses("before.sql:2: this leaves the scratch database", append(args, "alembic -c {ini} upgrade {revision}")...)
			write("CREATE TABLE legacy (id integer);\n")
			a.refuses("--command: it lacks {revision}", append(args, "alembic -c {ini} upgrade head")...)
			a.refuses("revision base_0001 was not recorded: the upgrade to it ran ", append(args, "alembic -c {ini} upgrade head # {revision}")...)

			a.db = s.Database(t)
			a.records("history.jsonl: 3 revisions recorded, 3 in all, at legacy", append(args, "alembic -c {ini} upgrade {revision}")...)
			file, _ := a.record(args[:4]...)
			p := readRecording(t, file)
			if len(p.Before) != 1 || p.Before[0].Object().Table != "legacy" || p.VersionTable != "alembic_version" {
				t.Errorf("before: %#v, version table %q", p.Before, p.VersionTable)
			}
			if last := p.Steps[2]; len(last.Changes) != 1 || last.Changes[0].Object().Table != "legacy" {
				t.Errorf("the last revision does %#v", last.Changes)
			}
		})
	}
}

// needs skips without the engine's own client.
func needs(t *testing.T, db *lab.Database) {
	t.Helper()
	client(t, db, "SELECT 1;")
}
