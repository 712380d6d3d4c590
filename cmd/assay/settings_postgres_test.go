package main

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"assay/internal/lab"
)

// knownSettings are settings that make another answer, or none, of the same queries, or once did.
var knownSettings = map[string][]string{
	"DateStyle": {"'SQL, DMY'", "'German'"}, "IntervalStyle": {"sql_standard", "iso_8601"}, "TimeZone": {"'Asia/Kathmandu'"}, "bytea_output": {"escape"},
	"extra_float_digits": {"-15", "3"}, "quote_all_identifiers": {"on"}, "array_nulls": {"off"}, "transform_null_equals": {"on"}, "row_security": {"on", "off"},
	"standard_conforming_strings": {"off"}, "backslash_quote": {"off"}, "client_encoding": {"SJIS", "LATIN1"}, "client_min_messages": {"debug5"},
	"default_transaction_isolation": {"serializable"}, "default_transaction_read_only": {"on"}, "default_transaction_deferrable": {"on"},
	"statement_timeout": {"100", "2147483647"}, "lock_timeout": {"1"}, "idle_in_transaction_session_timeout": {"1"}, "enable_hashjoin": {"off"},
	"enable_mergejoin": {"off"},
	"enable_nestloop":  {"off"}, "enable_indexscan": {"off"}, "enable_seqscan": {"off"}, "work_mem": {"64"}, "geqo_threshold": {"2"}, "join_collapse_limit": {"1"},
	"gin_fuzzy_search_limit": {"1"}, "constraint_exclusion": {"on"}, "exit_on_error": {"on"}, "xmlbinary": {"hex"}, "lc_monetary": {"'C'"}, "lc_numeric": {"'C'"},
	"max_stack_depth": {"100"}, "temp_file_limit": {"0"}, "search_path": {"public, pg_catalog", "'$user', public, pg_toast"},
	"plan_cache_mode":       {"force_generic_plan"},
	"check_function_bodies": {"off"}, "default_text_search_config": {"'pg_catalog.german'"}, "from_collapse_limit": {"1"}, "jit_above_cost": {"0"},
}

// TestSettings: whatever a server, a database or a role is set to, the same is read. Each setting that a session can have is set for the database, to its
// least, its most, and all of its words.
func TestSettings(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1")
			db.Exec(t, "CREATE TYPE m AS ENUM ('ä', 'b')", `CREATE TABLE x (i interval DEFAULT '1 day 02:03:04', b bytea DEFAULT '\x00ff', f double precision DEFAULT 0.1 CHECK (f > 0.3),
				t timestamp DEFAULT '2020-02-03 04:05:06', z timestamptz DEFAULT '2020-02-03 04:05:06+00', a text[] DEFAULT '{NULL,"x y"}', e m DEFAULT 'ä', d date CHECK (d > '2020-03-04'),
				s text DEFAULT 'a\b', n numeric(10,2) DEFAULT 1.50, "Größe" varchar(9), v money DEFAULT 1.5)`, `CREATE INDEX xi ON x (lower(s)) WHERE s = 'ü' AND f < 1e10`)
			want := assay(t, "snapshot", db.URL)
			checked := assay(t, "check", db.URL, "--fail-on", "info")
			all := knownSettings
			if lab.Campaign() {
				all = settable(t, db)
			}
			for name, values := range all {
				for _, value := range values {
					if _, err := db.DB.ExecContext(t.Context(), "ALTER DATABASE "+db.Name+" SET "+name+" = "+value); err != nil {
						continue // there is no such setting in this version, or no such value
					}
					if got := assay(t, "snapshot", db.URL); got != want {
						t.Errorf("%s = %s: status %d, %s", name, value, got.code, got.stderr+otherLine(want.stdout, got.stdout))
					}
					if lab.Campaign() {
						if got := assay(t, "check", db.URL, "--fail-on", "info"); got != checked {
							t.Errorf("%s = %s: status %d, %s", name, value, got.code, got.stderr+otherLine(checked.stdout, got.stdout))
						}
					}
					db.Exec(t, "ALTER DATABASE "+db.Name+" RESET ALL")
				}
			}
		})
	}
}

// settable are the settings that a session can have, with their extremes.
func settable(t *testing.T, db *lab.Database) map[string][]string {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), `SELECT name, vartype, coalesce(min_val, ''), coalesce(max_val, ''), coalesce(array_to_string(enumvals, chr(10)), '')
		FROM pg_settings WHERE context IN ('user', 'superuser') AND vartype <> 'string'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string][]string{}
	maps.Copy(all, knownSettings)
	for rows.Next() {
		var name, kind, least, most, words string
		if err := rows.Scan(&name, &kind, &least, &most, &words); err != nil {
			t.Fatal(err)
		}
		values := map[string][]string{"bool": {"on", "off"}, "integer": {least, most}, "real": {least, most}, "enum": strings.Split(words, "\n")}[kind]
		for _, v := range values {
			all[name] = append(all[name], "'"+v+"'")
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func otherLine(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "wanted " + w[i] + ", got " + g[i]
		}
	}
	return ""
}

// TestConcurrentDDL: tables that come, go and change while they are read are read again; what is said of them is then one sentence or right.
func TestConcurrentDDL(t *testing.T) {
	t.Parallel()
	s := lab.Postgres(t)[0]
	db := install(t, s, "22.10.1", "config")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	other := db.Again(t)
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			for _, sql := range []string{
				"CREATE TABLE churn (id serial PRIMARY KEY, a text DEFAULT 'x' CHECK (a <> 'y'), b integer GENERATED ALWAYS AS (1 + 1) STORED)",
				"CREATE INDEX ON churn (lower(a)) WHERE a <> 'z'", "CREATE VIEW churned AS SELECT a FROM churn", "DROP VIEW churned",
				"ALTER TABLE churn DROP COLUMN a", "DROP TABLE churn",
			} {
				_, _ = other.DB.ExecContext(ctx, sql)
			}
		}
	}()
	rounds := 12
	if lab.Campaign() {
		rounds = 200
	}
	began := time.Now()
	for range rounds {
		o := assay(t, "check", db.URL)
		if o.code != exitClean && !strings.HasSuffix(o.stderr, ": its tables are being changed while they are read, perhaps by a migration that runs: try again "+
			"when it is done\n") {
			t.Errorf("status %d, %s%s", o.code, o.stdout, o.stderr)
		}
		if time.Since(began) > time.Minute && !lab.Campaign() {
			break
		}
	}
	stop()
	<-ended
}
