package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"assay/audit"
	"assay/fleet"
	"assay/internal/output"
	"assay/internal/shell"
	"assay/internal/terminal"
	"assay/introspect"
	"assay/result"
	"assay/rules"
	"assay/upgrade"
)

type preflightCommand struct {
	databaseFlags
	fleetFlags
	asteriskFlag
	dataFlags
	To   string `required:"" placeholder:"RELEASE|REVISION" predictor:"release" help:"What the database is to be upgraded to: the release whose scripts will run (a series for its last one), or a revision; with --history, a revision, several joined by +, or heads."`
	From string `placeholder:"REVISION|RELEASE|base" predictor:"release" help:"Where Alembic would begin, if nothing tells the stamp: a dump without rows, a database without a version table (default, of such a dump: where its schema is); base: nothing has run, and the database may be empty."`

	SQL bool `name:"sql" help:"Print the script that makes the upgrade safe: what to run before, between and after."`

	Accept bool `name:"accept-unasked" help:"Exit with 0 on GO IF too: you answer the open questions to the data yourself."`

	Allow bool `name:"allow-destructive" help:"With --sql: print statements that can destroy data as statements, not as comments."`
}

// Run predicts the upgrade.
func (c *preflightCommand) Run(p *process) error {
	if i := slices.IndexFunc(c.Format, func(o output.Format) bool { return o.String() != "text" }); c.SQL && i >= 0 {
		return fmt.Errorf("--sql and --format %s exclude each other: --sql prints a script for the engine's own client instead of a report; leave one of them out", c.Format[i])
	}
	if c.Allow && !c.SQL {
		return errors.New("--allow-destructive is about the script, and without --sql there is none: add --sql, or leave it out")
	}
	if err := c.check(); err != nil {
		return err
	}
	c.destroy = c.Allow
	c.going("--to", c.To)
	c.beginning(c.From)
	questions := upgrade.Questions{None: c.NoData, Rows: c.DataRows, Timeout: c.DataTimeout, Accepted: c.Accept}
	if c.several(p, &c.databaseFlags) {
		return c.fleet(p, questions)
	}
	i, err := look(p, &c.databaseFlags, c.asteriskFlag)
	if empty, ok := errors.AsType[*introspect.EmptyError](err); ok && empty.Nothing() != nil {
		return fmt.Errorf("%w If nothing has run yet, --from base says so", err)
	}
	if err != nil {
		return err
	}
	s, err := upgrade.Predict(i, c.From, c.To)
	if err != nil {
		return err
	}
	if err := terminal.Wait(p.stderr, "asking the data", func() error { return s.Inquire(p.ctx, questions) }); err != nil {
		return err
	}
	if c.SQL {
		return c.emit(p, func(_ string, w io.Writer) error {
			script, err := s.Script(c.To)
			if err != nil {
				return err
			}
			return output.Script(w, script)
		})
	}
	r := s.Report()
	if !s.Goes() && s.MayGo() {
		r.Next = "assay preflight --sql " + c.dataFlags.again() + shell.Flag("--to", c.To) + shell.Flag("--from", c.From) + c.asteriskFlag.again() +
			c.databaseFlags.again(s.Source)
	}
	r.FailOn, r.Made, r.Named = rules.Error, made(), c.called(s.Source)
	if err := c.print(p, r); err != nil {
		return err
	}
	if !s.Goes() || s.Undecided() > 0 && !c.Accept {
		return errFindings
	}
	return nil
}

// fleet predicts the upgrade of several databases.
func (c *preflightCommand) fleet(p *process, questions upgrade.Questions) error {
	if c.SQL {
		return errors.New("--sql prints the script of one database: name one")
	}
	var held atomic.Int32
	many := fleetRun{process: p, manyFlags: c.manyFlags, more: c.More, base: &c.databaseFlags, runs: c.asteriskFlag, apart: !c.NoData}
	many.survey.Command, many.survey.Judge = "preflight", func(_ *fleet.Subject, i *audit.Inference) (*result.Report, error) {
		s, err := upgrade.Predict(i, c.From, c.To)
		if err != nil {
			return nil, err
		}
		if err := s.Inquire(p.ctx, questions); err != nil {
			return nil, err
		}
		if !s.Goes() || s.Undecided() > 0 && !c.Accept {
			held.Add(1)
		}
		return s.Report(), nil
	}
	return many.finish(rules.Error, "assay preflight "+shell.Flag("--to", c.To)+c.asteriskFlag.again(), func(*result.Fleet) error {
		if held.Load() > 0 {
			return errFindings
		}
		return nil
	})
}
