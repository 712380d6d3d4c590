package record

import (
	"fmt"
	"reflect"
	"slices"

	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/fixup"
	"assay/schema"
)

// written is what a recording says so far.
type written struct {
	room   dialect.Dialect
	schema *schema.Schema  // what its statements make
	unsure []schema.Change // what would still have to change in that to be what the database has
	// The database as it was last read: what its tables' options are, and the objects that are not modelled.
	options map[string]schema.Options
	opaque  []schema.Opaque
	beside  []schema.Beside
}

func newWritten(room dialect.Dialect, now *schema.Schema) *written {
	made := schema.New(now.Semantics)
	made.Detail = now.Detail
	return &written{room: room, schema: made, options: LeaveDefaults(now), opaque: now.Opaque, beside: now.Beside}
}

// resume is what a recording says whose last revision left the database as it is now.
func resume(room dialect.Dialect, p *expected.Project, now *schema.Schema) (*written, error) {
	w := newWritten(room, now)
	if p.Outline {
		w.schema.Detail = schema.Outline
	}
	apply := func(changes []schema.Change) error {
		for _, c := range changes {
			if err := w.schema.Apply(c); err != nil {
				return fmt.Errorf("the recording does not hold together: %w", err)
			}
		}
		return nil
	}
	known := map[string]bool{}
	err := apply(p.Before)
	for _, s := range p.Steps {
		if err == nil {
			err = apply(s.Changes)
		}
		for _, o := range s.Opaque {
			known[o.Table+"\x00"+o.String()] = true
		}
	}
	if err != nil {
		return nil, err
	}
	w.unsure = drift.Compare(now, w.schema)
	for _, c := range w.unsure {
		if o := opaqueOf(c.Object()); !known[o.Table+"\x00"+o.String()] && len(p.Before) == 0 {
			return nil, fmt.Errorf("%s is not as the recording leaves it", c.Object())
		}
	}
	return w, nil
}

// opaqueOf is an object as a step names it whose definition the recording cannot tell.
func opaqueOf(o schema.Object) schema.Opaque {
	if o.Kind == schema.TableObject {
		return schema.Opaque{Kind: string(o.Kind), Name: o.Table}
	}
	return schema.Opaque{Kind: string(o.Kind), Name: o.Name, Table: o.Table}
}

// LeaveDefaults takes from the tables what the project did not say and the next database has otherwise or by itself: options that are only the
// database's default, and indexes that the server made for foreign keys. It returns the options that they had.
func LeaveDefaults(now *schema.Schema) map[string]schema.Options {
	had := map[string]schema.Options{}
	for key, t := range now.Tables {
		had[key] = t.Options
		if t.Options.Engine == now.Defaults.Engine {
			t.Options.Engine = ""
		}
		if t.Options.Charset == now.Defaults.Charset && t.Options.Collation == now.Defaults.Collation {
			t.Options.Charset, t.Options.Collation = "", ""
		}
		t.Indexes = slices.DeleteFunc(t.Indexes, func(x schema.Index) bool { return x.Implicit })
	}
	return had
}

// take returns the changes that make of the schema that the recording makes the one that the database has now, which becomes the recording's,
// and those that no statement brings about that reads back the same. Only what is not known to be so is tried. renames gives the renamed tables and
// columns, as far as anybody knows them: it is asked where there are tables, or columns of one, both more and less.
func (w *written) take(now *schema.Schema, renames func() []schema.Change) (changes, unsure []schema.Change) {
	had := w.options
	w.options, w.opaque = LeaveDefaults(now), now.Opaque
	var renamed []schema.Change
	if mayRename(drift.Compare(now, w.schema)) {
		renamed = renames()
	}
	changes, renamed = w.renameTables(now, had, renamed)
	todo := w.plan(now, had, renamed)
	for range 2 { // the key of a renamed table keeps its name (PostgreSQL), which is free again once the old table is dropped
		todo = slices.DeleteFunc(todo, func(c schema.Change) bool {
			done := w.apply(c)
			if done {
				changes = append(changes, c)
			}
			return done
		})
	}
	before := w.unsure
	w.unsure = drift.Compare(now, w.schema)
	return changes, without(w.unsure, before)
}

