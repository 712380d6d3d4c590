package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"assay/internal/commandline"
	"assay/internal/lab"
)

// TestOrdinaryFilesOnly: what is no file is refused at once, whatever names it, where it was waited for and read without an end.
func TestOrdinaryFilesOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe, versions, sqls := filepath.Join(dir, "pipe"), filepath.Join(dir, "versions"), filepath.Join(dir, "sqls")
	for _, d := range []string{versions, sqls} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{pipe, filepath.Join(sqls, "a.sql"), filepath.Join(versions, "a.py")} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const dump, mysql, postgres = "../../testdata/asterisk.sql", "mysql://u@127.0.0.1:1/d?", "postgresql://u@127.0.0.1:1/d?"
	for _, line := range []string{
		"check FILE", "infer FILE", "fix FILE", "snapshot FILE", "lint FILE", "baseline FILE", "diff FILE " + dump, "diff " + dump + " FILE",
		"preflight --to 22 FILE",
		"check --history FILE " + dump, "check --history " + sqls + " " + dump, "fix --history FILE " + dump, "lint --history FILE", "lint --history " + dump +
			" --on FILE",
		"check --baseline FILE " + dump, "check -c FILE", "check --config FILE " + dump, "infer --config FILE " + dump,
		"history verify FILE", "history verify " + versions, "history verify ../../testdata/project/migrations --base FILE", "history import FILE",
		"history record -c FILE -o " + dir + "/r --scratch " + postgres,
		"check " + postgres + "sslmode=require&sslrootcert=FILE", "check " + postgres + "passfile=FILE", "check " + postgres + "servicefile=FILE&service=x",
		"check " + postgres + "sslmode=require&sslcert=FILE&sslkey=FILE",
		"check " + mysql + "ssl_ca=FILE", "check " + mysql + "ssl_cert=FILE&ssl_key=FILE",
	} {
		for _, file := range []string{pipe, "/dev/zero"} {
			begun := time.Now()
			o := assay(t, strings.Fields(strings.ReplaceAll(line, "FILE", file))...)
			if o.code != exitUnknown || !strings.Contains(o.stderr, "only ordinary files are read") || time.Since(begun) > 5*time.Second {
				t.Errorf("assay %s after %v: status %d, %q", strings.ReplaceAll(line, "FILE", file), time.Since(begun), o.code, o.stderr)
			}
			if !strings.Contains(line, "FILE") {
				break
			}
		}
	}
}

// TestBeforeIsAFile: what is run before the first revision is no pipe.
func TestBeforeIsAFile(t *testing.T) {
	t.Parallel()
	for _, server := range lab.MySQL(t)[:1] {
		db := server.Database(t)
		o := assay(t, "history", "record", "--scratch", db.URL, "-c", "../../testdata/project/alembic.ini", "-o", filepath.Join(t.TempDir(), "r"), "--before",
			"/dev/zero")
		if o.code != exitUnknown || !strings.Contains(o.stderr, "only ordinary files are read") {
			t.Errorf("status %d, %q", o.code, o.stderr)
		}
	}
}

// TestSubstitutedProcess: what a shell puts in the place of <(a command) is read as a file is.
func TestSubstitutedProcess(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), bash, "-c", `"$0" check --format json <(cat ../../testdata/asterisk.sql); "$0" check --format json /dev/stdin <../../testdata/asterisk.sql`, os.Args[0])
	cmd.Env = append(os.Environ(), itself+"=1")
	out, _ := cmd.Output()
	if n := strings.Count(string(out), `"verdict"`); n < 2 {
		t.Errorf("it printed %d verdicts: %s", n, out)
	}
}

// TestStops: whatever a command is at, it ends when it is told to.
func TestStops(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe() // nobody writes to it
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	for _, args := range [][]string{
		{"check", "-"},
		{"check", "/dev/stdin"},
		{"check", "--history", "-", "../../testdata/asterisk.sql"},
		{"history", "verify", "--base", "/dev/stdin", "."},
		{"check", "--baseline", "/dev/stdin", "../../testdata/asterisk.sql"},
	} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
		cmd.Env, cmd.Stdin = append(os.Environ(), itself+"=1"), r
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != exitUnknown || time.Since(begun) > 2*commandline.Grace {
			t.Errorf("assay %s: status %d after %v", strings.Join(args, " "), code, time.Since(begun))
		}
	}
}
