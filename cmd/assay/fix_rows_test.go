package main

import (
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestFixAsksTheRows: of a live database, a statement that no row is in the way of is run without a warning, and one that rows are in the way of says which;
// the script runs through the client, and so does what its comments say to do.
func TestFixAsksTheRows(t *testing.T) {
	t.Parallel()
	boolean := map[string]string{
		"mysql":      "ALTER TABLE ps_endpoints MODIFY `100rel` enum('0','1','off','on','false','true','no','yes')",
		"postgresql": `ALTER TABLE ps_endpoints ALTER "100rel" TYPE ast_bool_values USING NULL`,
	}
	long := map[string]string{"mysql": "ALTER TABLE ps_endpoints MODIFY context varchar(200)", "postgresql": "ALTER TABLE ps_endpoints ALTER context TYPE varchar(200)"}
	null := map[string]string{"mysql": "ALTER TABLE queue_rules MODIFY time varchar(32) NULL", "postgresql": "ALTER TABLE queue_rules ALTER time DROP NOT NULL"}
	quoted := map[string]string{"mysql": "`100rel`", "postgresql": `"100rel"`}
	type fixed struct {
		name   string
		drift  func(engine string) []string
		args   []string
		says   []string // of the script
		silent []string
		holds  string // a condition on ps_endpoints that one row answers afterwards; empty: none
	}
	tests := []fixed{
		{
			"values that fit", func(e string) []string {
				return []string{long[e], null[e], "INSERT INTO ps_endpoints (id, context) VALUES ('x', 'short')"}
			},
			[]string{"--all"},
			[]string{"varchar(40)"},
			[]string{"not run", "look with", "look for", "refused if"},
			"context = 'short'",
		},
		{
			"values that fit, where others are destroyed", func(e string) []string {
				return []string{long[e], "ALTER TABLE ps_endpoints ADD own varchar(9)", "INSERT INTO ps_endpoints (id, context) VALUES ('x', 'short')"}
			},
			[]string{"--all", "--allow-destructive"},
			[]string{"--   the rows were asked: none is in the way\n", "--   DESTROYS the column's values\n"},
			[]string{"The rows were asked: none is in the way of what is run.", "not run", "look with"},
			"context = 'short'",
		},
		{
			"a value that does not", func(e string) []string {
				return []string{long[e], "INSERT INTO ps_endpoints (id, context) VALUES ('x', '" + strings.Repeat("l", 60) + "')"}
			},
			[]string{"--all"},
			[]string{"--   not run: 1 row is in the way (longer than 40 characters), such as x lll", "; repair them, then ask again\n"},
			nil, "context LIKE 'lll%'",
		},
		{
			"NULL where a value must be", func(e string) []string {
				return []string{null[e], long[e], "INSERT INTO queue_rules (rule_name, min_penalty, max_penalty) VALUES ('a', '1', '1')"}
			},
			nil, // with which wider types are left as they are
			[]string{"--   not run: 1 row is in the way (the column no longer allows NULL)", "; repair them, then ask again\n", "1 finding left as it is"},
			nil, "",
		},
		{
			"NULL where a value must be, and a narrower type", func(e string) []string {
				narrow := map[string]string{"mysql": "ALTER TABLE queue_rules MODIFY time varchar(20) NULL", "postgresql": "ALTER TABLE queue_rules ALTER time DROP NOT NULL, ALTER time TYPE varchar(20)"}
				return []string{narrow[e], "INSERT INTO queue_rules (rule_name, min_penalty, max_penalty) VALUES ('a', '1', '1')"}
			},
			nil,
			[]string{"--   not run: 1 row is in the way (the column no longer allows NULL)", "\nALTER TABLE "},
			nil,
			"",
		},
		{
			"a label that has no word of the same meaning", func(e string) []string {
				more := map[string]string{
					"mysql":      "ALTER TABLE ps_endpoints MODIFY timers enum('forced','no','required','yes','needed')",
					"postgresql": "ALTER TYPE pjsip_timer_values ADD VALUE 'needed'",
				}
				return []string{more[e], "INSERT INTO ps_endpoints (id, timers) VALUES ('x', 'needed')"}
			},
			[]string{"--all"},
			[]string{"--   complete these, and run them before:\n--     UPDATE ", " = /* one of 'forced', 'no', 'required', 'yes' */ WHERE ", " = 'needed';\n"},
			nil, "timers = 'needed'",
		},
		{
			"nobody asks", func(e string) []string { return []string{null[e]} },
			[]string{"--all", "--no-data"},
			[]string{"refused if a value is NULL: look with SELECT COUNT(*)"},
			[]string{"not run"},
			"",
		},
		{
			"other words for yes, as comments", func(e string) []string {
				return []string{boolean[e], "INSERT INTO ps_endpoints (id, " + quoted[e] + ") VALUES ('x', 'on')"}
			},
			nil,
			[]string{"--   UPDATE ", " = 'yes' WHERE ", " IN ('1', 'on', 'true')"},
			nil, "CONCAT('', " + "%s" + ") = 'on'",
		},
		{
			"other words for yes", func(e string) []string {
				return []string{boolean[e], "INSERT INTO ps_endpoints (id, " + quoted[e] + ") VALUES ('x', 'on')"}
			},
			[]string{"--allow-destructive"},
			[]string{"\nUPDATE "},
			[]string{"not run"},
			"CONCAT('', " + "%s" + ") = 'yes'",
		},
	}
	text := func(column string) map[string]string {
		return map[string]string{
			"mysql":      "ALTER TABLE ps_endpoints MODIFY " + column + " varchar(40)",
			"postgresql": "ALTER TABLE ps_endpoints ALTER " + column + " TYPE varchar(40)",
		}
	}
	insert := func(column, value string) string {
		return "INSERT INTO ps_endpoints (id, " + column + ") VALUES ('x', '" + value + "')"
	}
	tests = append(tests, []fixed{
		{
			"numbers as text", func(e string) []string { return []string{text("rtp_timeout")[e], insert("rtp_timeout", "-30")} },
			nil,
			[]string{"rtp_timeout"},
			[]string{"not run", "DESTROYS"},
			"rtp_timeout = -30",
		},
		{
			"a number with a zero in front", func(e string) []string { return []string{text("rtp_timeout")[e], insert("rtp_timeout", "030")} },
			nil,
			[]string{"--   1 row is in the way (written as numbers are, without zeros or blanks in front), such as x 030\n", "--   not run, since it would lose"},
			nil, "rtp_timeout = '030'",
		},
		{
			"a fraction", func(e string) []string { return []string{text("rtp_timeout")[e], insert("rtp_timeout", "1.5")} },
			nil,
			[]string{"--   not run", "such as x 1.5"},
			nil, "rtp_timeout = '1.5'",
		},
		{
			"numbers that change, and a text that is none", func(e string) []string {
				return []string{
					text("rtp_timeout")[e], insert("rtp_timeout", "soon"), "INSERT INTO ps_endpoints (id, rtp_timeout) VALUES ('y', '007'), ('z', '008')",
				}
			},
			[]string{"--allow-destructive"},
			[]string{"--   not run: 1 row is in the way (no number from"},
			nil, "rtp_timeout = 'soon'",
		},
		{
			"a label in capitals", func(e string) []string { return []string{text("webrtc")[e], insert("webrtc", "YES")} },
			[]string{"--all"},
			[]string{"--   not run", "such as x YES"},
			nil, "webrtc = 'YES'",
		},
	}...)
	for i, tt := range tests {
		for _, s := range inTurn(t, i, "") {
			t.Run(s.Name+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				db := install(t, s, newest, "config")
				db.Exec(t, tt.drift(s.Server.Engine)...)
				o := assay(t, append([]string{"fix", db.URL}, tt.args...)...)
				for _, part := range tt.says {
					if !strings.Contains(o.stdout, part) {
						t.Errorf("the script does not say %q:\n%s%s", part, o.stdout, o.stderr)
					}
				}
				for _, part := range tt.silent {
					if strings.Contains(o.stdout, part) {
						t.Errorf("the script says %q:\n%s", part, o.stdout)
					}
				}
				client(t, db, o.stdout)
				if tt.holds != "" {
					checkOne(t, db, "SELECT COUNT(*) FROM ps_endpoints WHERE "+strings.ReplaceAll(tt.holds, "%s", quoted[s.Server.Engine]))
				}
			})
		}
	}
}

