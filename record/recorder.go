// Package record writes a project's history down: it has the project's own Alembic upgrade an empty scratch database, one revision at a time, and
// takes down what becomes of the schema; or it makes the same recording of the SQL that Alembic prints. It also reads both back.
package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/dialect"
	"assay/expected"
	"assay/internal/files"
	"assay/introspect"
	"assay/schema"
)

// Options say what is recorded, and how.
type Options struct {
	Tool Tool
	// Scratch is the empty database that the revisions are run on.
	Scratch introspect.Source
	// Output is the file of the recording. One that is there already is continued.
	Output string
	// Before is a file of SQL for the engine's own client, run before the first revision; empty: there is nothing to run.
	Before string
	// Like is a database whose tables and types are made before the first revision, without rows; empty: there is none.
	Like string
	// Base is a database that is at a revision, where the history begins; empty: at the first revision. From is that revision; empty: Base's stamp tells.
	Base, From string
	// Read reads a database that such a word stands for, of an engine where that does not show.
	Read func(engine, word string) (*schema.Database, error)
	// Warn, if not nil, is told what to know before anything is run.
	Warn func(told string)
	// Name is what to call the history; empty: as the folder of the configuration file.
	Name string
}

// A Recorder has revisions run on a scratch database and writes down what becomes of its schema.
type Recorder struct {
	source    introspect.Source
	tool      *Tool
	revisions []Revision
	output    string
	guarded   bool // whether alembic is asked first where it would go
	base      base

	room    dialect.Dialect
	project *expected.Project
	written *written
	file    *os.File // nil: nothing is written yet
}

// Begin asks for the project's revisions and takes up a recording that is there already, or begins one on a scratch database that is empty.
// No revision is run. The recorder is to be closed.
func Begin(ctx context.Context, o Options) (*Recorder, error) {
	tool := o.Tool
	if err := tool.Open(); err != nil {
		return nil, err
	}
	if others := tool.Others(); others != "" && o.Warn != nil {
		o.Warn(others)
	}
	r := &Recorder{source: o.Scratch, tool: &tool, output: o.Output, guarded: tool.Command == ""}
	var err error
	if r.base, err = baseOf(o); err == nil {
		r.revisions, err = tool.Revisions(ctx)
	}
	if err == nil {
		err = r.begin(ctx, o)
	}
	if err != nil {
		return nil, errors.Join(err, tool.Close())
	}
	return r, nil
}

func (r *Recorder) begin(ctx context.Context, o Options) error {
	file, err := files.Open(r.output, files.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return r.beginAnew(ctx, o)
	}
	if err != nil {
		return fmt.Errorf("opening the recording: %w", err)
	}
	defer file.Close()
	if r.project, err = expected.ReadRecording(file, r.output, Speak); err != nil {
		return err
	}
	if from := r.base.from; from != "" && from != r.project.From {
		return fmt.Errorf("%s begins at %s: delete the file to begin elsewhere", r.output, cmp.Or(r.project.From, "the first revision"))
	}
	if _, err := r.beginAt(r.project.From); err != nil {
		return err
	}
	return r.takeUp(ctx)
}

func (r *Recorder) beginAnew(ctx context.Context, o Options) error {
	db, err := readEmpty(ctx, r.source)
	if err != nil {
		return err
	}
	if r.room, err = dialect.For(db.Server); err != nil {
		return err
	}
	older, err := r.beginAt(r.base.from)
	if err != nil {
		return err
	}
	folder, err := filepath.Abs(filepath.Dir(r.tool.Config))
	if err != nil {
		return err
	}
	r.project = &expected.Project{
		Name: cmp.Or(o.Name, filepath.Base(folder)), Engine: db.Server.Engine, Product: db.Server.Product, Version: db.Server.Version,
		Alembic: r.tool.Version(ctx), Recorded: time.Now().UTC().Format(time.DateOnly), VersionTable: r.source.Target.VersionTable,
		VersionSchema: r.source.Target.VersionSchema, Net: true, Objects: true,
		From: r.base.from, Older: older,
	}
	r.written = newWritten(r.room, db.Schema)
	if err := r.prepare(ctx, o); err != nil {
		return err
	}
	if r.guarded {
		if err := r.ensure(ctx); err != nil {
			return err
		}
	}
	if r.base.from == "" {
		return nil
	}
	return r.takeBase(ctx)
}

