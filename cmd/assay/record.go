package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/dustin/go-humanize/english"

	"assay/internal/target"
	"assay/internal/terminal"
	"assay/record"
	"assay/schema"
)

type historyRecord struct {
	Scratch string `required:"" placeholder:"URL" help:"An empty database for this purpose alone, spelled for SQLAlchemy: the project's revisions are run on it."`
	INI     string `name:"ini" short:"c" type:"path" default:"alembic.ini" placeholder:"FILE" help:"The project's Alembic configuration file (default: ${default})."`
	Section string `help:"The section of Alembic's configuration file." default:"alembic"`
	Output  string `short:"o" type:"path" default:"history.jsonl" placeholder:"FILE" help:"The recording (default: ${default}). One that exists already is continued."`
	Command string `placeholder:"COMMAND" help:"What upgrades instead of alembic, as in 'tool db upgrade {revision}'. {url} and {ini} stand for the scratch database and a configuration file that names it."`
	List    string `placeholder:"COMMAND" help:"What prints the same as alembic history --verbose instead of that, as in 'tool db history --verbose'."`
	Before  string `type:"path" placeholder:"FILE" help:"SQL for the engine's own client, to be run before the first revision: what the project needs to find and no revision makes."`
	Like    string `name:"before-url" placeholder:"DB" help:"A database, dump or snapshot whose tables are made before the first revision, without rows: one that create_all made."`
	From    string `placeholder:"REVISION" help:"The revision that --base is at, where the history begins (default: its stamp)."`
	Base    string `placeholder:"DB" help:"Where nobody has the database of the first revision: one that is at --from (or a dump or snapshot of it). Its tables are made without rows."`
	Name    string `placeholder:"NAME" help:"What to call the history (default: the folder of the configuration file)."`

	Schema       string `placeholder:"NAME" help:"PostgreSQL's schema (default: the first of the search path), or SQL Server's or Oracle's (default: the user's own)."`
	VersionTable string `placeholder:"TABLE" help:"The version table, if it does not show by itself."`

	VersionTableSchema string `placeholder:"NAME" help:"The schema that the version table is in, if it is not that of the tables (PostgreSQL), or the database (MySQL)."`

	Timeout time.Duration `default:"1m" placeholder:"DURATION" help:"How long a reading of the scratch database may take (default: ${default})."`
}

// Run records the history, or what a recording lacks of it.
func (c *historyRecord) Run(p *process) (err error) {
	o, err := c.options(p)
	if err != nil {
		return err
	}
	r, err := record.Begin(p.ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	done, line := r.Done(), terminal.NewStatus(p.stderr)
	notes, err := r.RecordAll(p.ctx, func(id string, at int) { line.Show(fmt.Sprintf("%s (%d of %d)", id, at, r.Len())) })
	line.Clear()
	if err != nil {
		return err
	}
	for _, n := range notes {
		_, _ = fmt.Fprintln(p.stdout, n)
	}
	_, err = fmt.Fprintf(p.stdout, "%s: %s recorded, %d in all, at %s\n", c.Output, english.Plural(r.Len()-done, "revision", ""), r.Len(), r.At())
	return err
}

// options are what is to be recorded, and how.
func (c *historyRecord) options(p *process) (o record.Options, err error) {
	s, tool, err := target.Scratch(c.Scratch, c.INI, c.Section, p.env)
	if err == nil {
		err = target.Access{Schema: c.Schema, VersionTable: c.VersionTable, VersionSchema: c.VersionTableSchema, Timeout: c.Timeout}.Complete(&s)
	}
	tool.Command, tool.List = c.Command, c.List
	return record.Options{
		Tool: tool, Scratch: s, Output: c.Output, Before: c.Before, Like: c.Like, Base: c.Base, From: c.From, Read: p.readWhole, Warn: p.warn, Name: c.Name,
	}, err
}

// readWhole reads a database that a word stands for, of an engine where that does not show.
func (p *process) readWhole(engine, word string) (*schema.Database, error) {
	s, err := target.Of(engine, word, p.env)
	if err != nil {
		return nil, err
	}
	return p.reader().ReadWhole(p.ctx, s)
}
