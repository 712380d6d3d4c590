// Package schema is the vocabulary that every part of assay speaks: a schema, its objects, and the changes between two schemas.
//
// The same [Change] values say what a revision does, what a comparison finds and what a fix-up writes. Everything here is spelled
// canonically: the rooms below dialect turn what a server or an SQL text says into one spelling per engine, so that two objects are
// the same exactly when they are equal, and nothing outside a room has to know how an engine talks.
package schema

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
)

// A Schema is what one namespace of a database holds: a MySQL database, or one schema of a PostgreSQL database.
//
// Its tables are shared between clones until one of them changes: change a Schema through [Schema.Apply] only.
// A Schema must not be used by several goroutines at once.
type Schema struct {
	Semantics Semantics
	// Tables by [Semantics.TableKey]. A nil map is an empty schema.
	Tables map[string]*Table
	// Enums are the named enum types (PostgreSQL), by name.
	Enums map[string]Enum
	// Types are the names of the types that extensions bring (PostgreSQL), and Told which of all types the source tells of.
	Types []string
	Told  Told
	// Opaque are the objects that assay sees and does not model. They are named in reports, never compared and never altered.
	Opaque []Opaque
	// Beside are the objects beside tables that are compared by their text. Unasked are the kinds of which the source cannot tell whether there are any: a
	// mysqldump without --routines.
	Beside  []Beside
	Unasked []string
	// Detail says how much of it was told.
	Detail Detail
	// Defaults are the options of a new table that says none (MySQL); an empty one is not known.
	Defaults Options

	owned map[string]bool // tables that no clone shares
	// tried are the tables that a trial has changed, by key, which stand for those in Tables; nil: it is none.
	tried map[string]*Table
	// borrowed reports that a clone has the same map of tables: most clones of a large schema are made for one change, and many for none.
	borrowed bool
	holders  holders
	spare    *spare // what branches have left; nil: there were none
}

// Semantics are the ways in which engines differ in what a change does or when it fails.
type Semantics struct {
	// FoldTables and FoldColumns report whether upper and lower case are the same in names of tables,
	// and of columns, indexes and constraints.
	FoldTables, FoldColumns bool
	// PlacesColumns reports whether a statement can say where among its table's columns one goes (MySQL), and AltersKeys whether a foreign key's or check's
	// name and timing can be changed without making it anew (PostgreSQL).
	PlacesColumns, AltersKeys bool
	// Spaces reports whether names of tables and indexes may have another schema's before a point: one Schema stands for several then, in each of which names
	// are given once.
	Spaces bool
	// GlobalIndexNames reports whether the names of indexes and tables share one namespace (PostgreSQL).
	GlobalIndexNames bool
	// IndexNamesApart reports whether the names of indexes are one namespace, apart from that of tables (Oracle).
	IndexNamesApart bool
	// ShrinkIndexes reports whether dropping a column only takes it out of an index (MySQL) or drops the index as well.
	ShrinkIndexes bool
	// AutoIncrementNeedsKey reports whether a column can count up only as the first column of a key.
	AutoIncrementNeedsKey bool
	// DropsTogether reports whether tables that one statement drops may refer to each other in any order.
	DropsTogether bool
	// FixedKeyColumns reports whether a column that a foreign key uses keeps its type (MySQL) or may change it.
	FixedKeyColumns bool
	// FixedTypes reports whether a column that has values keeps its datatype, whatever they are, so that another one takes a new column (Oracle).
	FixedTypes bool
	// TypedExpressions reports whether the expressions of indexes and checks keep the types that they were made with (PostgreSQL), so that
	// they are in the way of a column's new type.
	TypedExpressions bool
	// LooseTexts reports whether unique keys take texts for equal that differ in case, accents or blanks at their end, as most collations do (MySQL), or none but
	// the same (PostgreSQL).
	LooseTexts bool
	// JudgesLiterals reports whether a statement fails for a literal that its column does not take whatever rows there are (PostgreSQL, which computes constants
	// first), or only where it comes to a row.
	JudgesLiterals bool
	// RoundsIntegers reports whether a column of integers takes a number with a fraction, rounded (MySQL), or refuses it.
	RoundsIntegers bool
	// NumbersArePlaces reports whether a column of numbers that becomes an enumeration has each number taken for the place of a label (MariaDB); MySQL looks
	// for a label that reads so first (seen on 5.6 and 9.7).
	NumbersArePlaces bool
	// BareIsWidest reports whether a type that says no length or precision is the widest of its name (PostgreSQL: a text of any length, a time with
	// microseconds) or the narrowest (MySQL: 64 KB, whole seconds).
	BareIsWidest bool
	// FillsColumns reports whether a new column that takes no NULL and has no default is filled with its type's empty value (MySQL), or refused
	// where there are rows.
	FillsColumns bool
	// KeepsKeyNotNull reports whether a column of the primary key stays NOT NULL without a word where a statement makes it NULL (MariaDB), or whether that is
	// refused.
	KeepsKeyNotNull bool
	// KeyNamesFollow and CheckNamesFollow report whether a foreign key that the server named by its table, t_ibfk_1, is named by the new name when the table
	// is renamed (InnoDB), and a check, t_chk_1 (MySQL; MariaDB's have no such names).
	KeyNamesFollow, CheckNamesFollow bool
	// GlobalKeyNames and GlobalCheckNames report whether the name of a foreign key (InnoDB) or of a check (MySQL) stands once in a whole database, or in a
	// table.
	GlobalKeyNames, GlobalCheckNames bool
	// RenamesInChecks reports whether checks follow a column to its other name (MariaDB, PostgreSQL), or keep it from being renamed.
	RenamesInChecks bool
	// NullsEqual reports whether two NULLs are the same in a unique key, so that it has one (SQL Server), and PartNullsEqual whether they are where another
	// column of the key has a value (Oracle).
	NullsEqual, PartNullsEqual bool
	// SafeEngine is the storage engine that keeps foreign keys and survives a crash (MySQL); empty: there is but one.
	SafeEngine string
	// TextLength is the function that counts the characters of a text; empty: CHAR_LENGTH.
	TextLength string
	// OneRow is a table of one row; empty: a query without FROM is one.
	OneRow string
	// SkipsRefused reports whether the engine's client programs go on behind a statement that the server refuses, so that a database that got past one lacks
	// what it was to do, and nothing else (SQL Server, Oracle).
	SkipsRefused bool
	// TransactionalDDL reports whether a revision happens as a whole or not at all.
	// Where it is false, "after statement 3 of 7" is a place where a database can be.
	TransactionalDDL bool
}

