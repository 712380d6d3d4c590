package main

import (
	"errors"
	"fmt"
	"slices"

	"assay/audit"
	"assay/drift"
	"assay/fleet"
	"assay/internal/terminal"
	"assay/result"
	"assay/rules"
)

type inferCommand struct {
	databaseFlags
	fleetFlags
	Plot bool `help:"Draw the distance along the lineage: where the nearest revision is, and how sure that is."`
}

// Run answers the question.
func (c *inferCommand) Run(p *process) error {
	c.unstamped = true
	if c.several(p, &c.databaseFlags) {
		return c.fleet(p)
	}
	i, err := look(p, &c.databaseFlags, asteriskFlag{})
	if err != nil {
		return err
	}
	r, err := i.Report()
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(i.Trees, func(a *audit.Judged) bool { return a.Reading.Verdict != drift.NotAlembic })
	if c.Plot || c.Format.Have("html") {
		i.Draw(r)
	}
	if c.Plot {
		r.Canvas = &result.Canvas{Width: terminal.Width(p.stdout, p.env), ASCII: !terminal.UTF8(p.env)}
	}
	if known {
		r.Next = "assay check " + c.again(i.Source)
	}
	if c.Format.Have("revision") {
		if r.Revisions, err = i.Revisions(); err != nil {
			return fmt.Errorf("%s: %w", i.Source, err)
		}
	}
	r.FailOn = rules.Error
	if err := c.print(p, r); err != nil {
		return err
	}
	if !known {
		if c.Format.Have("revision") {
			p.warn(i.Source.String() + ": this is no Alembic schema that assay knows, and so there is no revision")
		}
		return errFindings
	}
	return nil
}

// fleet answers it of several databases.
func (c *inferCommand) fleet(p *process) error {
	if c.Plot {
		return errors.New("--plot draws one database: name one")
	}
	many := fleetRun{process: p, manyFlags: c.manyFlags, more: c.More, base: &c.databaseFlags}
	many.survey.Command, many.survey.Judge = "infer", func(_ *fleet.Subject, i *audit.Inference) (*result.Report, error) { return i.Report() }
	return many.finish(rules.Error, "assay infer ", func(f *result.Fleet) error {
		if f.Reaches(rules.Error) { // one is no Alembic schema
			return errFindings
		}
		return nil
	})
}
