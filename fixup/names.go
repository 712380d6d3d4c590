package fixup

import (
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"assay/schema"
)

// free makes a name available that a change needs. If a later change drops what has it, that is done first; if a later change renames it, it gets a third name
// meanwhile; and what stays, like the index of a table that was renamed, gets another name.
func (p *planner) free(c schema.Change) {
	for _, o := range names(c) {
		taken, ok := holderOf(p.Result, c, o)
		if !ok {
			continue
		}
		at := p.later(taken)
		switch {
		case at >= 0 && isRename(p.changes[at]):
			p.moveAway(taken)
		case at >= 0:
			p.early(at)
		case taken.Table != o.Table:
			p.moveAway(taken)
		}
	}
}

// names are the indexes and constraints that a change gives their names.
func names(c schema.Change) []schema.Object {
	switch c := c.(type) {
	case schema.CreateTable:
		var all []schema.Object
		for _, x := range c.Table.Indexes {
			all = append(all, schema.Object{Kind: schema.IndexObject, Table: c.Table.Name, Name: x.Name})
		}
		for _, f := range c.Table.ForeignKeys {
			all = append(all, schema.Object{Kind: schema.ForeignKeyObject, Table: c.Table.Name, Name: f.Name})
		}
		for _, k := range c.Table.Checks {
			all = append(all, schema.Object{Kind: schema.CheckObject, Table: c.Table.Name, Name: k.Name})
		}
		return all
	case schema.AddIndex, schema.AddForeignKey, schema.AddCheck:
		return []schema.Object{c.Object()}
	case schema.RenameIndex:
		return []schema.Object{{Kind: schema.IndexObject, Table: c.Table, Name: c.To}}
	}
	return nil
}

// holderOf returns what has the name now, other than what c itself renames.
func holderOf(s *schema.Schema, c schema.Change, o schema.Object) (schema.Object, bool) {
	if o.Name == "" {
		return o, false
	}
	if t := s.HolderOf(o.Table, o); t != nil {
		return schema.Object{Kind: o.Kind, Table: t.Name, Name: o.Name}, true
	}
	t := s.Table(o.Table)
	if t == nil || o.Kind != schema.IndexObject || t.Index(s.Semantics, o.Name) < 0 {
		return o, false
	}
	return o, !s.Semantics.SameName(c.Object().Name, o.Name) || !isRename(c)
}

func isRename(c schema.Change) bool {
	_, ok := c.(schema.RenameIndex)
	return ok
}

// freeing are the places of the changes that drop or rename an index or a constraint, by what that is.
func freeing(changes []schema.Change) map[schema.Object]int {
	frees := map[schema.Object]int{}
	for i, c := range slices.Backward(changes) {
		switch c.(type) {
		case schema.DropIndex, schema.RenameIndex, schema.DropForeignKey, schema.DropCheck:
			frees[c.Object()] = i
		}
	}
	return frees
}

// later returns the place of the change, yet to be planned, that drops or renames an object; below 0: there is none.
func (p *planner) later(o schema.Object) int {
	if i, ok := p.frees[o]; ok && !p.done[i] {
		return i
	}
	return -1
}

// early plans a change before its turn.
func (p *planner) early(at int) {
	origin := p.origin
	p.plan(p.changes, at)
	p.origin = origin
}

// moveAway gives an index or a constraint a name that nobody has.
func (p *planner) moveAway(o schema.Object) {
	t := p.Result.Table(o.Table)
	to := o
	for i := 1; to.Name == o.Name || p.isTaken(to); i++ {
		to.Name = shortened(o.Name) + "_old"
		if i > 1 {
			to.Name += strconv.Itoa(i)
		}
	}
	switch o.Kind {
	case schema.IndexObject:
		x := t.Indexes[t.Index(p.Result.Semantics, o.Name)]
		p.moved = append(p.moved, moved{o, to.Name})
		p.change(schema.RenameIndex{Table: o.Table, From: o.Name, To: to.Name, Kind: x.Kind})
	case schema.ForeignKeyObject:
		f := foreignKeyOf(p.Result, o)
		f.Name = to.Name
		p.both("", schema.DropForeignKey{Table: o.Table, Name: o.Name}, schema.AddForeignKey{Table: o.Table, ForeignKey: f})
	case schema.CheckObject:
		k := t.Checks[slices.IndexFunc(t.Checks, func(k schema.Check) bool { return p.Result.Semantics.SameName(k.Name, o.Name) })]
		k.Name = to.Name
		p.both("", schema.DropCheck{Table: o.Table, Name: o.Name}, schema.AddCheck{Table: o.Table, Check: k})
	case schema.TableObject, schema.ColumnObject, schema.EnumObject: // whose names nobody takes
	}
}

// shortened cuts a name so that a suffix goes behind it: PostgreSQL takes 63 bytes, MySQL 64 letters.
func shortened(name string) string {
	const room = 55
	for len(name) > room {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return name
}

// isTaken reports whether anything has a name, now or after all changes.
func (p *planner) isTaken(o schema.Object) bool {
	for _, s := range []*schema.Schema{p.Result, p.final()} {
		t := s.Table(o.Table)
		if s.Table(o.Name) != nil || s.HolderOf(o.Table, o) != nil || t != nil && has(s.Semantics, t, o.Name) {
			return true
		}
	}
	return false
}

// has reports whether a table has an index, foreign key or check of that name.
func has(m schema.Semantics, t *schema.Table, name string) bool {
	return t.Index(m, name) >= 0 || slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return m.SameName(f.Name, name) }) ||
		slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return m.SameName(k.Name, name) })
}

// moved is an object that goes by another name until its own change.
type moved struct {
	schema.Object
	to string
}

// asMoved is a change of an object by the name that it has now.
func (p *planner) asMoved(c schema.Change) schema.Change {
	i := slices.IndexFunc(p.moved, func(x moved) bool { return x.Object == c.Object() })
	if i < 0 {
		return c
	}
	switch c := c.(type) {
	case schema.RenameIndex:
		c.From = p.moved[i].to
		return c
	case schema.DropIndex:
		c.Name = p.moved[i].to
		return c
	}
	return c
}

// replaced notes the constraints that are dropped for others of their names which are not made: they are to stay, in another plan. It reports whether there
// are any.
func (p *planner) replaced() bool {
	n := len(p.stays)
	for _, made := range p.Steps {
		o := made.Change.Object()
		dropped := func(s Step) bool {
			return !s.Blocked && drops(s.Change) && s.Change.Object() == o && reflect.DeepEqual(s.Change, s.For)
		}
		retypes := func(s Step) bool { // of which what is there may let no row through
			a, ok := s.Change.(schema.AlterColumn)
			return ok && !s.Blocked && a.Set&schema.PropType != 0 && a.Table == o.Table
		}
		if !made.Blocked || len(names(made.Change)) != 1 || !slices.ContainsFunc(p.Steps, dropped) || slices.ContainsFunc(p.Steps, retypes) {
			continue
		}
		if made.Refused != "" {
			p.stays[o] = hold{refused: "what is to take its place cannot be made, see below"}
		} else {
			p.stays[o] = hold{loses: "what is to take its place, see below"}
		}
	}
	return len(p.stays) > n
}

// drops reports whether a change drops a constraint or an index.
func drops(c schema.Change) bool {
	switch c.(type) {
	case schema.DropIndex, schema.DropForeignKey, schema.DropCheck:
		return true
	default:
		return false
	}
}
