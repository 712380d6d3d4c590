package main

import (
	"io"
	"slices"

	"assay/audit"
	"assay/report"
	"assay/result"
)

type doctorCommand struct {
	databaseFlags
}

// Run examines the database.
func (c *doctorCommand) Run(p *process) error {
	c.unstamped = true
	source, err := c.source(p)
	if err != nil {
		return err
	}
	o, err := c.options(source, asteriskFlag{})
	if err != nil {
		return err
	}
	words, _ := c.words(p) // which were found to name one
	up := &result.Checkup{Version: 1, Database: c.called(source), Checks: []result.Check{words.Named(source, c.entry)}}
	if c.history() != "" && source.Release == "" {
		if o.History, err = p.historyTexts(c.history()); err != nil {
			up.Checks = append(up.Checks, result.Check{What: "history", State: result.Fix, Said: err.Error()})
		}
	}
	if err == nil {
		up.Checks = append(up.Checks, audit.Examine(p.ctx, p.reader(), o)...)
	}
	if err := c.emit(p, func(name string, w io.Writer) error { return report.CheckupFormats[name](w, up) }); err != nil {
		return err
	}
	if slices.ContainsFunc(up.Checks, func(x result.Check) bool { return x.State == result.Fix }) {
		return errFindings
	}
	return nil
}
