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

func sameSet(m schema.Semantics, a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(n string) bool {
		return !slices.ContainsFunc(b, func(o string) bool { return m.SameName(n, o) })
	})
}
