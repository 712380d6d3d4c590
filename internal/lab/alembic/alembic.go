// Package alembic gives tests the real Alembic, with projects for it to run.
package alembic

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"assay/internal/lab"
)

// missing is why Debian's Alembic or its drivers, which are there for the system's own Python alone, cannot be used.
var missing = sync.OnceValue(func() error {
	out, err := exec.CommandContext(context.Background(), "/usr/bin/python3", "-c", "import alembic, pymysql, psycopg2").CombinedOutput()
	if err != nil {
		return errors.New("alembic, python3-pymysql and python3-psycopg2 are not installed: " + string(out))
	}
	return nil
})

// Need skips a test without Alembic, or fails it in CI.
func Need(t testing.TB) {
	t.Helper()
	if err := missing(); err != nil {
		lab.Skip(t, err)
	}
}

// A Project is one of Alembic's, for a database.
type Project struct {
	DB  *lab.Database
	INI string // its configuration file
}

// Write writes the files of a project, and a config.ini beside them that names the folder of its scripts.
func Write(t testing.TB, db *lab.Database, scripts string, files map[string]string) *Project {
	t.Helper()
	dir := t.TempDir()
	p := &Project{db, filepath.Join(dir, "config.ini")}
	write(t, p.INI, "[alembic]\nscript_location = "+scripts+"\nsqlalchemy.url = "+escapedURL(t, db)+"\n")
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, path, text)
	}
	return p
}

// Copy copies a project whose alembic.ini names no database.
func Copy(t testing.TB, db *lab.Database, from string) *Project {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	p := &Project{db, filepath.Join(dir, "alembic.ini")}
	ReplaceIn(t, p.INI, "sqlalchemy.url =\n", "sqlalchemy.url = "+escapedURL(t, db)+"\n")
	return p
}

// URL is a database's, with the drivers that Debian has.
func URL(t testing.TB, db *lab.Database) string {
	t.Helper()
	at, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	at.Scheme = map[string]string{"mysql": "mysql+pymysql", "postgresql": "postgresql+psycopg2"}[at.Scheme]
	return at.String()
}

// escapedURL is the URL as ini files have it, which give % a meaning.
func escapedURL(t testing.TB, db *lab.Database) string {
	t.Helper()
	return strings.ReplaceAll(URL(t, db), "%", "%%")
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ReplaceIn replaces the only place in a file where it says old.
func ReplaceIn(t testing.TB, file, old, with string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), old); n != 1 {
		t.Fatalf("%s says %q %d times", file, old, n)
	}
	write(t, file, strings.Replace(string(text), old, with, 1))
}

// Run runs Alembic, which must exit well, and returns what it prints.
func (p *Project) Run(t testing.TB, args ...string) string {
	t.Helper()
	stdout, stderr, status := RunIn(t, filepath.Dir(p.INI), "", false, p.args(args)...)
	if status != 0 {
		t.Fatalf("alembic %q: exit status %d: %s%s", args, status, stderr, stdout)
	}
	return stdout
}

// Try runs Alembic and returns all that it says, and its exit status.
func (p *Project) Try(t testing.TB, args ...string) (said string, status int) {
	t.Helper()
	said, _, status = RunIn(t, filepath.Dir(p.INI), "", true, p.args(args)...)
	return said, status
}

// Command is Alembic as a process of its own, to be started and killed.
func (p *Project) Command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "/usr/bin/python3", append([]string{"-m", "alembic.config"}, p.args(args)...)...)
	cmd.Dir = filepath.Dir(p.INI)
	return cmd
}

func (p *Project) args(args []string) []string {
	return append([]string{"-c", filepath.Base(p.INI)}, args...)
}
