package schema

import (
	"slices"
	"strings"
)

// A Table is a table's definition. Columns stand in their order; the other lists are in no particular order.
type Table struct {
	Name    string  `json:"name,omitzero"`
	Options Options `json:"options,omitzero"`
	// RowFormat is how InnoDB keeps rows (MySQL): "Dynamic", "Compact", "Redundant", "Compressed"; empty: as the server does by default. Nobody minds
	// it but the size that rows and keys can have, so it is never compared.
	RowFormat string `json:"row_format,omitzero"`
	Traits    Traits `json:"traits,omitzero"`
	// HiddenKey reports that the server has made a primary key by itself and hides it (MySQL 8.0.30, sql_generate_invisible_primary_key). It is never compared.
	HiddenKey   bool         `json:"hidden_key,omitzero"`
	Columns     []Column     `json:"columns,omitzero"`
	Indexes     []Index      `json:"indexes,omitzero"` // the primary key and unique constraints among them
	ForeignKeys []ForeignKey `json:"foreign_keys,omitzero"`
	Checks      []Check      `json:"checks,omitzero"`
}

// Options are the properties of a table as a whole (MySQL). An empty one is unspecified and matches anything.
type Options struct {
	Engine    string `json:"engine,omitzero"`
	Charset   string `json:"charset,omitzero"`
	Collation string `json:"collation,omitzero"`
}

// With returns the options of p where it says any. A charset goes with its collation.
func (o Options) With(p Options) Options {
	if p.Engine != "" {
		o.Engine = p.Engine
	}
	if p.Charset != "" || p.Collation != "" {
		o.Charset, o.Collation = p.Charset, p.Collation
	}
	return o
}

// A ForeignKey is a foreign key constraint. An empty Name is unspecified and matches any.
type ForeignKey struct {
	Name       string   `json:"name,omitzero"`
	Columns    []string `json:"columns,omitzero"`
	RefTable   string   `json:"ref_table,omitzero"`
	RefColumns []string `json:"ref_columns,omitzero"`
	// OnDelete and OnUpdate are the actions in upper case; empty means NO ACTION, which MySQL does not tell from RESTRICT.
	OnDelete string `json:"on_delete,omitzero"`
	OnUpdate string `json:"on_update,omitzero"`
	// NotValid reports that existing rows were never checked (PostgreSQL).
	NotValid bool   `json:"not_valid,omitzero"`
	Traits   Traits `json:"traits,omitzero"`
}

// A Check is a check constraint. An empty Name is unspecified and matches any.
type Check struct {
	Name string `json:"name,omitzero"`
	// Expr is the condition without the word CHECK and the outermost parentheses, as the engine prints it back.
	Expr string `json:"expr,omitzero"`
	// NotEnforced reports that the engine does not hold rows to it (MySQL's NOT ENFORCED, PostgreSQL's NOT VALID).
	NotEnforced bool `json:"not_enforced,omitzero"`
	// Implicit: a tool that makes tables may have made it by itself, for a column of labels. Nobody minds it.
	Implicit bool   `json:"implicit,omitzero"`
	Traits   Traits `json:"traits,omitzero"`
}

// Clone returns a copy that shares nothing that can be changed.
func (t *Table) Clone() *Table { return t.cloneInto(nil) }

// cloneInto is [Table.Clone] into what a branch has left, if there is such.
func (t *Table) cloneInto(left *spare) *Table {
	c := *t
	if left != nil {
		c.Columns = left.take(t.Columns)
	} else {
		c.Columns = append(make([]Column, 0, len(t.Columns)+4), t.Columns...) // most often a column is added next
	}
	c.Indexes = slices.Clone(t.Indexes)
	c.ForeignKeys = slices.Clone(t.ForeignKeys)
	c.Checks = slices.Clone(t.Checks)
	return &c
}

