package main

import (
	"strings"
	"testing"

	"assay/internal/lab/drifts"
	"assay/rules"
)

// TestSeverity: the same edit is the administrator's own business at one release and stops the upgrade from another, and engines differ in which.
func TestSeverity(t *testing.T) {
	t.Parallel()
	const ids = "dac2b4c328b8" // makes PJSIP's ids longer
	tests := []struct {
		name, engine, release, sql string
		rule, table                string
		severity                   rules.Severity
		says                       string
	}{
		{
			"a default that cannot be cast", "postgresql", "13.38.3", "ALTER TABLE ps_endpoints ALTER direct_media SET DEFAULT 'yes'",
			"default", "ps_endpoints", rules.Error, "the next upgrade stops at " + drifts.Booleans,
		},
		{
			"a default after that", "postgresql", newest, "ALTER TABLE ps_endpoints ALTER direct_media SET DEFAULT 'yes'",
			"default", "ps_endpoints", rules.Info, "",
		},
		{
			"a default that is lost", "mysql", "13.38.3", "ALTER TABLE ps_endpoints MODIFY direct_media ENUM('yes','no') DEFAULT 'yes'",
			"default", "ps_endpoints", rules.Warning, drifts.Booleans,
		},
		{
			"a check on a type", "postgresql", "13.38.3", "ALTER TABLE ps_endpoints ADD CONSTRAINT own CHECK (direct_media = 'yes')",
			"extra-check", "ps_endpoints", rules.Error, "the next upgrade stops at " + drifts.Booleans,
		},
		{
			"a check on a text that only grows", "postgresql", "13.38.3", "ALTER TABLE ps_aors ADD CONSTRAINT own CHECK (id <> '')",
			"extra-check", "ps_aors", rules.Info, "",
		},
		{
			"an index over part of the rows", "postgresql", "13.38.3", "CREATE INDEX own ON ps_endpoints (id) WHERE direct_media = 'yes'",
			"extra-index", "ps_endpoints", rules.Error, "the next upgrade stops at " + drifts.Booleans,
		},
		{
			"a foreign key on a column that grows", "mysql", "13.38.3", "ALTER TABLE ps_endpoints ADD CONSTRAINT own FOREIGN KEY (auth) REFERENCES ps_auths (id)",
			"extra-foreign-key", "ps_endpoints", rules.Error, "the next upgrade stops at " + ids,
		},
		{
			"a foreign key where types may change", "postgresql", "13.38.3", "ALTER TABLE ps_endpoints ADD CONSTRAINT own FOREIGN KEY (auth) REFERENCES ps_auths (id)",
			"extra-foreign-key", "ps_endpoints", rules.Warning, "",
		},
		{
			"a number that becomes a place", "mysql", "13.38.3", "ALTER TABLE ps_endpoints MODIFY direct_media TINYINT(1)",
			"type-changed", "ps_endpoints", rules.Error, "1 silently becomes its first value",
		},
		{
			"a number that is cast as text", "postgresql", "13.38.3", "ALTER TABLE ps_endpoints ALTER direct_media TYPE smallint USING 1",
			"type-changed", "ps_endpoints", rules.Warning, drifts.Booleans,
		},
		{
			"an index that will be dropped", "postgresql", "12.0.0", "DROP INDEX voicemail_messages_dir",
			"missing-index", "voicemail_messages", rules.Error, "the next upgrade stops at 64fae6bbe7fb",
		},
		{
			"an index that will not", "mysql", newest, "DROP INDEX ps_endpoints_id ON ps_endpoints",
			"missing-index", "ps_endpoints", rules.Info, "serves the same look-ups",
		},
	}
	for _, s := range servers(t) {
		for _, tt := range tests {
			if tt.engine != s.Server.Engine {
				continue
			}
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := builtWithRows(t, s, tt.release)
				db.Exec(t, tt.sql)
				r, _ := reported(t, "check", db.URL)
				for _, tree := range r.Trees {
					for _, f := range tree.Findings {
						if f.Rule != tt.rule || f.Table != tt.table {
							continue
						}
						if f.Severity != tt.severity || !strings.Contains(f.Message, tt.says) {
							t.Errorf("%s: %q, want %s and %q", f.Severity, f.Message, tt.severity, tt.says)
						}
						return
					}
				}
				t.Errorf("nothing is found by %s in %s: %+v", tt.rule, tt.table, r.Trees)
			})
		}
	}
}

// TestInvisibleColumn: a column that SELECT * leaves out is found, and made visible as it was otherwise.
func TestInvisibleColumn(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		if s.Server.Engine != "mysql" || strings.HasPrefix(s.Name, "mysql-5") {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, newest, "config")
			db.Exec(t, "ALTER TABLE ps_endpoints MODIFY aors VARCHAR(2048) INVISIBLE COMMENT 'ours'", "INSERT INTO ps_endpoints (id, aors) VALUES ('alice', 'a')")
			r, code := reported(t, "check", db.URL)
			found := tree(t, r, "config").Findings
			if code != exitClean || len(found) != 1 || found[0].Rule != "column-invisible" || found[0].Severity != rules.Warning ||
				!strings.Contains(found[0].Message, "SELECT * does not return it, which is how Asterisk reads: the option keeps its default") {
				t.Fatalf("check: status %d, %+v", code, found)
			}
			db.Exec(t, statements(assay(t, "fix", db.URL).stdout)...)
			if r, code := reported(t, "check", db.URL, "--fail-on", "info"); code != exitClean {
				t.Errorf("after the fix, status %d, %+v", code, r.Trees)
			}
			got := map[string][]string{}
			columns(t, db, "ps_endpoints", got)
			if len(got["ps_endpoints.aors"]) != 1 || got["ps_endpoints.aors"][0] != "a" {
				t.Errorf("SELECT * gives %q", got["ps_endpoints.aors"])
			}
		})
	}
}
