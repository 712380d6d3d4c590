package main

import (
	"cmp"
	"io"

	"assay/internal/target"
	"assay/rehearse"
	"assay/report"
	"assay/upgrade"
)

type rehearseCommand struct {
	databaseFlags
	asteriskFlag
	To   string `required:"" placeholder:"RELEASE|REVISION" predictor:"release" help:"What the database is to be upgraded to: the release whose scripts will run (a series for its last one), or a revision; with --history, a revision, several joined by +, or heads."`
	From string `placeholder:"REVISION|RELEASE" predictor:"release" help:"Where Alembic would begin, if nothing tells the stamp: see preflight."`

	Scratch string `required:"" placeholder:"URL" help:"An empty database for this purpose alone, spelled for SQLAlchemy: the project's revisions are run on it."`
	Rows    int    `placeholder:"N" help:"Make up N rows of each table, which fit the schema (default: none)."`
}

// Run rehearses the upgrade.
func (c *rehearseCommand) Run(p *process) error {
	scratch, tool, err := target.Scratch(c.Scratch, cmp.Or(c.INI, "alembic.ini"), c.Section, p.env)
	if err != nil {
		return err
	}
	if c.DB != "" {
		c.INI = "" // it says how Alembic is run, and not which database is meant
	}
	c.going("--to", c.To)
	c.beginning(c.From)
	o, err := c.wanted(p, c.asteriskFlag)
	if err != nil {
		return err
	}
	scratch.Timeout = o.Source.Timeout
	r, err := rehearse.Run(p.ctx, rehearse.Options{
		Reader: p.reader(), Look: o, From: c.From, To: c.To, Tool: tool, Scratch: scratch, Rows: c.Rows,
		Questions: upgrade.Questions{Rows: questionRows, Timeout: questionTime},
	})
	if err != nil {
		return err
	}
	if err := c.emit(p, func(name string, w io.Writer) error { return report.RehearsalFormats[name](w, r) }); err != nil || r.Agrees {
		return err
	}
	return errFindings
}
