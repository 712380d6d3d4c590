package fixup

import (
	"reflect"
	"slices"

	"assay/schema"
)

// apartRemarks stand above what runs apart.
var apartRemarks = []string{
	"Outside of the transaction, so that nobody who uses the tables waits while an index is built. If one of these fails, the index that it leaves is not used:",
	"mend what the error names, then ask assay again, which drops that index and makes it anew.",
}

// parts are what runs in the envelope, and what runs apart behind it, since nothing else in the script needs it.
func (s *Script) parts() (within, apart []Part) {
	if s.client == nil {
		return s.Parts, nil
	}
	later := uses{columns: map[string][]string{}, tables: map[string]bool{}, names: map[string]bool{}, keys: map[string]bool{}}
	later.made = madeBy(s.Parts)
	for _, p := range slices.Backward(s.Parts) {
		in, out := &Plan{Result: p.Plan.Result}, &Plan{}
		for _, step := range slices.Backward(p.Plan.Steps) {
			if sql := s.apart(step, later); sql != nil {
				step.SQL = sql
				out.Steps = append(out.Steps, step)
				continue
			}
			later.note(step)
			in.Steps = append(in.Steps, step)
		}
		slices.Reverse(in.Steps)
		slices.Reverse(out.Steps)
		if len(out.Steps) > 0 {
			apart = append(apart, Part{Plan: out, Why: p.Why})
		}
		p.Plan = in
		within = append(within, p)
	}
	slices.Reverse(within)
	slices.Reverse(apart)
	now := s.before.Clone()
	for _, p := range within {
		p.Plan.Steps = s.joined(now, p.Plan.Steps)
	}
	return within, apart
}

// apart writes a step to run apart; nil: it has to run in its place. What puts an index aside for something else does: it is to be back with that.
func (s *Script) apart(step Step, later uses) []string {
	if step.Blocked || step.Loses != "" || step.index.Parts == nil || !reflect.DeepEqual(step.Change, step.For) || later.need(step) {
		return nil
	}
	return s.client.Concurrently(s.before, step.Change)
}

// uses are what the steps that run in the envelope use, of those behind a place.
type uses struct {
	columns map[string][]string // by table
	tables  map[string]bool     // that are renamed, dropped or altered as a whole
	names   map[string]bool     // of indexes and constraints
	keys    map[string]bool     // the tables that a foreign key is to refer to
	made    map[string]bool     // the tables that the script makes, or names otherwise, wherever it does
}

// madeBy are the tables that do not have their name before.
func madeBy(parts []Part) map[string]bool {
	made := map[string]bool{}
	for _, p := range parts {
		for _, step := range p.Plan.Steps {
			switch c := step.Change.(type) {
			case schema.CreateTable:
				made[c.Table.Name] = true
			case schema.RenameTable:
				made[c.From], made[c.To] = true, true
			}
		}
	}
	return made
}

// note takes down what a step uses.
func (u uses) note(step Step) {
	if step.Blocked || step.Change == nil {
		return
	}
	o := step.Change.Object()
	column := func(name string) { u.columns[o.Table] = append(u.columns[o.Table], name) }
	for _, named := range names(step.Change) {
		u.names[named.Name] = true
	}
	switch c := step.Change.(type) {
	case schema.AlterColumn:
		if c.Set&^(schema.PropDefault|schema.PropComment) != 0 {
			column(c.Name)
		}
	case schema.DropColumn:
		column(c.Column)
	case schema.RenameColumn:
		column(c.From)
		column(c.To)
	case schema.DropTable, schema.RenameTable, schema.AlterTable, schema.SetTrait:
		u.tables[o.Table] = true
	case schema.DropIndex, schema.RenameIndex, schema.DropCheck, schema.DropForeignKey:
		u.names[o.Name] = true
	case schema.AddForeignKey:
		u.keys[c.ForeignKey.RefTable] = true
	}
}

// need reports whether one of them needs an index to be there, or to be gone, by its turn.
func (u uses) need(step Step) bool {
	table, x := step.Change.Object().Table, step.index
	if u.made[table] || u.tables[table] || u.names[x.Name] || x.Kind.Unique() && u.keys[table] {
		return true
	}
	return slices.ContainsFunc(u.columns[table], func(column string) bool {
		return slices.Contains(x.Include, column) || schema.Mentions(x.Where, column) ||
			slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return p.Column == column || schema.Mentions(p.Expr, column) })
	})
}

// indexOf is the index that a change makes or drops; zero: it does neither.
func indexOf(s *schema.Schema, c schema.Change) schema.Index {
	switch c := c.(type) {
	case schema.AddIndex:
		return c.Index
	case schema.DropIndex:
		if t := s.Table(c.Table); t != nil {
			if i := t.Index(s.Semantics, c.Name); i >= 0 {
				return t.Indexes[i]
			}
		}
	}
	return schema.Index{}
}
