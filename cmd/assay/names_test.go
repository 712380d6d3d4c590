package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"assay/dialect"
	"assay/internal/lab"
	"assay/internal/lab/replay"
	"assay/introspect"
	"assay/result"
)

// hostile are names that mean something else to whoever does not quote them. The engines take most of them.
func hostile(engine string) []string {
	names := []string{
		"a`b\"c'; DROP TABLE x; --",
		"new\nline; DROP TABLE x;",
		"\n-- \nDROP TABLE x;\n#",
		"new\rDELIMITER //\nDROP TABLE x//",
		`back\slash\`,
		`\! echo hello > x`,
		`\'; DROP TABLE x; -- \`,
		"*/ DROP TABLE x; /*",
		"100%s %d %v %%",
		"$$ :x :'x' :\"x\" ${x} $1 ?",
		"\x1b[31mred\x07",
		"Größe ☎",
		"select",
		"[x]",
	}
	if engine == "postgresql" {
		return append(names, "😀", strings.Repeat("ä", 31)+"x", " blank at both ends ", `"""`, "CR\r\nLF")
	}
	return append(names, strings.Repeat("ä", 64), "```")
}

// TestHostileNames: names that try to break out stay names, in reports and in scripts that the engine's own client runs.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			names := hostile(s.Server.Engine)
			db.Exec(t, "CREATE TABLE x (id int)", "INSERT INTO x VALUES (7)")
			for i, name := range names {
				q := room.Quote(name)
				db.Exec(t, fmt.Sprintf("CREATE TABLE %s (%s int, y int)", q, q),
					fmt.Sprintf("CREATE INDEX %s ON %s (%s)", room.Quote(indexName(s, "i"+name)), q, q),
					"ALTER TABLE ps_endpoints ADD COLUMN "+q+" smallint",
					fmt.Sprintf("ALTER TABLE ps_aors ADD COLUMN %s smallint NOT NULL", q))
				if i < 6 {
					db.Exec(t, fmt.Sprintf("CREATE INDEX %s ON ps_endpoints (%s, id)", room.Quote(indexName(s, name)), q))
				}
			}
			db.Exec(t, "ALTER TABLE ps_endpoints DROP COLUMN stir_shaken_profile")
			own := append(slices.Clone(names), "x")

			checkReport(t, db.URL, names)
			script := assay(t, "fix", db.URL)
			inClient(t, db, script)
			if got := assay(t, "check", db.URL); got.code != exitClean {
				t.Errorf("after the fix: status %d, %s%s", got.code, got.stdout, got.stderr)
			}
			for _, name := range names {
				hasColumn(t, db, room, "ps_endpoints", name, true)
			}
			hasTables(t, db, room, own)

			inClient(t, db, assay(t, "fix", "--all", "--allow-destructive", db.URL))
			for _, name := range names {
				hasColumn(t, db, room, "ps_endpoints", name, false)
			}
			hasTables(t, db, room, own)
			r, _ := reported(t, "check", db.URL)
			for _, f := range tree(t, r, "config").Findings {
				if f.Rule != "extra-table" {
					t.Errorf("after the whole fix: %+v", f)
				}
			}
			assayAgain := assay(t, "fix", "--all", "--allow-destructive", db.URL)
			if len(statements(assayAgain.stdout)) > 0 {
				t.Errorf("there is more to fix:\n%s", assayAgain.stdout)
			}
		})
	}
}

