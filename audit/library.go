package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"assay/config"
	"assay/dialect"
	"assay/expected"
	"assay/introspect"
	"assay/record"
	"assay/rules"
	"assay/schema"
)

// A Library is the histories of the trees that are looked for, as one server understands them.
type Library struct {
	// texts are a project's own history; none: the built-in ones are looked into.
	texts   []expected.Text
	project *expected.Project
	// to is what an upgrade is to go to, as a project's own history has orders for it; empty: none is asked about.
	to        string
	Trees     []string // of all that there are
	All       []string
	usage     rules.Usage
	measure   bool // see [schema.Target]
	unstamped bool // whether the answer can do without the stamps
	cosmetic  bool // whether what is cosmetic is compared as well
	atBase    bool // whether a database without a table is one
	room      dialect.Dialect
	Histories []*expected.History

	once sync.Once
	err  error
}

// BuiltIn is the library of Asterisk's trees of those names; none: of all.
func BuiltIn(trees []string) *Library {
	if len(trees) == 0 {
		trees = expected.Trees()
	}
	return &Library{Trees: trees, All: expected.Trees(), usage: rules.Asterisk}
}

// Database is a database with what it is to be compared with.
func (l *Library) Database(source introspect.Source, db *schema.Database) *Database {
	return &Database{
		Source: source, DB: db, Room: l.room, histories: l.Histories, only: l.Trees, all: l.All, Usage: l.usage, settings: &config.File{},
	}
}

// Load loads the histories, or waits until another goroutine has.
func (l *Library) Load(server schema.Server) error {
	l.once.Do(func() { l.err = l.read(server) })
	return l.err
}

// open reads the database and loads the histories while the server is at work. A release that stands for one is made of the histories.
func (l *Library) open(ctx context.Context, r *Reader, source introspect.Source) (*schema.Database, error) {
	if source.Release != "" {
		if err := l.Load(schema.Server{Engine: source.Engine}); err != nil {
			return nil, err
		}
		return l.Install(source.Engine, source.Release)
	}
	met := func(server schema.Server) {
		go func() { _ = l.Load(server) }() // it says it again below
	}
	observed, empty, err := l.observed(ctx, r, source, met)
	if err != nil {
		return nil, err
	}
	// Where it is stopped, what is done goes on beside what follows: it holds no variable that is set again.
	db, err := unlessStopped(ctx, "the history", func() (*schema.Database, error) {
		if err := l.Load(observed.Server); err != nil || l.project == nil {
			return observed, err
		}
		return observed, l.settle(observed, source)
	})
	if err == nil && empty != nil && !l.typed(db) {
		return nil, empty
	}
	return db, err
}

// named is the version table that the user names, or the history does; empty: neither.
func (l *Library) named(source introspect.Source) string {
	return cmp.Or(source.Target.VersionTable, expected.StampTable(l.texts...))
}

// typed reports whether a database without a table holds types of a tree's.
func (l *Library) typed(db *schema.Database) bool {
	return slices.ContainsFunc(l.Histories, func(h *expected.History) bool { return len(typesOf(h, db)) > 0 })
}

// observed reads what a file holds of a database, or the live one; met is told what server that has. Where there are types and no table, empty is what is to be
// said unless they are of a tree.
func (l *Library) observed(
	ctx context.Context, r *Reader, source introspect.Source, met func(schema.Server),
) (db *schema.Database, empty *introspect.EmptyError, err error) {
	source.Target.VersionTable = l.named(source)
	if source.Path != "" {
		db, err = l.stamped(source)(r.file(ctx, source))
	} else {
		source.Target.Measure, source.Target.Met = l.measure, met
		db, err = l.stamped(source)(r.live(ctx, source))
	}
	if errors.As(err, &empty) && l.atBase && empty.Nothing() != nil {
		return empty.Database, nil, nil
	}
	if empty != nil && len(empty.Database.Schema.Enums) > 0 {
		return empty.Database, empty, nil
	}
	return db, nil, err
}

