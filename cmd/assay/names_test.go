package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"assay/dialect"
	"assay/internal/lab"
	"assay/report"
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

			inClient(t, db, assay(t, "fix", "--allow-destructive", db.URL))
			for _, name := range names {
				hasColumn(t, db, room, "ps_endpoints", name, false)
			}
			hasTables(t, db, room, own)
			r, _ := result(t, "check", db.URL)
			for _, f := range tree(t, r, "config").Findings {
				if f.Rule != "extra-table" {
					t.Errorf("after the whole fix: %+v", f)
				}
			}
			assayAgain := assay(t, "fix", "--allow-destructive", db.URL)
			if len(statements(assayAgain.stdout)) > 0 {
				t.Errorf("there is more to fix:\n%s", assayAgain.stdout)
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
	var r report.Report
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

// inClient runs a script in the engine's own client.
func inClient(t *testing.T, db *lab.Database, script outcome) {
	t.Helper()
	if script.code != exitClean || script.stderr != "" {
		t.Fatalf("status %d, %s", script.code, script.stderr)
	}
	cmd := clientOf(db)
	cmd.Dir = t.TempDir()
	cmd.Stdin = strings.NewReader(script.stdout)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
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
	if err := db.DB.QueryRowContext(context.Background(), "SELECT id FROM x").Scan(&n); err != nil || n != 7 {
		t.Errorf("the canary is gone: %d, %v", n, err)
	}
}
