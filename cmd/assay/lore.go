package main

import (
	"slices"

	"assay/expected"
	"assay/rules"
	"assay/schema"
)

// lore answers what rules ask of a history, seen from one position in it.
type lore struct {
	history *expected.History
	blame   map[schema.Object]*expected.Revision
	pending []*expected.Revision
}

func newLore(h *expected.History, at expected.Position) *lore {
	return &lore{history: h, blame: at.Blame(), pending: pending(h, at)}
}

// pending are the revisions that Alembic will run next: those behind the position's in the newest chain that has it.
func pending(h *expected.History, at expected.Position) []*expected.Revision {
	for _, c := range slices.Backward(h.Chains) {
		i := slices.IndexFunc(c.Revisions, func(r *expected.Revision) bool { return r.ID == at.Revision().ID })
		if i >= 0 {
			return c.Revisions[i+1:]
		}
	}
	return nil
}

func (l *lore) origin(r *expected.Revision) rules.Origin {
	if r == nil {
		return rules.Origin{}
	}
	return rules.Origin{Revision: r.Own(), Release: l.history.FirstRelease(r).Name}
}

// SetBy implements [rules.Lore]. A part of a table that no revision set by itself came with the table.
func (l *lore) SetBy(o schema.Object) rules.Origin { return l.origin(l.blame[o]) }

// MadeBy implements [rules.Lore].
func (l *lore) MadeBy(o schema.Object) rules.Origin {
	made := l.history.Known(o)
	if len(made) == 0 {
		return rules.Origin{}
	}
	return l.origin(made[0])
}

// PendingMake implements [rules.Lore].
func (l *lore) PendingMake(o schema.Object) rules.Origin {
	made := l.history.Known(o)
	for _, r := range l.pending {
		if slices.Contains(made, r) && !l.spares(r, o) {
			return l.origin(r)
		}
	}
	return rules.Origin{}
}

// spares reports whether a revision makes an object only where it is not there.
func (l *lore) spares(r *expected.Revision, o schema.Object) bool {
	return slices.ContainsFunc(r.Changes, func(c schema.Change) bool {
		return schema.IfOf(c)&schema.IfObject != 0 && same(l.history.Names, c.Object(), o)
	})
}

// same reports whether two objects are one.
func same(names schema.Semantics, a, b schema.Object) bool {
	return a.Kind == b.Kind && names.TableKey(a.Table) == names.TableKey(b.Table) && names.SameName(a.Name, b.Name)
}

// PendingTouch implements [rules.Lore].
func (l *lore) PendingTouch(o schema.Object) rules.Origin {
	return l.Pending(func(c schema.Change) bool { return touches(l.history.Names, c, o) })
}

// Pending implements [rules.Lore].
func (l *lore) Pending(is func(schema.Change) bool) rules.Origin {
	for _, r := range l.pending {
		if slices.ContainsFunc(r.Changes, is) {
			return l.origin(r)
		}
	}
	return rules.Origin{}
}

// touches reports whether a change needs the object to be there as it is: creating something beside it does not.
func touches(names schema.Semantics, c schema.Change, o schema.Object) bool {
	on := c.Object()
	sameTable := names.TableKey(on.Table) == names.TableKey(o.Table)
	if i := schema.IfOf(c); i&schema.IfObject != 0 && same(names, on, o) || i&schema.IfTable != 0 && sameTable && o.Kind == schema.TableObject {
		return false
	}
	switch c := c.(type) {
	case schema.CreateTable:
		return o.Kind == schema.EnumObject && slices.ContainsFunc(c.Table.Columns, func(col schema.Column) bool { return isOf(col, o) })
	case schema.AddColumn:
		return o.Kind == schema.TableObject && sameTable || o.Kind == schema.EnumObject && isOf(c.Column, o)
	case schema.AlterColumn:
		if o.Kind == schema.EnumObject {
			return isOf(c.To, o)
		}
	case schema.AddIndex:
		if o.Kind == schema.ColumnObject && sameTable {
			return slices.ContainsFunc(c.Index.Parts, func(p schema.Part) bool { return names.SameName(p.Column, o.Name) })
		}
	case schema.AddForeignKey:
		if o.Kind == schema.TableObject && names.TableKey(c.ForeignKey.RefTable) == names.TableKey(o.Table) {
			return true
		}
	}
	if o.Kind == schema.TableObject {
		return sameTable
	}
	return on.Kind == o.Kind && (sameTable || on.Table == "") && names.SameName(on.Name, o.Name)
}

func isOf(c schema.Column, enum schema.Object) bool { return c.Type.Named && c.Type.Name == enum.Name }

// renames are the columns that revisions up to the position renamed and that kept their new name.
func renames(at expected.Position) []schema.RenameColumn {
	var all []schema.RenameColumn
	for _, r := range at.Chain.Revisions[:at.At+1] {
		for _, c := range r.Changes {
			switch c := c.(type) {
			case schema.RenameColumn:
				all = append(all, c)
			case schema.AlterColumn:
				if c.Set&schema.PropName != 0 {
					all = append(all, schema.RenameColumn{Table: c.Table, From: c.Name, To: c.To.Name})
				}
			}
		}
	}
	return all
}
