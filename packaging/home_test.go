package packaging

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

const home = "example.org/owner/assay"

// TestHome gives a copy of the project a home, and installs it from there as a user would.
func TestHome(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run(t, ".", "git", "clone", "--quiet", "--no-hardlinks", "..", dir)
	overlay(t, dir)
	run(t, dir, "git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--allow-empty", "-a", "-m", "the copy")
	run(t, dir, "packaging/home", home, "The owner <owner@example.org>")
	for file, want := range map[string][]string{
		"go.mod":               {"module " + home},
		"docs/ci.md":           {"uses: owner/assay@", "project: owner/assay", "github.com/owner/assay"},
		"action.yml":           {"uses: owner/assay@main"},
		"templates/gitlab.yml": {"project: owner/assay"},
		"packaging/nfpm.yaml":  {"maintainer: The owner <owner@example.org>", "homepage: https://" + home},
		".golangci.yml":        {"pkg: " + home + "/\n", "- " + home + "/schema\n", "module-path: " + home + " ", "local-prefixes: [" + home + "]"},
	} {
		text := read(t, filepath.Join(dir, file))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q", file, w)
			}
		}
		if strings.Contains(text, "OWNER/") || strings.Contains(text, "GROUP/") || strings.Contains(text, "pkg: assay/") {
			t.Errorf("%s still has a placeholder", file)
		}
	}
	if out := run(t, dir, "gofmt", "-l", "cmd", "schema", "report"); out != "" {
		t.Errorf("gofmt would change %s", out)
	}

	bin := t.TempDir()
	install := exec.CommandContext(t.Context(), "go", "install", home+"/cmd/assay@v0.1.0")
	install.Dir = bin
	install.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=", "GONOSUMDB="+home,
		"GOPROXY=file://"+proxy(t, dir)+","+strings.TrimSpace(run(t, ".", "go", "env", "GOPROXY")))
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out := run(t, bin, filepath.Join(bin, "assay"), "--version"); !strings.Contains(out, "0.1.0") {
		t.Errorf("the program that was installed calls itself %q", out)
	}
}

// TestHomeRefuses changes nothing where it is told something that cannot be right.
func TestHomeRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ module, maintainer, want string }{
		{"", "A <a@b.org>", "'' is no module path"},
		{"assay", "A <a@b.org>", "'assay' is no module path"},
		{"https://example.org/a", "A <a@b.org>", "is no module path"},
		{home, "nobody", "'nobody' is no maintainer"},
	} {
		out, err := exec.CommandContext(t.Context(), "./home", test.module, test.maintainer).CombinedOutput()
		if err == nil || !strings.Contains(string(out), test.want) {
			t.Errorf("home %q %q: %v, %s; want %q", test.module, test.maintainer, err, out, test.want)
		}
	}
}

// overlay puts the files of the work tree over those of the last commit, which a clone has.
func overlay(t *testing.T, dir string) {
	t.Helper()
	for name := range strings.SplitSeq(strings.TrimRight(run(t, "..", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join("..", name))
		to := filepath.Join(dir, name)
		if os.IsNotExist(err) {
			_ = os.Remove(to)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		info, _ := os.Stat(filepath.Join("..", name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, "git", "add", "-A")
}

// proxy is a module proxy in a folder, with one version of one module.
func proxy(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	at := filepath.Join(dir, home, "@v")
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	if err := modzip.CreateFromDir(&archive, module.Version{Path: home, Version: "v0.1.0"}, source); err != nil {
		t.Fatal(err)
	}
	if _, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len())); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"list": "v0.1.0\n", "v0.1.0.info": `{"Version":"v0.1.0","Time":"2026-01-01T00:00:00Z"}`,
		"v0.1.0.mod": read(t, filepath.Join(source, "go.mod")), "v0.1.0.zip": archive.String(),
	} {
		if err := os.WriteFile(filepath.Join(at, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
