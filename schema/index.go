package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An IndexKind says what an index is for.
type IndexKind int

// The kinds of indexes. On MySQL a unique index and a UNIQUE constraint are one thing, [Unique].
const (
	Plain      IndexKind = iota
	Unique               // CREATE UNIQUE INDEX
	Constraint           // a UNIQUE constraint with the index that holds it (PostgreSQL)
	Primary              // the primary key
)

var indexKinds = [...]string{"index", "unique index", "unique constraint", "primary key"}

// MarshalText implements [encoding.TextMarshaler].
func (k IndexKind) MarshalText() ([]byte, error) { return []byte(indexKinds[k]), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (k *IndexKind) UnmarshalText(text []byte) error {
	i := slices.Index(indexKinds[:], string(text))
	if i < 0 {
		return fmt.Errorf("no kind of index is called %q", text)
	}
	*k = IndexKind(i)
	return nil
}

// Unique reports whether the index forbids equal rows.
func (k IndexKind) Unique() bool { return k != Plain }

// An Index is an index, a unique constraint or the primary key.
type Index struct {
	Name   string    `json:"name,omitzero"` // empty: unspecified, matches any. MySQL's primary key is always PRIMARY
	Kind   IndexKind `json:"kind,omitzero"`
	Method string    `json:"method,omitzero"` // "hash", "gin", "fulltext", "spatial", …; empty: btree
	Parts  []Part    `json:"parts,omitzero"`
	// Include are the columns that the index carries without being ordered by them (PostgreSQL).
	Include []string `json:"include,omitzero"`
	// Where is the condition of a partial index, as the engine prints it back; empty: none.
	Where string `json:"where,omitzero"`
	// NullsNotDistinct: two NULLs are equal (PostgreSQL 15). Deferrable: checked at the end of the statement or later.
	NullsNotDistinct bool `json:"nulls_not_distinct,omitzero"`
	Deferrable       bool `json:"deferrable,omitzero"`
	// Invalid: left behind by a failed CREATE INDEX CONCURRENTLY; the planner does not use it (PostgreSQL).
	Invalid bool `json:"invalid,omitzero"`
	// Invisible: the planner does not use it (MySQL's INVISIBLE, MariaDB's IGNORED).
	Invisible bool `json:"invisible,omitzero"`
	// Implicit: the server made it by itself for a foreign key, and may drop it by itself (MySQL). Nobody misses or minds it.
	Implicit bool   `json:"implicit,omitzero"`
	Traits   Traits `json:"traits,omitzero"`
}

// A Part is one column or expression that an index is ordered by.
type Part struct {
	Column string `json:"column,omitzero"` // empty for an expression
	Expr   string `json:"expr,omitzero"`   // as the engine prints it back; empty for a column
	Prefix int    `json:"prefix,omitzero"` // in characters or bytes as the column's type counts them; 0: the whole column
	Desc   bool   `json:"desc,omitzero"`
	// Options are what else the engine says of the part where it is not the default: "NULLS FIRST", an operator class, a collation.
	Options string `json:"options,omitzero"`
}

// Same reports whether two indexes do the same, whatever their names.
func (x *Index) Same(m Semantics, y *Index) bool {
	return x.Kind == y.Kind && x.SameParts(m, y) && x.SameMethod(y) && x.Where == y.Where &&
		sameNames(m, x.Include, y.Include) &&
		x.NullsNotDistinct == y.NullsNotDistinct && x.Deferrable == y.Deferrable &&
		x.Invalid == y.Invalid
}

// SameMethod reports whether two indexes are ordered alike. Where an engine has others by itself (MySQL's MEMORY), a tree is called so.
func (x *Index) SameMethod(y *Index) bool {
	return x.Method == y.Method || x.Method+y.Method == "btree"
}

// SameBut reports whether two indexes do the same and differ in nothing but their names and those traits.
func (x *Index) SameBut(m Semantics, y *Index, traits ...Trait) bool {
	return x.Same(m, y) && x.AllTraits().sameBut(y.AllTraits(), traits)
}

// SameParts reports whether two indexes are over the same columns and expressions in the same order.
func (x *Index) SameParts(m Semantics, y *Index) bool {
	return slices.EqualFunc(x.Parts, y.Parts, func(p, q Part) bool {
		return m.SameName(p.Column, q.Column) && p.Expr == q.Expr && p.Prefix == q.Prefix && p.Desc == q.Desc && p.Options == q.Options
	})
}

// Supports reports whether the index begins with the columns of a foreign key, as MySQL needs one that does.
func (x *Index) Supports(m Semantics, f ForeignKey) bool {
	return len(x.Parts) >= len(f.Columns) && slices.EqualFunc(x.Parts[:len(f.Columns)], f.Columns, func(p Part, column string) bool {
		return m.SameName(p.Column, column) && p.Prefix == 0
	})
}

// has reports whether the column is one of the index's parts.
func (x *Index) has(m Semantics, column string) bool {
	return slices.ContainsFunc(x.Parts, func(p Part) bool { return m.SameName(p.Column, column) })
}

// On returns an index's columns and expressions for people: "(id, name(10) DESC)".
func (x *Index) On() string {
	parts := make([]string, len(x.Parts))
	for i, p := range x.Parts {
		s := p.Column
		if p.Expr != "" {
			s = "(" + p.Expr + ")"
		}
		if p.Prefix > 0 {
			s += "(" + strconv.Itoa(p.Prefix) + ")"
		}
		if p.Desc {
			s += " DESC"
		}
		if p.Options != "" {
			s += " " + p.Options
		}
		parts[i] = s
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// Columns returns the parts of an index over whole columns.
func Columns(names ...string) []Part {
	parts := make([]Part, len(names))
	for i, n := range names {
		parts[i].Column = n
	}
	return parts
}
