package narrow

import (
	"slices"

	"assay/schema"
)

// Costs gathers what a statement does to those who use its tables.
type Costs struct {
	Before    *schema.Schema
	Execution schema.Execution
	All       []schema.Cost
}

// Put notes what is done to a table.
func (x *Costs) Put(c schema.Cost) { x.All = append(x.All, c) }

// Column is a column as the statement meets it; nil: it is not known.
func (x *Costs) Column(table, name string) *schema.Column {
	t := x.Before.Table(table)
	if t == nil {
		return nil
	}
	if i := t.Column(x.Before.Semantics, name); i >= 0 {
		return &t.Columns[i]
	}
	return nil
}

// Indexed reports whether a table has a unique index of those columns that no constraint holds: one that is added needs no other.
func (x *Costs) Indexed(table string, parts []schema.Part) bool {
	t := x.Before.Table(table)
	return t != nil && slices.ContainsFunc(t.Indexes, func(own schema.Index) bool {
		return own.Kind == schema.Unique && own.Where == "" && slices.EqualFunc(own.Parts, parts, func(a, b schema.Part) bool {
			return x.Before.Semantics.SameName(a.Column, b.Column)
		})
	})
}

// Nullable reports whether any of those columns may be NULL, as far as is known.
func (x *Costs) Nullable(table string, parts []schema.Part) bool {
	return slices.ContainsFunc(parts, func(p schema.Part) bool {
		c := x.Column(table, p.Column)
		return c == nil || c.Nullable
	})
}
