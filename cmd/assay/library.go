package main

import (
	"cmp"
	"fmt"
	"maps"
	"sync"

	"assay/dialect"
	"assay/expected"
	"assay/introspect"
	"assay/rules"
	"assay/schema"
)

// A library is the histories of the trees that are looked for, as one server understands them.
type library struct {
	trees     []string // of all that there are
	all       []string
	usage     rules.Usage
	room      dialect.Dialect
	histories []*expected.History

	once sync.Once
	err  error
}

// load loads the histories, or waits until another goroutine has.
func (l *library) load(server schema.Server) error {
	l.once.Do(func() { l.err = l.read(server) })
	return l.err
}

// database reads the database and loads the histories while the server is at work. A release that stands for one is made of the histories.
func (l *library) database(p *process, source introspect.Source) (*schema.Database, error) {
	if source.Release != "" {
		if err := l.load(schema.Server{Engine: source.Engine}); err != nil {
			return nil, err
		}
		return l.install(source.Engine, source.Release)
	}
	if source.Path != "" {
		db, err := p.file(source)
		if err != nil {
			return nil, err
		}
		return db, l.load(db.Server)
	}
	source.Target.Met = func(server schema.Server) {
		go func() { _ = l.load(server) }() // it says it again below
	}
	db, err := introspect.Read(p.ctx, source, dialect.Read)
	if err != nil {
		return nil, err
	}
	return db, l.load(db.Server)
}

// install is what a clean install of a release gives, stamps included. The version tables are called as they are from 13.12 and 14.1 on; those
// of older releases, which know one tree to a database, get these names as soon as a later release's scripts run.
func (l *library) install(engine, release string) (*schema.Database, error) {
	db := &schema.Database{Server: schema.Server{Engine: engine}, Name: "asterisk:" + release, Schema: schema.New(l.room.Semantics())}
	var unknown error
	for _, h := range l.histories {
		at, err := h.ResolveRelease(release)
		if err != nil {
			unknown = cmp.Or(unknown, err)
			continue
		}
		s, err := at.Schema(l.room.Semantics())
		if err != nil {
			return nil, err
		}
		for _, t := range s.SortedTables() {
			db.Schema.Add(t)
		}
		maps.Copy(db.Schema.Enums, s.Enums)
		db.Stamps = append(db.Stamps, schema.Stamp{Table: h.VersionTable, Revisions: []string{at.Revision().ID}})
	}
	if len(db.Stamps) == 0 {
		return nil, unknown
	}
	return db, nil
}

func (l *library) read(server schema.Server) (err error) {
	if l.room, err = dialect.For(server); err != nil {
		return err
	}
	for _, tree := range l.trees {
		h, err := expected.Asterisk(tree, server.Engine, l.room)
		if err != nil {
			return fmt.Errorf("loading the history of %s: %w", tree, err)
		}
		l.histories = append(l.histories, h)
	}
	return nil
}
