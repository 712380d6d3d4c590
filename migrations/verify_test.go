package migrations_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"assay/dialect"
	"assay/expected"
	"assay/migrations"
	"assay/rules"
	"assay/schema"
)

// TestVerify reads the histories in testdata. Each says in the file want what is found, a line per finding: severity, rule and place. What was
// released stands in the folder released or in history.jsonl. The file alembic holds what the real Alembic says, for a test of cmd/assay.
func TestVerify(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no histories in testdata")
	}
	found := map[string]bool{}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := verify(t, a)
		want := strings.Fields(strings.ReplaceAll(text(a, "want"), "\n", " "))
		if diff := cmp.Diff(want, strings.Fields(strings.Join(got, " "))); diff != "" {
			t.Errorf("%s: want(-), got(+):\n%s", file, diff)
		}
		for i := 1; i < len(want); i += 3 {
			found[want[i]] = true
		}
	}
	for _, r := range rules.All {
		if r.Of == rules.OfGraph && !found[r.Name] {
			t.Errorf("no history in testdata breaks the rule %s", r.Name)
		}
	}
}

func text(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// verify spells what is found as want does, by line.
func verify(t *testing.T, a *txtar.Archive) []string {
	t.Helper()
	dir := t.TempDir()
	if err := txtar.Write(a, dir); err != nil {
		t.Fatal(err)
	}
	h, err := migrations.ReadRevisions([]string{filepath.Join(dir, "versions")}, false)
	if err != nil {
		t.Fatal(err)
	}
	flaws := h.Verify()
	if text(a, "history.jsonl") != "" {
		flaws = append(flaws, h.VerifySince(recorded(t, text(a, "history.jsonl")))...)
	}
	if released := filepath.Join(dir, "released"); slices.ContainsFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "released/") }) {
		base, err := migrations.ReadRevisions([]string{released}, false)
		if err != nil {
			t.Fatal(err)
		}
		flaws = append(flaws, h.VerifySince(base)...)
	}
	var lines []string
	for _, f := range flaws {
		r := rules.Named(f.Rule)
		if r == nil {
			t.Fatalf("there is no rule %s", f.Rule)
		}
		severity := r.Severity
		if f.Mild {
			severity--
		}
		file, err := filepath.Rel(dir, f.File)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s:%d", severity, f.Rule, filepath.ToSlash(file), f.Line))
	}
	return lines
}

// recorded is the graph of a recording.
func recorded(t *testing.T, text string) *migrations.Revisions {
	t.Helper()
	speak := func(s schema.Server) (expected.Parser, error) { return dialect.For(s) }
	p, err := expected.ReadRecording(strings.NewReader(text), "history.jsonl", speak)
	if err != nil {
		t.Fatal(err)
	}
	h := &migrations.Revisions{}
	for i, s := range p.Steps {
		h.All = append(h.All, &migrations.Revision{ID: s.ID, Down: s.Down, DependsOn: s.DependsOn, Labels: s.Labels, File: "history.jsonl", Line: i + 2})
	}
	return h
}

// TestReadRevisionsRefuses reads what is no history.
func TestReadRevisionsRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := migrations.ReadRevisions([]string{dir}, true); err == nil || !strings.Contains(err.Error(), "there is no revision in it") {
		t.Errorf("an empty folder gives %v", err)
	}
	if _, err := migrations.ReadRevisions([]string{filepath.Join(dir, "none")}, true); err == nil || !strings.Contains(err.Error(), "there is no such folder") {
		t.Errorf("a folder that is not there gives %v", err)
	}
	big := filepath.Join(dir, "big.py")
	if err := os.WriteFile(big, bytes.Repeat([]byte("#"), 17<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.ReadRevisions([]string{dir}, true); err == nil || !strings.Contains(err.Error(), "16 MB") {
		t.Errorf("a file of 17 MB gives %v", err)
	}
	if err := os.Remove(big); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "again")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.py"), []byte("revision = 'a'\ndown_revision = None\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if h, err := migrations.ReadRevisions([]string{dir}, true); err != nil || len(h.All) != 1 {
		t.Errorf("a folder that holds itself gives %v, %v", h, err)
	}
}

// TestExamples holds the rules of histories to their own examples, each a folder of revisions, with what was released beside it.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rules.All {
		if r.Of != rules.OfGraph {
			continue
		}
		finds := func(example string) bool {
			return slices.ContainsFunc(verify(t, txtar.Parse([]byte(example+"\n"))), func(line string) bool { return strings.Contains(line, " "+r.Name+" ") })
		}
		if !finds(r.Bad) {
			t.Errorf("%s finds nothing in its bad example:\n%s", r.Name, r.Bad)
		}
		if finds(r.Good) {
			t.Errorf("%s finds something in its good example:\n%s", r.Name, r.Good)
		}
	}
}

// TestReadsNoMachine: a folder that cannot be one of revisions is refused, not gone through; a file that is too long is left out, aloud.
func TestReadsNoMachine(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	if _, err := migrations.ReadRevisions([]string{"/"}, true); err == nil || time.Since(begun) > time.Minute {
		t.Errorf("ReadRevisions of the whole machine: %v after %s", err, time.Since(begun))
	}
	dir := t.TempDir()
	long := "revision = 'a'\ndown_revision = None\n" + strings.Repeat("x = 1\n", 200_000)
	for name, text := range map[string]string{"a.py": long, "b.py": "revision = 'b'\ndown_revision = 'a'\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h, err := migrations.ReadRevisions([]string{dir}, false)
	if err != nil || !h.Vague || len(h.All) != 1 || len(h.Flaws) != 1 || h.Flaws[0].Rule != "not-static" {
		t.Errorf("ReadRevisions of a file of more than 1 MB = %+v, %v", h, err)
	}
}