// Column returns the place of the column of that name among the table's columns, -1 if there is none.
func (t *Table) Column(m Semantics, name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return i
		}
	}
	for i := 0; m.FoldColumns && i < len(t.Columns); i++ {
		if strings.EqualFold(t.Columns[i].Name, name) {
			return i
		}
	}
	return -1
}

// Index returns the place of the index of that name among the table's indexes, -1 if there is none.
func (t *Table) Index(m Semantics, name string) int {
	for i := range t.Indexes { // which are large, and are looked for in all tables of a schema
		if t.Indexes[i].Name == name || m.FoldColumns && m.SameName(t.Indexes[i].Name, name) {
			return i
		}
	}
	return -1
}

// PrimaryKey returns the table's primary key, and whether it has one.
func (t *Table) PrimaryKey() (Index, bool) {
	i := slices.IndexFunc(t.Indexes, func(x Index) bool { return x.Kind == Primary })
	if i < 0 {
		return Index{}, false
	}
	return t.Indexes[i], true
}

// Same reports whether two foreign keys demand the same, whatever their names.
func (f ForeignKey) Same(m Semantics, g ForeignKey) bool {
	return sameNames(m, f.Columns, g.Columns) && sameNames(m, f.RefColumns, g.RefColumns) &&
		m.TableKey(f.RefTable) == m.TableKey(g.RefTable) &&
		f.OnDelete == g.OnDelete && f.OnUpdate == g.OnUpdate && f.NotValid == g.NotValid
}

// SameBut reports whether two foreign keys demand the same and differ in nothing but their names and those traits.
func (f ForeignKey) SameBut(m Semantics, g ForeignKey, traits ...Trait) bool {
	same := f.AllTraits().sameBut(g.AllTraits(), traits)
	f.NotValid, g.NotValid = false, false
	return same && f.Same(m, g)
}

// SameBut reports whether two checks of one condition differ in nothing but their names and those traits.
func (k Check) SameBut(l Check, traits ...Trait) bool {
	return k.AllTraits().sameBut(l.AllTraits(), traits)
}

func sameNames(m Semantics, a, b []string) bool {
	return slices.EqualFunc(a, b, m.SameName)
}

// Validate notes that all rows were checked against a constraint that was added NOT VALID (PostgreSQL): the one of that name, and those without a name, which
// may be the one. It does nothing where there is none.
func (s *Schema) Validate(table, constraint string) {
	t := s.own(table)
	if t == nil {
		return
	}
	for i, k := range t.Checks {
		t.Checks[i].NotEnforced = k.NotEnforced && k.Name != "" && !s.Semantics.SameName(k.Name, constraint)
	}
	for i, f := range t.ForeignKeys {
		t.ForeignKeys[i].NotValid = f.NotValid && f.Name != "" && !s.Semantics.SameName(f.Name, constraint)
	}
}

// AllChecks are the checks of a table, those that are its columns' own among them (MariaDB).
func (t *Table) AllChecks() []Check {
	all := slices.Clone(t.Checks)
	for _, c := range t.Columns {
		if c.Check != "" {
			all = append(all, Check{Name: c.Name, Expr: c.Check})
		}
	}
	return all
}

// holds returns a check that keeps a column from being dropped (MySQL): one that is about other columns as well.
func (t *Table) holds(m Semantics, column string) (Check, bool) {
	other := func(o Column) bool { return !m.SameName(o.Name, column) }
	for _, k := range t.Checks {
		if Mentions(k.Expr, column) && slices.ContainsFunc(t.Columns, func(o Column) bool { return other(o) && Mentions(k.Expr, o.Name) }) {
			return k, true
		}
	}
	i := slices.IndexFunc(t.Columns, func(o Column) bool { return other(o) && Mentions(o.Check, column) })
	return Check{}, i >= 0
}

// checkOf returns a check that is about the column.
func (t *Table) checkOf(column string) (Check, bool) {
	i := slices.IndexFunc(t.Checks, func(k Check) bool { return Mentions(k.Expr, column) })
	if i < 0 {
		return Check{}, false
	}
	return t.Checks[i], true
}
