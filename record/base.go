package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/schema"
)

// A base is where a history begins that nobody has from its first revision on: most projects that people have begin on tables that create_all made. The zero
// base is none.
type base struct {
	from string // the revision that it is at
	db   *schema.Database
}

func baseOf(o Options) (b base, err error) {
	if o.Base == "" {
		if o.From != "" {
			err = errors.New("--from: name the database (or dump) that is at this revision with --base")
		}
		return b, err
	}
	if b.db, err = o.Read(o.Scratch.Engine, o.Base); err != nil {
		return b, fmt.Errorf("--base: %w", err)
	}
	var stamped []string
	for _, s := range b.db.Stamps {
		stamped = append(stamped, s.Revisions...)
	}
	said := strings.Join(stamped, " and ")
	switch b.from = cmp.Or(o.From, said); {
	case b.from == "":
		err = errors.New("--base: it has no stamp: name the revision that it is at with --from")
	case o.From == "" && len(stamped) > 1:
		err = fmt.Errorf("--base: it is stamped %s: a history can begin at one revision only: take a base from before they parted", said)
	case said != "" && said != b.from:
		err = fmt.Errorf("--from names %s, and --base is stamped %s: name that revision, or another base", o.From, said)
	}
	return b, err
}

// beginAt leaves out the revisions before one, which then comes first and after nothing, and returns them. Empty: none. A branch that parts from what is
// left out is refused: who runs it alone has no database that comes from the base.
func (r *Recorder) beginAt(from string) (older []string, err error) {
	if from == "" {
		return nil, nil
	}
	if !slices.ContainsFunc(r.revisions, func(x Revision) bool { return x.ID == from }) {
		var all []string
		for _, x := range r.revisions {
			all = append(all, x.ID)
		}
		return nil, fmt.Errorf("the project has no revision %s, at which the history is to begin%s", from, expected.DidYouMean(from, all))
	}
	needed := func(id string) []string { return slices.Sorted(maps.Keys(before(r.revisions, id))) }
	older = needed(from)
	old := func(id string) bool { return slices.Contains(older, id) }
	var first, left []Revision
	for _, x := range r.revisions {
		needs := needed(x.ID)
		switch {
		case old(x.ID):
			continue
		case x.ID == from:
			x.Down, x.DependsOn = nil, nil
			first = []Revision{x}
			continue
		case !slices.Contains(needs, from) && slices.ContainsFunc(needs, old):
			return nil, fmt.Errorf("revision %s parts from a revision before %s, which is left out: begin at a revision that it comes after", x.ID, from)
		}
		x.Down, x.DependsOn = slices.DeleteFunc(slices.Clone(x.Down), old), slices.DeleteFunc(slices.Clone(x.DependsOn), old)
		left = append(left, x)
	}
	r.revisions = slices.Concat(first, left)
	return older, nil
}

// before are the revisions that run before one.
func before(revisions []Revision, id string) map[string]bool {
	needs := map[string][]string{}
	for _, x := range revisions {
		needs[x.ID] = slices.Concat(x.Down, x.DependsOn)
	}
	older := map[string]bool{}
	var visit func(string)
	visit = func(id string) {
		for _, need := range needs[id] {
			if !older[need] {
				older[need] = true
				visit(need)
			}
		}
	}
	visit(id)
	return older
}

// takeBase has the engine's own client make what a base has, and its stamp, and writes the line of its revision.
func (r *Recorder) takeBase(ctx context.Context) error {
	first := r.revisions[0]
	there := r.guarded && r.project.VersionTable != "" // made by Alembic
	want, err := r.make(ctx, "--base", r.base.db, stamping(r.room, r.source.Target.VersionTable, first.ID, there)...)
	if err != nil {
		return err
	}
	if r.source.Target.VersionTable == "" {
		if err := r.findVersionTable(ctx, first.ID); err != nil {
			return err
		}
	}
	db, err := r.read(ctx)
	if err != nil {
		return err
	}
	step := expected.Step{ID: first.ID, Message: first.Message, Labels: first.Labels, Heads: []string{first.ID}, Opaque: r.written.touched(db.Schema)}
	if step.Changes, err = r.taken(want, db); err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	return r.save(step)
}

// takeBefore has the client make what another database has, before the first revision.
func (r *Recorder) takeBefore(ctx context.Context, like *schema.Database) error {
	want, err := r.make(ctx, "--before-url", like)
	if err != nil {
		return err
	}
	db, err := r.read(ctx)
	if err != nil {
		return err
	}
	changes, err := r.taken(want, db)
	r.project.Before = append(r.project.Before, changes...)
	if err != nil {
		return fmt.Errorf("--before-url: %w", err)
	}
	return nil
}

// make has the client make the tables and types that a database has, but for those of its stamps, and then run more statements. It returns them.
func (r *Recorder) make(ctx context.Context, named string, like *schema.Database, more ...string) (*schema.Schema, error) {
	if like.Server.Engine != r.source.Engine {
		return nil, fmt.Errorf("%s is of %s, and the scratch database of %s: record on the same engine", named, like.Server.Engine, r.source.Engine)
	}
	want := like.Schema.Clone()
	for _, s := range like.Stamps {
		delete(want.Tables, want.Semantics.TableKey(s.Table))
	}
	LeaveDefaults(want)
	text, err := making(named, r.written.schema, want, r.room)
	if err != nil {
		return nil, err
	}
	for _, sql := range more {
		text = append(text, sql+";")
	}
	if err := runStatements(ctx, r.source, "what "+named+" has", strings.Join(text, "\n")+"\n"); err != nil {
		return nil, fmt.Errorf("%w (what its tables need beside them is made with --before)", err)
	}
	return want, nil
}

// making is the script that makes of one schema another one.
func making(named string, of, want *schema.Schema, room dialect.Dialect) ([]string, error) {
	plan := fixup.Make(of, drift.Compare(want, of), room, true)
	text := room.Opening(false)
	for _, step := range plan.Steps {
		if step.Refused != "" {
			return nil, fmt.Errorf("%s: %s cannot be made on the scratch database: %s; make it with --before", named, step.Change.Object(), step.Refused)
		}
		for _, sql := range step.SQL {
			text = append(text, sql+";")
		}
	}
	return text, nil
}

// taken are the changes that the recording has of what is there now. That is to be what was wanted.
func (r *Recorder) taken(want *schema.Schema, db *schema.Database) ([]schema.Change, error) {
	changes, _ := r.written.take(db.Schema, func() []schema.Change { return nil })
	if left := drift.Compare(want, db.Schema); len(left) > 0 {
		return changes, fmt.Errorf("%s is other on the scratch database than there: record on a server of the same product and version", left[0].Object())
	}
	return changes, nil
}

// stamping are the statements that stamp the scratch database. The version table is there where Alembic has made it.
func stamping(room dialect.Dialect, table, revision string, there bool) []string {
	const usual = 32 // as Alembic makes it
	table = room.Quote(cmp.Or(table, expected.PlainTable))
	insert := "INSERT INTO " + table + " (version_num) VALUES (" + room.Literal(revision) + ")"
	if there {
		return []string{insert}
	}
	return []string{fmt.Sprintf("CREATE TABLE %s (version_num VARCHAR(%d) NOT NULL PRIMARY KEY)", table, max(usual, len(revision))), insert}
}