// readEmpty reads a scratch database, and refuses one that holds anything.
func readEmpty(ctx context.Context, scratch introspect.Source) (*schema.Database, error) {
	db, err := introspect.ReadAny(ctx, scratch, dialect.Read)
	if err != nil {
		return nil, err
	}
	if blocked := firstOf(db); blocked != "" {
		return nil, fmt.Errorf("%s holds %s: --scratch must name an empty database, which the project's revisions are then run on: make a new one", scratch, blocked)
	}
	return db, nil
}

// firstOf names something that a database holds; empty: it is empty.
func firstOf(db *schema.Database) string {
	switch {
	case len(db.Schema.Tables) > 0:
		return "table " + db.Schema.SortedTables()[0].Name
	case len(db.Stamps) > 0:
		return "table " + db.Stamps[0].Table
	case len(db.Schema.Enums) > 0:
		return "type " + db.Schema.SortedEnums()[0].Name
	case len(db.Schema.Opaque) > 0:
		return db.Schema.Opaque[0].String()
	}
	return ""
}

// prepare runs what the project needs beforehand, and takes down what it makes.
func (r *Recorder) prepare(ctx context.Context, o Options) error {
	if o.Before != "" {
		if err := runClient(ctx, r.source, o.Before); err != nil {
			return err
		}
		db, err := r.read(ctx)
		if err != nil {
			return err
		}
		r.project.Before, _ = r.written.take(db.Schema, func() []schema.Change { return nil })
		r.written.beside = db.Schema.Beside
	}
	if o.Like == "" {
		return nil
	}
	like, err := o.Read(r.source.Engine, o.Like)
	if err != nil {
		return fmt.Errorf("--before-url: %w", err)
	}
	return r.takeBefore(ctx, like)
}

// takeUp goes on with a recording where it ends.
func (r *Recorder) takeUp(ctx context.Context) error {
	if err := r.sameGraph(); err != nil {
		return err
	}
	if len(r.project.Steps) == len(r.revisions) {
		return nil
	}
	if r.guarded {
		if _, _, err := goesTo(ctx, r.tool, r.source); err != nil {
			return err
		}
	}
	r.source.Target.VersionTable = r.project.VersionTable
	r.source.Target.VersionSchema = cmp.Or(r.source.Target.VersionSchema, r.project.VersionSchema)
	db, err := r.read(ctx)
	if err != nil {
		return err
	}
	if r.room, err = dialect.For(db.Server); err != nil {
		return err
	}
	at, heads := "before the first revision", []string(nil)
	if n := len(r.project.Steps); n > 0 {
		heads, at = r.project.Steps[n-1].Heads, "at "+r.At()
	}
	anew := "delete the file to record again on an empty database, or name the scratch database that it was recorded on"
	switch stored := r.heads(db); {
	case db.Server.Engine != r.project.Engine || db.Server.Product != r.project.Product:
		return fmt.Errorf("%s was recorded on %s, and %s runs on %s: %s", r.output, r.project.Product, r.source, db.Server.Product, anew)
	case !slices.Equal(stored, heads):
		return fmt.Errorf("%s ends %s, and %s is at %s: %s", r.output, at, r.source, cmp.Or(strings.Join(stored, "+"), "no revision"), anew)
	}
	if r.written, err = resume(r.room, r.project, db.Schema); err != nil {
		if !r.room.Semantics().TransactionalDDL {
			anew += "; if a revision failed or was interrupted, this server keeps what ran of it: undo that by hand to go on"
		}
		return fmt.Errorf("%s ends %s, and %s is there, but %w: %s", r.output, at, r.source, err, anew)
	}
	return nil
}

