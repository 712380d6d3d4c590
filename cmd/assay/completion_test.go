package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/internal/lab"
)

// TestCompletion: what a shell is told that can stand at the end of a line.
func TestCompletion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "assay.yaml"), "databases:\n  production: mysql://u@h/d\n  staging: mysql://u@h/e\n")
	for line, want := range map[string]string{
		"assay pre":                                "preflight",
		"assay history ver":                        "verify",
		"assay check --no":                         "--no-config",
		"assay fix --format ":                      "json sql text",
		"assay check --format j":                   "json junit",
		"assay rules drop-t":                       "drop-table",
		"assay lint --on p":                        "production",
		"assay check --tree v":                     "voicemail",
		"assay check --format json p":              "production",
		"assay preflight --to certified-22":        "certified-22.8-cert4",
		"assay completion ":                        "bash fish zsh",
		"assay check mysql://u:s3cret@h/d --at 22": "22.10.1",
		"assay ma":                                 "",
		"assay check -c alembic.ini p":             "production",
		"assay check --format=json p":              "production",
		"assay check -W s":                         "staging",
		"assay check -- --f":                       "",
		"assay rules drop-table drop":              "",
		"assay  lint  a.sql --on st":               "staging",
		"assay history record --scr":               "--scratch",
	} {
		cmd := command(t)
		cmd.Dir, cmd.Env = dir, append(cmd.Env, "COMP_LINE="+line)
		out, err := cmd.CombinedOutput()
		got := strings.Fields(string(out))
		slices.Sort(got)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %q, got %q", line, err, want, got)
		}
	}
}

// TestCompletionPoint: what stands behind the cursor does not count.
func TestCompletionPoint(t *testing.T) {
	t.Parallel()
	cmd := command(t)
	cmd.Env = append(cmd.Env, "COMP_LINE=assay prefl --tree config", "COMP_POINT=11")
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "preflight\n" {
		t.Errorf("%v, %q", err, out)
	}
}

// TestCompletionScripts: the shells themselves ask assay once they have read their scripts. The line that they complete ends at a TAB.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, "assay")); err != nil {
		t.Fatal(err)
	}
	for shell, script := range map[string]string{
		"bash": `source <(assay completion bash); complete -p assay`,
		"zsh":  `autoload -Uz compinit; compinit -u -D; source <(assay completion zsh); print -r -- $_comps[assay]`,
		"fish": `assay completion fish | source; complete -C "assay prefl"`,
	} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			path, err := exec.LookPath(shell)
			if err != nil {
				lab.Skip(t, err)
			}
			cmd := command(t, "-c", script)
			cmd.Path, cmd.Args[0] = path, shell
			cmd.Env = append(cmd.Env, "PATH="+dir+":"+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			want := map[string]string{"bash": "-C 'assay' assay", "zsh": "-C assay", "fish": "preflight"}[shell]
			if err != nil || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), want) {
				t.Errorf("%v: want %s, got %s", err, want, out)
			}
		})
	}
}

// TestManual: man finds nothing to say about the page, and every command with its examples on it.
func TestManual(t *testing.T) {
	t.Parallel()
	page := assay(t, "man")
	groff, err := exec.LookPath("groff")
	if err != nil {
		lab.Skip(t, err)
	}
	cmd := exec.CommandContext(t.Context(), groff, "-man", "-Tascii", "-P-c", "-P-b", "-P-u", "-rHY=0", "-ww")
	cmd.Stdin = strings.NewReader(page.stdout)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil || stderr.String() != "" {
		t.Fatalf("%v, %s", err, stderr.String())
	}
	for _, want := range []string{
		"\n   assay history record\n",
		"\n         assay check --at 22.10.1 --fail-on warning 'postgresql:///asterisk?host=/run/postgresql'\n",
		"\n       -c, --ini=FILE\n",
	} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("it lacks %q", want)
		}
	}
}
