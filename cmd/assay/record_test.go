package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestRecordSays: one line of what is recorded, or why nothing is. What a recording holds is tested where it is made.
func TestRecordSays(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	for _, s := range inTurn(t, 0, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := newShop(t, s.Database(t))
			a.Keep(t, "base_0001", "orders_0002")
			file := filepath.Join(t.TempDir(), "history.jsonl")
			record := func(args ...string) outcome {
				return assay(t, append([]string{"history", "record", "-c", a.INI, "--scratch", a.DB.URL, "-o", file}, args...)...)
			}
			for _, says := range []string{"2 revisions recorded", "0 revisions recorded"} {
				if o := record(); o.code != exitClean || o.stderr != "" || o.stdout != file+": "+says+", 2 in all, at orders_0002\n" {
					t.Errorf("exit status %d: %s%s", o.code, o.stderr, o.stdout)
				}
			}
			for says, args := range map[string][]string{
				"--command: it lacks {revision}": {"--command", "alembic -c {ini} upgrade head"},
				"--scratch: write the URL as":    {"--scratch", "user@tcp(127.0.0.1)/scratch"},
			} {
				if o := record(args...); o.code != exitUnknown || o.stdout != "" || strings.Count(o.stderr, "\n") != 1 || !strings.Contains(o.stderr, says) {
					t.Errorf("%q: exit status %d: %s%s", args, o.code, o.stderr, o.stdout)
				}
			}
			if o := assay(t, "check", "--history", file, "--fail-on", "info", a.DB.URL); o.code != exitClean {
				t.Errorf("check of what was recorded: exit status %d: %s%s", o.code, o.stderr, o.stdout)
			}
		})
	}
}