// stamped is [stamped], but for who asks the schema alone: a version table that was not read says no more to him than one of a dump without rows.
func (l *Library) stamped(source introspect.Source) func(*schema.Database, error) (*schema.Database, error) {
	return func(db *schema.Database, err error) (*schema.Database, error) {
		db, err = stamped(source)(db, err)
		if db != nil && l.unstamped && unread(source, db) != nil {
			db.NoRows, err = true, nil
		}
		return db, err
	}
}

// sought refuses a database without a version table where the history keeps that in another schema, unless the user says where to look: what the history names
// may be the schema of the database that it was made from, another tenant's or production's, whose stamp is none of this one.
func (l *Library) sought(db *schema.Database, source introspect.Source) error {
	home, own, key := l.project.VersionSchema, cmp.Or(db.Namespace, db.Name), db.Schema.Semantics.TableKey
	table := l.Histories[0].VersionTable
	_, has := db.Stamp(table)
	if has || db.StampsIn != "" || home == "" || own == "" || key(home) == key(own) || source.Target.VersionSchema != "" {
		return nil
	}
	source.Target.VersionTable = table
	db.Unread = append(db.Unread, schema.Unread{
		Table: table, Why: fmt.Sprintf("the history keeps it in the schema %s, where nobody has looked", home),
		// The schema of the tables is not named: this is said of a whole group of databases.
		Hint: fmt.Sprintf("name the schema that it is in with --version-table-schema, %s or that of the tables", home),
	})
	_, err := l.stamped(source)(db, nil)
	return err
}

// settle has the library hold a project's history as it is for a database.
func (l *Library) settle(db *schema.Database, source introspect.Source) (err error) {
	if l.Histories, err = l.chains(db, l.named(source)); err != nil {
		return err
	}
	l.Trees, l.All = []string{l.Histories[0].Tree}, []string{l.Histories[0].Tree}
	return l.sought(db, source)
}

// chains makes the chains of a project's history, of which some depend on the stamps: a version table may hold heads that were reached by other ways
// than that of the history. named is the version table that the user names; empty: it is the project's.
func (l *Library) chains(db *schema.Database, named string) ([]*expected.History, error) {
	project := *l.project
	project.VersionTable = cmp.Or(named, project.VersionTable)
	var rows, odd []string
	words := ""
	if i := slices.IndexFunc(db.Stamps, func(s schema.Stamp) bool { return s.Table == project.VersionTable }); i >= 0 {
		rows = db.Stamps[i].Revisions
		if len(rows) > 1 {
			db.Stamps[i].Revisions = []string{project.Stamp(rows)}
			if stops, meant, unsound := project.Unsound(rows); unsound {
				odd, words = rows, stops
				if len(meant) > 0 {
					db.Stamps[i].Revisions = []string{project.Stamp(meant)}
				}
			}
		}
	}
	path := slices.DeleteFunc([][]string{rows, project.Heads(l.to)}, func(r []string) bool { return len(r) == 0 })
	h, err := project.History(db.Schema.Semantics, path...)
	if err != nil {
		return nil, err
	}
	h.VersionTable, h.Rows, h.Stops = project.VersionTable, odd, words
	return l.compared([]*expected.History{h}), nil
}

// Install is what a clean install of a release gives, stamps included. The version tables are called as they are from 13.12 and 14.1 on; those
// of older releases, which know one tree to a database, get these names as soon as a later release's scripts run.
func (l *Library) Install(engine, release string) (*schema.Database, error) {
	db := &schema.Database{Server: schema.Server{Engine: engine}, Name: "asterisk:" + release, Schema: schema.New(l.room.Semantics())}
	var unknown error
	for _, h := range l.Histories {
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

func (l *Library) read(server schema.Server) (err error) {
	if l.room, err = dialect.For(server); err != nil {
		return err
	}
	if l.texts != nil {
		l.project, err = record.ReadProject(l.texts, server)
		return err
	}
	histories, err := expected.BuiltIn(l.Trees, server.Engine, l.room)
	l.Histories = l.compared(histories)
	return err
}

// compared has histories compared as far as is asked for.
func (l *Library) compared(histories []*expected.History) []*expected.History {
	for _, h := range histories {
		for _, c := range h.Chains {
			c.Cosmetic = l.cosmetic
		}
	}
	return histories
}
