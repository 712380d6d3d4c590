package main

import (
	"errors"
	"fmt"
	"slices"

	"assay/audit"
	"assay/drift"
	"assay/internal/terminal"
	"assay/result"
	"assay/rules"
)

type inferCommand struct {
	databaseFlags
	fleetFlags
	Plot bool `help:"Draw the distance along the lineage: where the nearest revision is, and how sure that is."`
}

// Help implements kong's HelpProvider.
func (*inferCommand) Help() string {
	return `The stamp is not asked: only tables, columns, types, indexes and constraints are. The answer is ranked: the nearest revision, the releases whose head it is,
its distance (0 is the very schema), and the runners-up. Revisions that no schema can tell apart are named together.

  assay infer mysql://asterisk@localhost/asterisk
  assay infer --plot --tree config mysql://asterisk@localhost/asterisk
  assay infer --format html mysql://asterisk@localhost/asterisk > asterisk.html
  assay infer --tree config --format json -c /etc/asterisk/config.ini
  alembic stamp $(assay infer --format revision -c config.ini)
  assay infer 'mysql://assay@db1/*' 'postgresql://assay@db2/*'

--format revision prints the ids alone, one for each head, and nothing, with status 2, where another revision is as near or no schema tells two apart.

Exit status: 0 a revision was found, 1 the database is no Alembic schema, 2 could not tell.`
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
	if c.Plot || c.in("html") {
		i.Draw(r)
	}
	if c.Plot {
		r.Canvas = &result.Canvas{Width: terminal.Width(p.stdout, p.env), ASCII: !terminal.UTF8(p.env)}
	}
	if known {
		r.Next = "assay check " + c.again(i.Source)
	}
	if c.in("revision") {
		if r.Revisions, err = i.Revisions(); err != nil {
			return fmt.Errorf("%s: %w", i.Source, err)
		}
	}
	r.FailOn = rules.Error
	if err := c.print(p, r); err != nil {
		return err
	}
	if !known {
		if c.in("revision") {
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
	many := fleetRun{
		process: p, manyFlags: c.manyFlags, more: c.More, base: &c.databaseFlags, command: "infer",
		judge: func(_ *databaseFlags, i *audit.Inference) (*result.Report, error) { return i.Report() },
	}
	return many.finish(rules.Error, "assay infer ", func(f *result.Fleet) error {
		if f.Reaches(rules.Error) { // one is no Alembic schema
			return errFindings
		}
		return nil
	})
}
