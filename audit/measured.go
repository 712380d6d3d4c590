package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/drift"
	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// Measure compares the schema with what it should be at the target.
func (a *Judged) Measure(siblings schema.Options) (*Measured, error) {
	if a.Target.Chain == nil {
		return &Measured{Judged: a}, nil
	}
	want, err := a.Target.Schema(a.Got.Semantics)
	if err != nil {
		return nil, fmt.Errorf("replaying %s: %w", a.Target.Revision().ID, err)
	}
	if want, err = halfDone(a, want); err != nil {
		return nil, err
	}
	m := a.Against(WithOptions(want, siblings))
	m.beside = objectsOf(m)
	return m, nil
}

// Against compares the schema with another one.
func (a *Judged) Against(want *schema.Schema) *Measured {
	return &Measured{Judged: a, Want: want, Changes: foldRenames(a, drift.Compare(want, a.Got))}
}

// halfDone is the schema at the target as an upgrade has to find it that goes on from there: with the statements that the one before it ran of the
// revision at which it stopped. They are no drift, and nothing is to undo them.
func halfDone(a *Judged, want *schema.Schema) (*schema.Schema, error) {
	if a.Route == nil || a.Reading.Verdict != drift.Partial {
		return want, nil
	}
	stop := a.Reading.Where().Places[0]
	if stop.At != a.Target.At+1 || a.Target.Chain.Index(stop.Revision.ID) != stop.At {
		return want, nil
	}
	return want, apply(want, stop.Revision.Changes[:stop.Statement])
}

// apply makes changes of a history, as they were meant.
func apply(s *schema.Schema, changes []schema.Change) error {
	for _, c := range changes {
		if err := s.Replay(c); err != nil {
			return fmt.Errorf("replaying %s: %w", c.Object(), err)
		}
	}
	return nil
}

// WithOptions gives all tables of a schema the same options, as far as the history does not state any.
func WithOptions(s *schema.Schema, o schema.Options) *schema.Schema {
	for _, t := range s.SortedTables() {
		t = t.Clone()
		t.Options = o.With(t.Options)
		s.Add(t)
	}
	return s
}

// Pass is what rules judge of the tree.
func (a *Measured) Pass() *rules.Pass {
	pending := a.History.Pending(a.Target)
	if a.Route != nil {
		pending = a.Route.revisions(a.Target.At)
	}
	return &rules.Pass{Tree: a.Name, Want: a.Want, Got: a.Got, Origins: expected.NewOrigins(a.History, a.Target, pending), Usage: a.Usage}
}

// foldRenames makes one change of a column that is missing and the one of its old name that is there too, where a revision renamed it.
func foldRenames(a *Judged, changes []schema.Change) []schema.Change {
	for _, r := range a.Target.Renames() {
		add := slices.IndexFunc(changes, func(c schema.Change) bool {
			x, ok := c.(schema.AddColumn)
			return ok && x.Table == r.Table && x.Column.Name == r.To
		})
		drop := slices.IndexFunc(changes, func(c schema.Change) bool {
			x, ok := c.(schema.DropColumn)
			return ok && x.Table == r.Table && x.Column == r.From
		})
		if add < 0 || drop < 0 {
			continue
		}
		t := a.Got.Table(r.Table)
		column := changes[add].(schema.AddColumn).Column
		if drift.Differ(column, t.Columns[t.Column(a.Got.Semantics, r.From)]) == 0 {
			changes[add] = r
			changes = slices.Delete(changes, drop, drop+1)
		}
	}
	return changes
}

// Siblings are the options that most of the trees' tables have of which the history states none; empty where none prevails, or on engines without any.
func Siblings(trees []*Judged) schema.Options {
	engines, texts := map[string]int{}, map[schema.Options]int{}
	for _, a := range trees {
		stated := statedTables(a.Inferred)
		for key, t := range a.Got.Tables {
			if stated[key] {
				continue
			}
			engines[t.Options.Engine]++
			texts[schema.Options{Charset: t.Options.Charset, Collation: t.Options.Collation}]++
		}
	}
	o := most(texts)
	o.Engine = most(engines)
	return o
}

// statedTables are the tables whose options the history states, by key.
func statedTables(a *Inferred) map[string]bool {
	stated := map[string]bool{}
	for _, r := range a.History.Newest().Revisions {
		for _, c := range r.Changes {
			if create, ok := c.(schema.CreateTable); ok && create.Table.Options != (schema.Options{}) {
				stated[a.History.Names.TableKey(create.Table.Name)] = true
			}
			if alter, ok := c.(schema.AlterTable); ok {
				stated[a.History.Names.TableKey(alter.Table)] = true
			}
		}
	}
	return stated
}

// most returns the key with the highest count; the zero key if several have it.
func most[K interface{ ~string | schema.Options }](counts map[K]int) K {
	var best K
	n, tied := 0, false
	for k, count := range counts {
		if count >= n {
			best, tied, n = k, count == n, count
		}
	}
	if tied {
		var none K
		return none
	}
	return best
}

// hidden refuses to judge what may only not be shown to the user, or may be half of an upgrade that runs. What is hidden seems missing, and a schema without it
// seems another revision's; only where the stamp agrees with the schema, and nothing of it is missing, does it not matter.
// There are notes only where there are trees: that none is there may be so for a moment as well.
func (d *Database) hidden(trees []*Judged, misses bool) (notes []string, err error) {
	if d.DB.Hidden != "" && len(trees) == 0 {
		return nil, fmt.Errorf("%s: no table of a known history can be seen: %s", d.Source, d.DB.Hidden)
	}
	doubtful := misses || len(trees) == 0 || slices.ContainsFunc(trees, func(a *Judged) bool {
		return a.Reading.Verdict != drift.Agrees || a.Reading.Where().Distance.Hard > 0
	})
	if at := slices.IndexFunc(d.DB.Changing, func(r schema.Running) bool { return concerns(r, trees) }); at >= 0 {
		if doubtful {
			return nil, beingChanged(d.Source, d.DB.Changing[at])
		}
		notes = append(notes, d.DB.Changing[at].String()+": an upgrade may be running")
	}
	switch {
	case d.DB.Hidden == "":
		return notes, nil
	case doubtful:
		return nil, fmt.Errorf("%s: part of the schema cannot be seen, so what seems missing may be there: %s", d.Source, d.DB.Hidden)
	}
	return append(notes, "only what this user may see was looked at: "+d.DB.Hidden), nil
}

// concerns reports whether a statement is about a version table, or a table that one of the histories has.
func concerns(r schema.Running, trees []*Judged) bool {
	return r.Stamps || slices.ContainsFunc(trees, func(a *Judged) bool { return a.History.Owns(r.Table) })
}

// misses reports whether something was found to be missing.
func misses(found []rules.Finding) bool {
	return slices.ContainsFunc(found, func(f rules.Finding) bool { return strings.HasPrefix(f.Rule, "missing-") })
}

// designed is the schema that the database should have: that of each tree at its revision.
func (i *Inference) designed() (*schema.Schema, error) {
	all := schema.New(i.DB.Schema.Semantics)
	for _, a := range i.Trees {
		at := a.settle().Target
		if at.Chain == nil {
			continue
		}
		want, err := at.Schema(all.Semantics)
		if err != nil {
			return nil, fmt.Errorf("replaying %s: %w", at.Revision().ID, err)
		}
		for _, t := range WithOptions(want, Siblings(i.Trees)).SortedTables() {
			all.Add(t)
		}
		for _, e := range want.SortedEnums() {
			all.Enums[e.Name] = e
		}
	}
	return all, nil
}
