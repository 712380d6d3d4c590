package narrow

import (
	"errors"
	"fmt"
	"slices"

	"assay/schema"
)

// Refuse is a server's answer.
func Refuse(code, format string, args ...any) *schema.Refusal {
	return &schema.Refusal{Code: code, Text: fmt.Sprintf(format, args...)}
}

// FirstOf is a refusal, or what there is to say otherwise.
func FirstOf(f *schema.Refusal, other func() *schema.Refusal) *schema.Refusal {
	if f != nil {
		return f
	}
	return other()
}

// Applied is the server's answer where a change does not go with the names that are there, of which it says the words.
func Applied(s *schema.Schema, c schema.Change, words func(*schema.Conflict) *schema.Refusal) *schema.Refusal {
	err := s.Fork().Apply(c)
	var k *schema.Conflict
	switch {
	case err == nil:
		return nil
	case errors.As(err, &k):
		f := words(k)
		f.Conflict = k
		return f
	}
	return Refuse("unknown", "%s", err)
}

// Uses reports whether an index is over a column, carries it along or has it in its condition.
func Uses(m schema.Semantics, x schema.Index, column string) bool {
	over := func(p schema.Part) bool { return m.SameName(p.Column, column) || schema.Mentions(p.Expr, column) }
	return slices.ContainsFunc(x.Parts, over) || slices.ContainsFunc(x.Include, func(n string) bool { return m.SameName(n, column) }) ||
		schema.Mentions(x.Where, column)
}

// KeyFor reports whether a table has a key that a foreign key can refer to by those columns.
func KeyFor(m schema.Semantics, t *schema.Table, columns []string, is func(schema.Index) bool) bool {
	return slices.ContainsFunc(t.Indexes, func(x schema.Index) bool {
		names := make([]string, len(x.Parts))
		for i, p := range x.Parts {
			names[i] = p.Column
		}
		return is(x) && sameSet(m, names, columns)
	})
}

// Unlike is why a foreign key's columns do not go with those that they refer to, of the first two that do not; known is false where a table or a column is not
// there, which is said elsewhere.
func Unlike(s *schema.Schema, c schema.AddForeignKey, refuses func(t *schema.Table, from schema.Column, ref *schema.Table, to schema.Column) *schema.Refusal) (
	f *schema.Refusal, known bool,
) {
	t, ref := s.Table(c.Table), s.Table(c.ForeignKey.RefTable)
	if t == nil || ref == nil {
		return nil, false
	}
	for i, n := range c.ForeignKey.Columns[:min(len(c.ForeignKey.Columns), len(c.ForeignKey.RefColumns))] {
		a, b := t.Column(s.Semantics, n), ref.Column(s.Semantics, c.ForeignKey.RefColumns[i])
		if a < 0 || b < 0 {
			return nil, false
		}
		if f := refuses(t, t.Columns[a], ref, ref.Columns[b]); f != nil {
			return f, true
		}
	}
	return nil, true
}

func sameSet(m schema.Semantics, a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(n string) bool {
		return !slices.ContainsFunc(b, func(o string) bool { return m.SameName(n, o) })
	})
}

// Referred is a foreign key that refers to a key which is to be dropped, and to no other one that could stand for it.
func Referred(s *schema.Schema, c schema.DropIndex) (f schema.AddForeignKey, ok bool) {
	t := s.Table(c.Table)
	if t == nil {
		return f, false
	}
	at := t.Index(s.Semantics, c.Name)
	if at < 0 || c.Name == "" {
		return f, false
	}
	all := schema.Referring(s, t, at)
	if len(all) == 0 {
		return f, false
	}
	return all[0], true
}

// KeyAside is what is done about a foreign key that is in the way.
func KeyAside(f schema.AddForeignKey) []schema.Blocker {
	name := f.ForeignKey.Name
	if name == "" { // which no statement drops
		return nil
	}
	return []schema.Blocker{{What: "foreign key " + f.Table + "." + name, Drop: schema.DropForeignKey{Table: f.Table, Name: name}, Back: f}}
}

// Pieces are a table without what refers to its columns, and the changes that add that: each of which a server may refuse.
func Pieces(c schema.CreateTable) (bare schema.CreateTable, rest []schema.Change) {
	bare = schema.CreateTable{Table: c.Table.Clone(), If: c.If}
	bare.Table.Indexes, bare.Table.ForeignKeys, bare.Table.Checks = nil, nil, nil
	for _, x := range c.Table.Indexes {
		rest = append(rest, schema.AddIndex{Table: c.Table.Name, Index: x})
	}
	for _, k := range c.Table.Checks {
		rest = append(rest, schema.AddCheck{Table: c.Table.Name, Check: k})
	}
	for _, f := range c.Table.ForeignKeys {
		rest = append(rest, schema.AddForeignKey{Table: c.Table.Name, ForeignKey: f})
	}
	return bare, rest
}

// Repeated is the name that stands twice among names of columns; empty: none does.
func Repeated(m schema.Semantics, names []string) string {
	for i, n := range names {
		if slices.ContainsFunc(names[:i], func(o string) bool { return m.SameName(n, o) }) {
			return n
		}
	}
	return ""
}

// ColumnsOf are the names of the columns that an index is over.
func ColumnsOf(x schema.Index) []string {
	var all []string
	for _, p := range x.Parts {
		if p.Expr == "" {
			all = append(all, p.Column)
		}
	}
	return all
}
