package rules

import (
	"slices"

	"assay/schema"
)

// A group is a change with those that only come with it: they are a part of its fix and no findings of their own.
type group struct {
	lead schema.Change
	all  []schema.Change
}

// groupsOf gathers changes around those that lead, in their order.
func groupsOf(p *Pass, changes []schema.Change) []group {
	var all []group
	place := map[int]int{}
	leader := make([]int, len(changes))
	for i, c := range changes {
		leader[i] = i
		if is := leaderOf(p, c); is != nil {
			if j := slices.IndexFunc(changes, is); j >= 0 {
				leader[i] = j
			}
		}
		if leader[i] == i {
			place[i] = len(all)
			all = append(all, group{lead: c})
		}
	}
	for i, c := range changes {
		g := &all[place[leader[i]]]
		g.all = append(g.all, c)
	}
	return all
}

// leaderOf returns what a change comes with; nil if it stands for itself.
func leaderOf(p *Pass, c schema.Change) func(schema.Change) bool {
	switch c := c.(type) {
	case schema.AddForeignKey:
		if p.Got.Table(c.Table) == nil {
			return func(d schema.Change) bool { x, ok := d.(schema.CreateTable); return ok && x.Table.Name == c.Table }
		}
	case schema.DropForeignKey:
		if p.Want.Table(c.Table) == nil {
			return func(d schema.Change) bool { x, ok := d.(schema.DropTable); return ok && x.Table == c.Table }
		}
	case schema.DropIndex:
		return keyOf(p, c)
	case schema.AlterColumn:
		if c.Set == schema.PropAutoIncrement {
			return pause(p, c)
		}
		if c.Set == schema.PropNullable {
			return ofPrimaryKey(p, c)
		}
	}
	return nil
}

// keyOf returns the foreign key for which the server made an index that is dropped with it.
func keyOf(p *Pass, c schema.DropIndex) func(schema.Change) bool {
	t := p.Got.Table(c.Table)
	x := t.Indexes[t.Index(p.Got.Semantics, c.Name)]
	if !x.Implicit {
		return nil
	}
	return func(d schema.Change) bool {
		drop, ok := d.(schema.DropForeignKey)
		return ok && drop.Table == c.Table && slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool {
			return f.Name == drop.Name && x.Supports(p.Got.Semantics, f)
		})
	}
}

// ofPrimaryKey returns the primary key too many that keeps the column from taking NULL.
func ofPrimaryKey(p *Pass, c schema.AlterColumn) func(schema.Change) bool {
	t := p.Got.Table(c.Table)
	pk, ok := t.PrimaryKey()
	if !ok || !c.To.Nullable || !slices.ContainsFunc(pk.Parts, func(x schema.Part) bool { return p.Got.Semantics.SameName(x.Column, c.Name) }) {
		return nil
	}
	return func(d schema.Change) bool {
		return d == schema.Change(schema.DropIndex{Table: c.Table, Name: pk.Name, Kind: schema.Primary})
	}
}

// pause returns what a column starts or stops counting up for, where that is not what is wrong with it: it is added, or its key is replaced.
func pause(p *Pass, c schema.AlterColumn) func(schema.Change) bool {
	t, w := p.Got.Table(c.Table), p.Want.Table(c.Table)
	if t == nil || w == nil {
		return nil
	}
	i, j := t.Column(p.Got.Semantics, c.Name), w.Column(p.Want.Semantics, c.Name)
	switch {
	case i < 0:
		return func(d schema.Change) bool { x, ok := d.(schema.AddColumn); return ok && x.Object() == c.Object() }
	case j < 0 || t.Columns[i].AutoIncrement != w.Columns[j].AutoIncrement:
		return nil
	case c.To.AutoIncrement:
		return func(d schema.Change) bool { x, ok := d.(schema.AddIndex); return ok && x.Table == c.Table }
	}
	return func(d schema.Change) bool { x, ok := d.(schema.DropIndex); return ok && x.Table == c.Table }
}
