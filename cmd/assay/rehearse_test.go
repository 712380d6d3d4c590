package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"assay/dialect"
	"assay/result"
)

// TestRehearse: the outcome is the exit status, and what was predicted and what came of it stand in a line each. What a rehearsal comes to is tested where it
// is made.
func TestRehearse(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			a.Keep(t, "base_0001")
			a.Add(t, "next", "base_0001", "ALTER TABLE customers ADD COLUMN more integer")
			history := filepath.Join(t.TempDir(), "history.jsonl")
			if o := assay(t, "history", "record", "-c", a.INI, "--scratch", s.Database(t).URL, "-o", history); o.code != exitClean {
				t.Fatalf("%s%s", o.stderr, o.stdout)
			}
			a.Run(t, "upgrade", "base_0001")
			rehearse := func(args ...string) outcome {
				return assay(t, append([]string{"rehearse", "-c", a.INI, "--history", history, "--to", "heads", "--scratch"}, args...)...)
			}
			if !dialect.Facts(s.Server.Engine).Apart { // what a recording does not tell could be written to the database itself
				if o := rehearse(s.Database(t).URL, a.DB.URL); o.code != exitUnknown || !strings.Contains(o.stderr, "what next does beside changing the schema is not in the recording") {
					t.Errorf("exit status %d: %s%s", o.code, o.stderr, o.stdout)
				}
				history = historyFile(t, a.Run(t, "upgrade", "base:heads", "--sql"))
			}
			o := rehearse(s.Database(t).URL, "--rows", "5")
			for _, want := range []string{
				"AGREES  all 3 predictions came true: the upgrade runs to its end\n", "made up    5 rows in 1 table\n", "run        alembic upgrade next\n", "run: it runs next to its end\n",
				"the scratch database is left at next\n",
			} {
				if o.code != exitClean || !strings.Contains(o.stdout, want) {
					t.Errorf("exit status %d, want %q:\n%s%s", o.code, want, o.stderr, o.stdout)
				}
			}
			if o := rehearse(s.Database(t).URL); o.code != exitClean || !strings.HasPrefix(o.stdout, "AGREES without rows: all 3 predictions came true: ") {
				t.Errorf("exit status %d:\n%s%s", o.code, o.stderr, o.stdout)
			}
			snapshot := filepath.Join(t.TempDir(), "snapshot.json")
			a.DB.Exec(t, "ALTER TABLE customers ADD COLUMN more integer")
			if o := assay(t, "snapshot", "-o", snapshot, a.DB.URL); o.code != exitClean {
				t.Fatalf("%s%s", o.stderr, o.stdout)
			}
			o = rehearse(s.Database(t).URL, snapshot, "--format", "json")
			var r result.Rehearsal
			if err := json.Unmarshal([]byte(o.stdout), &r); err != nil || o.code != exitClean || !r.Agrees || !strings.HasPrefix(r.Predictions[0].Said, "it stops at next, statement 1") {
				t.Errorf("exit status %d: %v\n%s%s", o.code, err, o.stderr, o.stdout)
			}
			a.Add(t, "next", "base_0001", "ALTER TABLE customers ADD COLUMN other integer")
			if o := rehearse(s.Database(t).URL, snapshot); o.code != exitFindings || !strings.Contains(o.stdout, "DISAGREES  1 of 1 prediction did not come true: ") {
				t.Errorf("exit status %d:\n%s%s", o.code, o.stderr, o.stdout)
			}
			for says, args := range map[string][]string{
				"--scratch names the database itself": {a.DB.URL},
				"--rows -1: up to 100000 rows":        {s.Database(t).URL, "--rows=-1"},
				"has no client program":               {"mssql://sa@localhost/scratch"},
			} {
				if o := rehearse(args...); o.code != exitUnknown || o.stdout != "" || !strings.Contains(o.stderr, says) {
					t.Errorf("%q: exit status %d: %s%s", args, o.code, o.stderr, o.stdout)
				}
			}
		})
	}
}