// sameGraph checks that the project still has what is recorded as it was, and puts it first.
func (r *Recorder) sameGraph() error {
	var done, rest []Revision
	for _, s := range r.project.Steps {
		i := slices.IndexFunc(r.revisions, func(x Revision) bool { return x.ID == s.ID })
		if i < 0 {
			return fmt.Errorf("%s has a revision %s that the project has no more: delete the file to record again", r.output, s.ID)
		}
		x := r.revisions[i]
		if !slices.Equal(x.Down, s.Down) || !slices.Equal(x.DependsOn, s.DependsOn) {
			return fmt.Errorf("revision %s comes after %s in %s, and after %s in the project now: delete the file to record again",
				s.ID, after(s.Down, s.DependsOn), r.output, after(x.Down, x.DependsOn))
		}
		done = append(done, x)
	}
	for _, x := range r.revisions {
		if !slices.ContainsFunc(done, func(d Revision) bool { return d.ID == x.ID }) {
			rest = append(rest, x)
		}
	}
	r.revisions = append(done, rest...)
	return nil
}

func after(down, dependsOn []string) string {
	return cmp.Or(strings.Join(slices.Concat(down, dependsOn), " and "), "nothing")
}

// Len is how many revisions the project has.
func (r *Recorder) Len() int { return len(r.revisions) }

// Done is how many of them are recorded.
func (r *Recorder) Done() int { return len(r.project.Steps) }

// RecordAll runs the revisions that are missing, and writes the line of each. told, if not nil, is told of each before it is run. The notes name what the
// recording cannot tell of them.
func (r *Recorder) RecordAll(ctx context.Context, told func(id string, at int)) (notes []string, err error) {
	for r.Done() < len(r.revisions) {
		if told != nil {
			told(r.revisions[r.Done()].ID, r.Done()+1)
		}
		more, err := r.recordNext(ctx)
		if err != nil {
			return nil, err
		}
		notes = append(notes, more...)
	}
	return notes, nil
}

// recordNext runs the next revision and writes its line.
func (r *Recorder) recordNext(ctx context.Context) (notes []string, err error) {
	rev := r.revisions[r.Done()]
	unsure, err := r.record(ctx, rev)
	if err != nil {
		return nil, fmt.Errorf("revision %s was not recorded: %w; %s", rev.ID, err, r.keeps())
	}
	for _, c := range unsure {
		notes = append(notes, fmt.Sprintf("%s: what it makes of %s cannot be written as SQL that reads back the same: it is not compared", rev.ID, c.Object()))
	}
	return notes, nil
}

// Close ends the recording and removes what it needed.
func (r *Recorder) Close() error {
	if r.file == nil {
		return r.tool.Close()
	}
	return errors.Join(r.file.Close(), r.tool.Close())
}

// At is where the recording ends: the stored heads, joined by +.
func (r *Recorder) At() string {
	return strings.Join(r.project.Steps[len(r.project.Steps)-1].Heads, "+")
}

// keeps says what of a recording that stopped is there.
func (r *Recorder) keeps() string {
	n := len(r.project.Steps)
	if n == 0 {
		return "nothing is recorded; empty the scratch database before you try again"
	}
	return fmt.Sprintf("%s holds the %d before it, up to %s", r.output, n, r.project.Steps[n-1].ID)
}

// record runs one revision and writes its line. It returns the changes that the recording cannot tell.
func (r *Recorder) record(ctx context.Context, rev Revision) (unsure []schema.Change, err error) {
	if err := upgrade(ctx, r, rev); err != nil {
		return nil, err
	}
	if r.source.Target.VersionTable == "" {
		if err := r.findVersionTable(ctx, rev.ID); err != nil {
			return nil, err
		}
	}
	db, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	s := expected.Step{ID: rev.ID, Message: rev.Message, Down: rev.Down, DependsOn: rev.DependsOn, Labels: rev.Labels, Heads: r.heads(db)}
	if err := r.ranAlone(s); err != nil {
		return nil, err
	}
	held := r.written.opaque
	s.Opaque = r.written.touched(db.Schema)
	s.Changes, unsure = r.written.take(db.Schema, func() []schema.Change { return r.renames(ctx, rev) })
	if r.project.Objects {
		s.Beside = r.written.objects(db.Schema, held, s.Changes)
	}
	for _, c := range unsure {
		s.Opaque = append(s.Opaque, opaqueOf(c.Object()))
	}
	return unsure, r.save(s)
}

