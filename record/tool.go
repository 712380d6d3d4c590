package record

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"assay/expected"
	"assay/internal/files"
	"assay/migrations"
	"assay/schema"
)

// A Tool is a project's Alembic, turned to another database than its own.
type Tool struct {
	// Config is the project's alembic.ini, and Section the one in it that counts.
	Config, Section string
	// Command upgrades in place of alembic, run by a shell: {revision}, {url} and {ini} stand for the revision, the database, and the
	// configuration file that names it. Empty: alembic does.
	Command string
	// List prints what `alembic history --verbose` does, run in the same way. Empty: alembic does.
	List string
	// URL is the database, spelled for SQLAlchemy. Without a driver (mysql://, postgresql://) it takes that of the project's own URL.
	URL string
	// Alone reports that no Command and no List can be named.
	Alone bool

	ini     string   // the copy of Config; empty: there is none
	session *session // that carries out Alembic's commands; nil: each has a process of its own
	apart   bool     // no session is to be started
}

// The variables that give the database to an env.py that does not take it from the configuration file.
var variables = []string{"ASSAY_SCRATCH_URL", "DATABASE_URL", "SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_DATABASE_URL"}

// Open makes what the tool needs: a copy of the configuration file that names the database, beside the original, since scripts look for files
// there; where that may not be written, elsewhere. Close removes it.
func (t *Tool) Open() error {
	if strings.Contains(t.Command, "{revision}") == (t.Command == "") {
		return errors.New("--command: it lacks {revision}, where the revision to upgrade to belongs")
	}
	text, err := t.configuration()
	switch {
	case err == nil:
		return t.copyConfig(text)
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("reading Alembic's configuration file: %w", err)
	case t.Command == "" || t.List == "":
		return fmt.Errorf("%s: there is no such file: %s", t.Config, t.instead())
	}
	return nil
}

// configuration is the text of the configuration file, a pyproject.toml's as an ini file has it. Where there is no alembic.ini, the pyproject.toml beside it
// counts, if it says anything of Alembic.
func (t *Tool) configuration() (string, error) {
	text, err := files.Read(t.Config, files.Text)
	if errors.Is(err, os.ErrNotExist) && filepath.Base(t.Config) == "alembic.ini" {
		file := filepath.Join(filepath.Dir(t.Config), "pyproject.toml")
		if _, none := migrations.ReadConfig(file, ""); none == nil {
			t.Config, err = file, nil
		}
	}
	if err != nil || filepath.Ext(t.Config) != ".toml" {
		return string(text), err
	}
	c, err := migrations.ReadConfig(t.Config, "")
	if err != nil {
		return "", err
	}
	return c.AsINI(), nil
}

// instead is what to do where there is no configuration file.
func (t *Tool) instead() string {
	if t.Alone {
		return "name Alembic's configuration file with -c: it is alembic itself that is run"
	}
	scripts := filepath.Join(filepath.Dir(t.Config), migrations.FlaskFolder)
	if _, err := os.Stat(filepath.Join(scripts, "alembic.ini")); err != nil {
		return "name Alembic's configuration file with -c, or the project's own commands with --command and --list"
	}
	return "of Flask-Migrate's projects, which keep it in " + migrations.FlaskFolder + ", record with " +
		"--command 'flask db upgrade {revision}' --list 'flask db history --verbose'"
}

// Others says which other databases the tool upgrades as well; empty: nothing shows that it does.
func (t *Tool) Others() string {
	dir := filepath.Dir(t.Config)
	folders := []string{dir, filepath.Join(dir, migrations.FlaskFolder)}
	if c, err := migrations.ReadConfig(t.Config, t.Section); err == nil {
		if at, err := c.Get("script_location"); err == nil && at != "" {
			folders = append(folders, at, filepath.Join(dir, at))
		}
	}
	for _, scripts := range folders {
		text, err := files.Read(filepath.Join(scripts, "env.py"), files.Text)
		if err == nil && strings.Contains(string(text), "SQLALCHEMY_BINDS") {
			return "its env.py upgrades the databases of all SQLALCHEMY_BINDS, not only the one that is recorded: have every bind name a scratch database, " +
				"and record once for each, with --scratch, --name and -o of its own"
		}
	}
	return ""
}