// TestHostileViews: views and triggers that stand in the way of a change are named in comments, and dropped and made again. No name ends a comment.
func TestHostileViews(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "20.6.0", "config")
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			db.Exec(t, "CREATE TABLE x (id int)", "INSERT INTO x VALUES (7)", "DROP INDEX "+room.Quote("ps_endpoints_id")+map[bool]string{true: " ON ps_endpoints"}[s.Server.Engine == "mysql"])
			narrow := "ALTER TABLE ps_endpoints MODIFY context varchar(30)"
			if s.Server.Engine == "postgresql" {
				narrow = "ALTER TABLE ps_endpoints ALTER context TYPE varchar(30)"
				db.Exec(t, "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
			}
			db.Exec(t, narrow)
			for i, name := range hostile(s.Server.Engine) {
				q := room.Quote(name)
				db.Exec(t, "CREATE VIEW "+q+" AS SELECT * FROM ps_endpoints")
				if s.Server.Engine == "postgresql" {
					db.Exec(t, "CREATE TRIGGER "+q+" BEFORE UPDATE OF context ON ps_endpoints FOR EACH ROW EXECUTE FUNCTION f()", "COMMENT ON VIEW "+q+" IS 'a\nDROP TABLE x;'")
				} else {
					db.Exec(t, "CREATE TRIGGER "+room.Quote(fmt.Sprintf("t%d\nDROP TABLE x;", i))+" BEFORE INSERT ON ps_endpoints FOR EACH ROW SET NEW.context = 'a\nDROP TABLE x;'")
				}
			}
			file := snapshot(t, db.URL)
			if o := assay(t, "fix", db.URL); s.Server.Engine == "postgresql" && !strings.Contains(o.stdout, "while trigger  --  DROP TABLE x; #") {
				t.Errorf("the names are in no comment: %s", o.stdout)
			}
			for _, args := range [][]string{{"fix"}, {"fix", "--allow-destructive"}, {"preflight", "--to", "22.10.1", "--sql"}, {"preflight", "--to", "22.10.1", "--allow-destructive", "--sql"}} {
				filed := assay(t, append(args, file)...)
				script := assay(t, append(args, db.URL)...)
				for _, text := range []string{script.stdout, filed.stdout} {
					cut, err := room.Split(text)
					if err != nil {
						t.Errorf("%v: %v: %s%s", args, err, text, script.stderr)
					}
					for _, c := range cut {
						if strings.HasPrefix(c.Text, "DROP TABLE") || strings.HasPrefix(c.Text, "line") {
							t.Errorf("%v: a name has become a statement: %s", args, c.Text)
						}
					}
				}
				inClient(t, db, script)
				hasTables(t, db, room, []string{"x"})
			}
		})
	}
}

// indexName: PostgreSQL's indexes share their names with tables.
func indexName(s lab.Server, name string) string {
	if s.Server.Engine != "postgresql" {
		r := []rune(name)
		return string(r[:min(64, len(r))])
	}
	return strings.ToValidUTF8(("i" + name)[:min(63, len(name)+1)], "")
}

// checkReport: the text has no character that plays with a terminal, and both forms name everything.
func checkReport(t *testing.T, address string, names []string) {
	t.Helper()
	o := assay(t, "check", address, "--fail-on", "info")
	if o.code != exitFindings || o.stderr != "" {
		t.Fatalf("status %d, %s", o.code, o.stderr)
	}
	strange := func(r rune) bool { return unicode.IsControl(r) && r != '\n' }
	if i := strings.IndexFunc(o.stdout, strange); i >= 0 {
		t.Errorf("the report holds %q in %q", o.stdout[i], o.stdout[max(0, i-60):min(len(o.stdout), i+60)])
	}
	for line := range strings.Lines(o.stdout) {
		if strings.HasPrefix(line, "DROP TABLE") || strings.HasPrefix(line, "-- ") || strings.HasPrefix(line, "line;") {
			t.Errorf("a name has broken a line: %q", line)
		}
	}
	var r result.Report
	if err := json.Unmarshal([]byte(assay(t, "check", address, "--format", "json").stdout), &r); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range tree(t, r, "config").Findings {
		found[f.Rule+" "+f.Table+"."+f.Object] = true
	}
	for _, name := range names {
		for _, want := range []string{"extra-column ps_endpoints." + name, "extra-column ps_aors." + name, "extra-table " + name + "."} {
			if !found[want] {
				t.Errorf("not found: %q", want)
			}
		}
	}
}

// nowRun is all that a client program prints of a script: what to run then.
var nowRun = regexp.MustCompile(`^(?:now run, for the tree \w+:\nalembic upgrade \w+\n)?$`)

// inClient runs a script in the engine's own client.
func inClient(t *testing.T, db *lab.Database, script outcome) {
	t.Helper()
	if script.code != exitClean || script.stderr != "" {
		t.Fatalf("status %d, %s", script.code, script.stderr)
	}
	cmd := db.Client(t)
	cmd.Dir = t.TempDir()
	cmd.Stdin = strings.NewReader(script.stdout)
	if out, err := cmd.CombinedOutput(); err != nil || !nowRun.Match(out) {
		t.Fatalf("%v: %s\nin\n%s", err, out, script.stdout)
	}
}

