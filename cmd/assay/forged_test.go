package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// forger is a name that says something else on a line of its own, where line breaks are printed as they are.
const forger = "x\nFORGED no findings\r\nFORGED next: rm\u2028FORGED\x1b[2K"

// forgedSnapshot is a snapshot of a clean install with that name in each place that has one.
func forgedSnapshot(t *testing.T, dir, engine string) string {
	t.Helper()
	o := assay(t, "snapshot", "--engine", engine, "asterisk:22.10.1")
	if o.code != exitClean {
		t.Fatal(o.stderr)
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(o.stdout), &all); err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	integer := object{"name": map[string]string{"mysql": "int", "postgresql": "integer"}[engine]}
	column := object{"name": forger, "type": integer, "nullable": true}
	tables := all["tables"].([]any)
	for _, v := range tables {
		if table := v.(object); table["name"] == "ps_endpoints" {
			columns := table["columns"].([]any)
			columns[6].(object)["comment"] = forger
			columns[7].(object)["default"] = "'" + strings.ReplaceAll(forger, "\x1b", "") + "'"
			table["columns"] = append(columns[1:], column)
			table["indexes"] = []any{object{"name": forger, "kind": "index", "parts": []any{object{"column": forger}}}}
			table["foreign_keys"] = []any{object{"name": forger, "columns": []any{forger}, "ref_table": forger, "ref_columns": []any{forger}}}
		}
	}
	all["database"] = forger
	all["tables"] = append(tables, object{"name": forger, "columns": []any{column}}, object{"name": "own", "columns": []any{column}})
	all["opaque"] = []any{object{"kind": "view", "name": forger}, object{"kind": "trigger", "name": forger, "table": "ps_endpoints"}}
	all["stamps"] = []any{
		object{"table": "alembic_version_config", "revisions": []any{forger}},
		object{"table": "alembic_version_" + forger, "revisions": []any{forger, "y"}},
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, engine+".json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestForgedLines: no name makes a line of its own, in any command's output in any format of lines, nor plays with the terminal.
func TestForgedLines(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"mysql", "postgresql"} {
		file := forgedSnapshot(t, t.TempDir(), engine)
		var runs [][]string
		for _, format := range []string{"text", "markdown", "github", "junit", "gitlab", "sarif", "json"} {
			runs = append(runs, []string{"check", "--format", format, "--fail-on", "info", file},
				[]string{"check", "--at", "22.10.1", "--format", format, "--fail-on", "info", file},
				[]string{"lint", "--inherited", "--format", format, file})
		}
		for _, format := range []string{"text", "json"} {
			runs = append(runs, []string{"infer", "--format", format, file}, []string{"preflight", "--to", "22.10.1", "--format", format, file})
		}
		runs = append(runs, []string{"diff", file, "asterisk:22.10.1"}, []string{"diff", "asterisk:22.10.1", file},
			[]string{"diff", "--format", "json", file, "asterisk:22.10.1"},
			[]string{"snapshot", file}, []string{"fix", file})
		for _, args := range runs {
			o := assay(t, args...)
			if o.stdout+o.stderr == "" {
				t.Errorf("%v printed nothing", args)
			}
			for line := range strings.Lines(o.stdout + o.stderr) {
				if begin := strings.TrimLeft(line, " \t-*>|"); strings.HasPrefix(begin, "FORGED") || strings.ContainsAny(line, "\x1b\r") {
					if args[0] != "fix" || strings.HasPrefix(line, "FORGED") && strings.Contains(o.stdout, "\"x\nFORGED") {
						t.Errorf("%v: a name has made a line: %q", args, line)
					}
				}
			}
		}
	}
}

// TestForgedRecording: nor does a recording's name or the id of a revision.
func TestForgedRecording(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "db.sql")
	if err := os.WriteFile(db, []byte("CREATE TABLE t (a int) ENGINE=InnoDB;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ head, revision, says string }{
		{`"name": "x\nFORGED"`, "a", `:1: "x\nFORGED" holds a control character, as no name of a history does`},
		{`"name": "x"`, "a\nFORGED", `:2: the id "a\nFORGED" holds a control character, as no revision's does`},
	} {
		file := filepath.Join(t.TempDir(), "h.jsonl")
		id, _ := json.Marshal(c.revision)
		text := fmt.Sprintf("{\"assay_history\": 1, %s, \"engine\": \"mysql\"}\n{\"revision\": %s, \"down\": [], \"heads\": [%[2]s], \"sql\": []}\n", c.head, id)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		assay(t, "check", "--history", file, db).refuses(t, "reading the history: "+file+c.says)
	}
}

// TestNameThatCannotBeWritten: a name that MySQL's client program would change is a comment, and the rest is mended; one that it takes as it is, is dropped.
func TestNameThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, s := range lab.MySQL(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for name, written := range map[string]bool{"two\r\nlines": false, "two\rlines": true, "two\nlines": true} {
				db := install(t, s, "22.10.1", "config")
				db.Exec(t, "ALTER TABLE ps_endpoints DROP COLUMN stir_shaken_profile", fmt.Sprintf("CREATE INDEX `%s` ON ps_endpoints (context)", name),
					fmt.Sprintf("ALTER TABLE ps_aors ADD COLUMN `%s` int", name), "CREATE INDEX one ON ps_endpoints (context)")
				for _, args := range [][]string{
					{"diff", "--format", "sql", "--allow-destructive"}, {"preflight", "--sql", "--to", "23.4.1"}, {"fix", "--all", "--allow-destructive"},
				} {
					writtenOrSaid(t, db, name, written, args)
				}
				after := assay(t, "fix", "--all", "--allow-destructive", db.URL)
				if got := statements(after.stdout); len(got) > 0 {
					t.Errorf("the rest was not mended: %q", got)
				}
			}
		})
	}
}

