package main

import (
	"io"

	"assay/internal/output"
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
	c.going("--at", c.At)
	c.destroy = c.Allow
	i, err := look(p, &c.databaseFlags, c.asteriskFlag)
	if err != nil {
		return err
	}
	s, err := i.Measure(c.At)
	if err != nil {
		return err
	}
	if err := s.KnowTables(c.Table); err != nil {
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
		return output.Script(w, script.String())
	})
}