func hasColumn(t *testing.T, db *lab.Database, room dialect.Dialect, table, column string, want bool) {
	t.Helper()
	_, err := db.DB.ExecContext(t.Context(), "SELECT "+room.Quote(table)+"."+room.Quote(column)+" FROM "+room.Quote(table)+" WHERE 1 = 0")
	if (err == nil) != want {
		t.Errorf("column %q of %s: want it there: %v, got %v", column, table, want, err)
	}
}

// hasTables: they are all there, and x has its row.
func hasTables(t *testing.T, db *lab.Database, room dialect.Dialect, tables []string) {
	t.Helper()
	for _, name := range tables {
		db.Exec(t, "SELECT 1 FROM "+room.Quote(name)+" WHERE 1 = 0")
	}
	var n int
	if err := db.DB.QueryRowContext(t.Context(), "SELECT id FROM x").Scan(&n); err != nil || n != 7 {
		t.Errorf("the canary is gone: %d, %v", n, err)
	}
}

// texts are defaults and comments that mean something else where they are not quoted as the session has it.
var texts = []string{
	`it's "so" \n \'; DROP TABLE x; -- \`,
	"two\nlines\r\nthree; DROP TABLE x;",
	"ö\ttab %s $1 :x `q`",
}

// TestHostileTexts: converting a table restates columns that assay does not know, and changes nothing of them, whatever the client is set to.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			escaped := strings.NewReplacer(`\`, `\\`, `'`, `''`)
			db.Exec(t, "CREATE TABLE x (id int)", "INSERT INTO x VALUES (7)")
			for i, text := range texts {
				db.Exec(t, fmt.Sprintf("ALTER TABLE ps_aors ADD COLUMN own%d varchar(99) DEFAULT '%s' COMMENT '%[2]s'", i, escaped.Replace(text)),
					fmt.Sprintf("ALTER TABLE ps_auths MODIFY COLUMN md5_cred varchar(9) COMMENT '%s'", escaped.Replace(text)))
			}
			db.Exec(t, "ALTER TABLE ps_aors CONVERT TO CHARACTER SET latin1")
			before := definitions(t, db)
			script := assay(t, "fix", db.URL)
			if script.code != exitClean || !strings.Contains(script.stdout, "CONVERT TO") || !strings.Contains(script.stdout, "`md5_cred`") {
				t.Fatalf("status %d, %s%s", script.code, script.stderr, script.stdout)
			}
			cmd := db.Client(t)
			cmd.Args = append([]string{cmd.Args[0], "--init-command=SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'", "--default-character-set=latin1"}, cmd.Args[1:]...)
			cmd.Stdin = strings.NewReader(script.stdout)
			if out, err := cmd.CombinedOutput(); err != nil || !nowRun.Match(out) {
				t.Fatalf("%v: %s", err, out)
			}
			if after := definitions(t, db); !slices.Equal(before, after) {
				t.Errorf("the texts were\n%q\nand are\n%q", before, after)
			}
			if got := assay(t, "check", db.URL); got.code != exitClean {
				t.Errorf("after the fix: %s%s", got.stdout, got.stderr)
			}
		})
	}
}

