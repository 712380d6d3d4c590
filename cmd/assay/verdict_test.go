package main

import (
	"strings"
	"testing"

	"assay/drift"
)

// TestVerdicts: what stamp and schema say together, with hand edits in between, and that the cure is one.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	const stampIt = "UPDATE alembic_version_config SET version_num = "
	tests := []struct {
		name    string
		release string
		trees   []string
		edits   []string
		args    []string
		tree    string
		verdict drift.Verdict
		rules   string   // of the findings of that tree
		fix     []string // what the statements that are run hold, each in one of them; nothing else is run
	}{
		{
			"behind, and a column dropped by hand", "22.10.1",
			[]string{"config"},
			[]string{stampIt + "'bb6d54e22913'", "ALTER TABLE ps_endpoints DROP COLUMN cos_video"},
			nil, "config",
			drift.Behind, "stamp-behind missing-column",
			[]string{"ADD COLUMN", "UPDATE"},
		},
		{
			"ahead, and a column dropped by hand", "22.9.0",
			[]string{"config"},
			[]string{stampIt + "'e89e30cee53f'", "ALTER TABLE ps_endpoints DROP COLUMN cos_video"},
			nil, "config",
			drift.Ahead, "stamp-ahead missing-column",
			[]string{"ADD COLUMN", "UPDATE"},
		},
		{ // Alembic would have stamped the revision between, which changes nothing there, before it dropped the index: so nobody was stopped, and it was a hand
			"the one index of the next revision dropped by hand", "13.38.3",
			[]string{"voicemail"},
			[]string{"ALTER TABLE voicemail_messages DROP INDEX voicemail_messages_dir"},
			nil, "voicemail",
			drift.Agrees, "missing-index",
			[]string{"voicemail_messages_dir"},
		},
		{
			"the one index of the next revision dropped, by hand or by an upgrade that was stopped", "13.38.3",
			[]string{"voicemail"},
			[]string{"ALTER TABLE voicemail_messages DROP INDEX voicemail_messages_dir", "UPDATE alembic_version_voicemail SET version_num = '1c55c341360f'"},
			nil, "voicemail",
			drift.OneBehind, "stamp-one-behind",
			[]string{"UPDATE"},
		},
		{
			"two trees in one table", "22.10.1",
			[]string{"config", "cdr"},
			[]string{
				"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)", "INSERT INTO alembic_version VALUES ('e89e30cee53f'), ('54cde9847798')",
				"DROP TABLE alembic_version_config", "DROP TABLE alembic_version_cdr",
			},
			nil, "config", drift.Several, "stamp-several",
			[]string{"alembic_version_config", "INSERT", "DELETE", "alembic_version_cdr", "INSERT", "DELETE"},
		},
		{
			"rows that differ in case", "22.10.1",
			[]string{"config"},
			[]string{"DROP TABLE alembic_version_config", "CREATE TABLE alembic_version_config (version_num VARCHAR(32))", "INSERT INTO alembic_version_config VALUES ('e89e30cee53f'), ('E89E30CEE53F')"},
			nil, "config", drift.Several, "stamp-several",
			[]string{"DELETE FROM", "INSERT"},
		},
		{
			"the same row twice", "22.10.1",
			[]string{"config"},
			[]string{"DROP TABLE alembic_version_config", "CREATE TABLE alembic_version_config (version_num VARCHAR(32))", "INSERT INTO alembic_version_config VALUES ('e89e30cee53f'), ('e89e30cee53f')"},
			nil, "config", drift.Several, "stamp-several",
			[]string{"DELETE FROM", "INSERT"},
		},
		{
			"a plain table beside the tree's own", "20.6.0",
			[]string{"config"},
			[]string{"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)", "INSERT INTO alembic_version SELECT * FROM alembic_version_config"},
			nil, "config", drift.Shadowed, "stamp-shadowed",
			[]string{"RENAME TO"},
		},
		{
			"behind, and a plain table beside it", "20.6.0",
			[]string{"config"},
			[]string{"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)", "INSERT INTO alembic_version SELECT * FROM alembic_version_config", stampIt + "'5a2247c957d2'"},
			nil, "config", drift.Behind, "stamp-shadowed stamp-behind",
			[]string{"UPDATE", "RENAME TO"},
		},
		{
			"a plain table with rows of two trees beside theirs", "20.6.0",
			[]string{"config", "cdr"},
			[]string{
				"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
				"INSERT INTO alembic_version VALUES ('37a5332640e2'), ('54cde9847798')",
			},
			nil, "cdr", drift.Shadowed, "stamp-shadowed",
			[]string{"RENAME TO"},
		},
		{
			"a plain table with another tree's only stamp and a row too many", "20.6.0",
			[]string{"config", "cdr"},
			[]string{
				"CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
				"INSERT INTO alembic_version VALUES ('37a5332640e2'), ('54cde9847798')", "DROP TABLE alembic_version_cdr",
			},
			[]string{"--tree", "config"},
			"config", drift.Shadowed, "stamp-shadowed",
			[]string{"DELETE FROM"},
		},
		{
			"the plain table of SQL that Alembic wrote", "20.6.0",
			[]string{"config"},
			[]string{"ALTER TABLE alembic_version_config RENAME TO alembic_version"},
			nil, "config", drift.PlainTable, "stamp-plain-table",
			[]string{"RENAME TO"},
		},
		{
			"behind in the plain table", "20.6.0",
			[]string{"config"},
			[]string{"ALTER TABLE alembic_version_config RENAME TO alembic_version", "UPDATE alembic_version SET version_num = '5a2247c957d2'"},
			nil, "config", drift.Behind, "stamp-behind stamp-plain-table",
			[]string{"UPDATE", "RENAME TO"},
		},
		{
			"a plain table for an old release", "13.11.0",
			[]string{"config"},
			[]string{"ALTER TABLE alembic_version_config RENAME TO alembic_version"},
			nil, "config", drift.Agrees, "", nil,
		},
		{
			"the plain table of another tree, which is not looked at", "20.6.0",
			[]string{"config", "cdr"},
			[]string{"DROP TABLE alembic_version_config", "ALTER TABLE alembic_version_cdr RENAME TO alembic_version"},
			[]string{"--tree", "config"},
			"config", drift.Missing, "stamp-missing",
			[]string{"CREATE TABLE", "INSERT INTO"},
		},
		{
			"a table that is shared with a tree which is not looked at", "20.6.0",
			[]string{"config", "cdr"},
			[]string{
				"DROP TABLE alembic_version_config", "ALTER TABLE alembic_version_cdr RENAME TO alembic_version",
				"INSERT INTO alembic_version VALUES ('37a5332640e2')",
			},
			[]string{"--tree", "config"},
			"config", drift.Several, "stamp-several",
			[]string{"CREATE TABLE", "INSERT INTO", "DELETE FROM"},
		},
		{
			"newer than any release", "22.10.1",
			[]string{"config"},
			[]string{stampIt + "'0123456789ab'", "ALTER TABLE ps_endpoints ADD COLUMN invented INT", "DROP TABLE sippeers"},
			nil, "config", drift.Newer, "stamp-newer extra-column missing-table", nil,
		},
		{
			"newer than any release of its series, to go back", "20.20.1",
			[]string{"config"},
			[]string{stampIt + "'0123456789ab'"},
			[]string{"--at", "20.20.1"},
			"config", drift.Newer, "stamp-newer", nil,
		},
		{
			"an unknown one at the end of a release that is not its series' last", "20.6.0",
			[]string{"config"},
			[]string{stampIt + "'0123456789ab'"},
			nil, "config", drift.UnknownRevision, "stamp-unknown",
			[]string{"UPDATE"},
		},
		{
			"an unknown one that Alembic never made up", "22.10.1",
			[]string{"config"},
			[]string{stampIt + "'head'"},
			nil, "config", drift.UnknownRevision, "stamp-unknown",
			[]string{"UPDATE"},
		},
		{
			"no stamp, and harmless edits", "0bee61aa9425",
			[]string{"config"},
			[]string{"DROP TABLE alembic_version_config", "ALTER TABLE ps_endpoints ADD COLUMN tenant_id INT", "ALTER TABLE ps_endpoints WIDEN callerid"},
			nil, "config", drift.Missing, "stamp-missing type-wider extra-column",
			[]string{"CREATE TABLE", "INSERT INTO"},
		},
		{
			"more than the release has", "22.10.1",
			[]string{"config"},
			nil,
			[]string{"--at", "20.20.1"},
			"config",
			drift.OtherLineage, "stamp-other-lineage extra-column", nil,
		},
		{
			"a schema that two releases are as near to", "22.10.1",
			[]string{"config"},
			[]string{"DROP TABLE ps_registrations", "DROP TABLE alembic_version_config"},
			nil, "config",
			drift.Missing, "stamp-missing missing-table", nil,
		},
		{
			"a tree that nobody uses", "22.10.1",
			[]string{"voicemail"},
			[]string{"DROP TABLE voicemail_messages", "CREATE TABLE own (id INT)"},
			nil, "voicemail",
			drift.Agrees, "missing-table extra-table",
			[]string{"CREATE TABLE"},
		},
	}
	for i, tt := range tests {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := install(t, s, tt.release, tt.trees...)
				for _, e := range tt.edits {
					if s.Server.Engine == "postgresql" {
						e = strings.Replace(e, "ALTER TABLE voicemail_messages DROP INDEX", "DROP INDEX", 1)
						e = strings.Replace(e, "WIDEN callerid", "ALTER callerid TYPE VARCHAR(255)", 1)
					}
					e = strings.Replace(e, "WIDEN callerid", "MODIFY callerid VARCHAR(255)", 1)
					db.Exec(t, e)
				}
				r, _ := reported(t, append([]string{"check", db.URL}, tt.args...)...)
				got := tree(t, r, tt.tree)
				var found []string
				for _, f := range got.Findings {
					found = append(found, f.Rule)
				}
				if got.Verdict != tt.verdict || strings.Join(found, " ") != tt.rules {
					t.Fatalf("check = %s with %q, want %s with %q", got.Verdict, found, tt.verdict, tt.rules)
				}
				sql := statements(assay(t, append([]string{"fix", db.URL}, tt.args...)...).stdout)
				if len(sql) != len(tt.fix) {
					t.Fatalf("the fix is %q, want %d statements", sql, len(tt.fix))
				}
				for i, want := range tt.fix {
					if !strings.Contains(sql[i], want) {
						t.Errorf("statement %d of the fix is %q, want %s", i+1, sql[i], want)
					}
				}
				if len(sql) == 0 {
					return
				}
				db.Exec(t, sql...)
				r, _ = reported(t, append([]string{"check", db.URL}, tt.args...)...)
				if got := tree(t, r, tt.tree); got.Verdict != drift.Agrees || r.Summary.Error > 0 {
					t.Errorf("after the fix: %s with %+v", got.Verdict, got.Findings)
				}
			})
		}
	}
}