// upgrade runs a revision. What fails in the process of those before it, and has done nothing, may do in one of its own: the project's modules are loaded
// anew there.
func upgrade(ctx context.Context, r *Recorder, rev Revision) error {
	shares := r.tool.session != nil && r.tool.Command == ""
	err := r.tool.Upgrade(ctx, rev.ID)
	if err == nil || !shares || ctx.Err() != nil || !untouched(ctx, r) {
		return err
	}
	r.tool.apart = true
	return r.tool.Upgrade(ctx, rev.ID)
}

// untouched reports whether the database is as the recording leaves it.
func untouched(ctx context.Context, r *Recorder) bool {
	db, err := r.read(ctx)
	if err != nil {
		return false
	}
	var heads []string
	if n := len(r.project.Steps); n > 0 {
		heads = r.project.Steps[n-1].Heads
	}
	_, err = resume(r.room, r.project, db.Schema)
	return err == nil && slices.Equal(r.heads(db), heads)
}

// renames are the tables and columns that a revision renames by its own SQL, as far as Alembic can print that without a database. Before and after alone do
// not tell a renamed one from one dropped and another added.
func (r *Recorder) renames(ctx context.Context, rev Revision) []schema.Change {
	if !r.guarded || len(rev.Down) != 1 {
		return nil
	}
	text, err := r.tool.SQL(ctx, rev.Down[0], rev.ID)
	if err != nil {
		return nil
	}
	statements, err := r.room.Split(text)
	if err != nil {
		return nil
	}
	var renames []schema.Change
	for _, s := range statements {
		changes, _ := r.room.Parse(s.Text) // what it does not know renames nothing
		for _, c := range changes {
			switch c := c.(type) {
			case schema.RenameTable:
				renames = append(renames, schema.RenameTable{From: c.From, To: c.To})
			case schema.RenameColumn:
				renames = append(renames, schema.RenameColumn{Table: c.Table, From: c.From, To: c.To})
			case schema.AlterColumn:
				if c.Set&schema.PropName != 0 {
					renames = append(renames, schema.RenameColumn{Table: c.Table, From: c.Name, To: c.To.Name})
				}
			}
		}
	}
	return renames
}

// save writes a revision's line, and before the first one what the recording is of.
func (r *Recorder) save(s expected.Step) (err error) {
	if r.file == nil {
		fresh := len(r.project.Steps) == 0
		if r.file, err = os.OpenFile(r.output, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644); err != nil {
			return fmt.Errorf("writing the recording: %w", err)
		}
		if fresh {
			if err := r.file.Truncate(0); err != nil { // a header alone
				return err
			}
			if err := expected.WriteRecording(r.file, r.project, r.room); err != nil {
				return err
			}
		}
	}
	r.project.Steps = append(r.project.Steps, s)
	return expected.WriteStep(r.file, s, r.room)
}

// read reads the scratch database, the version table only for its rows.
func (r *Recorder) read(ctx context.Context) (*schema.Database, error) {
	db, err := introspect.ReadAny(ctx, r.source, dialect.Read)
	if err != nil {
		return nil, err
	}
	if db.Hidden != "" {
		return nil, fmt.Errorf("%s: this user does not see the whole schema (%s): record as one who does", r.source, db.Hidden)
	}
	if r.source.Target.VersionTable != "" {
		delete(db.Schema.Tables, db.Schema.Semantics.TableKey(r.source.Target.VersionTable))
	}
	return db, nil
}