// An Enum is a named enum type, its labels in their sort order as [QuoteLabels] writes them.
type Enum struct {
	Name   string `json:"name,omitzero"`
	Labels string `json:"labels,omitzero"`
}

// An Opaque is an object that assay does not model: a view, a trigger, a partitioning and the like.
type Opaque struct {
	Kind  string `json:"kind,omitzero"` // "view", "materialized view", "trigger", … as the engine calls it
	Name  string `json:"name,omitzero"`
	Table string `json:"table,omitzero"` // the table that it belongs to; empty for one that stands by itself
	// Columns are those of the table that it is made of, so that the server lets nobody change their types or drop them while it is there
	// (PostgreSQL); none: the table as a whole.
	Columns []string `json:"columns,omitzero"`
	// Definition are the statements that make it again, with what hangs on it; none: it was not read.
	Definition []string `json:"definition,omitzero"`
	// Space is the schema that it is in, where that is another (PostgreSQL); empty: this one.
	Space string `json:"space,omitzero"`
	// Depth counts the views between it and the table: what is made of a view has to go before that view.
	Depth int `json:"depth,omitzero"`
}

// String names the object for people: "view v_ep".
func (o Opaque) String() string { return o.Kind + " " + strings.TrimPrefix(o.Space+"."+o.Name, ".") }

// Miscounts reports whether a statement that makes an enumeration of those labels of a column of numbers makes something else of the 0 and 1 of a
// boolean.
func (m Semantics) Miscounts(labels []string) bool {
	return m.NumbersArePlaces || !slices.Contains(labels, "0") || !slices.Contains(labels, "1")
}

// standsForTable reports whether the object has a name of those that tables have: it belongs to none, or is the part of one.
func (o Opaque) standsForTable() bool { return o.Table == "" || o.Kind == Partition }

// TableKey is what a table of this name is stored under.
func (m Semantics) TableKey(name string) string {
	if m.FoldTables {
		return strings.ToLower(name)
	}
	return name
}

// SameName reports whether two names of columns, indexes or constraints are the same name.
func (m Semantics) SameName(a, b string) bool {
	return a == b || m.FoldColumns && strings.EqualFold(a, b)
}

// New returns an empty schema of these semantics.
func New(m Semantics) *Schema {
	return &Schema{Semantics: m, Tables: map[string]*Table{}, Enums: map[string]Enum{}, owned: map[string]bool{}}
}

// Table returns the table of that name, nil if there is none. It must not be changed.
func (s *Schema) Table(name string) *Table { return tableAt(s, s.Semantics.TableKey(name)) }

