package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestAction: what action.yml makes of its inputs is a command line, run as GitHub's runner runs the step.
func TestAction(t *testing.T) {
	t.Parallel()
	script := step(t, "Run assay")
	bin := t.TempDir()
	program, err := os.Executable()
	if err = errors.Join(err, os.Symlink(program, filepath.Join(bin, "assay"))); err != nil {
		t.Fatal(err)
	}
	dump, err := filepath.Abs(driftedDump)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		command, args, sarif, database string
		code                           int
		want                           string // on standard output or error
	}{
		{"check", "", "", dump, exitFindings, "4 errors, 0 warnings, 3 info"},
		{"check", "--tree 'voicemail'\n  --fail-on info", "out.sarif", dump, exitClean, "no findings"},
		{"check", "--format github", "out.sarif", dump, exitFindings, "::error title="},
		{"history show", "4f91fc18c979", "", "", exitClean, "4f91fc18c979"},
		{"check", "--tree voicemail 'not closed", "", dump, exitFindings, "xargs: unmatched"},
	} {
		dir := t.TempDir()
		cmd := command(t, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
		if cmd.Path, err = exec.LookPath("bash"); err != nil {
			lab.Skip(t, err)
		}
		cmd.Dir = dir
		cmd.Env = append(cmd.Env, "PATH="+bin+":"+os.Getenv("PATH"), "COMMAND="+test.command, "ARGS="+test.args, "SARIF="+test.sarif, "ASSAY_DATABASE_URL="+test.database)
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != test.code || !strings.Contains(string(out), test.want) {
			t.Errorf("%+v: exit status %d:\n%s", test, cmd.ProcessState.ExitCode(), out)
		}
		if _, err := os.Stat(filepath.Join(dir, "out.sarif")); test.sarif != "" && err != nil {
			t.Errorf("%+v: %v", test, err)
		}
	}
}
