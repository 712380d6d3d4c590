package main

import (
	"errors"
	"io"

	"assay/compare"
	"assay/expected"
	"assay/internal/output"
	"assay/internal/target"
	"assay/internal/terminal"
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
	if c.Format.Have("sql") && !c.NoData && !k.A.InHistory() {
		if err := terminal.Wait(p.stderr, "asking the data", func() error { return compare.Inquire(p.ctx, k, c.DataRows, c.DataTimeout, c.Allow) }); err != nil {
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
	if b, err = c.side(p, c.B); err != nil {
		return nil, nil, err
	}
	return a, b, compare.Read(p.ctx, p.reader(), c.Engine, !c.Verbose, a, b)
}

// side finds out what a word means, and asks for what is needed to read it.
func (c *diffCommand) side(p *process, word string) (*compare.Side, error) {
	s, err := compare.Parse(word)
	if err != nil || s.InHistory() {
		return s, err
	}
	flags := c.accessFlags
	if s.Source.Path == "" { // the other one is the dump
		flags.Database, flags.Engine = "", ""
	}
	if s.Source.Release != "" { // the other one is the database
		flags.Schema, flags.VersionTable, flags.VersionTableSchema = "", "", ""
	}
	return s, errors.Join(flags.complete(p, &s.Source), target.One(s.Source))
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
		return output.Script(w, script.String())
	}
	return report.Comparison(w, k)
}