// writtenOrSaid runs a script in the client: a column and an index of that name are dropped, or each is one comment.
func writtenOrSaid(t *testing.T, db *lab.Database, name string, written bool, args []string) {
	t.Helper()
	all := append(slices.Clone(args), db.URL)
	if args[0] == "diff" {
		all = append(all, "asterisk:22.10.1")
	}
	script := assay(t, all...)
	if args[0] == "fix" {
		inClient(t, db, script)
	}
	for _, object := range []string{"index ps_endpoints.", "column ps_aors."} {
		said := strings.Count(script.stdout, "there is no SQL that repairs "+object)
		if (said == 1) == (written || args[0] == "preflight") || // a plan leaves them alone
			!strings.Contains(script.stdout, "stir_shaken_profile") {
			t.Errorf("%q: %s%q is in %d comments\n%s", args, object, name, said, script.stdout)
		}
	}
}

// TestNamesThatAreNoText: of a database that has no encoding, names of any bytes are refused in a sentence, which holds none of them.
func TestNamesThatAreNoText(t *testing.T) {
	t.Parallel()
	for _, s := range lab.Postgres(t) {
		db := s.Database(t)
		name := db.Name + "_ascii"
		db.Exec(t, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'")
		t.Cleanup(func() {
			dropped(t, db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+name+"'", "DROP DATABASE "+name)
		})
		raw := *db
		raw.URL, raw.Name = s.URL(name), name
		cmd := raw.Client(t)
		cmd.Env = append(os.Environ(), "PGCLIENTENCODING=SQL_ASCII")
		cmd.Stdin = strings.NewReader("CREATE TABLE \"a\xe4\" (\"b\xff\" int, c int);\nCREATE TABLE t (c text DEFAULT '\xfc');\nCREATE TABLE plain (c int);\n")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, args := range [][]string{{"snapshot"}, {"check"}, {"lint"}, {"diff", "asterisk:22.10.1"}, {"fix"}} {
			assay(t, append(args, raw.URL)...).refuses(t, quoted(t, raw.URL)+": a name or a text in it is no UTF-8, though its encoding, SQL_ASCII, takes any bytes: "+
				"rename it with a client in the encoding that it was written in")
		}
	}
}
