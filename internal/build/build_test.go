package build_test

import (
	"strings"
	"testing"

	"assay/internal/build"
)

// TestVersion: what the linker was told is the version, and a build that nobody named has none.
func TestVersion(t *testing.T) {
	t.Parallel()
	if v, name := build.Version("1.2.3"), build.Name("1.2.3"); v != "1.2.3" || name != "assay 1.2.3" {
		t.Errorf("%q, %q", v, name)
	}
	if v, name := build.Version(""), build.Name(""); v != "" || name != "assay (built from source)" {
		t.Errorf("%q, %q", v, name)
	}
}

// TestThis: a build says what it knows.
func TestThis(t *testing.T) {
	t.Parallel()
	b, err := build.This("1.2.3")
	if err != nil || b.Version != "1.2.3" || !strings.HasPrefix(b.Go, "go") || len(b.Series) < 10 || b.Releases <= len(b.Series) {
		t.Errorf("%+v, %v", b, err)
	}
}
