package main

import (
	"os/exec"
	"strings"
	"testing"

	"assay/internal/lab"
	alembiclab "assay/internal/lab/alembic"
)

// The history is written here, but makes what Asterisk's tree of call records makes under the same ids.
const (
	alembicEnv = `from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
with engine.connect() as connection:
    def say(step, **_):
        print("->", step.up_revision_id)

    context.configure(connection=connection, version_table="alembic_version_cdr", on_version_apply=say)
    with context.begin_transaction():
        context.run_migrations()
`
	alembicBase = `import sqlalchemy as sa
from alembic import op

revision = "210693f3123d"
down_revision = None


def upgrade():
    text = {80: "accountcode src dst dcontext clid channel dstchannel lastapp lastdata", 45: "disposition amaflags", 256: "userfield",
            150: "uniqueid linkedid"}
    size = {name: 20 if name == "accountcode" else n for n, names in text.items() for name in names.split()}
    size["peeraccount"] = 20
    order = ("accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags "
             "userfield uniqueid linkedid peeraccount sequence").split()

    def kind(name):
        if name in ("start", "answer", "end"):
            return sa.DateTime()
        return sa.String(size[name]) if name in size else sa.Integer()

    op.create_table("cdr", *[sa.Column(name, kind(name)) for name in order])
`
	alembicHead = `import sqlalchemy as sa
from alembic import op

revision = "54cde9847798"
down_revision = "210693f3123d"


def upgrade():
    op.alter_column("cdr", "accountcode", type_=sa.String(80), existing_nullable=True)
    op.alter_column("cdr", "peeraccount", type_=sa.String(80), existing_nullable=True)
`
)

// TestAlembic has the real Alembic build a database, loses its stamp and has assay set it again: Alembic then goes on as if nothing had been.
func TestAlembic(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			a := newAlembic(t, db)
			a.run("upgrade", "210693f3123d")
			a.lose("210693f3123d")
			if said := a.run("upgrade", "head"); !strings.Contains(said, "-> 54cde9847798") {
				t.Errorf("alembic upgrade head has done something else: %s", said)
			}
			a.current("54cde9847798 (head)")
			a.clean()
			a.lose("54cde9847798")
			a.current("54cde9847798 (head)")
			if said := a.run("upgrade", "head"); strings.Contains(said, "->") {
				t.Errorf("alembic upgrade head at the head has done something: %s", said)
			}
			a.clean()
		})
	}
}

// needAlembic skips a test without Alembic.
func needAlembic(t *testing.T) {
	t.Helper()
	alembiclab.Need(t)
}

// alembic is a project of Alembic's for a database, of which assay tells.
type alembic struct {
	*alembiclab.Project

	t *testing.T
}

func newAlembic(t *testing.T, db *lab.Database) *alembic {
	t.Helper()
	return writeAlembic(t, db, "cdr", map[string]string{
		"cdr/env.py": alembicEnv, "cdr/versions/210693f3123d_create.py": alembicBase, "cdr/versions/54cde9847798_expand.py": alembicHead,
	})
}

// writeAlembic writes the files of a project and its config.ini.
func writeAlembic(t *testing.T, db *lab.Database, tree string, files map[string]string) *alembic {
	t.Helper()
	return &alembic{alembiclab.Write(t, db, tree, files), t}
}

// run runs Alembic, which must exit well, and returns what it prints.
func (a *alembic) run(args ...string) string {
	a.t.Helper()
	return a.Run(a.t, args...)
}

// try runs Alembic and returns all that it says, and its exit status.
func (a *alembic) try(args ...string) (said string, status int) {
	a.t.Helper()
	return a.Try(a.t, args...)
}

// command is Alembic, to be started and killed.
func (a *alembic) command(args ...string) *exec.Cmd { return a.Command(a.t, args...) }

func (a *alembic) current(want string) {
	a.t.Helper()
	if got := strings.TrimSpace(a.run("current")); got != want {
		a.t.Errorf("alembic current says %q, want %q", got, want)
	}
}

// lose drops the version table and has assay make it again, with the database named by Alembic's own file.
func (a *alembic) lose(revision string) {
	a.t.Helper()
	a.DB.Exec(a.t, "DROP TABLE alembic_version_cdr")
	a.current("")
	r, _ := reported(a.t, "check", "-c", a.INI)
	if got := tree(a.t, r, "cdr"); got.Verdict != "missing" || !got.Match.Exact || got.Match.Revision != revision {
		a.t.Errorf("check says %+v, want the stamp missing at %s exactly", got, revision)
	}
	o := assay(a.t, "fix", "-c", a.INI)
	if o.code != exitClean {
		a.t.Fatal(o.stderr)
	}
	client(a.t, a.DB, o.stdout)
	want := revision
	if revision == "54cde9847798" {
		want += " (head)"
	}
	a.current(want)
}

func (a *alembic) clean() {
	a.t.Helper()
	if r, code := reported(a.t, "check", "-c", a.INI, "--fail-on", "info"); code != exitClean || r.Trees[0].Verdict != "agrees" {
		a.t.Errorf("the database is not clean: %+v", r.Trees)
	}
}
