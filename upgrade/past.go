package upgrade

import (
	"fmt"
	"slices"
	"strings"

	"assay/audit"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/rules"
	"assay/schema"
)

// past goes around the revision at which Alembic stops: what is not there of it yet is made by hand, and the revision stamped.
func (r *planner) past(refusal *schema.Refusal) error {
	p := expected.Position{Chain: r.To.Chain, At: r.at + 1}
	want, err := p.Schema(r.Got.Semantics)
	if err != nil {
		return err
	}
	id := p.Revision().Own()
	around := stage{title: fmt.Sprintf("go around %s, at which Alembic would stop (%s)", id, refusal.Error())}
	around.part.Plan = &fixup.Plan{}
	around.part.Why = func(fixup.Step) string { return "what " + id + " makes" }
	for _, c := range r.lacks(p.Revision(), want) {
		// What the revision alters, it alters whatever that costs; what it adds, and somebody has added otherwise, is somebody's own.
		r.into(&around, []schema.Change{c}, r.of.Destroy || audit.AltersItself(p.Revision(), c))
	}
	if around.part.Stamp, err = r.stamped(p); err != nil {
		return err
	}
	around.part.StampWhy = "the same as: " + audit.AlembicStamp(p.Revision().ID)
	if left := r.matters(p, r.lacks(p.Revision(), want), want); len(left) > 0 {
		around.part.StampBlocked = "what " + id + " makes is not there (" + audit.Parts(left) + "), and Alembic would never make it"
		r.made.end = fmt.Sprintf("what %s makes of %s is for people to decide (see what is not run); then run assay preflight --sql again", id, audit.Parts(left))
	}
	if around.part.StampBlocked == "" {
		r.at++
	}
	r.put(around)
	return nil
}

// lacks are the changes that make what a revision touches as it is wanted.
func (r *planner) lacks(revision *expected.Revision, want *schema.Schema) []schema.Change {
	return slices.DeleteFunc(drift.Compare(audit.WithOptions(want.Clone(), audit.Siblings(r.of.judged)), r.OfTree(r.state)), func(c schema.Change) bool {
		return !touchedBy(r.History.Names, revision, c.Object()) || audit.OnlyDrops([]schema.Change{c})
	})
}

// matters are those changes of which not to make them is no choice of the administrator's.
func (r *planner) matters(p expected.Position, changes []schema.Change, want *schema.Schema) []schema.Change {
	own := &audit.Inferred{Name: r.Name, History: r.History, Usage: r.Usage, Got: r.OfTree(r.state)}
	here := &audit.Measured{Judged: &audit.Judged{Inferred: own, Target: p}, Want: want}
	found := rules.Check(here.Pass(), changes)
	return slices.DeleteFunc(changes, func(c schema.Change) bool {
		return !slices.ContainsFunc(found, func(f rules.Finding) bool { return f.Severity > rules.Info && schema.HasChange(f.Fix, c) })
	})
}

// touchedBy reports whether a revision makes or changes the object.
func touchedBy(names schema.Semantics, r *expected.Revision, o schema.Object) bool {
	return slices.ContainsFunc(r.Changes, func(c schema.Change) bool {
		on := c.Object()
		if create, ok := c.(schema.CreateTable); ok {
			return names.TableKey(create.Table.Name) == names.TableKey(o.Table)
		}
		return on.Kind == o.Kind && names.TableKey(on.Table) == names.TableKey(o.Table) && (names.SameName(on.Name, o.Name) || o.Kind == schema.IndexObject)
	})
}

// stamped sets the stamp to the next revision; the first one where there is none yet.
func (r *planner) stamped(p expected.Position) ([]string, error) {
	if r.at >= 0 {
		return r.moveStamp(p.Chain.Revisions[r.at].ID, p.Revision().ID), nil
	}
	first := *r.Judged
	first.Target = p
	return first.Stamper().SQL()
}

// moveStamp sets the stamp from one revision to the next. Once Alembic has run, its table has the tree's name.
func (r *planner) moveStamp(from, to string) []string {
	table := r.VersionTable()
	if table == r.History.SharedTable && slices.ContainsFunc(r.made.stages, func(s stage) bool { return s.upgrade != "" }) {
		table = r.History.VersionTable
	}
	if was, is := strings.Split(from, "+"), strings.Split(to, "+"); len(was)+len(is) > 2 {
		return r.Stamper().Rows(table, was, is)
	}
	room := r.of.Room
	id := room.Quote("version_num")
	return []string{fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", r.Stamper().In(table), id, room.Literal(to), id, room.Literal(from))}
}
