package main

import (
	"fmt"
	"slices"
	"strings"

	"assay/audit"
	"assay/baseline"
	"assay/drift"
	"assay/fleet"
	"assay/internal/shell"
	"assay/introspect"
	"assay/lint"
	"assay/report"
	"assay/result"
	"assay/rules"
)

type checkCommand struct {
	databaseFlags
	fleetFlags
	asteriskFlag
	allOptionsFlag
	coverFlag
	baselineFlag
	Models    string `placeholder:"DB" predictor:"database" help:"What the models declare, as the database, dump or snapshot that create_all has made of them: it is compared with the end of --history (or --at), and nothing else is."`
	SinceLast string `placeholder:"FILE" help:"Say only what has changed since the last run, which the file remembers; it is written anew."`

	At string `placeholder:"REVISION|RELEASE" predictor:"release" help:"Where the database should be: a release, a series for its last one, or a revision; with --history, a revision, several joined by +, or heads (default: where its stamp says, or without a stamp where its schema is)."`
}

// Run checks the database, or several.
func (c *checkCommand) Run(p *process) error {
	c.allOptions, c.unstamped = c.AllOptions, true
	c.going("--at", c.At)
	if c.Models != "" {
		return c.declared(p)
	}
	if c.several(p, &c.databaseFlags) || c.SinceLast != "" {
		return c.fleet(p)
	}
	i, err := look(p, &c.databaseFlags, c.asteriskFlag)
	if err != nil {
		return c.down(p, err)
	}
	s, r, err := c.accepted(p, i)
	if err != nil {
		return c.down(p, err)
	}
	if r.Mendable() {
		r.Next = s.Next(r, c.At) + c.allOptionsFlag.again() + c.asteriskFlag.again() + c.databaseFlags.again(s.Source)
	}
	if c.INI != "" && c.history() == "" && slices.ContainsFunc(r.Trees, func(t result.Tree) bool { return t.Verdict == drift.NotAlembic }) {
		r.Next = "alembic -c " + shell.Quote(c.INI) + " upgrade base:heads --sql | assay check --history - " + c.databaseFlags.again(s.Source)
	}
	if c.Format.Have("html") {
		s.Draw(r)
	}
	if c.Format.Have("html", "sql") {
		audit.Scope{Severity: rules.Warning}.Narrow(s)
		r.Script = s.Printed()
	}
	r.FailOn, r.Made, r.Named = c.severity(), made(), c.called(s.Source)
	if err := c.print(p, r); err != nil {
		return err
	}
	if c.Format.ToNagios() {
		return nagiosError(report.NagiosState(r, r.FailOn, 0))
	}
	return c.judge(r)
}

// models compares what the models declare with the history; beside is what else is said and has no place there.
func (f *databaseFlags) models(p *process, runs asteriskFlag, models, at string, beside ...lint.Beside) (*result.Listing, error) {
	beside = append(beside, lint.Beside{Flag: "the database " + introspect.WithoutPassword(f.DB), Said: f.DB != ""}, lint.Beside{Flag: "-c", Said: f.INI != ""},
		lint.Beside{Flag: "--asterisk", Said: runs.Asterisk != ""}, lint.Beside{Flag: "--tree", Said: len(f.Tree) > 0})
	if err := lint.ModelsAlone(beside...); err != nil {
		return nil, err
	}
	f.DB = models
	if _, _, err := f.find(p); err != nil {
		return nil, fmt.Errorf("--models: %w", err)
	}
	o, err := f.wanted(p, runs)
	if err != nil {
		return nil, err
	}
	return lint.Models(p.ctx, p.reader(), o, at)
}

// declared compares what the models declare with the history.
func (c *checkCommand) declared(p *process) error {
	beside := []lint.Beside{{Flag: "--since-last", Said: c.SinceLast != ""}, {Flag: "more databases", Said: len(c.More) > 0 || c.Every || c.Databases != ""}}
	for _, format := range []string{"sql", "openmetrics", "nagios"} {
		beside = append(beside, lint.Beside{Flag: "--format " + format, Said: c.Format.Have(format)})
	}
	l, err := c.models(p, c.asteriskFlag, c.Models, c.At, beside...)
	if err != nil {
		return err
	}
	of := func(e baseline.Entry) bool { return strings.HasPrefix(e.Rule, "models-") }
	if err := c.settle(p, "check", c.settings, c.entry, of, l); err != nil {
		return err
	}
	l.FailOn = c.severity()
	if err := c.print(p, l); err != nil || !l.Reaches(l.FailOn) {
		return err
	}
	return errFindings
}

// fleet checks several databases.
func (c *checkCommand) fleet(p *process) error {
	many := fleetRun{process: p, manyFlags: c.manyFlags, more: c.More, base: &c.databaseFlags, runs: c.asteriskFlag, last: c.SinceLast}
	many.survey.Command, many.survey.Judge = "check", func(m *fleet.Subject, i *audit.Inference) (*result.Report, error) {
		one := *c
		one.databaseFlags = *many.flags[m.Word]
		_, r, err := one.accepted(p, i)
		return r, err
	}
	next := "assay check " + shell.Flag("--at", c.At) + c.allOptionsFlag.again() + c.asteriskFlag.again()
	return many.finish(c.severity(), next, func(f *result.Fleet) error {
		if f.Since != nil {
			return map[bool]error{true: errFindings}[fleet.Reaches(f.Since, c.severity())]
		}
		for _, g := range f.Groups {
			if c.judge(g.Report) != nil {
				return errFindings
			}
		}
		return nil
	})
}

// accepted is what differs, without what a baseline accepts.
func (c *checkCommand) accepted(p *process, i *audit.Inference) (*audit.Answer, *result.Report, error) {
	s, err := i.Measure(c.At)
	if err != nil {
		return nil, nil, err
	}
	r := s.Report("check")
	lists := make([]*result.Tree, len(r.Trees))
	for i := range r.Trees {
		lists[i] = &r.Trees[i]
	}
	looked := func(e baseline.Entry) bool {
		return slices.ContainsFunc(r.Trees, func(t result.Tree) bool { return t.Tree == e.Tree })
	}
	if r.Baseline, err = c.accept(p, "check", c.settings, c.entry, looked, lists...); err != nil {
		return nil, nil, err
	}
	r.Count()
	return s, r, nil
}
