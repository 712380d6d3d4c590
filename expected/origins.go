package expected

import (
	"slices"

	"assay/schema"
)

// Origins tell who set what in a history, as seen from one position in it. Names are compared as the engine compares them.
type Origins struct {
	history *History
	blame   map[schema.Object]*Revision
	pending []*Revision
}

// NewOrigins returns the origins of what a database at the position has. pending are the revisions that are still to run; see [History.Pending].
func NewOrigins(h *History, at Position, pending []*Revision) *Origins {
	return &Origins{history: h, blame: at.Blame(), pending: pending}
}

// Pending are the revisions that Alembic will run next: those after the position's in the newest chain that has it; nil where none has.
func (h *History) Pending(at Position) []*Revision {
	for _, c := range slices.Backward(h.Chains) {
		i := slices.IndexFunc(c.Revisions, func(r *Revision) bool { return r.ID == at.Revision().ID })
		if i >= 0 {
			return c.Revisions[i+1:]
		}
	}
	return nil
}

func (k *Origins) origin(r *Revision) schema.Origin {
	if r == nil {
		return schema.Origin{}
	}
	return schema.Origin{Revision: r.Own(), Release: k.history.FirstRelease(r).Name}
}

// SetBy returns the revision that last set the object as it is at the position; the zero Origin if none did. A part of a table that no revision set by itself
// came with the table.
func (k *Origins) SetBy(o schema.Object) schema.Origin { return k.origin(k.blame[o]) }

// MadeBy returns a revision that makes such an object in some chain; the zero Origin if none does.
func (k *Origins) MadeBy(o schema.Object) schema.Origin {
	made := k.history.Known(o)
	if len(made) == 0 {
		return schema.Origin{}
	}
	return k.origin(made[0])
}

// PendingMake returns the first pending revision that makes the object whether it is there or not; the zero Origin if none does.
func (k *Origins) PendingMake(o schema.Object) schema.Origin {
	made := k.history.Known(o)
	for _, r := range k.pending {
		if slices.Contains(made, r) && !k.spares(r, o) {
			return k.origin(r)
		}
	}
	return schema.Origin{}
}

// spares reports whether a revision makes an object only where it is not there.
func (k *Origins) spares(r *Revision, o schema.Object) bool {
	return slices.ContainsFunc(r.Changes, func(c schema.Change) bool {
		return schema.IfOf(c)&schema.IfObject != 0 && sameObject(k.history.Names, c.Object(), o)
	})
}

// sameObject reports whether two objects are one.
func sameObject(names schema.Semantics, a, b schema.Object) bool {
	return a.Kind == b.Kind && names.TableKey(a.Table) == names.TableKey(b.Table) && names.SameName(a.Name, b.Name)
}

// PendingTouch returns the first pending revision that needs the object, or something in it, as it is; the zero Origin if none does.
func (k *Origins) PendingTouch(o schema.Object) schema.Origin {
	return k.Pending(func(c schema.Change) bool { return touches(k.history.Names, c, o) })
}

// Pending returns the first pending revision that makes such a change; the zero Origin if none does.
func (k *Origins) Pending(is func(schema.Change) bool) schema.Origin {
	for _, r := range k.pending {
		if slices.ContainsFunc(r.Changes, is) {
			return k.origin(r)
		}
	}
	return schema.Origin{}
}

// touches reports whether a change needs the object to be there as it is: creating something beside it does not.
func touches(names schema.Semantics, c schema.Change, o schema.Object) bool {
	on := c.Object()
	sameTable := names.TableKey(on.Table) == names.TableKey(o.Table)
	if i := schema.IfOf(c); i&schema.IfObject != 0 && sameObject(names, on, o) || i&schema.IfTable != 0 && sameTable && o.Kind == schema.TableObject {
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

// Renames are the columns that revisions up to the position renamed, in the order in which they did.
func (p Position) Renames() []schema.RenameColumn {
	var all []schema.RenameColumn
	for _, r := range p.Chain.Revisions[:p.At+1] {
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
