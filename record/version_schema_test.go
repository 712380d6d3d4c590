package record_test

import (
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/files"
	"assay/internal/lab"
	"assay/internal/lab/alembic"
	"assay/introspect"
	"assay/record"
)

const elsewhereEnv = `from alembic import context
from sqlalchemy import create_engine, pool
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.begin() as connection:
    context.configure(connection=connection, version_table_schema="versions")
    with context.begin_transaction():
        context.run_migrations()
`

// TestVersionTableElsewhere: the stamps of a project that keeps them in another schema are read there, and the recording says so.
func TestVersionTableElsewhere(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		db := s.Database(t)
		db.Exec(t, "CREATE SCHEMA versions")
		p := alembic.Write(t, db, "%(here)s/m", map[string]string{
			"m/env.py":         elsewhereEnv,
			"m/versions/a1.py": "from alembic import op\nrevision = 'a1'\ndown_revision = None\n\ndef upgrade():\n    op.execute('CREATE TABLE one (id integer)')\n",
		})
		scratch, err := introspect.Parse(db.URL)
		if err != nil {
			t.Fatal(err)
		}
		o := record.Options{Tool: record.Tool{Config: p.INI, Section: "alembic", URL: alembic.URL(t, db)}, Scratch: scratch, Output: filepath.Join(t.TempDir(), "h.jsonl")}
		r, err := record.Begin(t.Context(), o)
		if err == nil {
			_, err = r.RecordAll(t.Context(), nil)
			_ = r.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "which --version-table-schema names") {
			t.Errorf("unnamed: %v", err)
		}
		db.Exec(t, "DROP TABLE IF EXISTS one, versions.alembic_version")
		o.Scratch.Target.VersionSchema = "versions"
		if r, err = record.Begin(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if _, err := r.RecordAll(t.Context(), nil); err != nil || r.At() != "a1" {
			t.Errorf("%s, %v", r.At(), err)
		}
		_ = r.Close()
		if text, err := files.Read(o.Output, files.Data); err != nil || !strings.Contains(string(text), `"version_schema":"versions"`) {
			t.Errorf("%s, %v", text, err)
		}
	}
}

// TestVersionTableOfAnother: where env.py keeps the version table in another database of the server, which has one already, no revision is run, and that one stays as
// it is: it may be the real one.
func TestVersionTableOfAnother(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		other := s.Database(t)
		other.Exec(t, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)", "INSERT INTO alembic_version VALUES ('a1')")
		db := s.Database(t)
		revision := func(id, before string) string {
			return "from alembic import op\nrevision = '" + id + "'\ndown_revision = " + before + "\n\ndef upgrade():\n    op.execute('CREATE TABLE " + id + " (id integer)')\n"
		}
		p := alembic.Write(t, db, "%(here)s/m", map[string]string{
			"m/env.py":         strings.Replace(elsewhereEnv, `"versions"`, `"`+other.Name+`"`, 1),
			"m/versions/a1.py": revision("a1", "None"), "m/versions/b2.py": revision("b2", "'a1'"),
		})
		scratch, err := introspect.Parse(db.URL)
		if err != nil {
			t.Fatal(err)
		}
		o := record.Options{Tool: record.Tool{Config: p.INI, Section: "alembic", URL: alembic.URL(t, db)}, Scratch: scratch, Output: filepath.Join(t.TempDir(), "h.jsonl")}
		if _, err = record.Begin(t.Context(), o); err == nil || !strings.Contains(err.Error(), "alembic current finds revision a1 there, and none was run yet") {
			t.Errorf("%s: %v", s.Name, err)
		}
		var stored string
		if err := other.DB.QueryRowContext(t.Context(), "SELECT version_num FROM alembic_version").Scan(&stored); err != nil || stored != "a1" || len(db.Tables(t)) > 0 {
			t.Errorf("%s: the other version table has %s, %v; the scratch database %v", s.Name, stored, err, db.Tables(t))
		}
	}
}
