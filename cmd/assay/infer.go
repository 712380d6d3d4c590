package main

import (
	"slices"

	"assay/drift"
	"assay/rules"
)

type inferCommand struct {
	databaseFlags
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

Exit status: 0 a revision was found, 1 the database is no Alembic schema, 2 could not tell.`
}

// Run answers the question.
func (c *inferCommand) Run(p *process) error {
	c.unstamped = true
	s, err := look(p, &c.databaseFlags, asteriskFlag{})
	if err != nil {
		return err
	}
	if err := s.hidden(); err != nil {
		return err
	}
	known := slices.ContainsFunc(s.trees, func(a *assessment) bool { return a.reading.Verdict != drift.NotAlembic })
	for _, a := range s.trees {
		a.notes = append(a.notes, a.untold()...)
		for _, f := range a.orphans() {
			a.notes = append(a.notes, f.Message)
		}
	}
	r := s.report("infer", false)
	if err := s.explain(r); err != nil {
		return err
	}
	if c.Plot || c.in("html") {
		s.draw(r)
	}
	if c.Plot {
		r.Canvas = p.canvas()
	}
	if known {
		r.Next = "assay check " + c.again(s.source)
	}
	r.FailOn = rules.Error
	if err := c.print(p, r); err != nil {
		return err
	}
	if !known {
		return errFindings
	}
	return nil
}