// Close removes the copy of the configuration file, and ends what runs.
func (t *Tool) Close() error {
	t.endSession()
	if t.ini == "" {
		return nil
	}
	return os.Remove(t.ini)
}

// Version is Alembic's version, "1.8.1"; empty: there is no alembic to ask.
func (t *Tool) Version(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "alembic", "--version").Output()
	_, version, ok := strings.Cut(strings.TrimSpace(string(out)), "alembic ")
	if err != nil || !ok {
		return ""
	}
	return version
}

// Ensure makes the version table where there is none, and does nothing else: afterwards it shows whether the project goes where it was sent.
// Alembic can do that from 1.7.6 on.
func (t *Tool) Ensure(ctx context.Context) error {
	_, err := t.again(ctx, "ensure_version")
	return err
}

var (
	currentFor = schema.Pattern(`(?m)^Current revision\(s\) for (\S+):`)
	currentRev = schema.Pattern(`(?m)^Rev: (\S+)`)
)

// Targets are the URLs of the databases that the project goes to, their passwords hidden; none: Alembic does not say. Stored are the revisions that it finds
// there. Nothing is written.
func (t *Tool) Targets(ctx context.Context) (all, stored []string, err error) {
	text, err := t.again(ctx, "current", "--verbose")
	if err != nil {
		return nil, nil, err
	}
	for _, m := range currentFor().FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	for _, m := range currentRev().FindAllStringSubmatch(text, -1) {
		stored = append(stored, m[1])
	}
	return all, stored, nil
}

// Upgrade upgrades the database to a revision.
func (t *Tool) Upgrade(ctx context.Context, revision string) error {
	if t.Command == "" {
		_, err := t.alembic(ctx, "upgrade", revision)
		return err
	}
	_, err := t.shell(ctx, t.Command, revision)
	return err
}

// SQL returns the SQL that leads from one revision to another, as far as Alembic can tell without a database.
func (t *Tool) SQL(ctx context.Context, from, to string) (string, error) {
	return t.alembic(ctx, "upgrade", from+":"+to, "--sql")
}

func (t *Tool) alembic(ctx context.Context, args ...string) (string, error) {
	program, err := exec.LookPath("alembic")
	if err != nil {
		return "", errors.New("there is no alembic on PATH: activate the environment that the project runs in, or name its own commands with --command and --list")
	}
	named := "alembic " + strings.Join(args, " ")
	args = append([]string{"-c", t.ini, "-n", t.Section}, args...)
	if t.session == nil && !t.apart {
		t.session = startSession(program, t.environment())
		t.apart = t.session == nil
	}
	if t.session == nil {
		return t.run(ctx, named, exec.CommandContext(ctx, program, args...))
	}
	out, said, again, err := t.session.run(ctx, args)
	if !again {
		t.endSession()
	}
	return t.answer(ctx, named, out, said, err)
}

// again runs what can be run twice: what fails in the process of other commands may do in one of its own.
func (t *Tool) again(ctx context.Context, args ...string) (string, error) {
	text, err := t.alembic(ctx, args...)
	if err != nil && !t.apart && ctx.Err() == nil {
		t.apart = true
		text, err = t.alembic(ctx, args...)
		t.apart = err == nil
	}
	return text, err
}

func (t *Tool) endSession() {
	if t.session != nil {
		t.session.close()
		t.session = nil
	}
}

func (t *Tool) shell(ctx context.Context, command, revision string) (string, error) {
	words := strings.NewReplacer("{revision}", quote(revision), "{url}", quote(t.URL), "{ini}", quote(t.ini)).Replace(command)
	named := strings.ReplaceAll(command, "{revision}", revision)
	return t.run(ctx, named, exec.CommandContext(ctx, "/bin/sh", "-c", words))
}

// quote makes one word for a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// patience is how long a project that was interrupted may take to end.
const patience = 10 * time.Second

func (t *Tool) run(ctx context.Context, named string, cmd *exec.Cmd) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &stdout, &stderr, t.environment()
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(os.Interrupt) }, patience
	err := cmd.Run()
	return t.answer(ctx, named, stdout.String(), stderr.String(), err)
}

