package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestImportSays: where the recording goes, and why it does not. What a recording holds is tested where it is made.
func TestImportSays(t *testing.T) {
	t.Parallel()
	sql, file := historyFile(t, rowsHistory), filepath.Join(t.TempDir(), "history.jsonl")
	if o := assay(t, "history", "import", sql, "-o", file); o.code != exitUnknown || !strings.Contains(o.stderr, "say so with --engine") {
		t.Errorf("without an engine: exit status %d: %s%s", o.code, o.stderr, o.stdout)
	}
	if o := assay(t, "history", "import", "--engine", "mysql", sql, "-o", file); o.code != exitClean || o.stdout != file+": 3 revisions imported\n" {
		t.Fatalf("exit status %d: %s%s", o.code, o.stderr, o.stdout)
	}
	for _, test := range []struct {
		args []string
		want outcome
	}{
		{[]string{"--engine", "mysql", sql, "-o", file}, outcome{exitUnknown, "", "assay: " + file + " is there already: delete it, or name another file with -o\n"}},
		{[]string{"--engine", "mysql", sql, "-o", "-"}, outcome{exitClean, read(t, file), ""}},
	} {
		if o := assay(t, append([]string{"history", "import"}, test.args...)...); o != test.want {
			t.Errorf("%q: %+v\nwant %+v", test.args, o, test.want)
		}
	}
	if o := assay(t, "history", "import", file, "-o", "-"); o.code != exitUnknown || !strings.Contains(o.stderr, "is a recording already") {
		t.Errorf("of a recording: exit status %d: %s", o.code, o.stderr)
	}
}
