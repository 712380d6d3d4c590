package postgres

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/schema"
)

// TestTenantsInOneHome: of the version tables in another schema, the one that is asked for must be readable, and what else the user may not read is noted.
func TestTenantsInOneHome(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		user := db.Name + "_user"
		db.Exec(t, "CREATE TABLE t (id integer)", "CREATE SCHEMA al", "CREATE TABLE al.alembic_version (version_num text)", "INSERT INTO al.alembic_version VALUES ('a1')",
			"CREATE TABLE al.alembic_version_x (version_num text)", "CREATE TABLE al.alembic_version_y (version_num text)",
			"ALTER TABLE al.alembic_version_y ENABLE ROW LEVEL SECURITY",
			"CREATE ROLE "+user+" LOGIN PASSWORD 'hunter2'", "GRANT USAGE ON SCHEMA public, al TO "+user, "GRANT SELECT ON al.alembic_version, al.alembic_version_y TO "+user)
		t.Cleanup(func() {
			if _, err := db.DB.Exec("DROP OWNED BY " + user + "; DROP ROLE " + user); err != nil {
				t.Error(err)
			}
		})
		target := db.Target
		target.User, target.Password, target.VersionSchema = user, "hunter2", "al"
		got, err := Read(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff([]schema.Stamp{{Schema: "al", Table: "alembic_version", Revisions: []string{"a1"}}}, got.Stamps); diff != "" {
			t.Error(diff)
		}
		want := []schema.Unread{
			{Table: "alembic_version_x", Why: "the user may not read it", Barred: true},
			{Table: "alembic_version_y", Why: "row security may hide its rows from the user", Barred: true, Hint: whoSeesAll},
		}
		if diff := gocmp.Diff(want, got.Unread); diff != "" {
			t.Error(diff)
		}
		target.VersionTable = "alembic_version_x"
		_ = refused(t, target, `may not read the version table "alembic_version_x"`, `GRANT SELECT ON "al"."alembic_version_x"`)
		target.VersionTable = "alembic_version_y"
		_ = refused(t, target, "row security may hide rows of the version table")
	})
}

// TestNoSuchHome: a misspelt schema is told, and not taken for one without a version table.
func TestNoSuchHome(t *testing.T) {
	onServers(t, func(t *testing.T, db *lab.Database, _ *Room) {
		db.Exec(t, "CREATE TABLE t (id integer)", "CREATE SCHEMA al")
		target := db.Target
		target.VersionSchema = "AL"
		_ = refused(t, target, `there is no schema "AL"`, "--version-table-schema")
	})
}
