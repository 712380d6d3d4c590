package assay_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLibrary: a program in a module of its own imports assay, checks a dump and prints the verdict.
func TestLibrary(t *testing.T) {
	t.Parallel()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir() // so that what go notes of our requirements changes no file here
	for to, from := range map[string]string{"main.go": "testdata/library/main.go", "go.mod": "testdata/library/go.mod", "go.sum": "go.sum"} {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(strings.Replace(string(text), "=> ../..", "=> "+root, 1))
		if err := os.WriteFile(filepath.Join(dir, to), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(dir, "library")
	build := exec.CommandContext(t.Context(), "go", "build", "-mod=mod", "-o", program, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), program, filepath.Join(root, "testdata", "asterisk.sql")).CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "config: behind, the schema of e89e30cee53f (Asterisk 20.20.0") {
		t.Errorf("%v\n%s", err, out)
	}
}
