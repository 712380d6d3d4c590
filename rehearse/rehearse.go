// Package rehearse proves a prediction: it makes a database's schema on an empty scratch database, has the project's own Alembic run the upgrade there, and
// compares what happens with what was predicted, statement by statement.
package rehearse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/audit"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/introspect"
	"assay/record"
	"assay/result"
	"assay/schema"
	"assay/upgrade"
)

// Options say what is rehearsed, and where.
type Options struct {
	Reader *audit.Reader
	// Look says how the database is looked at; the scratch database is looked at in the same way.
	Look audit.Options
	// From and To are as [upgrade.Predict] takes them.
	From, To string
	// Tool is the project's Alembic, and Scratch the empty database that it is to go to.
	Tool    record.Tool
	Scratch introspect.Source
	// Rows is how many rows are made up for each table; 0: none.
	Rows int
	// Questions say how the made-up rows are asked.
	Questions upgrade.Questions
}

// MostRows is how many rows of a table are made up at the most.
const MostRows = 100_000

// A rehearsal is one that is going on.
type rehearsal struct {
	Options
	stage *record.Stage
	// plan is the forecast for the scratch database as it is before the upgrade, and said the same for people.
	plan *upgrade.Forecast
	said *result.Upgrade
	// before is the scratch database then, and after what it is in the end.
	before, after *schema.Database
	stopped       bool // Alembic did, before its end
	told          result.Rehearsal
}

// Run rehearses. Its error says that nothing could be proved.
func Run(ctx context.Context, o Options) (_ *result.Rehearsal, err error) {
	r := &rehearsal{Options: o}
	if o.Rows < 0 || o.Rows > MostRows {
		return nil, fmt.Errorf("--rows %d: up to %d rows of a table are made up", o.Rows, MostRows)
	}
	if record.Same(o.Look.Source, o.Scratch) {
		return nil, fmt.Errorf("--scratch names the database itself (%s): name an empty one, on which everything is then run", o.Scratch)
	}
	r.Tool.Alone = true
	if err := r.Tool.Open(); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Tool.Close()) }()
	for _, part := range []func(context.Context) error{r.prepare, r.predict, r.perform} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	return &r.told, nil
}

// prepare makes of the scratch database what the database is.
func (r *rehearsal) prepare(ctx context.Context) error {
	i, err := audit.Look(ctx, r.Reader, r.Look)
	if err != nil {
		return err
	}
	if i.DB.Hidden != "" {
		return fmt.Errorf("%s: this user does not see the whole schema (%s): rehearse as one who does", i.Source, i.DB.Hidden)
	}
	if r.plan, r.said, err = r.forecast(ctx, i, upgrade.Questions{None: true}); err != nil {
		return err
	}
	r.told.Unasked = unasked(r.said)
	if r.From != audit.Base {
		r.From = "" // the scratch database is stamped so
	}
	if r.stage, err = r.Tool.Begin(ctx, r.Scratch, r.plan.Database.DB); err != nil {
		return err
	}
	if err = r.beyond(); err != nil {
		return err
	}
	r.told.Version, r.told.Database, r.told.Scratch, r.told.Tree, r.told.Target = 1, i.Source.String(), r.Scratch.String(), r.plan.Name, r.said.Target
	err = r.Reader.Wait("making the schema on "+r.told.Scratch, func() error {
		if err := r.stage.Tables(ctx); err != nil {
			return err
		}
		if err := r.fill(ctx, i.DB); err != nil {
			return err
		}
		return r.stage.Finish(ctx)
	})
	for _, u := range r.stage.Unmade {
		r.told.Unmade = append(r.told.Unmade, result.Unmade(u))
	}
	if err != nil {
		return err
	}
	r.Scratch = r.stage.Scratch
	return found(ctx, r)
}

// found makes sure that the project's Alembic finds the stamp that was put there: it may keep its version table elsewhere (version_table_schema).
func found(ctx context.Context, r *rehearsal) error {
	var stamped []string
	for _, s := range r.plan.Database.DB.Stamps {
		stamped = append(stamped, s.Revisions...)
	}
	_, stored, err := r.Tool.Targets(ctx)
	has := func(id string) bool { return slices.Contains(stored, id) }
	if failed := new(record.ToolError); errors.As(err, &failed) { // it does not know the revision, and so has found it
		err, has = nil, func(id string) bool { return strings.Contains(failed.Said, "'"+id+"'") }
	}
	if err != nil || len(stamped) == 0 || slices.ContainsFunc(stamped, has) {
		return err
	}
	return fmt.Errorf("%s is stamped as the database is, and alembic current does not find that: if env.py sets version_table_schema, name it with "+
		"--version-table-schema; no revision was run", r.told.Scratch)
}

// forecast predicts the upgrade of a database, of the one tree that the project is about.
func (r *rehearsal) forecast(ctx context.Context, i *audit.Inference, q upgrade.Questions) (*upgrade.Forecast, *result.Upgrade, error) {
	p, err := upgrade.Predict(i, r.From, r.To)
	if err != nil {
		return nil, nil, err
	}
	if err := p.Inquire(ctx, q); err != nil {
		return nil, nil, err
	}
	at := -1
	for n, f := range p.Forecasts {
		switch {
		case f == nil:
		case at >= 0:
			return nil, nil, fmt.Errorf("the database has several trees (%s, %s), and a project of Alembic's is of one: name it with --tree", p.Forecasts[at].Name, f.Name)
		default:
			at = n
		}
	}
	return p.Forecasts[at], p.Report().Trees[at].Upgrade, nil
}

