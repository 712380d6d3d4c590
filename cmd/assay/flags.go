package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/audit"
	"assay/config"
	"assay/expected"
	"assay/internal/shell"
	"assay/internal/target"
	"assay/introspect"
	"assay/report"
	"assay/result"
	"assay/rules"
)

// readingTime is how long a reading may take where nobody says it, as the flags' default has it.
const readingTime = time.Minute

// accessFlags say how to get at a database, and at what of it.
type accessFlags struct {
	AskPassword  bool   `short:"W" name:"password" help:"Ask for the password."`
	Schema       string `placeholder:"NAME" help:"PostgreSQL's schema (default: the first of the search path), or SQL Server's or Oracle's (default: the user's own)."`
	Database     string `placeholder:"NAME" help:"Which one, of a dump of several databases."`
	Engine       string `enum:",${engines}" default:"" placeholder:"ENGINE" help:"The engine of asterisk:RELEASE (default: mysql), or of a dump: ${engines}."`
	VersionTable string `placeholder:"TABLE" help:"The version table, if it is not alembic_version_TREE or alembic_version."`

	VersionTableSchema string `placeholder:"NAME" help:"The schema that the version table is in, if it is not that of the tables (PostgreSQL), or the database (MySQL)."`

	Verbose bool          `short:"v" help:"Say on standard error what is read, and how long each query takes."`
	Timeout time.Duration `default:"1m" placeholder:"DURATION" help:"How long the reading of a database may take, on the server too (default: ${default})."`
}

// nameFlags say which database.
type nameFlags struct {
	DB string `arg:"" optional:"" name:"db" predictor:"database" help:"The database's URL, such as mysql://user@host/asterisk or postgresql+psycopg2://user@host/asterisk, or its name in assay.yaml (default: what ASSAY_DATABASE_URL holds, else the only one in assay.yaml). Or a file: a dump, or a snapshot (assay snapshot); - is standard input. Or asterisk:RELEASE: a clean install of that release.${also}"`

	INI     string `name:"ini" short:"c" type:"path" placeholder:"FILE" help:"Alembic's configuration file, an ini file or a pyproject.toml: sqlalchemy.url gives the database, script_location the tree."`
	Section string `help:"The section of Alembic's configuration file." default:"alembic"`
	accessFlags
	configFlags

	settings *config.File    // what the configuration file says
	entry    config.Database // what it says of the database, where that is named there
	many     bool            // whether a pattern may name several
}

// databaseFlags say which database, which part of it, and how the answer is printed.
type databaseFlags struct {
	nameFlags
	History string   `placeholder:"FILE|DIR|-" help:"A project's own history instead of the built-in ones: a recording (assay history record), or what alembic upgrade base:heads --sql prints."`
	Tree    []string `placeholder:"TREE" predictor:"tree" help:"Look at these trees only: config, voicemail, cdr, queue_log."`
	formatFlag

	measure    bool // see [schema.Target]
	allOptions bool // as of allOptionsFlag
	unstamped  bool // whether the answer can do without the stamps
	destroy    bool // whether SQL that can destroy data is wanted as such
	atBase     bool // whether nothing has run yet: see [audit.Options]

	meant *introspect.Source // the database, once it is known which

	to     string // what an upgrade is to go to; empty: none is asked about
	places []audit.NamedPlace
}

// going notes where the database is to be, or to go to, and the flag that says so.
func (f *databaseFlags) going(flag, place string) {
	f.to = place
	f.places = append(f.places, audit.NamedPlace{Flag: flag, Name: place})
}

// beginning notes where Alembic would begin.
func (f *databaseFlags) beginning(from string) {
	f.atBase = from == audit.Base
	f.places = append(f.places, audit.NamedPlace{Flag: audit.From, Name: from})
}

// source finds out which database is meant and how to get in.
func (f *databaseFlags) source(p *process) (introspect.Source, error) {
	if err := expected.KnowTrees(f.Tree); err != nil {
		return introspect.Source{}, err
	}
	if err := f.ready(); err != nil {
		return introspect.Source{}, err
	}
	s, err := f.nameFlags.source(p)
	switch {
	case err != nil:
		return s, err
	case s.Release != "" && f.History != "":
		return s, errors.New("--history is for a database: asterisk:RELEASE stands for one of the built-in histories")
	case f.history() != "" && len(f.Tree) > 0:
		return s, errTreesOfProject
	}
	f.meant = &s
	return s, nil
}

func (f *nameFlags) source(p *process) (introspect.Source, error) {
	s, entry, err := f.find(p)
	if err != nil {
		return s, err
	}
	f.entry = entry // its flags hold as far as the command line does not say otherwise
	if err = f.complete(p, &s); err == nil && !f.many {
		err = target.One(s)
	}
	return s, err
}

// words are what the command line says of which database is meant.
func (f *nameFlags) words(p *process) (w target.Words, err error) {
	if f.settings == nil {
		f.settings, err = f.file(p)
	}
	return target.Words{DB: f.DB, INI: f.INI, Section: f.Section, Settings: f.settings, Env: p.env}, err
}

// find finds out which database that is, and what the configuration file says of it.
func (f *nameFlags) find(p *process) (s introspect.Source, entry config.Database, err error) {
	words, err := f.words(p)
	if err != nil {
		return s, entry, err
	}
	return words.Find()
}

