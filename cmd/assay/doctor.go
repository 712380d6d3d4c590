package main

import (
	"fmt"
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
	up := &result.Checkup{Version: 1, Database: c.called(source), Checks: []result.Check{c.named(source.String())}}
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

// named says which database is meant, and by what.
func (c *doctorCommand) named(source string) result.Check {
	said := source
	switch {
	case c.INI != "":
		said += ", as " + c.INI + " has it"
	case c.entry.Name != "":
		said += fmt.Sprintf(", which %s calls %s", c.entry.Where, c.entry.Name)
	}
	if c.settings.Path == "" {
		said += "; there is no assay.yaml"
	} else if c.entry.Name == "" {
		said += "; settings are those of " + c.settings.Path
	}
	return result.Check{What: "database", State: result.OK, Said: said}
}
