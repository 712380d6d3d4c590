package main

import (
	"path/filepath"
	"strings"
	"testing"

	"assay/dialect"
)

// TestSnapshotOfRelease: what snapshot writes of a release is a database for every command, on every engine, and a clean one.
func TestSnapshotOfRelease(t *testing.T) {
	t.Parallel()
	for _, engine := range dialect.Names() {
		o := assay(t, "snapshot", "--engine", engine, "asterisk:22.10.1")
		file := write(t, filepath.Join(t.TempDir(), engine+".json"), o.stdout)
		for _, args := range [][]string{{"check", file}, {"infer", file}, {"fix", file}, {"preflight", "--to", "23.4.1", file}, {"diff", file, "asterisk:22.10.1"}} {
			if o := assay(t, args...); o.code == exitUnknown || args[0] == "check" && !strings.Contains(o.stdout, "no findings") {
				t.Errorf("%s: status %d: %s%s", args, o.code, o.stdout, o.stderr)
			}
		}
	}
}