// complete adds what else the user says of a source.
func (f *accessFlags) complete(p *process, s *introspect.Source) error {
	said := target.Access{
		Schema: f.Schema, Database: f.Database, Engine: f.Engine, VersionTable: f.VersionTable, VersionSchema: f.VersionTableSchema, Timeout: f.Timeout,
	}
	if err := said.Complete(s); err != nil || s.Release != "" {
		return err
	}
	if told := s.Elsewhere(); told != "" {
		_, _ = fmt.Fprintln(p.stderr, "assay: "+told)
	}
	if s.Path != "" {
		return nil
	}
	if f.Verbose {
		s.Target.Trace = p.trace
	}
	return f.password(p, s)
}

// history is the project's own history that the user names; empty: the built-in ones are meant.
func (f *databaseFlags) history() string { return cmp.Or(f.History, f.settings.History) }

// versionTable is the version table that the user names; empty: none.
func (f *nameFlags) versionTable() string { return cmp.Or(f.VersionTable, f.entry.VersionTable) }

func (f *accessFlags) password(p *process, s *introspect.Source) error {
	if f.AskPassword {
		answer, err := p.prompt("Password for " + s.String() + ": ")
		if err != nil {
			return fmt.Errorf("asking for the password: %w", err)
		}
		s.SetPassword(answer)
		return nil
	}
	target.FillPassword(s, p.env)
	return nil
}

// trees returns the trees to look at: those asked for, the one that the ini file names, or all.
func (f *databaseFlags) trees(s introspect.Source) []string {
	switch {
	case len(f.Tree) > 0:
		return f.Tree
	case len(f.entry.Tree) > 0:
		return f.entry.Tree
	case slices.Contains(expected.Trees(), s.Tree):
		return []string{s.Tree}
	}
	return expected.Trees()
}

// failFlag says from which severity on findings make a command fail.
type failFlag struct {
	FailOn string `enum:"error,warning,info" default:"error" help:"The mildest finding that makes the exit status 1: error, warning or info."`
}

// severity is the mildest that makes the command fail.
func (f failFlag) severity() rules.Severity {
	severity, _ := rules.ParseSeverity(f.FailOn) // kong lets no other word through
	return severity
}

func (f failFlag) judge(r report.Result) error {
	if r.Reaches(f.severity()) {
		return errFindings
	}
	return nil
}

// coverFlag is [failFlag] where a gate can be made to fail on what was not looked at as well.
type coverFlag struct {
	FailOn string `enum:"error,warning,info,not-compared" default:"error" help:"The mildest finding that makes the exit status 1: error, warning or info; or not-compared: errors, and anything that could not be compared."`
}

const notCompared = "not-compared"

// severity is the mildest that makes the command fail.
func (f coverFlag) severity() rules.Severity {
	if f.FailOn == notCompared {
		return rules.Error
	}
	return failFlag(f).severity()
}

func (f coverFlag) judge(r *result.Report) error {
	if f.FailOn == notCompared && r.Coverage != nil && len(r.Coverage.NotCompared) > 0 || r.Reaches(f.severity()) {
		return errFindings
	}
	return nil
}

// called is what the user calls the database: as the configuration file does, or by its URL.
func (f *nameFlags) called(s introspect.Source) string { return cmp.Or(f.entry.Name, s.String()) }

// again spells the database and what else was asked for as another command takes it, without any password.
func (f *databaseFlags) again(s introspect.Source) string {
	schema, timeout := f.Schema, ""
	if f.entry.Name == "" {
		schema = s.Target.Schema
	}
	if f.Timeout != 0 && f.Timeout != readingTime {
		timeout = f.Timeout.String()
	}
	words := f.configFlags.again() + shell.Flag("--history", f.History)
	words += shell.Flags("--tree", f.Tree) + shell.Flag("--engine", f.Engine) + shell.Flag("--database", f.Database) + shell.Flag("--schema", schema) +
		shell.Flag("--version-table", f.VersionTable) + shell.Flag("--version-table-schema", f.VersionTableSchema) + shell.Flag("--timeout", timeout)
	if f.AskPassword {
		words += "-W "
	}
	switch {
	case f.INI == "":
		return words + shell.Operands(cmp.Or(f.entry.Name, s.Again()))
	case f.Section != "alembic":
		return words + shell.Flag("-c", f.INI) + "--section " + shell.Quote(f.Section)
	}
	return words + "-c " + shell.Quote(f.INI)
}

// allOptionsFlag has a comparison with a history go further.
type allOptionsFlag struct {
	AllOptions bool `name:"all-options" help:"Compare what is cosmetic as well: comments, the order of columns (MySQL), the names of foreign keys and checks, storage options and tablespaces."`
}

// again is the flag for a command that is to be run next.
func (f allOptionsFlag) again() string {
	if f.AllOptions {
		return "--all-options "
	}
	return ""
}

// asteriskFlag says which Asterisk uses the database.
type asteriskFlag struct {
	Asterisk string `placeholder:"RELEASE" predictor:"release" help:"The Asterisk that uses the database, as 20.20.1 or 20 (default: the release that the schema points to): the schema must have room for all that it writes. Not with --history."`
}

// again spells the flag as another command takes it.
func (f *asteriskFlag) again() string { return shell.Flag("--asterisk", f.Asterisk) }
