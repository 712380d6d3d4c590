package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assay/audit"
	"assay/compare"
	"assay/expected"
	"assay/fixup"
	"assay/internal/terminal"
	"assay/introspect"
	"assay/report"
	"assay/schema"
)

type diffCommand struct {
	A string `arg:"" help:"A database's URL, a dump or snapshot (a file; - is standard input), asterisk:RELEASE, or a revision or release (revision:NAME if a file has the same name)."`
	B string `arg:"" help:"What to compare it with: another one of these."`
	accessFlags
	IgnoreCosmetic bool     `name:"ignore-cosmetic" help:"Leave out what is cosmetic: comments, the order of columns (MySQL), the names of foreign keys and checks, storage options and tablespaces."`
	FailOn         string   `enum:"difference,not-compared" default:"difference" help:"What makes the exit status 1: a difference; or not-compared: that, or anything that could not be compared."`
	Tree           []string `placeholder:"TREE" help:"Look at these trees only: config, voicemail, cdr, queue_log."`
	formatFlag
	dataFlags
	Allow bool `name:"allow-destructive" help:"With --format sql: print statements that can destroy data as statements, not as comments."`
}

// Run compares.
func (c *diffCommand) Run(p *process) error {
	if err := errors.Join(c.ready(), c.check()); err != nil {
		return err
	}
	k, err := c.compare(p)
	if err != nil {
		return err
	}
	if c.in("sql") && !c.NoData && !k.A.InHistory() {
		if err := terminal.Wait(p.stderr, "asking the data", func() error { return c.inquire(p.ctx, k) }); err != nil {
			return err
		}
	}
	if err := c.emit(p, func(format string, w io.Writer) error { return c.write(format, w, k) }); err != nil {
		return err
	}
	if len(k.All) > 0 || c.FailOn == notCompared && len(k.Coverage().NotCompared) > 0 {
		return errFindings
	}
	return nil
}

// inquire asks A's data which rows are in the way of what makes B of it.
func (c *diffCommand) inquire(ctx context.Context, k *compare.Comparison) error {
	q := audit.Inquiry{Source: k.A.Source, Room: k.Room, Schema: k.A.DB.Schema, Rows: c.DataRows, Limit: c.DataTimeout}
	known, err := q.Ask(ctx, func(known []fixup.Rows) ([]*fixup.Plan, error) {
		k.Rows = known
		plan, err := k.Plan(c.Allow)
		return []*fixup.Plan{plan}, err
	})
	k.Rows = known
	return err
}

// sides finds out what the two words mean, and reads what is a database.
func (c *diffCommand) sides(p *process) (a, b *compare.Side, err error) {
	if err := expected.KnowTrees(c.Tree); err != nil {
		return nil, nil, err
	}
	if c.A == "-" && c.B == "-" {
		return nil, nil, errors.New("standard input can stand for one of the two only: write one of them into a file")
	}
	if a, err = c.side(p, c.A); err != nil {
		return nil, nil, err
	}
	b, err = c.side(p, c.B)
	return a, b, err
}

func (c *diffCommand) side(p *process, word string) (*compare.Side, error) {
	s, err := compare.Parse(word)
	if err != nil || s.InHistory() {
		return s, err
	}
	flags := c.accessFlags
	flags.Engine = ""
	if s.Source.Path == "" { // the other one is the dump
		flags.Database = ""
	}
	if err := flags.complete(p, &s.Source); err != nil {
		return nil, err
	}
	if s.DB, err = p.read(s.Source); err != nil {
		empty, ok := errors.AsType[*introspect.EmptyError](err)
		if !ok || empty.Nothing() == nil {
			return nil, err
		}
		s.DB = empty.Nothing()
	}
	if err := audit.Unread(s.Source, s.DB); err != nil {
		return nil, err
	}
	if c.Engine != "" && s.DB.Server.Engine != c.Engine {
		return nil, fmt.Errorf("%s is of %s: leave --engine out, or name another database", s.Source, s.DB.Server)
	}
	return s, nil
}

// compare compares the two sides as the server of one of them understands them.
func (c *diffCommand) compare(p *process) (*compare.Comparison, error) {
	a, b, err := c.sides(p)
	if err != nil {
		return nil, err
	}
	for _, s := range []*compare.Side{a, b} {
		if c.IgnoreCosmetic && s.DB != nil {
			s.DB.Schema.Detail = min(s.DB.Schema.Detail, schema.Behaviour)
		}
	}
	return compare.Sides(a, b, c.Engine, c.Tree)
}

// write prints what was found.
func (c *diffCommand) write(format string, w io.Writer, k *compare.Comparison) error {
	switch format {
	case "json":
		return report.ComparisonJSON(w, k)
	case "sql":
		script, err := k.Script(c.Allow)
		if err != nil {
			return err
		}
		return toClient(w, script.String())
	}
	return report.Comparison(w, k)
}
