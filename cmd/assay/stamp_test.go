package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/internal/lab"
)

// A lost stamp is what happens to version tables, with what assay is to say and do about it.
type lostStamp struct {
	name    string
	release string // that built the database; empty: newest
	sql     []string
	args    []string
	tree    string // empty: config
	verdict string
	rule    string // of the only finding; empty: there is none
	// runs are the statements that the script runs, besides those around them, without quotes.
	runs []string
	// stamps are the version table and what is in it then.
	table, stamp string
}

const headOfConfig = "e89e30cee53f"

var lostStamps = []lostStamp{
	{
		name: "table dropped", sql: []string{"DROP TABLE alembic_version_config"}, verdict: "missing", rule: "stamp-missing",
		runs:  []string{"CREATE TABLE alembic_version_config", "INSERT INTO alembic_version_config (version_num) VALUES ('e89e30cee53f')"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "table empty", sql: []string{"DELETE FROM alembic_version_config"}, verdict: "empty", rule: "stamp-empty",
		runs:  []string{"INSERT INTO alembic_version_config (version_num) VALUES ('e89e30cee53f')"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name:    "a NULL in a table without a key",
		sql:     []string{"DROP TABLE alembic_version_config", "CREATE TABLE alembic_version_config (version_num VARCHAR(32))", "INSERT INTO alembic_version_config VALUES (NULL)"},
		verdict: "empty", rule: "stamp-empty",
		runs:  []string{"DELETE FROM alembic_version_config", "INSERT INTO alembic_version_config (version_num) VALUES ('e89e30cee53f')"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "abbreviated", release: "0bee61aa9425", sql: []string{"UPDATE alembic_version_config SET version_num = '0bee61aa'"},
		verdict: "abbreviated", rule: "stamp-abbreviated",
		runs:  []string{"UPDATE alembic_version_config SET version_num = '0bee61aa9425' WHERE version_num = '0bee61aa'"},
		table: "alembic_version_config", stamp: "0bee61aa9425",
	},
	{
		name: "abbreviated, and behind", sql: []string{"UPDATE alembic_version_config SET version_num = '0bee61aa'"},
		verdict: "abbreviated", rule: "stamp-abbreviated",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = '0bee61aa'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "in capitals", release: "0bee61aa9425", sql: []string{"UPDATE alembic_version_config SET version_num = '0BEE61AA9425'"},
		verdict: "misspelled", rule: "stamp-misspelled",
		runs:  []string{"UPDATE alembic_version_config SET version_num = '0bee61aa9425' WHERE version_num = '0BEE61AA9425'"},
		table: "alembic_version_config", stamp: "0bee61aa9425",
	},
	{
		name: "with a blank behind it", release: "0bee61aa9425", sql: []string{"UPDATE alembic_version_config SET version_num = '0bee61aa9425 '"},
		verdict: "misspelled", rule: "stamp-misspelled",
		runs:  []string{"UPDATE alembic_version_config SET version_num = '0bee61aa9425' WHERE version_num = '0bee61aa9425 '"},
		table: "alembic_version_config", stamp: "0bee61aa9425",
	},
	{
		name: "voicemail's", sql: []string{"UPDATE alembic_version_config SET version_num = '64fae6bbe7fb'"}, verdict: "other-tree", rule: "stamp-other-tree",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = '64fae6bbe7fb'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "voicemail's, which is not looked at", args: []string{"--tree", "config"},
		sql: []string{"UPDATE alembic_version_config SET version_num = '64fae6bbe7fb'"}, verdict: "other-tree", rule: "stamp-other-tree",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = '64fae6bbe7fb'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "one behind", release: "20.4.0", sql: []string{"UPDATE alembic_version_config SET version_num = '4042a0ff4d9f'"},
		verdict: "one-behind", rule: "stamp-one-behind",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'f5b0e7427449' WHERE version_num = '4042a0ff4d9f'"},
		table: "alembic_version_config", stamp: "f5b0e7427449",
	},
	{
		name: "wrong in a table with columns of an ORM's",
		sql: []string{
			"ALTER TABLE alembic_version_config ADD COLUMN deleted INT DEFAULT 0", "ALTER TABLE alembic_version_config ADD COLUMN created_on TIMESTAMP NULL",
			"UPDATE alembic_version_config SET version_num = '4f91fc18c979', deleted = 1",
		},
		verdict: "behind", rule: "stamp-behind",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = '4f91fc18c979'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "what is left of an abbreviated one", release: "20.6.0", sql: []string{"INSERT INTO alembic_version_config VALUES ('0bee61aa')"},
		verdict: "several", rule: "stamp-several",
		runs:  []string{"DELETE FROM alembic_version_config WHERE version_num = '0bee61aa'"},
		table: "alembic_version_config", stamp: "37a5332640e2",
	},
	{
		name: "one too many, of another tree", release: "20.6.0", args: []string{"--tree", "config"},
		sql:     []string{"INSERT INTO alembic_version_config VALUES ('64fae6bbe7fb')"},
		verdict: "several", rule: "stamp-several",
		runs:  []string{"DELETE FROM alembic_version_config WHERE version_num = '64fae6bbe7fb'"},
		table: "alembic_version_config", stamp: "37a5332640e2",
	},
	{
		name: "twice, once with a blank",
		sql: []string{
			"DROP TABLE alembic_version_config", "CREATE TABLE alembic_version_config (version_num VARCHAR(32))",
			"INSERT INTO alembic_version_config VALUES ('e89e30cee53f'), ('e89e30cee53f '), (NULL)",
		},
		verdict: "several", rule: "stamp-several",
		runs:  []string{"DELETE FROM alembic_version_config", "INSERT INTO alembic_version_config (version_num) VALUES ('e89e30cee53f')"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "behind the schema", sql: []string{"UPDATE alembic_version_config SET version_num = '4f91fc18c979'"}, verdict: "behind", rule: "stamp-behind",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = '4f91fc18c979'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "ahead of the schema", release: "20.6.0", sql: []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f'"},
		verdict: "ahead", rule: "stamp-ahead",
		runs:  []string{"UPDATE alembic_version_config SET version_num = '37a5332640e2' WHERE version_num = 'e89e30cee53f'"},
		table: "alembic_version_config", stamp: "37a5332640e2",
	},
	{
		name: "of a revision that nobody knows", sql: []string{"UPDATE alembic_version_config SET version_num = 'it''s me'"},
		verdict: "unknown-revision", rule: "stamp-unknown",
		runs:  []string{"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = 'it''s me'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "one too many", sql: []string{"INSERT INTO alembic_version_config VALUES ('4f91fc18c979')"}, verdict: "several", rule: "stamp-several",
		runs:  []string{"DELETE FROM alembic_version_config WHERE version_num = '4f91fc18c979'"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "several, the right one spelled otherwise", release: "20.4.0",
		sql:     []string{"UPDATE alembic_version_config SET version_num = 'F5B0E7427449'", "INSERT INTO alembic_version_config VALUES ('37a5332640e2')"},
		verdict: "several", rule: "stamp-several",
		runs:  []string{"DELETE FROM alembic_version_config", "INSERT INTO alembic_version_config (version_num) VALUES ('f5b0e7427449')"},
		table: "alembic_version_config", stamp: "f5b0e7427449",
	},
	{
		name: "of what plays with the terminal", sql: []string{"UPDATE alembic_version_config SET version_num = '\x1b[2J'"},
		verdict: "unknown-revision", rule: "stamp-unknown",
		runs:  []string{"DELETE FROM alembic_version_config", "INSERT INTO alembic_version_config (version_num) VALUES ('e89e30cee53f')"},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "several, none of them right",
		sql: []string{
			"DELETE FROM alembic_version_config", "INSERT INTO alembic_version_config VALUES ('4f91fc18c979')",
			"INSERT INTO alembic_version_config VALUES ('abdc9ede147d')", "INSERT INTO alembic_version_config VALUES ('deadbeef')",
		},
		verdict: "several", rule: "stamp-several",
		runs: []string{
			"UPDATE alembic_version_config SET version_num = 'e89e30cee53f' WHERE version_num = '4f91fc18c979'",
			"DELETE FROM alembic_version_config WHERE version_num = 'abdc9ede147d'", "DELETE FROM alembic_version_config WHERE version_num = 'deadbeef'",
		},
		table: "alembic_version_config", stamp: headOfConfig,
	},
	{
		name: "in the table of old times", release: "13.11.0", sql: []string{"ALTER TABLE alembic_version_config RENAME TO alembic_version"},
		verdict: "agrees", table: "alembic_version", stamp: "4a6c67fa9b7a",
	},
	{
		name: "wrong in the table of old times", release: "13.11.0",
		sql: []string{
			"ALTER TABLE alembic_version_config RENAME TO alembic_version", "UPDATE alembic_version SET version_num = 'a845e4d8ade8'",
		},
		verdict: "behind", rule: "stamp-behind",
		runs:  []string{"UPDATE alembic_version SET version_num = '4a6c67fa9b7a' WHERE version_num = 'a845e4d8ade8'"},
		table: "alembic_version", stamp: "4a6c67fa9b7a",
	},
	{
		name: "of another tree", sql: []string{"DROP TABLE alembic_version_cdr"}, tree: "cdr", verdict: "missing", rule: "stamp-missing",
		runs:  []string{"CREATE TABLE alembic_version_cdr", "INSERT INTO alembic_version_cdr (version_num) VALUES ('54cde9847798')"},
		table: "alembic_version_cdr", stamp: "54cde9847798",
	},
	{
		name: "of one tree of two", sql: []string{"DROP TABLE alembic_version_cdr", "DROP TABLE alembic_version_queue_log"}, args: []string{"--tree", "queue_log"},
		tree: "queue_log", verdict: "missing", rule: "stamp-missing",
		runs:  []string{"CREATE TABLE alembic_version_queue_log", "INSERT INTO alembic_version_queue_log (version_num) VALUES ('4105ee839f58')"},
		table: "alembic_version_queue_log", stamp: "4105ee839f58",
	},
	{
		name: "in a table of the administrator's own", args: []string{"--version-table", "pbx_version"},
		sql:     []string{"ALTER TABLE alembic_version_config RENAME TO pbx_version"},
		verdict: "agrees", table: "pbx_version", stamp: headOfConfig,
	},
	{
		name: "wrong in a table of the administrator's own", args: []string{"--version-table", "pbx_version"},
		sql:     []string{"ALTER TABLE alembic_version_config RENAME TO pbx_version", "UPDATE pbx_version SET version_num = '4f91fc18c979'"},
		verdict: "behind", rule: "stamp-behind",
		runs:  []string{"UPDATE pbx_version SET version_num = 'e89e30cee53f' WHERE version_num = '4f91fc18c979'"},
		table: "pbx_version", stamp: headOfConfig,
	},
	{
		name: "lost from a table of the administrator's own", args: []string{"--version-table", "pbx_version", "--tree", "voicemail"}, tree: "voicemail",
		sql: []string{"DROP TABLE alembic_version_voicemail"}, verdict: "missing", rule: "stamp-missing",
		runs:  []string{"CREATE TABLE pbx_version", "INSERT INTO pbx_version (version_num) VALUES ('64fae6bbe7fb')"},
		table: "pbx_version", stamp: "64fae6bbe7fb",
	},
}

// test loses a stamp and has assay set it right again: with nothing but the statements that this needs.
func (l *lostStamp) test(t *testing.T, db *lab.Database) {
	t.Helper()
	db.Exec(t, l.sql...)
	r, _ := reported(t, append([]string{"check", db.URL}, l.args...)...)
	name := l.tree
	if name == "" {
		name = "config"
	}
	var found []string
	for _, tree := range r.Trees {
		if want := map[bool]string{true: l.verdict, false: "agrees"}[tree.Tree == name]; string(tree.Verdict) != want {
			t.Errorf("the verdict on %s is %s, want %s", tree.Tree, tree.Verdict, want)
		}
		for _, f := range tree.Findings {
			found = append(found, f.Rule)
			if f.Rule == l.rule && (f.Table != l.table || f.Want != l.stamp || len(f.Fix) != len(l.runs)) {
				t.Errorf("the finding is %+v, want it about table %s, to be %s, with %d statements", f, l.table, l.stamp, len(l.runs))
			}
		}
	}
	if want := slices.DeleteFunc([]string{l.rule}, func(s string) bool { return s == "" }); !slices.Equal(found, want) {
		t.Errorf("the findings are %v, want %v", found, want)
	}
	if diff := cmp.Diff(l.runs, ran(fix(t, db, l.args...))); diff != "" {
		t.Errorf("the script runs other statements (-want +got):\n%s", diff)
	}
	checkStamp(t, db, l.table, l.stamp)
	if r, code := reported(t, append([]string{"check", db.URL, "--fail-on", "info"}, l.args...)...); code != exitClean {
		t.Errorf("the database is not clean then: %+v", r.Trees)
	}
}

// ran returns the statements of a script without those around them and without quotes of names; of CREATE TABLE the beginning.
func ran(script string) []string {
	var sql []string
	for line := range strings.Lines(script) {
		line = strings.NewReplacer("`", "", `"`, "").Replace(strings.TrimSpace(line))
		line = strings.TrimSuffix(strings.TrimSuffix(line, ";"), " (")
		for _, verb := range []string{"CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE"} {
			if strings.HasPrefix(line, verb) {
				sql = append(sql, line)
			}
		}
	}
	return sql
}

func checkStamp(t *testing.T, db *lab.Database, table, want string) {
	t.Helper()
	var n int
	var got string
	if err := db.DB.QueryRowContext(t.Context(), "SELECT COUNT(*), MIN(version_num) FROM "+table).Scan(&n, &got); err != nil {
		t.Fatal(err)
	}
	if n != 1 || got != want {
		t.Errorf("%s has %d rows, the first %s, want one, %s", table, n, got, want)
	}
}

// TestBase: an empty version table of a tree that has no tables either is what Alembic leaves at the base.
func TestBase(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		db := install(t, s, newest, "cdr")
		db.Exec(t, "CREATE TABLE alembic_version_voicemail (version_num VARCHAR(32) NOT NULL)")
		if r, code := reported(t, "check", db.URL, "--fail-on", "info"); code != exitClean || len(r.Trees) != 1 {
			t.Errorf("%s: check gives status %d with %+v", s.Name, code, r.Trees)
		}
	}
}

// TestSchemas: tables in a schema that is not public are found by --schema and by the URL's search path, and mended there.
func TestSchemas(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for name, args := range map[string][]string{
				"option": {"--schema", `p"b x`},
				"URL":    {"?options=-csearch_path%3D%22p%22%22b%5C%20x%22"},
			} {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					db := builtWithRows(t, s, newest)
					db.Exec(t, `ALTER SCHEMA public RENAME TO "p""b x"`, "CREATE SCHEMA public", "CREATE TABLE public.ps_contacts (id integer)",
						`SET search_path TO "p""b x"`, "DROP TABLE alembic_version_config", "ALTER TABLE ps_endpoints DROP COLUMN webrtc")
					url := db.URL
					if name == "URL" {
						url, args = url+args[0], nil
					}
					checkMendedThere(t, db, append([]string{url}, args...))
				})
			}
		})
	}
}

func checkMendedThere(t *testing.T, db *lab.Database, where []string) {
	t.Helper()
	r, _ := reported(t, append([]string{"check"}, where...)...)
	if got := tree(t, r, "config"); got.Verdict != "missing" || len(got.Findings) != 2 || got.Match.Revision != headOfConfig {
		t.Errorf("check says %+v, want a stamp and a column missing", got)
	}
	o := assay(t, append([]string{"fix"}, where...)...)
	if !strings.Contains(o.stdout, `SET LOCAL search_path TO "p""b x"`) {
		t.Errorf("the script is not about the schema: %s%s", o.stdout, o.stderr)
	}
	client(t, db, o.stdout)
	checkStamp(t, db, "alembic_version_config", headOfConfig)
	if r, code := reported(t, append([]string{"check", "--fail-on", "info"}, where...)...); code != exitClean {
		t.Errorf("the database is not clean then: %+v", r.Trees)
	}
}
