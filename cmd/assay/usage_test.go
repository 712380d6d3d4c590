package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"assay/internal/lab"
	"assay/internal/shell"
	"assay/report"
)

// TestUsageErrors: what is typed wrong is one sentence and status 2, whatever kong makes of it.
func TestUsageErrors(t *testing.T) {
	t.Parallel()
	const (
		how   = " (assay --help says how)"
		howIn = " (assay check --help says how)"

		checkFormats = "text, json, html, sarif, junit, github, github-comment, gitlab, markdown, sql, openmetrics or nagios"
	)
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"check"}, "no database is named: give its URL, -c config.ini or ASSAY_DATABASE_URL, as in: assay check mysql://user@host/asterisk"},
		{[]string{"infer"}, "no database is named: give its URL, -c config.ini or ASSAY_DATABASE_URL, as in: assay check mysql://user@host/asterisk"},
		{[]string{"chekc"}, `there is no command chekc, did you mean "check"?` + how},
		{[]string{"prefl"}, `there is no command prefl, did you mean "preflight"?` + how},
		{[]string{"pireflihgt"}, `there is no command pireflihgt, did you mean "preflight"?` + how},
		{[]string{"history", "relaeses"}, `there is no command history relaeses, did you mean "releases"? (assay history --help says how)`},
		{[]string{"history", "frob"}, "there is no command history frob; there are releases, show, plot, blame, diff, record, import and verify (assay history --help says how)"},
		{[]string{"history", "show", "a", "b"}, "that is one argument too many (assay history show --help says how)"},
		{[]string{"mysql://u:s3cret@h/d"}, "a command is missing before the database: assay infer, assay check, assay fix or assay preflight" + how},
		{[]string{"--frobnicate"}, "there is no flag --frobnicate" + how},
		{[]string{"-c", "config.ini", "check"}, "flags stand behind the command, as in: assay check -c config.ini" + how},
		{[]string{"--tree", "config", "check"}, "flags stand behind the command, as in: assay check -c config.ini" + how},
		{[]string{"check", "--frobnicate", "mysql://u@h/d"}, "there is no flag --frobnicate" + howIn},
		{[]string{"check", "--format", "xml", "mysql://u@h/d"}, `--format takes ` + checkFormats + `, and not "xml"` + howIn},
		{[]string{"fix", "--format", "html", "mysql://u@h/d"}, `--format takes text, json or sql, and not "html" (assay fix --help says how)`},
		{[]string{"check", "--fromat", "json", "mysql://u@h/d"}, `there is no flag --fromat, did you mean "--format"?` + howIn},
		{[]string{"check", "--vesrion-tabel", "v", "mysql://u@h/d"}, `there is no flag --vesrion-tabel, did you mean "--version-table"?` + howIn},
		{[]string{"history", "show", "--egnine", "mysql", "22"}, `there is no flag --egnine, did you mean "--engine"? (assay history show --help says how)`},
		{[]string{"preflight", "--to", "22", "--sql", "--format", "html", "mysql://u@h/d"}, "--sql and --format html exclude each other: --sql prints a script for the engine's own client instead of a report; leave one of them out"},
		{[]string{"preflight", "--to", "22", "--allow-destructive", "mysql://u@h/d"}, "--allow-destructive is about the script, and without --sql there is none: add --sql, or leave it out"},
		{[]string{"preflight", "--to", "22", "--data-rows", "0", "mysql://u@h/d"}, "--data-rows 0: a question must be let count at least one row"},
		{[]string{"preflight", "--to", "22", "--data-rows=-3", "mysql://u@h/d"}, "--data-rows -3: a question must be let count at least one row"},
		{[]string{"preflight", "--to", "22", "--data-timeout", "0s", "mysql://u@h/d"}, "--data-timeout 0s: a question needs at least a millisecond"},
		{[]string{"check", "--fail-on", "never", "mysql://u@h/d"}, `--fail-on takes error, warning, info or not-compared, and not "never"` + howIn},
		{[]string{"fix", "mysql://u@h/d", "mysql://u:s3cret@h/e"}, "one database at a time: a second one is named (assay fix --help says how)"},
		{[]string{"check", "--at"}, "--at: its value is missing" + howIn},
		{[]string{"check", "--tree"}, "--tree: its value is missing" + howIn},
		{[]string{"check", "--history", "--all", "mysql://u@h/d"}, "--history: its value is missing" + howIn},
		{[]string{"check", "--format", "jsno", "mysql://u@h/d"}, `--format takes ` + checkFormats + `, and not "jsno", did you mean "json"?` + howIn},
		{[]string{"check", "--engine", "postgres", "x.sql"}, `--engine takes mysql, postgresql, mssql or oracle, and not "postgres", did you mean "postgresql"?` + howIn},
		{[]string{"check", "--fail-on", `u:a"b@h`}, `--fail-on takes error, warning, info or not-compared, and not "…"` + howIn},
		{[]string{"check", "--timeout", "abc", "mysql://u@h/d"}, `--timeout takes a duration such as 500ms, 30s or 2m, and not "abc"` + howIn},
		{[]string{"check", "--parallel", "x", "mysql://u@h/d"}, `--parallel takes a whole number, and not "x"` + howIn},
		{[]string{"check", "--password=s3cret", "mysql://u@h/d"}, "--password takes no value: leave out what is behind the equals sign" + howIn},
		{[]string{"check", "--to", "22", "mysql://u@h/d"}, `there is no flag --to, did you mean "--at"?` + howIn},
		{[]string{"preflight", "--at", "22", "mysql://u@h/d"}, `there is no flag --at, did you mean "--to"? (assay preflight --help says how)`},
		{[]string{"fix", "--sql", "mysql://u@h/d"}, "there is no flag --sql (assay fix --help says how)"},
		{[]string{"check", "-x", "mysql://u@h/d"}, "there is no flag -x" + howIn},
		{[]string{"check", "--url", "mysql://u@h/d"}, "there is no flag --url: the database stands by itself, as in: assay check mysql://user@host/asterisk" + howIn},
		{[]string{"preflight", "mysql://u@h/d"}, "preflight needs --to RELEASE|REVISION (assay preflight --help says how)"},
		{[]string{"rehearse", "mysql://u@h/d"}, "rehearse needs --scratch URL and --to RELEASE|REVISION (assay rehearse --help says how)"},
		{[]string{"history"}, "a command is missing behind history: there are releases, show, plot, blame, diff, record, import and verify (assay history --help says how)"},
		{[]string{"history", "show", "--history", "h.sql"}, "<revision|release> is missing, as in: assay history show <revision|release> (assay history show --help says how)"},
		{[]string{"diff", "mysql://u@h/d"}, "<b> is missing, as in: assay diff <a> <b> (assay diff --help says how)"},
		{[]string{"completion", "powershell"}, `completion takes bash, zsh or fish, and not "powershell" (assay completion --help says how)`},
		{[]string{"check", "--fail-on", "mysql://u:s3cret@h/d"}, `--fail-on takes error, warning, info or not-compared, and not "…"` + howIn},
		{[]string{"check", "--format=mysql://u:s3cret@h/d"}, `--format takes ` + checkFormats + `, and not "…"` + howIn},
		{[]string{"check", "--format=mysql://u:s3cret@h/d?charset=utf8"}, `--format takes ` + checkFormats + `, and not "…"` + howIn},
		{
			[]string{"infer", "--format", "sql=x.sql", "mysql://u@h/d"},
			`--format takes text, json, html, markdown or revision, and not "sql" (assay infer --help says how)`,
		},
		{[]string{"lint", "mysql://u:s3cret@h/d", "x.sql"}, "files of SQL are judged without a database, or on the one that --on names: assay lint x.sql --on DB"},
		{[]string{"lint", "--server", "mysql", "../../testdata/lint/mysql/drop-table.sql", "mysql://u:s3cret@h/d"}, "mysql://u:…@h/d: there is no such file"},
		{[]string{"lint", "--history", "mysql://u:s3cret@/@h/d"}, "the history mysql://u:…@h/d is not there: check its path, or make it with assay history record"},
		{[]string{"lint", "--server", "mariadb:10..6", "../../testdata/lint/mysql/drop-table.sql"}, "--server mariadb:10..6: write it as mariadb:10.6, mysql:8.0.36 or postgresql:14"},
		{[]string{"lint", "--server", "mariadb", "--tree", "cdr", "../../testdata/lint/mysql/drop-table.sql"}, "--tree and --inherited are for a database, and statements are judged: leave them out"},
		{[]string{"lint", "--server", "mariadb", "--inherited", "../../testdata/lint/mysql/drop-table.sql"}, "--tree and --inherited are for a database, and statements are judged: leave them out"},
		{[]string{"lint", "--server", "postgresql:15", "--on", driftedDump, "../../testdata/lint/mysql/drop-table.sql"}, "--server postgresql:15 and --on exclude each other: that database is on MariaDB 10.11.14; leave one of them out"},
		{[]string{"check", "--format", "text", "--format", "json=-", "mysql://u@h/d"}, "--format text and --format json would both go to standard output: write one of them into a file, as in --format json=FILE"},
		{[]string{"check", "--timeout", "1us", "mysql://u@h/d"}, "--timeout 1µs: a reading needs at least a millisecond"},
		{[]string{"check", "--format", "text=x", "--format", "json=./x", "mysql://u@h/d"}, "--format text and --format json would both be written into ./x: name another file"},
		{[]string{"check", "--format", "json=", "mysql://u@h/d"}, "--format json: the file after the equals sign is missing"},
		{[]string{"check", "--format", "json=/nowhere/x", "mysql://u@h/d"}, "--format json: /nowhere/x cannot be written: no such file or directory"},
		{[]string{"diff", "--format", "json=/", "mysql://u@h/d", "mysql://u@h/e"}, "--format json: / is a folder: name a file in it"},
		{[]string{"history", "verify", "--format", "json=/nowhere/x", "."}, "--format json: /nowhere/x cannot be written: no such file or directory"},
		{[]string{"history", "diff", "--format", "json=/nowhere/x", "20", "22"}, "--format json: /nowhere/x cannot be written: no such file or directory"},
		{[]string{"host=h", "password=s3cret"}, "a command is missing before the database: assay infer, assay check, assay fix or assay preflight" + how},
		{[]string{"check", "--tree", "confg", "mysql://u@h/d"}, `there is no tree "confg"; the trees are config, voicemail, cdr, queue_log`},
		{[]string{"check", "asterisk"}, `"asterisk" is no database URL: write one like mysql://user@host/asterisk or postgresql://user@host/asterisk; and there is no file of that name, and no assay.yaml that names it`},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			t.Parallel()
			assay(t, test.args...).refuses(t, test.want)
		})
	}
	for _, word := range []string{"frobnicate", "x"} {
		if o := assay(t, word); o.code != exitUnknown || !strings.HasPrefix(o.stderr, "assay: there is no command "+word+"; there are infer, check, fix, preflight, ") {
			t.Errorf("%s: %+v", word, o)
		}
	}
	circumstance{env: map[string]string{"ASSAY_DATABASE_URL": "asterisk"}}.run(t, "check").refuses(t,
		`ASSAY_DATABASE_URL: what it holds is no database's URL, nor a name in assay.yaml, nor a file: write one like mysql://user@host/asterisk`)
}

