package drift

import (
	"slices"
	"strings"

	"assay/schema"
)

// indexes compares the indexes of a table. One of the wanted name is looked for first; then one that does the same under another name,
// which is a rename where the wanted one has a name.
func (c *comparison) indexes(w, g *schema.Table) {
	missing, renamed, extra := pairIndexes(c.got.Semantics, w.Indexes, g.Indexes, c.equality.sameIndex)
	for _, r := range renamed {
		c.add(addIndex, schema.RenameIndex{Table: g.Name, From: r.from, To: r.to, Kind: r.kind})
	}
	for _, x := range extra {
		if !x.Implicit || c.outlives(g, x) {
			c.add(dropIndex, schema.DropIndex{Table: g.Name, Name: x.Name, Kind: x.Kind})
		}
	}
	for _, x := range missing {
		c.add(addIndex, schema.AddIndex{Table: g.Name, Index: x})
	}
	c.pauseCounter(g, extra)
	c.indexTraits(w, g, extra, renamed)
}

// indexTraits compares the traits of the indexes that stay, by the names that they have in the end.
func (c *comparison) indexTraits(w, g *schema.Table, extra []schema.Index, renamed []rename) {
	m := c.got.Semantics
	stay := slices.DeleteFunc(slices.Clone(g.Indexes), func(x schema.Index) bool {
		return slices.ContainsFunc(extra, func(y schema.Index) bool { return x.Name == y.Name })
	})
	for i := range stay {
		if at := slices.IndexFunc(renamed, func(r rename) bool { return r.from == stay[i].Name }); at >= 0 {
			stay[i].Name = renamed[at].to
		}
	}
	pairs, _, _ := pair(w.Indexes, stay, func(w, g *schema.Index) bool { return m.SameName(w.Name, g.Name) }, c.equality.sameIndex)
	for _, p := range pairs {
		if p.got.Name != "" {
			c.traits(addKeys, schema.Object{Kind: schema.IndexObject, Table: g.Name, Name: p.got.Name}, p.want.AllTraits(), p.got.AllTraits())
		}
	}
}

// outlives reports whether an index that the server made for a foreign key is left behind when that key is dropped: MySQL keeps it.
func (c *comparison) outlives(g *schema.Table, x schema.Index) bool {
	kept, dropped := 0, 0
	for _, f := range g.ForeignKeys {
		switch {
		case !x.Supports(c.got.Semantics, f):
		case slices.Contains(c.phases[dropKeys], schema.Change(schema.DropForeignKey{Table: g.Name, Name: f.Name})):
			dropped++
		default:
			kept++
		}
	}
	return kept == 0 && dropped > 0
}

type rename struct {
	from, to string
	kind     schema.IndexKind
}

func pairIndexes(m schema.Semantics, want, got []schema.Index, same func(w, g *schema.Index) bool) (missing []schema.Index, renamed []rename,
	extra []schema.Index,
) {
	missing, extra = unmatched(want, got, func(a, b schema.Index) bool {
		return a.Name != "" && m.SameName(a.Name, b.Name) && same(&a, &b)
	})
	open := missing
	missing = nil
	for _, w := range open {
		i := likeliest(&w, extra, same)
		if i < 0 {
			if !w.Implicit {
				missing = append(missing, w)
			}
			continue
		}
		if w.Name != "" && extra[i].Name != "" && !m.SameName(w.Name, extra[i].Name) && !madeUp(w.Name) {
			renamed = append(renamed, rename{extra[i].Name, w.Name, extra[i].Kind})
		}
		extra = slices.Delete(extra, i, i+1)
	}
	return missing, renamed, extra
}

// likeliest returns the place of the index that does what a wanted one does, -1 if none does. Of several, it is the one that is called as servers call what
// has no name: the others are somebody's own.
func likeliest(w *schema.Index, all []schema.Index, same func(w, g *schema.Index) bool) int {
	found := -1
	for i := range all {
		if !same(w, &all[i]) {
			continue
		}
		if w.Name != "" || namedByServer(&all[i]) {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// namedByServer reports whether servers give an index such a name by themselves: a or a_2 on MySQL, t_a_b_key or t_a_b_idx on PostgreSQL, and on SQL Server
// UQ__t__0123456789ABCDEF.
func namedByServer(x *schema.Index) bool {
	if len(x.Parts) == 0 {
		return false
	}
	columns := make([]string, len(x.Parts))
	for i, p := range x.Parts {
		columns[i] = p.Column
	}
	name := strings.TrimRight(x.Name, "0123456789")
	_, label, named := strings.Cut(strings.ToLower(name), "_"+strings.ToLower(strings.Join(columns, "_"))+"_")
	if madeUp(x.Name) {
		return true
	}
	return strings.EqualFold(x.Name, columns[0]) || strings.EqualFold(name, columns[0]+"_") || named && (label == "key" || label == "idx" || label == "excl")
}

// sameIndex: a unique index and a UNIQUE constraint forbid the same rows.
func sameIndex(m schema.Semantics, w, g *schema.Index) bool {
	g = unordered(w, g)
	if w.Same(m, g) {
		return true
	}
	x := *g
	x.Kind = w.Kind
	return w.Kind != schema.Primary && g.Kind != schema.Primary && w.Kind.Unique() && g.Kind.Unique() && w.Same(m, &x)
}

// pauseCounter stops a column from counting while the only key that it has is replaced (MySQL: error 1075 otherwise).
func (c *comparison) pauseCounter(g *schema.Table, dropped []schema.Index) {
	m := c.got.Semantics
	if !m.AutoIncrementNeedsKey || len(dropped) == 0 {
		return
	}
	for _, col := range g.Columns {
		first := func(x schema.Index) bool { return len(x.Parts) > 0 && m.SameName(x.Parts[0].Column, col.Name) }
		kept := slices.ContainsFunc(g.Indexes, func(x schema.Index) bool {
			return first(x) && !slices.ContainsFunc(dropped, func(d schema.Index) bool { return d.Name == x.Name })
		})
		if col.AutoIncrement && !kept && slices.ContainsFunc(dropped, first) {
			c.pause(g.Name, col)
		}
	}
}

func (c *comparison) pause(table string, col schema.Column) {
	is := func(x schema.Change) bool {
		return x.Object() == schema.Object{Kind: schema.ColumnObject, Table: table, Name: col.Name}
	}
	if slices.ContainsFunc(c.phases[stopCount], is) {
		return // it is to stop for good
	}
	plain := col
	plain.AutoIncrement = false
	c.add(stopCount, schema.AlterColumn{Table: table, Name: col.Name, From: col, To: plain, Set: schema.PropAutoIncrement})
	if slices.ContainsFunc(c.phases[dropColumns], is) {
		return
	}
	if i := slices.IndexFunc(c.phases[columns], is); i >= 0 { // changed while it is paused
		change := c.phases[columns][i].(schema.AlterColumn)
		col, change.From, change.To = change.To, plain, change.To.With(plain, schema.PropAutoIncrement)
		plain, c.phases[columns][i] = change.To, change
	}
	c.add(startCount, schema.AlterColumn{Table: table, Name: col.Name, From: plain, To: col, Set: schema.PropAutoIncrement})
}