// TestFixRemakesATypeWholeOrNotAtAll: where a row has a value that the type is to lose, no other column gets the new type either.
func TestFixRemakesATypeWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, newest, "config")
			db.Exec(t, "ALTER TYPE ast_bool_values ADD VALUE 'maybe'")
			db.Exec(t, "INSERT INTO ps_endpoints (id, webrtc) VALUES ('x', 'maybe')", "ALTER TABLE ps_aors DROP COLUMN contact")
			fix := []string{"fix", "--all", "--allow-destructive", db.URL}
			script := assay(t, fix...).stdout
			for _, part := range []string{"--   not run: column ps_endpoints.webrtc: 1 row is in the way (", "statements more, once nothing is in the way\n"} {
				if !strings.Contains(script, part) {
					t.Errorf("the script does not say %q:\n%s", part, script)
				}
			}
			client(t, db, script)
			checkRules(t, db, []string{"enum-label-extra"})
			db.Exec(t, "UPDATE ps_endpoints SET webrtc = 'yes'")
			client(t, db, assay(t, fix...).stdout)
			checkRules(t, db, nil)
		})
	}
}

// TestFixLetsNoColumnCountInVain: where rows are in the way of the key, the column does not begin to count, and no index is left behind.
func TestFixLetsNoColumnCountInVain(t *testing.T) {
	t.Parallel()
	for numbers, says := range map[string]string{
		"5, 5": "--   not run: 1 row is in the way (there more than once",
		"0, 1": "--   not run: 1 row is in the way (without a number, and the one that the server gives them may be another row's",
		"0, 0": "--   not run, since it would lose the 0 of rows, to which the server gives other numbers (--allow-destructive runs it):",
	} {
		for _, s := range lab.MySQL(t) {
			t.Run(s.Name+"/"+numbers, func(t *testing.T) {
				t.Parallel()
				db := install(t, s, newest, "config")
				first, second, _ := strings.Cut(numbers, ", ")
				db.Exec(t, "ALTER TABLE extensions DROP PRIMARY KEY, DROP INDEX id, MODIFY id bigint NOT NULL",
					"INSERT INTO extensions (id, context, exten, priority, app, appdata) VALUES ("+first+", 'a', 'b', 1, 'x', 'y'), ("+second+", 'a', 'c', 1, 'x', 'y')")
				script := assay(t, "fix", db.URL).stdout
				if !strings.Contains(script, says) {
					t.Errorf("the script does not say %q:\n%s", says, script)
				}
				before := rows(t, db)
				client(t, db, script)
				checkRowsKept(t, before, rows(t, db))
				if numbers == "0, 0" {
					client(t, db, assay(t, "fix", "--allow-destructive", db.URL).stdout)
					checkRules(t, db, nil)
				}
				r, _ := reported(t, "check", db.URL)
				for _, f := range tree(t, r, "config").Findings {
					if f.Rule == "extra-index" {
						t.Errorf("it leaves an index behind:\n%s", script)
					}
				}
			})
		}
	}
}