// unasked are the columns, or tables, of whose rows an upgrade asks.
func unasked(u *result.Upgrade) []string {
	var all []string
	for _, q := range u.Data {
		if q.Undecided && q.Table != "" {
			all = append(all, strings.TrimSuffix(q.Table+"."+q.Column, "."))
		}
	}
	return all
}

// predict forecasts the upgrade of the scratch database, which is to be that of the database: else nothing would be proved of it.
func (r *rehearsal) predict(ctx context.Context) error {
	look := r.Look
	look.Source = r.Scratch
	i, err := audit.Look(ctx, r.Reader, look)
	if err != nil {
		return err
	}
	of, said := r.plan, r.said
	if r.plan, r.said, err = r.forecast(ctx, i, r.Questions); err != nil {
		return err
	}
	r.before, r.told.Server = i.DB, i.DB.Server.String()
	if other := differ(of, r.plan, said, r.said, i.DB.Server == of.Database.DB.Server); other != "" {
		return fmt.Errorf("the scratch database is not as the database is, and its upgrade is another one: %s%s", other, lacks(r.told.Unmade))
	}
	return nil
}

// differ says how two forecasts differ; empty: they do not. same: the servers are the same, and so are their words.
func differ(a, b *upgrade.Forecast, of, there *result.Upgrade, same bool) string {
	stop := func(u *result.Upgrade) string {
		switch {
		case u.Stops == nil:
			return "does not stop"
		case same:
			return fmt.Sprintf("stops at %s, statement %d: %s", u.Stops.Revision, u.Stops.Statement, u.Stops.Error)
		}
		return fmt.Sprintf("stops at %s, statement %d", u.Stops.Revision, u.Stops.Statement)
	}
	switch {
	case of.Refuses != there.Refuses:
		return fmt.Sprintf("that of the database %s, and that of the scratch database %s", starts(of), starts(there))
	case !slices.Equal(of.Pending, there.Pending):
		return fmt.Sprintf("that of the database runs %s, and that of the scratch database %s", strings.Join(of.Pending, ", "), strings.Join(there.Pending, ", "))
	case stop(of) != stop(there):
		return fmt.Sprintf("that of the database %s, and that of the scratch database %s", stop(of), stop(there))
	case a.Upgrade == nil:
		return ""
	}
	if d := drift.Compare(tables(a.Database.DB, a.Upgrade.Result), tables(b.Database.DB, b.Upgrade.Result)); len(d) > 0 {
		return "they end at another " + d[0].Object().String()
	}
	return ""
}

func starts(u *result.Upgrade) string {
	if u.Refuses == "" {
		return "starts"
	}
	return "does not start (" + u.Refuses + ")"
}

// lacks says what the scratch database does not have.
func lacks(unmade []result.Unmade) string {
	if len(unmade) == 0 {
		return ""
	}
	const few = 3
	var all []string
	for _, u := range unmade[:min(few, len(unmade))] {
		all = append(all, u.Object+" ("+u.Why+")")
	}
	if len(unmade) > few {
		all = append(all, fmt.Sprintf("%d more", len(unmade)-few))
	}
	return "; it lacks " + strings.Join(all, ", ")
}

// perform runs the upgrade and judges what came of it.
func (r *rehearsal) perform(ctx context.Context) error {
	failed, err := r.run(ctx)
	if err != nil {
		return err
	}
	if r.after, err = introspect.ReadAny(ctx, r.Scratch, dialect.Read); err != nil {
		return err
	}
	r.judge(ctx, failed)
	r.told.Agrees = !slices.ContainsFunc(r.told.Predictions, func(p result.Prediction) bool { return !p.True })
	return nil
}

// run has the project's Alembic upgrade as it would in earnest, and returns how it failed; nil: it did not.
func (r *rehearsal) run(ctx context.Context) (failed *record.ToolError, err error) {
	for _, target := range targets(r.plan) {
		r.told.Commands = append(r.told.Commands, "alembic upgrade "+target)
		err := r.Reader.Wait("alembic upgrade "+target, func() error { return r.Tool.Upgrade(ctx, target) })
		if errors.As(err, &failed) {
			return failed, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// targets are what Alembic is to upgrade to, a run for each.
func targets(f *upgrade.Forecast) []string {
	to := f.To.Revision()
	heads := strings.Split(to.ID, "+")
	if newest := f.History.Newest().Revisions; len(heads) > 1 && to == newest[len(newest)-1] {
		return []string{"heads"}
	}
	return heads
}

// stampOf is what a version table of a database says, sorted.
func stampOf(db *schema.Database, table string) []string {
	s, _ := db.Stamp(table)
	return slices.Sorted(slices.Values(s.Revisions))
}

// tables is the schema of a database without its version tables, which Alembic makes and widens by itself.
func tables(db *schema.Database, s *schema.Schema) *schema.Schema {
	return s.Only(func(table string) bool { return !db.IsVersionTable(table) }, func(string) bool { return true })
}

// headsOf are the rows of the version table at a place in a chain.
func headsOf(c *expected.Chain, at int) []string {
	if at < 0 {
		return nil
	}
	return slices.Sorted(slices.Values(strings.Split(c.Revisions[at].ID, "+")))
}
