package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/internal/lab"
	"assay/result"
)

// asteriskEnv does what Asterisk's env.py does about version tables since 13.12 and 14.1: a plain alembic_version with a revision of the tree
// gets the tree's name; if it cannot, an error is logged and nothing is done, with success.
const asteriskEnv = `import logging

from alembic import context
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import engine_from_config, pool

logging.basicConfig(level=logging.ERROR, format="%(levelname)s [%(name)s] %(message)s")
config = context.config
tree = config.get_main_option("script_location")
engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)


def say(step, **_):
    print("->", step.up_revision_id)


def take_over(connection):
    context.configure(connection=connection, version_table="alembic_version")
    at = context.get_context().get_current_revision()
    if at not in [r.revision for r in ScriptDirectory.from_config(config).iterate_revisions("head", "base")]:
        return True
    try:
        with context.begin_transaction():
            Operations(context.get_context()).rename_table("alembic_version", "alembic_version_" + tree)
    except Exception:
        logging.getLogger("alembic.runtime.setup").error("Unable to rename alembic_version to alembic_version_%s.", tree)
        return False
    return True


def upgrade(connection):
    context.configure(connection=connection, version_table="alembic_version_" + tree, on_version_apply=say)
    context.get_context().get_current_revision()
    with context.begin_transaction():
        context.run_migrations()


with engine.connect() as connection:
    if take_over(connection):
        upgrade(connection)
`

// newAlembicOf writes a project of Alembic's that has the revisions of a tree as a release ships them, their mistakes included.
func newAlembicOf(t *testing.T, s lab.Server, db *lab.Database, tree, release string) *alembic {
	t.Helper()
	room, err := dialect.For(s.Server)
	if err != nil {
		t.Fatal(err)
	}
	h, err := expected.Asterisk(tree, s.Server.Engine, room)
	if err != nil {
		t.Fatal(err)
	}
	at, err := h.Resolve(release)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{tree + "/env.py": asteriskEnv}
	down := "None"
	for _, r := range at[len(at)-1].Chain.Revisions {
		var sql []string
		for _, c := range r.Changes {
			sql = append(sql, released(t, room, c)...)
		}
		var b strings.Builder
		fmt.Fprintf(&b, "from alembic import op\n\nrevision = %q\ndown_revision = %s\n\n\ndef upgrade():\n    pass\n", r.ID, down)
		for i, q := range sql {
			fmt.Fprintf(&b, "    op.get_bind().exec_driver_sql(%q)\n    print(%q, flush=True)\n", q, fmt.Sprintf("-- %s: %d", r.ID, i))
		}
		files[tree+"/versions/"+r.ID+".py"] = b.String()
		down = fmt.Sprintf("%q", r.ID)
	}
	return writeAlembic(t, db, tree, files)
}

// TestAlembicAndStamps has the real Alembic meet stamps that are not as they should be. It does what assay says that it will do, in the very
// words; and after assay's cure it upgrades.
func TestAlembicAndStamps(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	const (
		stampIt = "UPDATE alembic_version_config SET version_num = "
		plain   = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"
	)
	tests := []struct {
		name, release string
		edits         []string
		verdict       drift.Verdict
		status        int
		says          map[string]string // Alembic and assay alike, by engine; under "": on all
	}{
		{
			"no table", "20.6.0",
			[]string{"DROP TABLE alembic_version_config"},
			drift.Missing, 1,
			map[string]string{"mysql": "Table 'sippeers' already exists", "postgresql": `type "type_values" already exists`},
		},
		{
			"an empty table", "20.6.0",
			[]string{"DELETE FROM alembic_version_config"},
			drift.Empty, 1,
			map[string]string{"mysql": "Table 'sippeers' already exists", "postgresql": `type "type_values" already exists`},
		},
		{
			"unknown", "20.6.0",
			[]string{stampIt + "'0123456789ab'"},
			drift.UnknownRevision, 255,
			map[string]string{"": "Can't locate revision identified by '0123456789ab'"},
		},
		{
			"in capitals", "20.6.0",
			[]string{stampIt + "'37A5332640E2'"},
			drift.Misspelled, 255,
			map[string]string{"": "Can't locate revision identified by '37A5332640E2'"},
		},
		{
			"with a blank", "20.6.0",
			[]string{stampIt + "'37a5332640e2 '"},
			drift.Misspelled, 255,
			map[string]string{"": "Can't locate revision identified by '37a5332640e2 '"},
		},
		{
			"of another tree", "20.6.0",
			[]string{stampIt + "'64fae6bbe7fb'"},
			drift.OtherTree, 255,
			map[string]string{"": "Can't locate revision identified by '64fae6bbe7fb'"},
		},
		{
			"several", "20.6.0",
			[]string{"INSERT INTO alembic_version_config VALUES ('f5b0e7427449')"},
			drift.Several, 255,
			map[string]string{"": "Version table 'alembic_version_config' has more than one head present"},
		},
		{
			"one behind", "20.4.0",
			[]string{stampIt + "'4042a0ff4d9f'"},
			drift.OneBehind, 1,
			map[string]string{"mysql": "Duplicate column name 'loop_last'", "postgresql": `column "loop_last" of relation "musiconhold" already exists`},
		},
		{
			"behind", "20.6.0",
			[]string{stampIt + "'5a2247c957d2'"},
			drift.Behind, 1,
			map[string]string{"mysql": "Duplicate column name 'overlap_context'", "postgresql": `column "overlap_context" of relation "ps_endpoints" already exists`},
		},
		{
			"shadowed", "20.6.0",
			[]string{plain, "INSERT INTO alembic_version SELECT * FROM alembic_version_config"},
			drift.Shadowed, 0,
			map[string]string{"": "Unable to rename alembic_version to alembic_version_config."},
		},
		{
			"beside a plain table of several rows", "20.6.0",
			[]string{plain, "INSERT INTO alembic_version VALUES ('64fae6bbe7fb'), ('54cde9847798')"},
			drift.Shadowed, 255,
			map[string]string{"": "Version table 'alembic_version' has more than one head present"},
		},
	}
	for i, tt := range tests {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := builtWithRows(t, s, tt.release)
				db.Exec(t, tt.edits...)
				a := newAlembicOf(t, s, db, "config", "20.8.0")
				says := cmp.Or(tt.says[s.Server.Engine], tt.says[""])
				a.told(tt.verdict, says)
				said, status := a.try("upgrade", "head")
				if status != tt.status || !strings.Contains(said, says) || strings.Contains(said, "-> 6c475a93f48a") {
					t.Errorf("alembic upgrade: status %d, want %d with %q:\n%s", status, tt.status, says, said)
				}
				a.cure()
			})
		}
	}
}