func tableAt(s *Schema, key string) *Table {
	if t := s.tried[key]; t != nil {
		return t
	}
	return s.Tables[key]
}

// Add puts a table into the schema, in place of one of the same name. The schema owns it from then on.
func (s *Schema) Add(t *Table) {
	if s.owned == nil {
		s.owned = map[string]bool{}
	}
	k := s.Semantics.TableKey(t.Name)
	s.ownTables()[k], s.owned[k] = t, true
	for name := range t.names {
		s.named(t, name)
	}
}

// SortedTables returns the tables by name.
func (s *Schema) SortedTables() []*Table {
	return slices.SortedFunc(eachTable(s), func(a, b *Table) int { return cmp.Compare(a.Name, b.Name) })
}

// SortedEnums returns the enum types by name.
func (s *Schema) SortedEnums() []Enum {
	return slices.SortedFunc(maps.Values(s.Enums), func(a, b Enum) int { return cmp.Compare(a.Name, b.Name) })
}

// View returns the opaque object that stands where a table of that name would, a view or a partition, and whether there is one.
func (s *Schema) View(name string) (Opaque, bool) {
	key := s.Semantics.TableKey(name)
	i := slices.IndexFunc(s.Opaque, func(o Opaque) bool { return o.standsForTable() && s.Semantics.TableKey(o.Name) == key })
	if i < 0 {
		return Opaque{}, false
	}
	return s.Opaque[i], true
}

// eachTable goes through the tables in no order.
func eachTable(s *Schema) iter.Seq[*Table] {
	return func(yield func(*Table) bool) {
		for key := range s.Tables {
			if !yield(tableAt(s, key)) {
				return
			}
		}
	}
}

// Clone returns a copy. Tables are copied when one of the two is changed, so it is cheap.
func (s *Schema) Clone() *Schema {
	if s.tried != nil {
		s.ownTables()
	}
	s.owned, s.borrowed = map[string]bool{}, true
	return s.Fork()
}

// Fork returns a copy that is to be forgotten before s changes again, so that s need not copy what it shares with it.
func (s *Schema) Fork() *Schema {
	return &Schema{
		Semantics: s.Semantics,
		Tables:    s.Tables,
		Enums:     maps.Clone(s.Enums),
		Types:     s.Types,
		Told:      s.Told,
		Opaque:    s.Opaque,
		Beside:    s.Beside,
		Unasked:   s.Unasked,
		Detail:    s.Detail,
		Defaults:  s.Defaults,
		owned:     map[string]bool{},
		borrowed:  true,
		tried:     maps.Clone(s.tried),
		holders:   s.holders.fork(),
	}
}

// Trial returns a copy to try changes of few tables on, which costs as much as those: it is to be asked for tables by their names ([Schema.Table],
// [Schema.SortedTables]), and forgotten before s changes again.
func (s *Schema) Trial() *Schema {
	if s.holders.all == nil { // so that not each trial looks for them
		findHolders(s)
	}
	c := s.Fork()
	if c.tried == nil {
		c.tried = map[string]*Table{}
	}
	return c
}

// ownTables is the map of tables, fit to be changed.
func (s *Schema) ownTables() map[string]*Table {
	if s.borrowed {
		s.Tables, s.borrowed = maps.Clone(s.Tables), false
		maps.Copy(s.Tables, s.tried)
		s.tried = nil
	}
	return s.Tables
}

// Only returns a schema of those tables and enum types that keep says yes to.
func (s *Schema) Only(table, enum func(name string) bool) *Schema {
	s.owned = map[string]bool{}
	c := New(s.Semantics)
	c.Types, c.Told = s.Types, s.Told
	c.Opaque, c.Beside, c.Unasked, c.Detail, c.Defaults = s.Opaque, s.Beside, s.Unasked, s.Detail, s.Defaults
	for t := range eachTable(s) {
		if table(t.Name) {
			c.Tables[s.Semantics.TableKey(t.Name)] = t
		}
	}
	for name, e := range s.Enums {
		if enum(name) {
			c.Enums[name] = e
		}
	}
	return c
}

// own returns the table, fit to be changed; nil if there is none.
func (s *Schema) own(name string) *Table {
	k := s.Semantics.TableKey(name)
	t := tableAt(s, k)
	if t != nil && !s.owned[k] {
		if s.owned == nil {
			s.owned = map[string]bool{}
		}
		t = t.cloneInto(s.spare)
		if s.owned[k] = true; s.tried != nil {
			s.tried[k] = t
		} else {
			s.ownTables()[k] = t
		}
	}
	return t
}
