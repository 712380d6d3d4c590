package main

import (
	"io"

	"assay/internal/terminal"
	"assay/report"
	"assay/result"
)

type historyPlot struct {
	databaseFlags
}

// Run draws the histories, and where the database is if one is named.
func (c *historyPlot) Run(p *process) error {
	all, err := c.mapped(p)
	if err != nil {
		return err
	}
	return c.emit(p, func(format string, w io.Writer) error {
		if format == "html" {
			return report.MapsHTML(w, all)
		}
		return report.Maps(w, result.Canvas{Width: terminal.Width(w, p.env), ASCII: !terminal.UTF8(p.env)}, all)
	})
}

// mapped are the histories, with where the database is in each.
func (c *historyPlot) mapped(p *process) (all []report.Mapped, err error) {
	if c.DB == "" && c.INI == "" {
		known, err := (&historyFlags{Engine: c.Engine, Tree: c.Tree}).load(p, c.History)
		if err != nil {
			return nil, err
		}
		for _, h := range known.All {
			all = append(all, report.Mapped{History: h})
		}
		return all, c.ready()
	}
	c.unstamped = true
	i, err := look(p, &c.databaseFlags, asteriskFlag{})
	if err != nil {
		return nil, err
	}
	r, err := i.Report()
	if err != nil {
		return nil, err
	}
	for k, a := range i.Trees {
		all = append(all, report.Mapped{History: a.History, Here: a.Way(), Match: r.Trees[k].Match})
	}
	return all, nil
}
