package main

import (
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestVersionView: Alembic reads a view in place of its table, whatever functions that calls; assay runs nobody's functions, and makes no second one.
func TestVersionView(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "queue_log")
			db.Exec(t, "RENAME TABLE alembic_version_queue_log TO kept", "CREATE TABLE called (x int) ENGINE=MyISAM",
				"CREATE FUNCTION canary() RETURNS varchar(32) MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN INSERT INTO called VALUES (1); RETURN 'x'; END",
				"CREATE VIEW alembic_version_queue_log AS SELECT version_num, canary() AS c FROM kept",
				"CREATE VIEW alembic_version AS SELECT canary() AS version_num")
			for _, args := range [][]string{{"fix"}, {"preflight", "--to", "22.10.1"}} {
				assay(t, append(args, db.URL)...).refuses(t, db.URL+`: the version table "alembic_version" is not read: it is a view, and to read it could run code of the database's owner; make it a plain table, as Alembic does`)
			}
			snapshot := filepath.Join(t.TempDir(), "snap.json")
			if o := assay(t, "snapshot", "-o", snapshot, db.URL); o.code != exitClean {
				t.Errorf("snapshot: status %d, %s", o.code, o.stderr)
			}
			const schema, stamp = "4105ee839f58, exactly", "the stamp is not known: alembic_version was not read, since it is a view"
			for _, args := range [][]string{{"infer", db.URL}, {"check", db.URL}, {"check", snapshot}} {
				if o := assay(t, args...); o.code != exitClean || !strings.Contains(o.stdout, schema) || !strings.Contains(o.stdout, stamp) {
					t.Errorf("%s: status %d, want %q and %q: %s%s", args, o.code, schema, stamp, o.stderr, o.stdout)
				}
			}
			if o := assay(t, "lint", db.URL); o.code == exitUnknown {
				t.Errorf("lint: %s%s", o.stderr, o.stdout)
			}
			var n int
			if err := db.DB.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM called").Scan(&n); err != nil || n > 0 {
				t.Errorf("the function was called %d times, %v", n, err)
			}
		})
	}
}