// plan brings what there is to do into an order in which a server takes it.
func (w *written) plan(now *schema.Schema, had map[string]schema.Options, renames []schema.Change) []schema.Change {
	trial := w.schema.Clone()
	var todo []schema.Change
	for _, t := range now.SortedTables() { // what was a default is not specified, so that no comparison finds it changed
		key := now.Semantics.TableKey(t.Name)
		was, ok := had[key]
		if is := w.options[key]; ok && trial.Table(t.Name) != nil && is != was {
			c := schema.AlterTable{Table: t.Name, From: trial.Table(t.Name).Options, To: is}
			if trial.Apply(c) == nil {
				todo = append(todo, c)
			}
		}
	}
	for _, c := range renames {
		if fits(c, trial, now) && trial.Apply(c) == nil {
			todo = append(todo, c)
		}
	}
	todo = append(todo, without(drift.Compare(now, trial), w.unsure)...)
	plan := fixup.Make(w.schema, todo, w.room, true)
	if plan.Refused() { // what is in the way shows one by one
		return todo
	}
	var steps []schema.Change
	for _, s := range plan.Steps {
		steps = append(steps, s.Change)
	}
	return steps
}

// renameTables makes the renames up to the last one of a table, since the changes behind it are of the table by its new name, and returns those that it made
// and those that are left. The options that the database had for the table go with it.
func (w *written) renameTables(now *schema.Schema, had map[string]schema.Options, renames []schema.Change) (made, left []schema.Change) {
	last := -1
	for i, c := range renames {
		if _, ok := c.(schema.RenameTable); ok {
			last = i
		}
	}
	for _, c := range renames[:last+1] {
		if !fits(c, w.schema, now) || !w.apply(c) {
			continue
		}
		made = append(made, c)
		if r, ok := c.(schema.RenameTable); ok {
			from, to := now.Semantics.TableKey(r.From), now.Semantics.TableKey(r.To)
			had[to] = had[from]
			delete(had, from)
		}
	}
	return made, renames[last+1:]
}

// mayRename reports whether there is a table more and another less, or a table gets a column and loses another: they may be the same.
func mayRename(changes []schema.Change) bool {
	gets := map[string]bool{}
	for _, c := range changes {
		switch c := c.(type) {
		case schema.AddColumn:
			gets[c.Table] = true
		case schema.CreateTable:
			gets[""] = true
		}
	}
	return slices.ContainsFunc(changes, func(c schema.Change) bool {
		switch c := c.(type) {
		case schema.DropColumn:
			return gets[c.Table]
		case schema.DropTable:
			return gets[""]
		}
		return false
	})
}

// fits reports whether the rename is one of those that lead from one schema to another.
func fits(c schema.Change, from, to *schema.Schema) bool {
	switch c := c.(type) {
	case schema.RenameTable:
		return from.Table(c.From) != nil && from.Table(c.To) == nil && to.Table(c.To) != nil && to.Table(c.From) == nil
	case schema.RenameColumn:
		has := func(s *schema.Schema, column string) bool {
			t := s.Table(c.Table)
			return t != nil && t.Column(s.Semantics, column) >= 0
		}
		later := to.Table(c.Table) == nil // the table gets another name behind it
		return has(from, c.From) && !has(from, c.To) && (later || has(to, c.To) && !has(to, c.From))
	}
	return false
}

// apply makes a change as who reads the recording will: by what is read of its SQL. It does nothing where that fails.
func (w *written) apply(c schema.Change) bool {
	statements, err := w.room.Format(c)
	if err != nil {
		return false
	}
	parsed, err := readBack(w.room, statements)
	if err != nil {
		return false
	}
	trial := w.schema.Clone()
	for _, p := range parsed {
		if trial.Apply(p) != nil {
			return false
		}
	}
	w.schema = trial
	return true
}

// touched are the objects that are not modelled and are there no more, anew, or otherwise.
func (w *written) touched(now *schema.Schema) []schema.Opaque {
	type key struct{ kind, space, table, name string }
	of := func(o schema.Opaque) key { return key{o.Kind, o.Space, o.Table, o.Name} }
	was := map[key]schema.Opaque{}
	for _, o := range w.opaque {
		was[of(o)] = o
	}
	var touched []schema.Opaque
	for _, o := range now.Opaque {
		if old, ok := was[of(o)]; !ok || !reflect.DeepEqual(old, o) {
			touched = append(touched, o)
		}
		delete(was, of(o))
	}
	for _, o := range w.opaque {
		if _, gone := was[of(o)]; gone {
			touched = append(touched, o)
		}
	}
	return touched
}

// without are the changes that are not among others.
func without(changes, others []schema.Change) []schema.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c schema.Change) bool {
		return slices.ContainsFunc(others, func(o schema.Change) bool { return reflect.DeepEqual(c, o) })
	})
}
