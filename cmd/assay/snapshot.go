package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"slices"

	"assay/dialect"
	"assay/expected"
	"assay/introspect"
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
	return replaceFile(c.Output, text.Bytes())
}

// read reads what a source stands for, without any history but for a release, which is made of them.
func (p *process) read(source introspect.Source) (*schema.Database, error) {
	switch {
	case source.Release != "":
		return builtIn(expected.Trees()).database(p, source)
	case source.Path != "":
		return p.file(source)
	}
	return p.live(source)
}

// live reads a live database.
func (p *process) live(source introspect.Source) (db *schema.Database, err error) {
	warning := ""
	source.Target.Warn = func(told string) { warning = told }
	err = p.waiting("reading "+source.String(), func() error {
		db, err = introspect.Read(p.ctx, source, dialect.Read)
		return err
	})
	if warning != "" {
		p.warn(warning)
	}
	return db, err
}

// warn says something once.
func (p *process) warn(told string) {
	if p.stderr != nil && !slices.Contains(p.warned, told) {
		p.warned = append(p.warned, told)
		_, _ = fmt.Fprintln(p.stderr, "assay: "+told)
	}
}

// unread refuses a database of which a version table was not read: that it has no stamp, or which, cannot be told then.
func unread(source introspect.Source, db *schema.Database) error {
	tables := []string{source.Target.VersionTable, "alembic_version"}
	for _, tree := range expected.Trees() {
		tables = append(tables, expected.VersionTableOf(tree))
	}
	for _, u := range db.Unread {
		if slices.Contains(tables, u.Table) {
			return fmt.Errorf("%s: the version table %q is not read: %s, and to read it could run code of the database's owner; make it a plain table, as Alembic does",
				source, u.Table, u.Why)
		}
	}
	return nil
}

// stamped lets a database pass of which every version table was read.
func stamped(source introspect.Source) func(*schema.Database, error) (*schema.Database, error) {
	return func(db *schema.Database, err error) (*schema.Database, error) {
		if err == nil {
			err = unread(source, db)
		}
		return db, err
	}
}

// file reads the file that stands for a database.
func (p *process) file(source introspect.Source) (*schema.Database, error) {
	return unlessStopped(p.ctx, source.String(), func() (*schema.Database, error) { return p.readFile(source) })
}

func (p *process) readFile(source introspect.Source) (*schema.Database, error) {
	text, err := introspect.ReadFile(source, p.stdin)
	if err != nil {
		return nil, err
	}
	if !introspect.IsSnapshot(text) {
		return introspect.ReadDump(source, text, dialect.Recognise, speaker)
	}
	db, err := introspect.ReadSnapshot(source, text, semantics)
	if err != nil {
		return nil, err
	}
	if err := vet(source, db); err != nil {
		return nil, err
	}
	if table := source.Target.VersionTable; table != "" && db.Schema.Table(table) != nil && !db.IsVersionTable(table) {
		return nil, fmt.Errorf("%s: the rows of table %q are not in the snapshot: take it again with --version-table %[2]s", source, table)
	}
	if want := source.Target.Schema; want != "" && want != db.Namespace {
		return nil, fmt.Errorf("%s: it is a snapshot of another schema (%s) than %q: take one with --schema, or leave that out", source, db.Name, want)
	}
	return db, nil
}

// speaker speaks as the server that a dump was taken from.
func speaker(engine, version string) (schema.Server, introspect.Language, error) {
	server := dialect.Server(engine, version)
	room, err := dialect.For(server)
	return server, room, err
}

// vet refuses what no such server can have.
func vet(source introspect.Source, db *schema.Database) error {
	room, err := dialect.For(db.Server)
	if err != nil {
		return err
	}
	return introspect.Vet(source, db, room)
}

// semantics are those of a server as it is installed by default.
func semantics(s schema.Server) (schema.Semantics, error) {
	room, err := dialect.For(s)
	if err != nil {
		return schema.Semantics{}, err
	}
	return room.Semantics(), nil
}