// TestFixLeavesACutIndex: the index of a column that is too long for it, and stays so, is not made anew for ever.
func TestFixLeavesACutIndex(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, newest, "config")
			db.Exec(t, "ALTER TABLE ps_domain_aliases DROP INDEX id, MODIFY id varchar(1020) NOT NULL", "INSERT INTO ps_domain_aliases (id) VALUES (REPEAT('x', 1000))")
			for _, flags := range [][]string{nil, {"--allow-destructive"}} {
				args := append([]string{"fix", "--all", db.URL}, flags...)
				client(t, db, assay(t, args...).stdout)
				if again := assay(t, args...).stdout; len(statements(again)) > 0 {
					t.Errorf("%q: it is to be done for ever:\n%s", flags, again)
				}
			}
		})
	}
}

// TestFixAddsAColumnInThreeSteps: a column that must have a value, and that existing rows have none for, is added at once; what fills it is a line to complete.
func TestFixAddsAColumnInThreeSteps(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, newest, "config")
			db.Exec(t, "INSERT INTO queue_rules VALUES ('a', '1', '1', '1')", "ALTER TABLE queue_rules DROP COLUMN time")
			script := assay(t, "fix", "--all", db.URL).stdout
			client(t, db, script)
			_, rest, ok := strings.Cut(script, `--   UPDATE "queue_rules"`)
			if !strings.Contains(script, "\n"+`ALTER TABLE "queue_rules" ADD COLUMN "time" varchar(32);`) || !ok {
				t.Fatalf("the script is\n%s", script)
			}
			fill, rest, _ := strings.Cut(rest, "\n")
			alter, _, _ := strings.Cut(strings.TrimPrefix(rest, "--   "), "\n")
			db.Exec(t, `UPDATE "queue_rules"`+strings.Replace(strings.TrimSuffix(fill, ";"), "/* the value */", "'09:00'", 1), strings.TrimSuffix(alter, ";"))
			checkRules(t, db, nil)
		})
	}
}

func checkOne(t *testing.T, db *lab.Database, query string) {
	t.Helper()
	var n int
	if err := db.DB.QueryRow(query).Scan(&n); err != nil || n != 1 {
		t.Errorf("%s: %d rows (%v), want one", query, n, err)
	}
}