func (t *Tool) environment() []string {
	env := append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0") // its lists of labels come from sets
	for _, v := range variables {
		if t.URL == "" { // the project's own counts
			break
		}
		env = append(env, v+"="+t.URL)
	}
	return env
}

// answer is what a run printed, or how it failed.
func (t *Tool) answer(ctx context.Context, named, stdout, stderr string, err error) (string, error) {
	switch {
	case err == nil:
		return stdout, nil
	case ctx.Err() != nil:
		return "", fmt.Errorf("`%s` was interrupted", named)
	}
	all := stderr + "\n" + stdout
	if u, bad := url.Parse(t.URL); bad == nil {
		if password, ok := u.User.Password(); ok && password != "" {
			all = strings.ReplaceAll(all, password, "***")
		}
	}
	return "", &ToolError{Command: named, Said: all, Cause: err}
}

// A ToolError says that a run of the tool failed.
type ToolError struct {
	Command string
	Said    string // all that it printed, without the password
	Cause   error
}

// Error says it with the line of what was printed that tells most.
func (e *ToolError) Error() string {
	return fmt.Sprintf("`%s` failed (%v): %s", e.Command, e.Cause, lastWords(e.Said))
}

// Unwrap returns the cause.
func (e *ToolError) Unwrap() error { return e.Cause }

// Words are the line of what was printed that tells most.
func (e *ToolError) Words() string { return lastWords(e.Said) }

// complaint is what a line says went wrong, perhaps behind what a log puts before it: a Python exception's words, or Alembic's own.
var complaint = schema.Pattern(`(?:^|\s)((?:[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt): \S|FAILED: |alembic: error: ).*)|^[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt)$`)

var colour = schema.Pattern(`\x1b\[[0-9;]*m`)

// lastWords is the line of what a tool said that tells most: SQLAlchemy puts the SQL and a link behind it.
func lastWords(said string) string {
	last := "it did not say why"
	found := false
	for line := range strings.Lines(colour().ReplaceAllString(said, "")) {
		line = strings.TrimSpace(line)
		m := complaint().FindStringSubmatch(line)
		switch {
		case m != nil:
			last, found = cmp.Or(m[1], m[0]), true
		case line != "" && !found:
			last = line
		}
	}
	const longest = 300
	if r := []rune(last); len(r) > longest {
		last = string(r[:longest]) + "…"
	}
	return last
}

// WithPassword puts a password into a URL that names a user without one.
func WithPassword(text, password string) string {
	u, err := url.Parse(text)
	if err != nil || password == "" || u.User == nil {
		return text
	}
	if _, has := u.User.Password(); has {
		return text
	}
	u.User = url.UserPassword(u.User.Username(), password)
	return u.String()
}

// Offline returns the SQL of a project's revisions as `alembic upgrade base:heads --sql` prints it: the project's env.py runs as it stands, and is to reach for
// no database.
func (t *Tool) Offline(ctx context.Context, from string) (expected.Text, error) {
	if t.Config == "" {
		return expected.Text{}, errors.New("--run: there is no alembic.ini here or above: name it with -c")
	}
	config, err := filepath.Abs(t.Config)
	if err != nil {
		return expected.Text{}, err
	}
	if _, err := os.Stat(config); err != nil { // Alembic says that a file that is not there lacks its section
		return expected.Text{}, fmt.Errorf("--run: there is no file %q: name Alembic's configuration file with -c", t.Config)
	}
	if _, err := exec.LookPath("alembic"); err != nil {
		return expected.Text{}, errors.New("--run: there is no alembic on PATH: activate the environment that the project runs in")
	}
	name := "alembic upgrade " + from + ":heads --sql"
	cmd := exec.CommandContext(ctx, "alembic", "-c", config, "-n", cmp.Or(t.Section, "alembic"), "upgrade", from+":heads", "--sql")
	cmd.Dir = filepath.Dir(config) // which a relative script_location is taken from
	sql, err := t.run(ctx, name, cmd)
	if err != nil {
		return expected.Text{}, fmt.Errorf("--run: %w; what asks the database in a revision has to be left out offline (context.is_offline_mode())", err)
	}
	return expected.Text{Name: name, SQL: sql, Piped: true}, nil
}
