package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreflightFromBase: before anything has run, whoever says so is told what the first install will do; nobody is told so of the wrong database.
func TestPreflightFromBase(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			if o := assay(t, "preflight", "--to", "22.10.1", db.URL); o.code != exitUnknown || !strings.HasSuffix(o.stderr, "? If nothing has run yet, --from base says so\n") {
				t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
			}
			installs := func(t *testing.T) {
				t.Helper()
				o := assay(t, "preflight", "--to", "22.10.1", "--from", "base", db.URL)
				if !strings.HasPrefix(o.stdout, "GO  config to e89e30cee53f, voicemail to 64fae6bbe7fb, cdr to 54cde9847798, queue_log to 4105ee839f58\n") || o.code != exitClean {
					t.Errorf("status %d: %s%s", o.code, o.stdout, o.stderr)
				}
			}
			installs(t)
			db.Exec(t, "CREATE TABLE mine (id INTEGER)")
			installs(t)
			db.Exec(t, "CREATE TABLE alembic_version_config (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))")
			installs(t) // as alembic downgrade base leaves it
			db.Exec(t, "DROP TABLE alembic_version_config", "CREATE SEQUENCE alembic_version_config")
			if o := assay(t, "preflight", "--to", "22.10.1", "--from", "base", db.URL); !strings.HasPrefix(o.stdout, "NO-GO  config: ") || o.code != exitFindings {
				t.Errorf("a sequence is called as the version table: status %d: %s%s", o.code, o.stdout, o.stderr)
			}
			db.Exec(t, "DROP SEQUENCE alembic_version_config", "CREATE TABLE alembic_version_config (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))")
			db.Exec(t, "INSERT INTO alembic_version_config VALUES ('e89e30cee53f')")
			assay(t, "preflight", "--to", "22.10.1", "--from", "base", db.URL).refuses(t, "--from: the stamp of config is there, and Alembic begins with it: e89e30cee53f")
		})
	}
}

// TestPreflightFromBaseOnOracle: where the server refuses what the first revision does, the script makes the rest of it, and the first stamp.
func TestPreflightFromBaseOnOracle(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "catalogue.jsonl")
	empty := `{"k":"server","engine":"oracle","version":"19.0.0.0.0","session_user":"ASTERISK","owner":"ASTERISK","con":"ORCLPDB1","sees_all":1}` + "\n" +
		`{"k":"end","rows":1}` + "\n"
	if err := os.WriteFile(file, []byte(empty), 0o600); err != nil {
		t.Fatal(err)
	}
	o := assay(t, "preflight", "--to", "23.4.1", "--from", "base", "--sql", file)
	for _, line := range []string{
		"-- tree config, way: 5 scripts, 4 runs of alembic, ends equal to a fresh 23.4.1: yes",
		`INSERT INTO "ALEMBIC_VERSION_CONFIG" ("VERSION_NUM") VALUES ('4da0c5f79a9c');`,
	} {
		if !strings.Contains(o.stdout, line+"\n") {
			t.Errorf("status %d, and no %s in\n%s%.3000s", o.code, line, o.stderr, o.stdout)
		}
	}
}
