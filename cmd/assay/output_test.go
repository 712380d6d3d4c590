package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"assay/internal/lab"
	"assay/report"
)

// driftedDump is a dump of which much is to be said.
const driftedDump = "../../testdata/asterisk.sql"

// TestOutputs: every format goes where it is told to, and says the same there as by itself.
func TestOutputs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	formats := []string{"text", "json", "html", "sarif", "junit", "github", "gitlab", "markdown", "sql"}
	args := []string{"check", "--no-config", "--format", "markdown", driftedDump}
	for _, f := range formats {
		args = append(args, "--format", f+"="+filepath.Join(dir, f))
	}
	all := assay(t, args...)
	if all.code != exitFindings || all.stderr != "" {
		t.Errorf("exit status %d: %s", all.code, all.stderr)
	}
	for _, f := range formats {
		alone := assay(t, "check", "--no-config", "--format", f, driftedDump)
		if alone.stdout == "" || read(t, filepath.Join(dir, f)) != alone.stdout {
			t.Errorf("%s is another in its file than by itself:\n%s", f, alone.stdout)
		}
		if f == "markdown" && all.stdout != alone.stdout {
			t.Errorf("%s is another beside others than by itself", f)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != len(formats) {
		t.Errorf("there are %d files, want %d: %v", len(left), len(formats), err)
	}
	var log struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "sarif"))), &log); err != nil || len(log.Runs) != 1 || len(log.Runs[0].Results) != 7 {
		t.Errorf("SARIF: %v, %+v", err, log)
	}
}

// TestOutputKept: a run that ends without an answer leaves the files as they were.
func TestOutputKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "out.json")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := assay(t, "check", "--no-config", "--format", "json="+file, "mysql://u@127.0.0.1:1/d")
	if o.code != exitUnknown || read(t, file) != "before" {
		t.Errorf("exit status %d: the file is %q", o.code, read(t, file))
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("there are %d files: %v", len(left), err)
	}
}

// TestOutputSpecial: what is no file is written to, and is afterwards what it was.
func TestOutputSpecial(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	text := make(chan []byte)
	go func() {
		b, _ := os.ReadFile(pipe)
		text <- b
	}()
	if o := assay(t, "check", "--no-config", "--format", "json="+pipe, driftedDump); o.code != exitFindings {
		t.Errorf("exit status %d: %s", o.code, o.stderr)
	}
	if b := <-text; !bytes.HasPrefix(b, []byte(`{`)) {
		t.Errorf("through the pipe came %q", b)
	}
	if info, err := os.Stat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is %v: %v", info, err)
	}
}

// TestOutputLinked: where a name is a link, what it leads to is written, and it stays a link; standard output is never a file, whatever it leads to.
func TestOutputLinked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "out.json"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(file, []byte("before"), 0o600), os.Symlink("out.json", link)); err != nil {
		t.Fatal(err)
	}
	o := assay(t, "check", "--no-config", "--format", "markdown=/dev/stdout", "--format", "json="+link, driftedDump)
	if o.code != exitFindings || !strings.HasPrefix(o.stdout, "## assay check") || !json.Valid([]byte(read(t, file))) {
		t.Errorf("exit status %d, %s: on standard output is %q, in the file %q", o.code, o.stderr, o.stdout, read(t, file))
	}
	if to, err := os.Readlink(link); err != nil || to != "out.json" {
		t.Errorf("the link leads to %q: %v", to, err)
	}
	assay(t, "check", "--no-config", "--format", "markdown="+file, "--format", "json="+link, driftedDump).refuses(t,
		"--format markdown and --format json would both be written into "+link+": name another file")
}

// TestQuiet: the exit status tells, and a file that is asked for is written.
func TestQuiet(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "out.md")
	for _, args := range [][]string{
		{"check", "--no-config", "--quiet", "--format", "json", "--format", "markdown=" + file, driftedDump},
		{"preflight", "-q", "--no-config", "--to", "22", driftedDump},
		{"diff", "-q", "20.20.1", "22.10.1"},
	} {
		if o := assay(t, args...); o.code != exitFindings || o.stdout+o.stderr != "" {
			t.Errorf("assay %s: exit status %d, %q, %q", strings.Join(args, " "), o.code, o.stdout, o.stderr)
		}
	}
	if !strings.HasPrefix(read(t, file), "## assay check") {
		t.Errorf("the file is %q", read(t, file))
	}
	assay(t, "check", "-q", "--no-config", "nowhere.sql").refuses(t,
		`there is no file "nowhere.sql", and it is no database URL, which would be like mysql://user@host/asterisk or postgresql://user@host/asterisk`)
}