// TestAlembicAndAbbreviations: the real Alembic goes on from the beginning of an id, and then has two rows.
func TestAlembicAndAbbreviations(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			const abbreviate = "UPDATE alembic_version_config SET version_num = '37a53326'"
			const heads = "Version table 'alembic_version_config' has more than one head present"
			db := install(t, s, "20.6.0", "config")
			db.Exec(t, abbreviate)
			a := newAlembicOf(t, s, db, "config", "20.8.0")
			a.told(drift.Abbreviated, heads)
			if said := a.run("upgrade", "head"); !strings.Contains(said, "-> 6c475a93f48a") {
				t.Errorf("alembic upgrade head has done something else: %s", said)
			}
			if said, status := a.try("current"); status == 0 || !strings.Contains(said, heads) {
				t.Errorf("alembic current after that: status %d, want more than one head:\n%s", status, said)
			}
			a.told(drift.Several, heads)
			a.cure()

			db = install(t, s, "20.6.0", "config")
			db.Exec(t, abbreviate)
			newAlembicOf(t, s, db, "config", "20.8.0").cure()
		})
	}
}

// TestAlembicAndPlainTables: the real Alembic takes over the table that its SQL made, unless two trees share it.
func TestAlembicAndPlainTables(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "20.6.0", "config", "cdr")
			db.Exec(t, "ALTER TABLE alembic_version_config RENAME TO alembic_version")
			a := newAlembicOf(t, s, db, "config", "20.8.0")
			a.told(drift.PlainTable, "renames the table to alembic_version_config")
			a.current("37a5332640e2")
			checkStamp(t, db, "alembic_version_config", "37a5332640e2")
			db.Exec(t, "ALTER TABLE alembic_version_config RENAME TO alembic_version")
			a.cure()

			db.Exec(t, "ALTER TABLE alembic_version_config RENAME TO alembic_version", "INSERT INTO alembic_version VALUES ('54cde9847798')", "DROP TABLE alembic_version_cdr")
			const heads = "Version table 'alembic_version' has more than one head present"
			if said, status := a.try("current"); status == 0 || !strings.Contains(said, heads) {
				t.Errorf("alembic current with two trees' rows: status %d, want more than one head:\n%s", status, said)
			}
			a.told(drift.Several, heads)
			a.cure()
		})
	}
}

// TestAlembicOfAnotherSeries: an id that only old releases have stops the scripts of a later one, and the fix for that one makes them run.
func TestAlembicOfAnotherSeries(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "13.34.0", "config")
			a := newAlembicOf(t, s, db, "config", "18.26.4")
			const says = "Can't locate revision identified by '339e1dfa644d'"
			if said, status := a.try("upgrade", "head"); status == 0 || !strings.Contains(said, says) {
				t.Errorf("alembic upgrade: status %d, want %q:\n%s", status, says, said)
			}
			a.told(drift.Agrees, "")
			a.told(drift.UnknownRevision, says, "--at", "18.26.4")
			a.told(drift.UnknownRevision, "is a revision of Asterisk 13.30.0–13.38.3, and not of 18.26.0–18.26.4", "--at", "18.26.4")
			client(t, db, assay(t, "fix", "-c", a.INI, "--at", "18.26.4", "--allow-destructive").stdout)
			a.current("801b9fced8b7 (head)")
			a.told(drift.Agrees, "", "--at", "18.26.4")
		})
	}
}

// told holds a check to a verdict on config, and to what the findings say.
func (a *alembic) told(verdict drift.Verdict, says string, args ...string) {
	a.t.Helper()
	r, _ := reported(a.t, append([]string{"check", "-c", a.INI}, args...)...)
	got := tree(a.t, r, "config")
	if got.Verdict != verdict {
		a.t.Errorf("the verdict is %s, want %s", got.Verdict, verdict)
	}
	if says != "" && !slices.ContainsFunc(got.Findings, func(f result.Finding) bool { return strings.Contains(f.Message, says) }) {
		a.t.Errorf("no finding says %q: %+v", says, got.Findings)
	}
}

// cure runs assay's cure: the database is clean then, and Alembic upgrades it to the head, which is clean too.
func (a *alembic) cure() {
	a.t.Helper()
	client(a.t, a.DB, assay(a.t, "fix", "-c", a.INI).stdout)
	a.clean()
	a.run("upgrade", "head")
	checkStamp(a.t, a.DB, "alembic_version_config", "6c475a93f48a")
	a.clean()
}
