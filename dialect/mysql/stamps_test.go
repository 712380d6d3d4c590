package mysql

import (
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"assay/internal/lab"
	"assay/schema"
)

// TestViewInOtherHome: what stands in place of a version table of another database is not asked for rows, not even for none: that could run its owner's code.
func TestViewInOtherHome(t *testing.T) {
	onServers(t, func(t *testing.T, _ *Room, db *lab.Database) {
		home := quote(db.Name + "_home")
		db.Exec(t, "CREATE DATABASE "+home)
		atEnd(t, db, "DROP DATABASE "+home)
		db.Exec(t, "CREATE TABLE t (a int)", "CREATE TABLE "+home+".x (version_num varchar(32))", "INSERT INTO "+home+".x VALUES ('a1')",
			"CREATE FUNCTION "+home+".f() RETURNS int DETERMINISTIC BEGIN SIGNAL SQLSTATE '45000'; RETURN 0; END",
			"CREATE VIEW "+home+".alembic_version AS SELECT version_num FROM "+home+".x WHERE "+home+".f() = 0",
			"CREATE VIEW "+home+".alembic_version_a AS SELECT version_num AS other FROM "+home+".x WHERE "+home+".f() = 0",
			"CREATE TABLE "+home+".alembic_version_b (other varchar(32))", "CREATE TABLE "+home+".alembic_version_c LIKE "+home+".x")
		target, why := db.Target, "it is no ordinary table of database "+db.Name+"_home"
		target.VersionSchema = db.Name + "_home"
		got, err := Read(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff([]schema.Unread{{Table: "alembic_version", Why: why}, {Table: "alembic_version_a", Why: why}}, got.Unread); d != "" {
			t.Error(d)
		}
		if d := diff.Diff([]schema.Stamp{{Schema: db.Name + "_home", Table: "alembic_version_c"}}, got.Stamps); d != "" {
			t.Error(d)
		}
	})
}

// TestNoSuchHome: a misspelt database is told, and not taken for one without a version table.
func TestNoSuchHome(t *testing.T) {
	onServers(t, func(t *testing.T, _ *Room, db *lab.Database) {
		db.Exec(t, "CREATE TABLE t (a int)")
		target := db.Target
		target.VersionSchema = strings.ToUpper(db.Name) + "_X"
		if _, err := Read(t.Context(), target); err == nil || !strings.Contains(err.Error(), "there is no database") {
			t.Error(err)
		}
	})
}

// TestTenantsInOneHome: a version table that the user may not read matters where it is the one that is asked for.
func TestTenantsInOneHome(t *testing.T) {
	onServers(t, func(t *testing.T, _ *Room, db *lab.Database) {
		home := db.Name + "_home"
		db.Exec(t, "CREATE DATABASE "+quote(home))
		atEnd(t, db, "DROP DATABASE "+quote(home))
		db.Exec(t, "CREATE TABLE t (a int)", "CREATE TABLE "+quote(home)+".alembic_version (version_num varchar(32))",
			"CREATE TABLE "+quote(home)+".alembic_version_x (version_num varchar(32))", "CREATE TABLE "+quote(home)+".alembic_version_y (version_num varchar(32))")
		target := user(t, db, "SELECT ON "+quote(db.Name)+".*")
		who := accountOf(t, db, target)
		db.Exec(t, "GRANT SELECT ON "+quote(home)+".alembic_version TO "+who, "GRANT INSERT ON "+quote(home)+".alembic_version_x TO "+who)
		target.VersionSchema = home
		got, err := Read(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff([]schema.Unread{{Table: "alembic_version_x", Why: "the user may not read it", Barred: true}}, got.Unread); d != "" {
			t.Error(d)
		}
		if d := diff.Diff([]schema.Stamp{{Schema: home, Table: "alembic_version"}}, got.Stamps); d != "" {
			t.Error(d)
		}
		for _, table := range []string{"alembic_version_x", "alembic_version_y"} { // the other one the user does not see at all
			target.VersionTable = table
			if _, err := Read(t.Context(), target); err == nil || !strings.Contains(err.Error(), "may not read the version table") {
				t.Errorf("%s: %v", table, err)
			}
		}
	})
}