// definitions are the comments and own defaults of the columns that TestHostileTexts has touched.
func definitions(t *testing.T, db *lab.Database) []string {
	t.Helper()
	rows, err := db.DB.QueryContext(t.Context(), `SELECT CONCAT(column_name, ' ', column_comment, ' ', COALESCE(column_default, 'NULL')) FROM information_schema.columns
		WHERE table_schema = DATABASE() AND (column_name LIKE 'own%' OR column_name = 'md5_cred') AND table_name IN ('ps_aors', 'ps_auths') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestHostilePlaces: the database, the schema, the version table and the stamp have names as well.
func TestHostilePlaces(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			const evil = "a`b\"c'; DROP TABLE x; --%s"
			db := s.Database(t)
			if s.Server.Engine == "postgresql" {
				db.Exec(t, "CREATE SCHEMA "+room.Quote(evil), "SET search_path TO "+room.Quote(evil))
			}
			sql, err := replay.Release(s.Server, "20.20.1", "config")
			if err != nil {
				t.Fatal(err)
			}
			db.Exec(t, sql...)
			db.Exec(t, "CREATE TABLE x (id int)", "INSERT INTO x VALUES (7)",
				"ALTER TABLE alembic_version_config RENAME TO "+room.Quote(evil),
				"UPDATE "+room.Quote(evil)+" SET version_num = "+room.Literal(`it's\; DROP TABLE x; --`),
				"ALTER TABLE ps_endpoints DROP COLUMN stir_shaken_profile")
			args := []string{db.URL, "--version-table", evil}
			if s.Server.Engine == "postgresql" {
				args = append(args, "--schema", evil)
			}
			r, code := reported(t, append([]string{"check"}, args...)...)
			if got := tree(t, r, "config"); code != exitFindings || got.Verdict != "unknown-revision" || got.Stamp.Table != evil {
				t.Errorf("status %d, %+v", code, got)
			}
			inClient(t, db, assay(t, append([]string{"fix", "--at", "20.20.1"}, args...)...))
			if o := assay(t, append([]string{"check", "--fail-on", "warning"}, args...)...); o.code != exitClean {
				t.Errorf("after the fix: status %d, %s%s", o.code, o.stderr, o.stdout)
			}
			hasTables(t, db, room, []string{"x", evil})
		})
	}
}

// TestHostileDatabase: a database of such a name is read, named in the report, and mended.
func TestHostileDatabase(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			room, err := dialect.For(s.Server)
			if err != nil {
				t.Fatal(err)
			}
			db := s.Database(t)
			name := "a`b\"c'; DROP TABLE x%s " + db.Name
			db.Exec(t, "CREATE DATABASE "+room.Quote(name))
			t.Cleanup(func() { dropped(t, db, "DROP DATABASE "+room.Quote(name)) })
			address := s.URL(name)
			assay(t, "check", address).refuses(t, quoted(t, address)+map[string]string{
				"mysql":      ": there is no table: is this the right database?",
				"postgresql": ": there is no table: is this the right database, and would --schema name the right schema?",
			}[s.Server.Engine])
			evil := *db
			evil.URL, evil.Name = address, name
			sql, err := replay.Release(s.Server, "22.10.1", "queue_log")
			if err != nil {
				t.Fatal(err)
			}
			inClient(t, &evil, outcome{stdout: strings.Join(sql, ";\n") + ";\nCREATE TABLE x (id int);\nALTER TABLE queue_log DROP COLUMN agent;\n"})
			if r, code := reported(t, "check", address); code != exitFindings || r.Database.Name != name {
				t.Errorf("status %d, database %q", code, r.Database.Name)
			}
			inClient(t, &evil, assay(t, "fix", address))
			if o := assay(t, "check", address); o.code != exitClean {
				t.Errorf("after the fix: %s%s", o.stdout, o.stderr)
			}
		})
	}
}

// quoted is how a source names itself.
func quoted(t *testing.T, address string) string {
	t.Helper()
	s, err := introspect.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	return s.String()
}

// TestUpperCase: PostgreSQL's names differ by case, and tables in capitals are somebody else's.
func TestUpperCase(t *testing.T) {
	t.Parallel()
	s := lab.Postgres(t)[0]
	db := install(t, s, "22.10.1", "config", "queue_log")
	db.Exec(t, `ALTER TABLE queue_log RENAME TO "QUEUE_LOG"`, `CREATE TABLE "PS_ENDPOINTS" (id int)`, `ALTER TABLE ps_endpoints ADD COLUMN "CONTEXT" int`,
		"DROP TABLE alembic_version_queue_log")
	r, code := reported(t, "check", db.URL, "--fail-on", "info")
	if code != exitFindings || len(r.Trees) != 1 {
		t.Fatalf("status %d, %+v", code, r)
	}
	var got []string
	for _, f := range r.Trees[0].Findings {
		got = append(got, strings.Join([]string{f.Rule, f.Severity.String(), f.Table, f.Object}, " "))
	}
	slices.Sort(got)
	want := []string{"extra-column info ps_endpoints CONTEXT", "extra-table info PS_ENDPOINTS ", "extra-table info QUEUE_LOG "}
	if !slices.Equal(got, want) {
		t.Errorf("want %q\ngot  %q", want, got)
	}
}
