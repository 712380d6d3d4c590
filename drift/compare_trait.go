package drift

import (
	"cmp"
	"slices"
	"strings"

	"assay/schema"
)

// traits compares those of an object that is there on both sides.
func (c *comparison) traits(p phase, of schema.Object, w, g schema.Traits) {
	if c.equality.bare && (of.Kind == schema.TableObject || of.Kind == schema.IndexObject) {
		return
	}
	names := w.Differ(g)
	slices.SortStableFunc(names, func(a, b schema.Trait) int { return cmp.Compare(turn(a, w), turn(b, w)) })
	for _, name := range names {
		if c.equality.compares(name) {
			at := p
			if name == schema.Partitions && w[name] != "" { // over columns and keys as they are to be, and none that is to go
				at = addKeys
			}
			c.add(at, schema.SetTrait{Of: of, Trait: name, From: g[name], To: w[name]})
		}
	}
}

// turn is when a trait is set: a KEY_BLOCK_SIZE goes with one ROW_FORMAT alone (MySQL), so it goes before that, and comes behind.
func turn(t schema.Trait, to schema.Traits) int {
	switch {
	case to[t] == "":
		return 0
	case t == schema.Option("ROW_FORMAT"):
		return 1
	}
	return 2
}

func (c *comparison) foreignKeys(w, g *schema.Table) {
	m := c.got.Semantics
	pairs, missing, extra := pair(w.ForeignKeys, g.ForeignKeys,
		func(w, g *schema.ForeignKey) bool { return m.SameName(w.Name, g.Name) },
		func(w, g *schema.ForeignKey) bool {
			x, y := *w, *g
			if c.equality.detail == schema.Outline {
				x, y = unrestricted(x), unrestricted(y)
			}
			return x.SameBut(m, y, c.equality.tolerated(w.AllTraits(), g.AllTraits())...)
		})
	for _, p := range pairs {
		if c.equality.renamed(p.want.Name, p.got.Name, g.Name+"_ibfk_") {
			if !m.AltersKeys {
				missing, extra = append(missing, p.want), append(extra, p.got)
				continue
			}
			c.add(addKeys, schema.RenameIndex{Table: g.Name, From: p.got.Name, To: p.want.Name, Kind: schema.Constraint})
			p.got.Name = p.want.Name
		}
		c.traits(addKeys, schema.Object{Kind: schema.ForeignKeyObject, Table: g.Name, Name: p.got.Name}, p.want.AllTraits(), p.got.AllTraits())
	}
	c.dropForeignKeys(g.Name, extra)
	for _, f := range missing {
		c.add(addKeys, schema.AddForeignKey{Table: g.Name, ForeignKey: f})
	}
}

// unrestricted is a foreign key as formats know it that do not tell RESTRICT from NO ACTION.
func unrestricted(f schema.ForeignKey) schema.ForeignKey {
	f.OnDelete, f.OnUpdate = strings.TrimPrefix(f.OnDelete, "RESTRICT"), strings.TrimPrefix(f.OnUpdate, "RESTRICT")
	return f
}

func (c *comparison) checks(w, g *schema.Table) {
	m := c.got.Semantics
	pairs, missing, extra := pair(w.Checks, g.Checks,
		func(w, g *schema.Check) bool { return m.SameName(w.Name, g.Name) },
		func(w, g *schema.Check) bool {
			return w.Expr == g.Expr && w.SameBut(*g, c.equality.tolerated(w.AllTraits(), g.AllTraits())...)
		})
	for _, p := range pairs {
		if c.equality.renamed(p.want.Name, p.got.Name, g.Name+"_chk_") {
			if !m.AltersKeys {
				missing, extra = append(missing, p.want), append(extra, p.got)
				continue
			}
			c.add(addKeys, schema.RenameIndex{Table: g.Name, From: p.got.Name, To: p.want.Name, Kind: schema.Constraint})
			p.got.Name = p.want.Name
		}
		c.traits(addKeys, schema.Object{Kind: schema.CheckObject, Table: g.Name, Name: p.got.Name}, p.want.AllTraits(), p.got.AllTraits())
	}
	for _, k := range extra {
		if !k.Implicit {
			c.add(dropKeys, schema.DropCheck{Table: g.Name, Name: k.Name})
		}
	}
	for _, k := range missing {
		c.add(addKeys, schema.AddCheck{Table: g.Name, Check: k})
	}
}

// A paired is one thing on both sides.
type paired[T any] struct{ want, got T }

// pair pairs each wanted one with one that is the same, the one of its name before others, and returns those left over on either side.
func pair[T any](want, got []T, named, same func(w, g *T) bool) (pairs []paired[T], missing, extra []T) {
	extra = slices.Clone(got)
	for i := range want {
		w := &want[i]
		at := slices.IndexFunc(extra, func(g T) bool { return named(w, &g) && same(w, &g) })
		if at >= 0 {
			pairs = append(pairs, paired[T]{*w, extra[at]})
			extra = slices.Delete(extra, at, at+1)
		} else {
			missing = append(missing, *w)
		}
	}
	open := missing
	missing = nil
	for i := range open {
		at := slices.IndexFunc(extra, func(g T) bool { return same(&open[i], &g) })
		if at >= 0 {
			pairs = append(pairs, paired[T]{open[i], extra[at]})
			extra = slices.Delete(extra, at, at+1)
		} else {
			missing = append(missing, open[i])
		}
	}
	return pairs, missing, extra
}
