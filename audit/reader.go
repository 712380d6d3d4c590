package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/introspect"
	"assay/record"
	"assay/schema"
)

// A Reader reads what stands for a database. Its zero value reads without a word.
type Reader struct {
	Stdin io.Reader // what "-" stands for; nil: nothing
	// Waiting, if not nil, does work that may take long, and may say so in these words.
	Waiting func(what string, work func() error) error
	// Warn, if not nil, is told what whoever names this user should know.
	Warn func(told string)
}

// Wait does work that may take long, and says so where somebody listens.
func (r *Reader) Wait(what string, work func() error) error {
	if r.Waiting == nil {
		return work()
	}
	return r.Waiting(what, work)
}

func (r *Reader) stdin() io.Reader {
	if r.Stdin == nil {
		return strings.NewReader("")
	}
	return r.Stdin
}

// Read reads what a source stands for, without any history but for a release, which is made of them.
func (r *Reader) Read(ctx context.Context, source introspect.Source) (*schema.Database, error) {
	switch {
	case source.Release != "":
		return BuiltIn(expected.Trees()).open(ctx, r, source)
	case source.Path != "":
		return r.file(ctx, source)
	}
	return r.live(ctx, source)
}

// ReadWhole reads what a source stands for to compare all of it: an empty database is one, no version table may be missing of it, and nobody may change it.
func (r *Reader) ReadWhole(ctx context.Context, source introspect.Source) (*schema.Database, error) {
	db, err := r.Read(ctx, source)
	if empty, ok := errors.AsType[*introspect.EmptyError](err); ok && empty.Nothing() != nil {
		db, err = empty.Nothing(), nil
	}
	if err != nil {
		return nil, err
	}
	if len(db.Changing) > 0 {
		return nil, beingChanged(source, db.Changing[0])
	}
	return db, unread(source, db)
}

// beingChanged refuses a database that another session was changing.
func beingChanged(source introspect.Source, r schema.Running) error {
	return fmt.Errorf("%s: %s, so what was read may be half of an upgrade: try again when it is done", source, r)
}

// live reads a live database.
func (r *Reader) live(ctx context.Context, source introspect.Source) (db *schema.Database, err error) {
	warning := ""
	source.Target.Warn = func(told string) { warning = told }
	err = r.Wait("reading "+source.String(), func() error {
		db, err = introspect.Read(ctx, source, dialect.Read)
		return err
	})
	if warning != "" && r.Warn != nil {
		r.Warn(warning)
	}
	return db, err
}

// unread refuses a database of which a version table was not read: that it has no stamp, or which, cannot be told then. One that the user has no right on may
// be another tenant's where another one is named.
func unread(source introspect.Source, db *schema.Database) error {
	tables := []string{source.Target.VersionTable, "alembic_version"}
	for _, tree := range expected.Trees() {
		tables = append(tables, expected.VersionTableOf(tree))
	}
	for _, u := range db.Unread {
		isOther := u.Barred && tables[0] != "" && u.Table != tables[0]
		if slices.Contains(tables, u.Table) && !isOther {
			return fmt.Errorf("%s: the version table %q is not read: %s; %s", source, u.Table, u.Reason(), u.Mend())
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
func (r *Reader) file(ctx context.Context, source introspect.Source) (*schema.Database, error) {
	return unlessStopped(ctx, source.String(), func() (*schema.Database, error) { return r.readFile(source) })
}

func (r *Reader) readFile(source introspect.Source) (*schema.Database, error) {
	text, err := introspect.ReadFile(source, r.stdin())
	if err != nil {
		return nil, err
	}
	if introspect.IsCatalogue(text) {
		return catalogue(source, text)
	}
	if !introspect.IsSnapshot(text) {
		return introspect.ReadDump(source, text, recognise(source), speaker(source))
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
	if home := source.Target.VersionSchema; home != "" && home != db.StampsHome() {
		return nil, fmt.Errorf("%s: no version table of schema %q is in the snapshot: take it again with --version-table-schema %[2]s", source, home)
	}
	if want := source.Target.Schema; want != "" && want != db.Namespace {
		if err := introspect.Spaceless(db.Server.Engine); err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
		return nil, fmt.Errorf("%s: it is a snapshot of another schema (%s) than %q: take one with --schema, or leave that out", source, db.Name, want)
	}
	return db, nil
}

// catalogue reads the rows of a server's catalogue.
func catalogue(source introspect.Source, text []byte) (*schema.Database, error) {
	db, err := introspect.ReadCatalogue(source, text)
	if err != nil {
		return nil, err
	}
	room, err := dialect.For(db.Server)
	if err != nil {
		return nil, err
	}
	return db, introspect.VetCatalogue(source, db, room)
}

// Speaker speaks as the server that a dump was taken from.
func Speaker(engine, version string) (schema.Server, introspect.Language, error) {
	server := dialect.Server(engine, version)
	room, err := dialect.For(server)
	return server, room, err
}

// recognise says whose SQL a source's text is: that of the server it is likely of, unless it shows another one's.
func recognise(source introspect.Source) func(string) string {
	like := source.Like.Engine
	return func(sql string) string {
		if like != "" && dialect.Foreign(sql, like) == "" {
			return like
		}
		return dialect.Recognise(sql)
	}
}

// speaker is [Speaker], but a text that does not tell its version is of the server that the source is likely of.
func speaker(source introspect.Source) introspect.Speaker {
	return func(engine, version string) (schema.Server, introspect.Language, error) {
		if version != "" || engine != source.Like.Engine {
			return Speaker(engine, version)
		}
		room, err := dialect.For(source.Like)
		return source.Like, room, err
	}
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

// unlessStopped does what cannot stop in the middle, like reading a file that never ends or parsing a big one, and leaves it alone when the process is told to
// end: then it ends. what begins the error.
func unlessStopped[T any](ctx context.Context, what string, do func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := do()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, fmt.Errorf("%s: the reading was interrupted", what)
	}
}

// Texts reads a project's own history: a file, all SQL files of a folder, or standard input, for "-".
func (r *Reader) Texts(ctx context.Context, name string) ([]expected.Text, error) {
	return unlessStopped(ctx, "--history "+name, func() ([]expected.Text, error) { return record.ReadTexts(name, r.stdin()) })
}
