package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	alembiclab "assay/internal/lab/alembic"
	"assay/result"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestVerifyLikeAlembic has the real Alembic read the histories that package migrations is tested with. It must say of each what that history's
// file alembic holds, and stop at those alone in which there is an error that stops it.
func TestVerifyLikeAlembic(t *testing.T) {
	t.Parallel()
	needAlembic(t)
	files, err := filepath.Glob("../../migrations/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no histories in package migrations")
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		for _, f := range a.Files {
			if f.Name == "alembic" {
				want = strings.TrimSpace(string(f.Data))
			}
		}
		if want == "" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := txtar.Write(a, dir); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "alembic.ini"), []byte("[alembic]\nscript_location = %(here)s\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			said, ok := heads(t, dir)
			if !strings.Contains(said, want) {
				t.Errorf("alembic heads says %q, and no %q", said, want)
			}
			g := verified(t, filepath.Join(dir, "alembic.ini"))
			if stops := stopsAlembic(g); stops == ok {
				t.Errorf("alembic heads exits well: %t, and assay says %+v", ok, g.Findings)
			}
			if whole := !slices.ContainsFunc(g.Findings, func(f result.Finding) bool { return f.Rule == "not-static" }); ok && whole {
				if got := ids(said); !slices.Equal(got, g.Heads) {
					t.Errorf("assay says that the heads are %v, alembic %v", g.Heads, got)
				}
			}
		})
	}
}

// heads runs alembic heads and returns what it says, and whether it exits well.
func heads(t *testing.T, dir string) (string, bool) {
	t.Helper()
	const likeWdefaultAndB = "import warnings; warnings.simplefilter('default'); sys.dont_write_bytecode = True"
	said, _, status := alembiclab.RunIn(t, dir, likeWdefaultAndB, true, "heads")
	return said, status == 0
}

// ids are the heads in what Alembic says, in order.
func ids(said string) []string {
	found := map[string]bool{}
	for line := range strings.Lines(said) {
		if id, _, ok := strings.Cut(line, " "); ok && strings.HasSuffix(strings.TrimSpace(line), "head)") {
			found[id] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// stopsAlembic reports whether Alembic stops at something found: it goes on with two files of one id, and stops at ids that are too long only later.
func stopsAlembic(g result.Listing) bool {
	return slices.ContainsFunc(g.Findings, func(f result.Finding) bool {
		return f.Severity.String() == "error" && f.Rule != "duplicate-revision" && f.Rule != "long-revision-id"
	})
}

// verified runs assay history verify, which must say something.
func verified(t *testing.T, args ...string) result.Listing {
	t.Helper()
	o := assay(t, append([]string{"history", "verify", "--format", "json"}, args...)...)
	validJSON(t, o.stdout)
	var g result.Listing
	if err := json.Unmarshal([]byte(o.stdout), &g); err != nil || o.stderr != "" {
		t.Fatalf("assay history verify says %q: %v", o.stderr, err)
	}
	return g
}
