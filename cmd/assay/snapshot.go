package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"assay/audit"
	"assay/dialect"
	"assay/fleet"
	"assay/internal/files"
	"assay/internal/terminal"
	"assay/introspect"
	"assay/report"
	"assay/schema"
)

type snapshotCommand struct {
	nameFlags
	fleetFlags
	Queries bool `help:"Print the queries instead, for a client program that reaches the database: what it prints stands for the database. With --engine."`

	Output string `short:"o" placeholder:"FILE" help:"Write the file, or the files of several databases into a folder (default: standard output)."`
}

// Run takes the snapshot. A file is replaced as a whole or not at all.
func (c *snapshotCommand) Run(p *process) error {
	if c.Queries {
		return c.queries(p)
	}
	if base := (databaseFlags{nameFlags: c.nameFlags}); c.several(p, &base) {
		return c.fleet(p, &base)
	}
	source, err := c.source(p)
	if err != nil {
		return err
	}
	db, err := p.reader().Read(p.ctx, source)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := introspect.WriteSnapshot(&text, db); err != nil {
		return err
	}
	return files.Put(p.stdout, c.Output, text.Bytes())
}

// fleet takes those of several databases, into a folder.
func (c *snapshotCommand) fleet(p *process, base *databaseFlags) error {
	if c.Output == "" || c.Output == "-" {
		return errors.New("the snapshots of several databases are files in a folder: name it with -o")
	}
	folder, err := fleet.MakeFolder(c.Output, &audit.Reader{Stdin: p.stdin, Warn: p.warn})
	if err != nil {
		return err
	}
	many := fleetRun{process: p, manyFlags: c.manyFlags, more: c.More, base: base}
	many.survey.Command, many.survey.Keep = "snapshot", func(m *fleet.Subject) error { return folder.Keep(p.ctx, m) }
	f, err := many.run()
	if err != nil {
		return err
	}
	for _, u := range f.Unknown {
		_, _ = fmt.Fprintf(p.stderr, "assay: %s: %s\n", report.Clean(strings.Join(u.Databases, ", ")), report.Clean(u.Error))
	}
	if _, err := fmt.Fprintf(p.stdout, "%s: %s\n", p.seen(c.Output), english.Plural(many.survey.Kept(), "snapshot", "")); err != nil {
		return err
	}
	if len(f.Unknown) > 0 {
		return errUnknown
	}
	return nil
}

// queries prints what a client program is to run.
func (c *snapshotCommand) queries(p *process) error {
	switch {
	case c.Engine == "":
		return errors.New("--queries: say with --engine of which engine they are to be")
	case c.DB != "" || c.INI != "":
		return errors.New("--queries: a database is named, and none is read: leave it out")
	}
	sql, err := dialect.Queries(c.Engine, schema.Target{Schema: c.Schema, VersionTable: c.VersionTable})
	if err != nil {
		return fmt.Errorf("--queries: %w", err)
	}
	return files.Put(p.stdout, c.Output, []byte(sql))
}

// reader reads what the process is told to.
func (p *process) reader() *audit.Reader {
	wait := func(what string, work func() error) error { return terminal.Wait(p.stderr, what, work) }
	return &audit.Reader{Stdin: p.stdin, Waiting: wait, Warn: p.warn}
}

// trace says what a server was asked, and how long it took.
func (p *process) trace(sql string, rows int, took time.Duration) {
	p.teller.Trace(p.stderr, report.Clean(strings.Join(strings.Fields(sql), " ")), rows, took)
}

// warn says something once.
func (p *process) warn(told string) { p.teller.Warn(p.stderr, told) }
