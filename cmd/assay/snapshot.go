package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/audit"
	"assay/internal/files"
	"assay/internal/terminal"
	"assay/introspect"
	"assay/report"
	"assay/schema"
)

type snapshotCommand struct {
	nameFlags
	Output string `short:"o" placeholder:"FILE" help:"Write the file (default: standard output)."`
}

// Help implements kong's HelpProvider.
func (*snapshotCommand) Help() string {
	return `The file holds what assay reads of a database: tables, types, views and triggers by name, stamps, the server's version, and what the user's rights hide. It holds no
data, no password and no address, and it changes only when the database does. It can stand for the database wherever one is named, so that a gate can run
where the database cannot be reached (what only the data tells it cannot say: the verdict is GO IF then).

  assay snapshot -o snap.json mysql://asterisk@localhost/asterisk
  assay preflight --to 22 snap.json
  assay snapshot postgresql:///asterisk | assay diff - asterisk:22.10.1

Exit status: 0 the snapshot is written, 2 it could not be.`
}

// Run takes the snapshot. A file is replaced as a whole or not at all.
func (c *snapshotCommand) Run(p *process) error {
	source, err := c.source(p)
	if err != nil {
		return err
	}
	db, err := p.read(source)
	if err != nil {
		return err
	}
	if c.Output == "" || c.Output == "-" {
		out := bufio.NewWriter(p.stdout)
		return errors.Join(introspect.WriteSnapshot(out, db), out.Flush())
	}
	var text bytes.Buffer
	if err := introspect.WriteSnapshot(&text, db); err != nil {
		return err
	}
	return files.Replace(c.Output, text.Bytes())
}

// reader reads what the process is told to.
func (p *process) reader() *audit.Reader {
	wait := func(what string, work func() error) error { return terminal.Wait(p.stderr, what, work) }
	return &audit.Reader{Stdin: p.stdin, Waiting: wait, Warn: p.warn}
}

// read reads what a source stands for.
func (p *process) read(source introspect.Source) (*schema.Database, error) {
	return p.reader().Read(p.ctx, source)
}

// trace says what a server was asked, and how long it took.
func (p *process) trace(sql string, rows int, took time.Duration) {
	p.telling.Lock()
	defer p.telling.Unlock()
	_, _ = fmt.Fprintf(p.stderr, "assay: %8.1f ms  %5d rows  %s\n", float64(took.Microseconds())/1000, rows, report.Clean(strings.Join(strings.Fields(sql), " ")))
}

// warn says something once.
func (p *process) warn(told string) {
	p.telling.Lock()
	defer p.telling.Unlock()
	if p.stderr != nil && !slices.Contains(p.warned, told) {
		p.warned = append(p.warned, told)
		_, _ = fmt.Fprintln(p.stderr, "assay: "+told)
	}
}