// TestStampWaitsForItsSchema: where the statements that would make it true are blocked, so is the stamp.
func TestStampWaitsForItsSchema(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			script := assay(t, "fix", "--at", "18.26.4", db.URL).stdout
			if strings.Contains(strings.Join(statements(script), "\n"), "version_num") || !strings.Contains(script, "the schema is not at 801b9fced8b7") {
				t.Errorf("the stamp is moved though the schema is not:\n%s", script)
			}
			script = assay(t, "fix", "--all", "--at", "18.26.4", "--allow-destructive", db.URL).stdout
			db.Exec(t, statements(script)...)
			if o := assay(t, "check", "--at", "18.26.4", "--fail-on", "info", db.URL); o.code != exitClean {
				t.Errorf("after all of it, check says\n%s%s", o.stdout, o.stderr)
			}
		})
	}
}

// TestOneUnsureTreeDoesNotHideTheRest: a tree that cannot be mended is named, and the others are.
func TestOneUnsureTreeDoesNotHideTheRest(t *testing.T) {
	t.Parallel()
	s := servers(t)[0]
	db := install(t, s, "22.10.1", "config", "voicemail")
	db.Exec(t, "ALTER TABLE ps_contacts DROP COLUMN qualify_2xx_only", "DROP TABLE alembic_version_voicemail", "ALTER TABLE voicemail_messages DROP PRIMARY KEY, DROP COLUMN msg_id, DROP COLUMN origtime, DROP COLUMN duration, DROP COLUMN recording, DROP COLUMN flag")
	o := assay(t, "fix", db.URL)
	if o.code != exitClean || !strings.Contains(o.stdout, "tree voicemail\n--   the schema does not say for sure") || len(statements(o.stdout)) != 1 {
		t.Errorf("fix: status %d\n%s%s", o.code, o.stdout, o.stderr)
	}
}