// TestColourFlag: the flag wins over NO_COLOR, and a file is never coloured.
func TestColourFlag(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "out.txt")
	run := func(args ...string) string {
		cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{"check", "--no-config"}, args...)...)
		cmd.Env = append(os.Environ(), itself+"=1", "NO_COLOR=1")
		out, err := cmd.Output()
		if cmd.ProcessState.ExitCode() != exitFindings {
			t.Fatalf("exit status %d: %v", cmd.ProcessState.ExitCode(), err)
		}
		return string(out)
	}
	if out := run("--color", "always", "--format", "text", "--format", "markdown="+file+".md", driftedDump); !strings.Contains(out, "\x1b[") {
		t.Errorf("there are no colours: %s", out)
	}
	if out := run("--color", "always", "--format", "text="+file, driftedDump); out != "" || strings.Contains(read(t, file), "\x1b[") {
		t.Errorf("on standard output is %q, in the file %q", out, read(t, file))
	}
	for _, color := range []string{"auto", "never"} {
		if out := run("--color", color, driftedDump); strings.Contains(out, "\x1b[") {
			t.Errorf("%s: there are colours: %s", color, out)
		}
	}
}

// TestJobSummary: GitHub's summary is added to what is there, in full, and cut where it would be too long.
func TestJobSummary(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "summary.md")
	if err := os.WriteFile(file, []byte("# Before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := func(name string) (string, bool) { return file, name == "GITHUB_STEP_SUMMARY" }
	for _, args := range [][]string{{"--format", "github"}, {"--format", "text"}} {
		if o := assayIn(t, "", env, append(append([]string{"check", "--no-config"}, args...), driftedDump)...); o.code != exitFindings {
			t.Errorf("exit status %d: %s", o.code, o.stderr)
		}
	}
	got := read(t, file)
	if want := "# Before\n" + assay(t, "check", "--no-config", "--format", "markdown", driftedDump).stdout + "\n"; got != want {
		t.Errorf("the summary is\n%s\nwant\n%s", got, want)
	}
}

// TestSchemaPrinted: --json-schema prints the published schema, and nothing else happens.
func TestSchemaPrinted(t *testing.T) {
	t.Parallel()
	if o := assay(t, "--json-schema"); o.code != exitClean || o.stdout != string(report.Schema) || o.stderr != "" {
		t.Errorf("%+v", o)
	}
}

// TestWidth: on a terminal no line of text is wider than it, and colours count for nothing; into a pipe lines are as long as they are.
func TestWidth(t *testing.T) {
	t.Parallel()
	cmd, ok := onTerminal(t, "", "check", "--no-config", driftedDump)
	if !ok {
		lab.Skip(t, errors.New("script is not installed"))
	}
	cmd.Env = append(cmd.Env, "COLUMNS=60", "TERM=xterm")
	out, _ := cmd.CombinedOutput()
	if !escape.Match(out) || !bytes.Contains(out, []byte("\n    ")) {
		t.Errorf("on a terminal: %q", out)
	}
	for line := range strings.Lines(strings.ReplaceAll(string(out), "\r", "")) {
		line = regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(strings.TrimSuffix(line, "\n"), "")
		if len([]rune(line)) > 60 && !strings.HasPrefix(line, "next: ") && !strings.Contains(line, "enum('0','1',") {
			t.Errorf("a line is wider: %q", line)
		}
	}
	if o := assay(t, "check", "--no-config", driftedDump); !strings.Contains(o.stdout, "phones are told 200 OK, believe that they are registered, and cannot be called  [missing-column]") {
		t.Errorf("into a pipe: %s", o.stdout)
	}
}

// TestFullDisk: what could not be printed is no success, whatever prints it.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"rules", "man", "version", "--json-schema", "completion bash", "check --no-config --format junit " + driftedDump} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			lab.Skip(t, err)
		}
		cmd := command(t, strings.Fields(args)...)
		cmd.Stdout = full
		if _ = cmd.Run(); cmd.ProcessState.ExitCode() != exitUnknown {
			t.Errorf("assay %s: exit status %d", args, cmd.ProcessState.ExitCode())
		}
		_ = full.Close()
	}
}