// TestHelp: help is no error, and each command's has an example that begins with the command.
func TestHelp(t *testing.T) {
	t.Parallel()
	top := assay(t)
	if top.code != exitClean || top.stderr != "" || !strings.HasPrefix(top.stdout, "Usage: assay <command> [flags]") {
		t.Errorf("without arguments: %+v", top)
	}
	if o := assay(t, "--help"); o != top {
		t.Errorf("--help is other than no arguments: %+v", o)
	}
	for _, command := range everyCommand {
		if !regexp.MustCompile(`(?m)^  ` + command + ` +[A-Z]`).MatchString(top.stdout) {
			t.Errorf("the help does not name %s", command)
		}
		o := assay(t, command, "--help")
		if o.code != exitClean || o.stderr != "" || !strings.Contains(o.stdout, "    assay "+command+" ") || !strings.Contains(o.stdout, "Exit status: 0 ") {
			t.Errorf("%s --help: %+v", command, o)
		}
		for line := range strings.Lines(o.stdout) {
			if len([]rune(line)) > 100 {
				t.Errorf("%s --help has a long line: %s", command, line)
			}
		}
	}
	if o := assay(t, "--version"); o.code != exitClean || o.stderr != "" || !strings.HasPrefix(o.stdout, "assay ") || strings.Count(o.stdout, "\n") != 1 {
		t.Errorf("--version: %+v", o)
	}
}

