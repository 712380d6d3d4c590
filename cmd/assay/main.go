// Command assay tells what a database is made of: which Alembic revision its schema really is, whatever its version stamp says,
// where it drifted from it, and the SQL that puts it right.
package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/fatih/color"

	"assay/dialect"
	"assay/internal/build"
	"assay/internal/commandline"
	"assay/internal/memory"
	"assay/internal/terminal"
	"assay/introspect"
	"assay/report"
)

func main() {
	memory.CollectLater()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	dir, _ := os.Getwd() // a folder that was deleted has no configuration file
	p := process{dir: dir, ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, env: os.LookupEnv, prompt: terminal.Password}
	color.NoColor = !terminal.Colours(terminal.Is(os.Stdout), os.LookupEnv)
	work, interrupted := func() int { return p.run(os.Args[1:]) }, func() int { return p.fail(errors.New("interrupted")) }
	os.Exit(commandline.Await(ctx, stop, work, interrupted))
}

// A process is what a command may use of the one that it runs in.
type process struct {
	ctx            context.Context //nolint:containedctx // the process is the parameter list of a command, which kong hands on
	stdin          io.Reader
	stdout, stderr io.Writer
	dir            string // the working directory, where the configuration file is looked for; empty: nowhere
	env            func(string) (string, bool)
	prompt         func(question string) (string, error)
	teller         terminal.Teller // on stderr, of what is being done
}

// The exit statuses.
const (
	exitClean    = 0
	exitFindings = 1 // something at or above --fail-on
	exitUnknown  = 2 // could not tell: bad usage, no connection, …
)

// errFindings is not printed: the report has said it all.
var errFindings = errors.New("findings")

// errUnknown is not printed either: the report has said of which databases nothing could be told.
var errUnknown = errors.New("not all could be told")

// A nagiosError ends a command with a state of Nagios, once that was printed.
type nagiosError int

// Error implements error.
func (s nagiosError) Error() string { return fmt.Sprintf("state %d", int(s)) }

type commands struct {
	Infer inferCommand `cmd:"" set:"formats=text,json,html,markdown,revision" help:"Say which revision of which release a database's schema really is."`
	Check checkCommand `cmd:"" set:"formats=${listed}, sql, openmetrics, nagios" help:"Compare the stamp with the schema, and the schema with its revision."`
	Fix   fixCommand   `cmd:"" set:"formats=text,json,sql" help:"Print the SQL that ends the drift and sets the stamp."`

	Preflight preflightCommand `cmd:"" set:"formats=${listed}, openmetrics" help:"Predict what an upgrade will do to this database: GO, NO-GO or GO IF."`
	Rehearse  rehearseCommand  `cmd:"" set:"formats=text,json" help:"Prove that prediction: have Alembic run the upgrade on an empty scratch database of the same schema."`

	Lint     lintCommand     `cmd:"" set:"also= Or files of SQL, and -: see above." help:"Judge a schema by itself, or the statements of migrations: what they lose, what fails, what locks."`
	Baseline baselineCommand `cmd:"" set:"formats=text" set:"again=" help:"Accept what is found today, so that a gate fails on new findings only."` //nolint:staticcheck // kong takes a tag again

	Snapshot snapshotCommand `cmd:"" help:"Write what assay reads of a database into a file, which stands for the database."`
	Diff     diffCommand     `cmd:"" set:"formats=text,json,sql" help:"Show what would make one database, snapshot, revision or release of another."`

	History historyCommand `cmd:"" help:"Ask the histories: releases, revisions, who set what, what differs; record your own."`

	Doctor doctorCommand `cmd:"" set:"formats=text,json" help:"Find out what keeps assay from an answer: connection, rights, versions, histories, and what to do."`

	Rules rulesCommand `cmd:"" set:"formats=text,json,markdown" help:"List the rules, or explain one: what it finds, why that matters, an example."`

	Completion completionCommand `cmd:"" help:"Print the script that makes a shell complete assay's command line."`
	Man        manCommand        `cmd:"" hidden:"" help:"Print the manual page."`

	Version      versionCommand   `cmd:"" set:"formats=text,json" help:"Say which assay this is, and which releases of Asterisk it knows."`
	ShortVersion kong.VersionFlag `name:"version" help:"Print the version and exit."`
	JSONSchema   schemaFlag       `name:"json-schema" help:"Print the JSON Schema of what --format json prints, and exit."`
}

// helps are the texts that people read before they use a command: see [commandline.Explain].
//
//go:embed help
var helps embed.FS

// parser reads command lines into cli; exit is told the status where kong itself has done what was asked.
func (p *process) parser(cli any, exit func(code int)) (*kong.Kong, error) {
	texts, err := fs.Sub(helps, "help")
	if err != nil {
		return nil, err
	}
	const listed = "text, json, html, sarif, junit, github, github-comment, gitlab, markdown"
	return kong.New(cli,
		kong.Name("assay"),
		kong.Vars{
			"version": build.Name(release), "engines": strings.Join(dialect.Names(), ","), "also": "",
			"formats": listed, "listed": listed,
			"again": " Repeat it for several: --format text --format json=out.json.",
		},
		kong.Writers(p.stdout, p.stderr),
		kong.Exit(exit),
		commandline.Explain(texts),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

func (p *process) run(args []string) int {
	args = commandline.Plain(args)
	exited := -1
	var cli any = &commands{}
	line, asked := commandline.Typed(p.env)
	if !asked {
		cli = commandline.Grammar(commands{}, args, "man", "completion")
	}
	parser, err := p.parser(cli, func(code int) { exited = code })
	if err != nil {
		return p.fail(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if asked {
		commandline.Complete(p.stdout, parser.Model, line, p.known)
		return exitClean
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		return p.failed(args, commandline.Refused(err, args))
	}
	err = parsed.Run(p, parser)
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errUnknown):
		return exitUnknown
	}
	if state, ok := errors.AsType[nagiosError](err); ok {
		return int(state)
	}
	return p.failed(args, err)
}

// failed says why a command has no answer; to Nagios in its own way.
func (p *process) failed(args []string, err error) int {
	i := slices.Index(args, "nagios")
	if i < 1 || args[i-1] != "--format" {
		i = slices.Index(args, "--format=nagios")
	}
	if i < 0 {
		return p.fail(err)
	}
	_ = report.NagiosUnknownLine(p.stdout, introspect.WithoutPassword(err.Error())) // there is nobody else to tell
	return report.NagiosUnknown
}

// fail prints one sentence.
func (p *process) fail(err error) int {
	_, _ = fmt.Fprintln(p.stderr, "assay: "+terminal.Tame(introspect.WithoutPassword(strings.ReplaceAll(err.Error(), "\n", " "))))
	return exitUnknown
}
