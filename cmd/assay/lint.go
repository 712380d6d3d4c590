package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"assay/audit"
	"assay/baseline"
	"assay/expected"
	"assay/fleet"
	"assay/internal/files"
	"assay/internal/shell"
	"assay/introspect"
	"assay/lint"
	"assay/migrations"
	"assay/record"
	"assay/result"
	"assay/schema"
)

type lintCommand struct {
	databaseFlags
	Files []string `arg:"" optional:"" name:"file" help:"More files of SQL."`
	manyFlags
	failFlag
	baselineFlag

	Since     string `placeholder:"REVISION|REF" help:"Judge only what this revision does not include, or what came since a branch of git's."`
	On        string `placeholder:"DB" predictor:"database" help:"For files of SQL: the database, dump or snapshot that they are to run on."`
	Downgrade string `placeholder:"FILE|DIR|-" help:"What alembic downgrade head:base --sql prints for the history: each way back is compared with the way up."`
	Other     string `placeholder:"FILE|DIR" help:"The same history as Alembic prints it for the other engine, or as it was recorded there: what only one of them makes is a finding."`
	Server    string `placeholder:"SERVER" help:"The server that statements are to run on, as mariadb:10.6, mysql:8.0.36 or postgresql:14 (default: that of the recording or of --on, else the newest)."`
	As        string `enum:",schema,migration" default:"" placeholder:"KIND" help:"What a file is: ${enum} (default: as it looks)."`
	Ask       bool   `name:"run" help:"Run alembic upgrade base:heads --sql of the project, and judge what it prints."`
	Inherited bool   `help:"List inherited findings too: those that the expected revision has as well."`

	texts       []expected.Text // whose statements are judged; nil: a schema is
	judgedFiles []string        // these, and the files that their revisions come from
	guess       string          // what the file was taken for; empty: that is certain
}

// Run judges the schema, or the statements.
func (c *lintCommand) Run(p *process) error {
	if c.several(p, &c.databaseFlags) {
		return c.fleet(p)
	}
	l, err := c.judged(p)
	if err != nil {
		return err
	}
	if err := c.settle(p, "lint", c.settings, c.entry, func(e baseline.Entry) bool { return c.looked(p, e) }, l); err != nil {
		return err
	}
	l.Inherited, l.FailOn = c.Inherited, c.severity()
	if err := c.print(p, l); err != nil {
		return err
	}
	return c.judge(l)
}

// fleet judges the schemas of several databases.
func (c *lintCommand) fleet(p *process) error {
	if len(c.Files) > 0 || c.On+c.Server+c.Since+c.Downgrade+c.Other != "" {
		return errors.New("schemas of several databases are judged: leave out the files of SQL, and what is for those")
	}
	c.measure, c.unstamped = true, true
	many := fleetRun{process: p, manyFlags: c.manyFlags, base: &c.databaseFlags, apart: true}
	many.survey.Command, many.survey.Judge = "lint", func(m *fleet.Subject, i *audit.Inference) (*result.Report, error) {
		one := *c
		one.databaseFlags = *many.flags[m.Word]
		l, err := i.Lint()
		if err == nil {
			err = one.settle(p, "lint", one.settings, one.entry, func(e baseline.Entry) bool { return one.looked(p, e) }, l)
		}
		if err != nil {
			return nil, err
		}
		l.Inherited = c.Inherited
		return l.Report(), nil
	}
	return many.finish(c.severity(), "assay lint ", func(f *result.Fleet) error { return c.judge(f) })
}

// looked reports whether what a baseline has was looked for: by the files, and by the tables of all trees.
func (c *lintCommand) looked(p *process, e baseline.Entry) bool {
	if c.texts == nil {
		return e.File == "" && len(c.Tree)+len(c.entry.Tree) == 0
	}
	file := c.accepted(c.settings, c.entry)
	return c.Since == "" && slices.ContainsFunc(c.judgedFiles, func(name string) bool { return files.Beside(p.dir, file, name) == e.File })
}

// judged is what is found.
func (c *lintCommand) judged(p *process) (*result.Listing, error) {
	if err := c.ready(); err != nil {
		return nil, err
	}
	var err error
	if c.texts, err = c.statements(p); err != nil {
		return nil, err
	}
	var l *result.Listing
	switch {
	case c.texts != nil && c.DB != "" && c.History != "":
		err = fmt.Errorf("two things are named to be judged, --history %s and %s: name one", c.History, c.DB)
	case c.texts != nil && (len(c.Tree) > 0 || c.Inherited):
		err = errors.New("--tree and --inherited are for a database, and statements are judged: leave them out")
	case c.texts != nil:
		l, err = c.scripts(p, c.texts)
	case c.said():
		err = errors.New("--on, --server, --since, --downgrade and --other are for statements: name a --history, or files of SQL; or have --run ask alembic")
	default:
		l, err = c.design(p)
	}
	if err != nil {
		return nil, err
	}
	if c.guess != "" {
		l.Subject += "; " + c.guess
	}
	l.Spell(p.seen)
	return l, nil
}