// TestHelpHasExamples: the help of every command, and of every group of them, has a line to copy.
func TestHelpHasExamples(t *testing.T) {
	t.Parallel()
	parser, err := (&process{}).parser(&commands{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = kong.Visit(parser.Model, func(n kong.Visitable, next kong.Next) error {
		command, ok := n.(*kong.Node)
		if ok && command.Type == kong.CommandNode && !regexp.MustCompile(`(?m)^  `+command.FullPath()+`\b`).MatchString(command.Detail) {
			t.Errorf("%s --help has no example", command.FullPath())
		}
		return next(nil)
	})
}

// TestFlagsMeanTheSame: a flag that several commands have takes the same, has the same short name and is told of in the same words, but where a command has
// reason to say more.
func TestFlagsMeanTheSame(t *testing.T) {
	t.Parallel()
	parser, err := (&process{}).parser(&commands{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ofItsOwn := []string{"output", "at", "engine", "ini", "timeout", "version-table", "name", "allow-destructive", "format", "fail-on", "severity", "all", "from", "base"} // fix is of one database, and takes all findings; record begins a history, from a database
	type use struct{ command, takes, says string }
	seen := map[string]use{}
	for _, command := range parser.Model.Leaves(true) {
		if !strings.Contains(command.Detail, "\nExit status: 0 ") {
			t.Errorf("%s --help does not say what its exit status means", command.FullPath())
		}
		for _, f := range command.Flags {
			now := use{command.FullPath(), fmt.Sprintf("%s -%c %s", f.Target.Type(), f.Short, f.PlaceHolder), f.Help}
			before, ok := seen[f.Name]
			if !ok {
				seen[f.Name] = now
				continue
			}
			if !slices.Contains([]string{"engine", "from", "base"}, f.Name) && before.takes != now.takes {
				t.Errorf("--%s takes %s in %s, and %s in %s", f.Name, before.takes, before.command, now.takes, now.command)
			}
			if before.says != now.says && !slices.Contains(ofItsOwn, f.Name) {
				t.Errorf("--%s is told of otherwise in %s and %s:\n%s\n%s", f.Name, before.command, now.command, before.says, now.says)
			}
		}
	}
}

// TestVersion: what it is built from, and what it knows.
func TestVersion(t *testing.T) {
	t.Parallel()
	o := assay(t, "version", "--format", "json")
	var b report.Build
	if err := json.Unmarshal([]byte(o.stdout), &b); err != nil || o.code != exitClean {
		t.Fatalf("%v: %+v", err, o)
	}
	newest := map[string]bool{}
	for _, r := range b.Series {
		newest[r.Name] = true
	}
	if !newest["22.10.1"] || newest["22.10.0"] || !newest["certified-18.9-cert18"] || b.Releases < 448 || b.Go != runtime.Version() {
		t.Errorf("%+v", b)
	}
	if o := assay(t, "version"); o.code != exitClean || !strings.Contains(o.stdout, " 22.10.1 of 2026-06-25\n") || !strings.Contains(o.stdout, b.Go) {
		t.Errorf("%+v", o)
	}
}

// TestUnknownPlaces: a revision or release that is none, with what is near.
func TestUnknownPlaces(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			for at, want := range map[string]string{
				"22.10.9":      `no revision or release of the config tree is called "22.10.9"; did you mean 22.10.0 or 22.10.1?`,
				"e89e30cee53e": `no revision or release of the config tree is called "e89e30cee53e"; did you mean e89e30cee53f?`,
				"frobnicate":   `no revision or release of the config tree is called "frobnicate"; it is in Asterisk 12.0.0 to 23.4.1`,
			} {
				for _, command := range []string{"check", "fix"} {
					assay(t, command, db.URL, "--at", at).refuses(t, "--at: "+want)
				}
			}
			o := assay(t, "check", db.URL, "--tree", "voicemail")
			if o.code != exitFindings || !strings.Contains(o.stdout, "is of the tree voicemail, and no other was looked for") {
				t.Errorf("a tree that is not there: status %d, %s%s", o.code, o.stderr, o.stdout)
			}
		})
	}
}

var escape = regexp.MustCompile(`\x1b\[`)

// TestColour: on a terminal alone, unless it or the user does not want any.
func TestColour(t *testing.T) {
	t.Parallel()
	db := install(t, lab.MySQL(t)[0], "22.10.1", "queue_log")
	db.Exec(t, "ALTER TABLE queue_log DROP COLUMN agent")
	piped := command(t, "check", db.URL)
	out, _ := piped.CombinedOutput()
	if piped.ProcessState.ExitCode() != exitFindings || escape.Match(out) {
		t.Errorf("into a pipe: status %d, %q", piped.ProcessState.ExitCode(), out)
	}
	for env, want := range map[string]bool{"TERM=xterm": true, "TERM=dumb": false, "NO_COLOR=1": false} {
		cmd, ok := onTerminal(t, "", "check", db.URL)
		if !ok {
			lab.Skip(t, errors.New("script is not installed"))
		}
		cmd.Env = append(cmd.Env, env)
		out, err := cmd.CombinedOutput()
		if escape.Match(out) != want || !strings.Contains(string(out), "missing-column") {
			t.Errorf("%s on a terminal: %v, %q", env, err, out)
		}
	}
}

// TestPager: what is longer than the terminal goes through the pager that the user names, and the exit status is what it was.
func TestPager(t *testing.T) {
	t.Parallel()
	program := shell.Quote(command(t).Path)
	for _, c := range []struct{ rows, env, args, first, last string }{
		{"5", "PAGER='sed s/^/paged:/'", "rules", "paged:RULE", "status 0"},
		{"5", "PAGER=cat ASSAY_PAGER='sed s/^/paged:/'", "history show 22 --tree config", "paged:config", "status 0"},
		{"5", "PAGER='sed s/^/paged:/'", "check asterisk:nowhere", "assay: ", "status 2"},
		{"5", "PAGER='sed s/^/paged:/' CI=1", "rules", "RULE", "status 0"},
		{"5", "PAGER='sed s/^/paged:/' ASSAY_PAGER=", "rules", "RULE", "status 0"},
		{"5", "PAGER=nowhere-to-be-found", "rules", "not found", "status 0"},
		{"5", "PAGER=false", "rules", "RULE", "status 0"},
		{"900", "PAGER='sed s/^/paged:/'", "rules", "RULE", "status 0"},
	} {
		cmd, ok := onTerminal(t, "", "version")
		if !ok {
			lab.Skip(t, errors.New("script is not installed"))
		}
		cmd.Args[2] = "stty rows " + c.rows + " cols 80; export CI= TERM=xterm " + c.env + "; " + program + " " + c.args + "; echo status $?"
		out, err := cmd.CombinedOutput()
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if !strings.Contains(lines[0], c.first) || strings.TrimSpace(lines[len(lines)-1]) != c.last {
			t.Errorf("%s, %s: %v, %.200s … %.80s", c.env, c.args, err, lines[0], lines[len(lines)-1])
		}
	}
}

// TestPrompt: the password is asked for on the terminal, and not shown.
func TestPrompt(t *testing.T) {
	t.Parallel()
	db := install(t, lab.MySQL(t)[0], "22.10.1", "queue_log")
	user := newUser(t, db, "s3cret")
	db.Exec(t, "GRANT SELECT ON "+db.Name+".* TO "+account(t, db, user))
	for answer, want := range map[string]string{"s3cret": "agrees with the schema", "wr0ng": "the server refuses this user or password"} {
		cmd, ok := onTerminal(t, answer+"\n", "check", "-W", as(t, db.URL, user, ""))
		if !ok {
			lab.Skip(t, errors.New("script is not installed"))
		}
		out, err := cmd.CombinedOutput()
		if !strings.Contains(string(out), "Password for mysql://"+user) || !strings.Contains(string(out), want) || strings.Contains(string(out), answer) {
			t.Errorf("answering %s: %v, %s", answer, err, out)
		}
	}
	// Without a terminal there is nobody to ask.
	cmd := command(t, "check", "-W", db.URL)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, _ := cmd.CombinedOutput()
	if want := "assay: asking for the password: there is no terminal to ask on: set ASSAY_PASSWORD\n"; string(out) != want {
		t.Errorf("want %sgot  %s", want, out)
	}
}

// onTerminal is the program on a pseudo-terminal, whoever is there answering once.
func onTerminal(t *testing.T, answer string, args ...string) (*exec.Cmd, bool) {
	t.Helper()
	script, err := exec.LookPath("script")
	if err != nil {
		return nil, false
	}
	cmd := command(t, args...)
	line := shell.Quote(cmd.Path)
	for _, a := range args {
		line += " " + shell.Quote(a)
	}
	cmd.Path, cmd.Args = script, []string{"script", "-qec", line, filepath.Join(t.TempDir(), "typescript")}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Second, func() { // when it has asked; what is typed before is shown by the terminal, not by us
		_, _ = in.Write([]byte(answer))
		time.AfterFunc(5*time.Second, func() { _ = in.Close() })
	})
	return cmd, true
}

