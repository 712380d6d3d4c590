package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/internal/lab"
)

// endless are tables, or a part of one, that would keep a parser busy for minutes, or overflow its stack.
var endless = map[string]string{
	"conditions":  "CREATE TABLE t (a int, CHECK (" + strings.TrimSuffix(strings.Repeat("a > 1 AND ", 50_000), " AND ") + "))",
	"sums":        "CREATE TABLE t (a int DEFAULT (" + strings.Repeat("1 + ", 50_000) + "1))",
	"parentheses": "CREATE TABLE t (a int, CHECK (" + strings.Repeat("(", 150_000) + "a > 1" + strings.Repeat(")", 150_000) + "))",
	"negations":   "CREATE TABLE t (a int, CHECK (" + strings.Repeat("NOT ", 100_000) + "a > 1))",
	"cases":       "CREATE TABLE t (a int, CHECK (" + strings.Repeat("CASE WHEN a > 1 THEN ", 30_000) + "a" + strings.Repeat(" END", 30_000) + " > 1))",
	"values":      "CREATE TABLE t (a int, CHECK (a IN (1" + strings.Repeat(",1", 200_000) + ")))",
	"columns":     "CREATE TABLE t (a int" + strings.Repeat(", b int", 200_000) + ")",
	"checks":      "CREATE TABLE t (a int" + strings.Repeat(", CHECK (a > 1)", 50_000) + ")",
}

// TestBounds: whatever is in a file, it is read in seconds or refused in a sentence, by each engine and from each kind of file.
func TestBounds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	const allowed = 20 * time.Second // of a machine that has other things to do: it was over 45 s of one that had not
	n := 0
	soon := func(what string, refused bool, args ...string) {
		if n++; !lab.Campaign() && n%3 != 0 {
			return
		}
		begun := time.Now()
		o := assay(t, args...)
		if took := time.Since(begun); took > allowed {
			t.Errorf("%s: %v took %s", what, args, took)
		}
		if refused && (o.code != exitUnknown || strings.Count(o.stderr, "\n") != 1 || !strings.Contains(o.stderr, "which no schema needs")) {
			t.Errorf("%s: %v: status %d, %.300s", what, args, o.code, o.stderr)
		}
	}
	for _, engine := range []string{"mysql", "postgresql"} {
		for _, what := range slices.Sorted(maps.Keys(endless)) {
			sql := endless[what]
			soon(what, true, "infer", "--engine", engine, write("dump.sql", sql+";\n"))
			soon(what, false, "lint", "--server", engine, write("lint.sql", sql+";\n"))
			text, _ := json.Marshal(sql)
			recording := write("h.jsonl", fmt.Sprintf("{\"assay_history\": 1, \"name\": \"x\", \"engine\": %q}\n{\"revision\": \"a\", \"down\": [], \"heads\": "+
				"[\"a\"], \"sql\": [%s]}\n", engine, text))
			db := write("db.sql", "CREATE TABLE own (a int);\n")
			soon(what, true, "infer", "--engine", engine, "--history", recording, db)
			offline := write("offline.sql", "-- Running upgrade  -> a1\n\n"+sql+";\n\nINSERT INTO alembic_version (version_num) VALUES ('a1');\n")
			soon(what, false, "infer", "--engine", engine, "--history", offline, db)
		}
		for what, expr := range map[string]string{
			"conditions": strings.TrimSuffix(strings.Repeat("1 > 1 AND ", 50_000), " AND "),
			"sums":       strings.Repeat("1 + ", 50_000) + "1", "parentheses": strings.Repeat("(", 150_000) + "1" + strings.Repeat(")", 150_000),
		} {
			base := evilSnapshot(engine)
			base["tables"].([]any)[0].(map[string]any)["checks"].([]any)[0].(map[string]any)["expr"] = expr
			text, _ := json.Marshal(base)
			soon(what, true, "infer", write("snap.json", string(text)))
		}
	}
}