// said reports whether anything is said that is for statements alone.
func (c *lintCommand) said() bool { return c.On+c.Server+c.Since+c.Downgrade+c.Other != "" }

// statements are the texts whose statements are to be judged; nil: a schema is.
func (c *lintCommand) statements(p *process) ([]expected.Text, error) {
	switch {
	case c.Ask && c.DB+c.History != "":
		return nil, errors.New("--run has alembic print what is judged: name no history, file or database beside it, but one to run on with --on")
	case c.Ask:
		return c.printed(p)
	case c.INI != "" && c.DB+c.History == "":
		return nil, nil
	case c.DB == "" && (c.History != "" || c.Since != ""):
		if _, err := c.words(p); err != nil {
			return nil, err
		}
		if c.history() == "" {
			return nil, errors.New("--since is for a history of one's own: name it with --history, or have --run ask alembic")
		}
		return p.historyTexts(c.history())
	case len(c.Files) > 0 && introspect.IsURL(c.DB):
		return nil, fmt.Errorf("files of SQL are judged without a database, or on the one that --on names: assay lint %s --on DB", shell.Quote(c.Files[0]))
	case len(c.Files) > 0 && c.As == "schema":
		return nil, errors.New("--as schema judges one file: name it alone")
	case len(c.Files) > 0:
		return lint.ReadSQL(append([]string{c.DB}, c.Files...), p.stdin)
	case c.DB == "":
		return nil, nil
	}
	switch s, err := introspect.Parse(c.DB); {
	case s.Path != "":
		return c.fileTexts(p)
	case err != nil && c.said(): // what is for statements alone is said: a file of them is meant
		_, _, err := c.find(p)
		return nil, err
	}
	return nil, nil // what is wrong with a URL is said where the database is opened
}

// printed is what Alembic prints of the project.
func (c *lintCommand) printed(p *process) ([]expected.Text, error) {
	from := "base"
	switch {
	case c.On != "" && c.Since == "":
		return nil, errors.New("--run with --on: --since REVISION says where that database is (assay check tells)")
	case c.On != "":
		from, c.Since = c.Since, ""
	}
	tool := record.Tool{Config: cmp.Or(c.INI, migrations.ConfigAround(p.dir)), Section: c.Section}
	text, err := tool.Offline(p.ctx, from)
	return []expected.Text{text}, err
}

// fileTexts is the file that is named, if its statements are to be judged; nil: it is a schema.
func (c *lintCommand) fileTexts(p *process) ([]expected.Text, error) {
	text, err := introspect.ReadFile(introspect.Source{Path: c.DB}, p.stdin)
	if err != nil {
		return nil, err
	}
	if c.DB == "-" {
		p.stdin = bytes.NewReader(text) // it is read once
	}
	file, err := lint.Recognise(c.DB, text, c.As, c.said())
	c.guess = file.Guess
	return file.Texts, err
}

// scripts judges the statements of a history, or of files.
func (c *lintCommand) scripts(p *process, texts []expected.Text) (*result.Listing, error) {
	o := lint.Options{Server: c.Server, Engine: c.Engine, Since: c.Since}
	_, err := c.words(p)
	if err != nil {
		return nil, err
	}
	if err = c.before(p, &o); err != nil {
		return nil, err
	}
	if c.Downgrade != "" {
		if o.Downgrade, err = p.historyTexts(c.Downgrade); err != nil {
			return nil, fmt.Errorf("--downgrade: %w", err)
		}
	}
	if c.Other != "" {
		if o.Other, err = p.historyTexts(c.Other); err != nil {
			return nil, fmt.Errorf("--other: %w", err)
		}
	}
	project, err := migrations.ProjectOf(c.INI, p.dir, c.Section) // whose files findings name
	if err != nil {
		return nil, err
	}
	if project != nil {
		o.Sources = project
		o.AtReference = func(ref string) (map[string]bool, error) { return project.Since(p.ctx, ref) }
	}
	r, err := lint.Statements(texts, o)
	if err != nil {
		return nil, err
	}
	for c.judgedFiles = r.Files; len(texts) > 0; texts = texts[1:] {
		c.judgedFiles = append(c.judgedFiles, texts[0].Name)
	}
	return r.Listing(c.settings), nil
}

// before reads the database that files of SQL are to run on, if it is known.
func (c *lintCommand) before(p *process, o *lint.Options) error {
	if c.On == "" {
		return nil
	}
	f := c.nameFlags
	f.DB, f.INI = c.On, ""
	source, err := f.source(p)
	if err == nil {
		o.Before, err = p.reader().Read(p.ctx, source)
	}
	if err != nil {
		return fmt.Errorf("--on: %w", err)
	}
	o.Space = func(name string) (*schema.Database, error) { return p.reader().Read(p.ctx, source.Beside(name)) }
	return nil
}

// design judges a schema by itself.
func (c *lintCommand) design(p *process) (*result.Listing, error) {
	c.measure, c.unstamped = true, true
	i, err := look(p, &c.databaseFlags, asteriskFlag{})
	if err != nil {
		return nil, err
	}
	return i.Lint()
}