// TestInterrupted: Ctrl-C ends a command at once, in one sentence.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			p := newProxy(t, db.URL, 60, stall)
			cmd := command(t, "check", p.url(t, db.URL))
			var stdout, stderr strings.Builder
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for p.said.Load() < 60 && cmd.ProcessState == nil {
				time.Sleep(10 * time.Millisecond)
			}
			began := time.Now()
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}.refuses(t, p.url(t, db.URL)+": the reading was interrupted")
			if d := time.Since(began); d > 3*time.Second {
				t.Errorf("it took %s", d)
			}
		})
	}
}

// TestLocked: a migration that is under way holds a lock; whoever ends our session is told as well.
func TestLocked(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "queue_log")
			lock, find, kill := "LOCK TABLES alembic_version_queue_log WRITE", "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%version_num%'", "KILL "
			said := "Error 1927 (70100): Connection was killed"
			if s.Server.Engine == "postgresql" {
				db.Exec(t, "BEGIN")
				lock, find, kill = "LOCK TABLE alembic_version_queue_log", "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", "SELECT pg_terminate_backend("
				said = "FATAL: terminating connection due to administrator command (SQLSTATE 57P01)"
			}
			db.Exec(t, lock)
			done := make(chan outcome)
			go func() { done <- assay(t, "check", db.URL) }()
			var id string
			for range 500 {
				if s.Server.Engine == "postgresql" {
					db.Exec(t, "SELECT pg_stat_clear_snapshot()")
				}
				if db.DB.QueryRowContext(t.Context(), find).Scan(&id) == nil {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			if s.Server.Engine == "postgresql" {
				id += ")"
			}
			db.Exec(t, kill+id)
			o := <-done
			want := db.URL + ": the server ended the connection (" + said + "): look into its log, and try again"
			gone := db.URL + ": the server closed the connection: try again, and look into the server's log if it happens again"
			if o.stderr == "assay: "+gone+"\n" && s.Server.Engine == "mysql" {
				want = gone // a server may hang up before it has said why
			}
			o.refuses(t, want)
			assay(t, "check", db.URL).refuses(t, db.URL+": another session holds a lock, perhaps a migration that still runs: try again when it is done")
			db.Exec(t, map[string]string{"mysql": "UNLOCK TABLES", "postgresql": "ROLLBACK"}[s.Server.Engine])
		})
	}
}

// TestErrorHarmless: what a file holds never reaches the terminal as it stands, and a file that is no UTF-8 is called so.
func TestErrorHarmless(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for text, want := range map[string]string{
		"SELECT '\x1b[31m\u202e\xff":             `(line 1: unclosed quote: '\x1b[31m\u202e\xff)`,
		"\xff\xfeD\x00R\x00O\x00P\x00":           "NAME: it is UTF-16, as PowerShell's > writes it: save it as UTF-8",
		"\ufeff" + "SELECT 'a mark and no quote": "(line 1: unclosed quote: 'a mark and no quote)",
	} {
		file := filepath.Join(dir, "x.sql")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o := assay(t, "lint", "--no-config", "--server", "mariadb", file)
		if strings.HasPrefix(want, "(") { // found, and nothing of it raw
			if o.stderr != "" || !strings.Contains(o.stdout, want) || strings.ContainsAny(o.stdout, "\x1b\u202e") || !utf8.ValidString(o.stdout) {
				t.Errorf("want %s, got %q%q", want, o.stderr, o.stdout)
			}
			continue
		}
		o.refuses(t, strings.ReplaceAll(want, "NAME", file))
	}
}
