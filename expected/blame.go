package expected

import (
	"maps"
	"slices"

	"assay/schema"
)

// A blamer keeps who last set what while a chain's changes go by.
type blamer struct {
	by map[schema.Object]*Revision
	// unnamed are the indexes without a name, under their keys: a renamed column changes what they are called.
	unnamed map[schema.Object]schema.Index
	r       *Revision
}

// Blame returns for each object at this position the revision that last set it. Objects are named as [schema.Change] does, an index
// without a name by its columns ([schema.Index.On]).
func (p Position) Blame() map[schema.Object]*Revision {
	b := &blamer{by: map[schema.Object]*Revision{}, unnamed: map[schema.Object]schema.Index{}}
	for _, b.r = range p.Chain.Revisions[:p.At+1] {
		for _, c := range b.r.Changes {
			if !schema.Skippable(c) || !p.Chain.skips {
				b.change(c)
			}
		}
	}
	return b.by
}

func (b *blamer) change(c schema.Change) {
	o := c.Object()
	switch c := c.(type) {
	case schema.CreateTable:
		b.createTable(c.Table)
	case schema.DropTable:
		b.drop(func(x schema.Object) bool { return x.Table == c.Table })
	case schema.RenameTable:
		b.renameTable(c.From, c.To)
	case schema.DropColumn:
		delete(b.by, o)
		b.columns(c.Table, func(p []schema.Part) []schema.Part {
			return slices.DeleteFunc(p, func(p schema.Part) bool { return p.Column == c.Column })
		})
	case schema.RenameColumn:
		b.renameColumn(o, c.To)
	case schema.AlterColumn:
		b.by[o] = b.r
		if c.Set&schema.PropName != 0 {
			b.renameColumn(o, c.To.Name)
		}
	case schema.AddIndex:
		b.index(c.Table, c.Index)
	case schema.DropIndex: // its table may be unsaid
		b.drop(func(x schema.Object) bool {
			return x.Kind == o.Kind && x.Name == c.Name && (c.Table == "" || x.Table == c.Table)
		})
	case schema.RenameIndex:
		b.rename(o, c.To)
	case schema.RenameEnum:
		b.rename(o, c.To)
	case schema.DropForeignKey, schema.DropCheck, schema.DropEnum:
		delete(b.by, o)
	case schema.AlterTable, schema.AddColumn, schema.AddForeignKey, schema.AddCheck, schema.CreateEnum, schema.AlterEnum, schema.SetTrait:
		b.by[o] = b.r
	}
}

func (b *blamer) createTable(t *schema.Table) {
	for _, o := range madeWith(t) {
		if o.Kind != schema.IndexObject {
			b.by[o] = b.r
		}
	}
	for _, x := range t.Indexes {
		b.index(t.Name, x)
	}
}

func (b *blamer) index(table string, x schema.Index) {
	o := schema.Object{Kind: schema.IndexObject, Table: table, Name: x.Name}
	if x.Name == "" {
		o.Name = x.On()
		b.unnamed[o] = x
	}
	b.by[o] = b.r
}

func (b *blamer) drop(which func(schema.Object) bool) {
	for o := range b.by {
		if which(o) {
			delete(b.by, o)
			delete(b.unnamed, o)
		}
	}
}

func (b *blamer) rename(o schema.Object, to string) {
	delete(b.by, o)
	o.Name = to
	b.by[o] = b.r
}

// renameTable: nobody sets what is in a table by renaming that, nor its foreign keys' other sides.
func (b *blamer) renameTable(from, to string) {
	all := maps.Clone(b.by)
	for o, by := range all {
		if o.Table != from || o.Kind == schema.EnumObject {
			continue
		}
		delete(b.by, o)
		x, unnamed := b.unnamed[o]
		delete(b.unnamed, o)
		if o.Table = to; o.Kind == schema.TableObject {
			by = b.r
		}
		b.by[o] = by
		if unnamed {
			b.unnamed[o] = x
		}
	}
}

func (b *blamer) renameColumn(o schema.Object, to string) {
	b.rename(o, to)
	b.columns(o.Table, func(parts []schema.Part) []schema.Part {
		for i := range parts {
			if parts[i].Column == o.Name {
				parts[i].Column = to
			}
		}
		return parts
	})
}

// columns gives the unnamed indexes of a table other columns. Nobody sets an index by that; only its key changes.
func (b *blamer) columns(table string, edit func([]schema.Part) []schema.Part) {
	for o, x := range b.unnamed {
		if o.Table != table {
			continue
		}
		by := b.by[o]
		delete(b.by, o)
		delete(b.unnamed, o)
		if x.Parts = edit(slices.Clone(x.Parts)); len(x.Parts) > 0 {
			o.Name = x.On()
			b.by[o], b.unnamed[o] = by, x
		}
	}
}
