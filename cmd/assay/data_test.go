package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestDataThatIsNotTold: a question to the data that was asked and not answered leaves the verdict open.
func TestDataThatIsNotTold(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "18.12.0", "config")
			text := map[string]string{"mysql": "MODIFY direct_media varchar(10)", "postgresql": "ALTER direct_media TYPE varchar(10) USING direct_media::text"}
			db.Exec(t, "ALTER TABLE ps_endpoints "+text[s.Server.Engine], "INSERT INTO ps_endpoints (id, direct_media) VALUES ('alice', 'yes')")
			address := withoutData(t, db)
			if o := assay(t, "preflight", "--to", "22.10.1", "--data", db.URL); o.code != exitClean || !strings.HasPrefix(o.stdout, "GO  ") {
				t.Fatalf("who may read everything is told: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
			o := assay(t, "preflight", "--to", "22.10.1", address)
			if o.code != exitFindings || !strings.HasPrefix(o.stdout, "GO IF config to e89e30cee53f: ") ||
				!strings.Contains(o.stdout, ": not checked: this user may not read ") {
				t.Errorf("who may not read the data is told: status %d, %s%s", o.code, o.stdout, o.stderr)
			}
		})
	}
}

// withoutData is the address of a database for a user who sees all of the schema and of the data only the stamp.
func withoutData(t *testing.T, db *lab.Database) string {
	t.Helper()
	user := newUser(t, db, "")
	if strings.HasPrefix(db.URL, "postgres") {
		db.Exec(t, "GRANT SELECT ON alembic_version_config TO "+user)
		return as(t, db.URL, user, "")
	}
	to := account(t, db, user)
	db.Exec(t, "GRANT SELECT ON "+db.Name+".alembic_version_config TO "+to)
	db.Exec(t, each(t, db, func(table string) string {
		return "GRANT INSERT, UPDATE, REFERENCES ON " + db.Name + "." + table + " TO " + to
	})...)
	return as(t, db.URL, user, "")
}
