package main

import (
	"io"

	"assay/internal/terminal"
	"assay/report"
)

type fixCommand struct {
	databaseFlags
	asteriskFlag
	allOptionsFlag
	At string `placeholder:"REVISION|RELEASE" predictor:"release" help:"Where the database should be: a release, a series for its last one, or a revision; with --history, a revision, several joined by +, or heads (default: where its stamp says, or without a stamp where its schema is)."`
	scopeFlags
	dataFlags
	Allow bool `name:"allow-destructive" help:"Print statements that can destroy data as statements, not as comments."`
}

// Help implements kong's HelpProvider.
func (*fixCommand) Help() string {
	return `The script goes to standard output, for the engine's own client. assay ran it in memory before printing it, and it ends at the expected schema.
Of a live database, the rows are asked as well whether a statement would fail on them, read-only and each question bounded: a statement that they are in the way
of is a comment that says which they are, and one that they are not in the way of needs no warning. Errors and warnings are repaired. Indexes and defaults of your own, wider types and optional tables that you dropped are infos, and left as they are: --all
repairs them too. Statements that could destroy data are comments unless --allow-destructive. What the server would refuse (a new type of a column that a
view uses) is a comment that says what to drop first. assay itself never writes to a database.

  assay fix mysql://asterisk@localhost/asterisk > fix.sql
  less fix.sql && mysql asterisk < fix.sql
  assay fix --only stamp mysql://asterisk@localhost/asterisk
  assay fix --at 22.10.1 postgresql:///asterisk | psql -v ON_ERROR_STOP=1 asterisk

Exit status: 0 the script is printed (or nothing is to be done), 2 could not tell.`
}

// Run prints the script.
func (c *fixCommand) Run(p *process) error {
	c.allOptions = c.AllOptions
	if err := c.check(); err != nil {
		return err
	}
	scope, err := c.scope()
	if err != nil {
		return err
	}
	c.to = c.At
	c.destroy = c.Allow
	i, err := look(p, &c.databaseFlags, c.asteriskFlag)
	if err != nil {
		return err
	}
	s, err := i.Measure(c.At)
	if err != nil {
		return err
	}
	if err := c.known(s); err != nil {
		return err
	}
	scope.Narrow(s)
	if !c.NoData {
		if err := terminal.Wait(p.stderr, "asking the data", func() error { return s.Inquire(p.ctx, c.DataRows, c.DataTimeout) }); err != nil {
			return err
		}
	}
	return c.emit(p, func(format string, w io.Writer) error {
		if format == "json" {
			return report.JSON(w, s.Report("fix"))
		}
		script, err := s.Script()
		if err != nil {
			return err
		}
		return toClient(w, script.String())
	})
}
