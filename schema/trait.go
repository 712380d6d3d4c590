package schema

import (
	"maps"
	"slices"
	"strings"
)

// A Trait is a property that a table, an index or a constraint has beside what it is made of.
type Trait string

// The traits. The value of each is in the engine's canonical spelling; one that is as by default is not there.
const (
	// Comment is a comment's text.
	Comment Trait = "comment"
	// Logging is "UNLOGGED": a crash empties the table (PostgreSQL).
	Logging Trait = "logging"
	// Tablespace is where files lie, AccessMethod what keeps a table's rows (PostgreSQL).
	Tablespace   Trait = "tablespace"
	AccessMethod Trait = "access method"
	// RowSecurity is "enabled", and ForcedSecurity "forced", on the owner as well; ReplicaIdentity "FULL", "NOTHING" or the name of an index (PostgreSQL).
	RowSecurity     Trait = "row security"
	ForcedSecurity  Trait = "row security for the owner"
	ReplicaIdentity Trait = "replica identity"
	// Timing is when a constraint is checked: "DEFERRABLE" or "DEFERRABLE INITIALLY DEFERRED" (PostgreSQL).
	Timing Trait = "timing"
	// Heirs is "NO INHERIT": tables that inherit from this one do not have the check (PostgreSQL).
	Heirs Trait = "inheritance"
	// Validity is "NOT VALID" (rows that were there have not been checked) or "NOT ENFORCED" (none is).
	Validity Trait = "validity"
	// Visibility is "INVISIBLE" (MySQL) or "IGNORED" (MariaDB): the planner does not use the index.
	Visibility Trait = "visibility"
	// Parts is by what a table is partitioned: "RANGE (at)" (PostgreSQL).
	Parts Trait = "partitioning"
	// Partitions is how a table is partitioned, in the words of PARTITION BY, and History whether it keeps what its rows were: "WITH SYSTEM VERSIONING". No
	// history tells of either (MySQL).
	Partitions Trait = "partitions"
	History    Trait = "history of rows"
	// Matching is "MATCH FULL" of a foreign key (PostgreSQL); ParsedBy names the parser of a FULLTEXT index (MySQL).
	Matching Trait = "matching"
	ParsedBy Trait = "parser"
)

// option begins the traits that say how rows or keys are kept: PostgreSQL's WITH (…), MySQL's ROW_FORMAT, KEY_BLOCK_SIZE and the like.
const option = "option "

// Option is the trait of an option of storage.
func Option(name string) Trait { return Trait(option + name) }

// Option returns the option's name; false: the trait is none.
func (t Trait) Option() (name string, ok bool) { return strings.CutPrefix(string(t), option) }

// Cosmetic reports whether nothing but people and the disk notice the trait.
func (t Trait) Cosmetic() bool {
	return t == Comment || strings.HasPrefix(string(t), option) || t == Tablespace || t == AccessMethod || t == ReplicaIdentity || t == Partitions
}

// Untold reports whether no history tells of the trait, though its statements may set it.
func (t Trait) Untold() bool { return t == Partitions || t == History }

// Traits are what an object has of them. Nil: none. One must not be changed: see [Traits.With].
type Traits map[Trait]string

// With returns the traits with that one, or without it where it is empty.
func (t Traits) With(name Trait, value string) Traits {
	if t[name] == value {
		return t
	}
	c := maps.Clone(t)
	if value == "" {
		delete(c, name)
		return c
	}
	if c == nil {
		c = Traits{}
	}
	c[name] = value
	return c
}

// Names are the traits that are there, in a stable order.
func (t Traits) Names() []Trait { return slices.Sorted(maps.Keys(t)) }

// Differ returns the traits in which two objects differ, in a stable order.
func (t Traits) Differ(u Traits) []Trait {
	var all []Trait
	for _, name := range t.Names() {
		if t[name] != u[name] {
			all = append(all, name)
		}
	}
	for _, name := range u.Names() {
		if _, ok := t[name]; !ok {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// sameBut reports whether two objects differ in none but those.
func (t Traits) sameBut(u Traits, traits []Trait) bool {
	return !slices.ContainsFunc(t.Differ(u), func(name Trait) bool { return !slices.Contains(traits, name) })
}

// TraitsOf returns the traits of a table, an index, a foreign key or a check; false: it is not there. Those that the vocabulary has fields for are among them.
func (s *Schema) TraitsOf(o Object) (Traits, bool) {
	t := s.Table(o.Table)
	if t == nil {
		return nil, false
	}
	switch o.Kind {
	case TableObject:
		return t.Traits, true
	case IndexObject:
		if i := indexAt(s, t, o.Name); i >= 0 {
			return t.Indexes[i].AllTraits(), true
		}
	case ForeignKeyObject:
		if i := foreignKeyAt(s.Semantics, t, o.Name); i >= 0 {
			return t.ForeignKeys[i].AllTraits(), true
		}
	case CheckObject:
		if i := checkAt(s.Semantics, t, o.Name); i >= 0 {
			return t.Checks[i].AllTraits(), true
		}
	case ColumnObject, EnumObject:
	}
	return nil, false
}

func foreignKeyAt(m Semantics, t *Table, name string) int {
	return slices.IndexFunc(t.ForeignKeys, func(f ForeignKey) bool { return m.SameName(f.Name, name) })
}

func checkAt(m Semantics, t *Table, name string) int {
	return slices.IndexFunc(t.Checks, func(k Check) bool { return m.SameName(k.Name, name) })
}

// AllTraits are the traits, those among them that have fields of their own.
func (x Index) AllTraits() Traits {
	all := x.Traits
	if x.Invisible {
		all = all.With(Visibility, Invisible)
	}
	return all
}

// AllTraits are the traits, those among them that have fields of their own.
func (f ForeignKey) AllTraits() Traits {
	if f.NotValid {
		return f.Traits.With(Validity, NotValid)
	}
	return f.Traits
}

// AllTraits are the traits, those among them that have fields of their own.
func (k Check) AllTraits() Traits {
	if k.NotEnforced {
		return k.Traits.With(Validity, NotValid)
	}
	return k.Traits
}

// The values of traits that have fields of their own. [NotValid] is, on MySQL, NOT ENFORCED.
const (
	NotValid  = "NOT VALID"
	Invisible = "INVISIBLE"
	// NotEnforced is the value of [Validity] of what holds no row at all (PostgreSQL 18).
	NotEnforced = "NOT ENFORCED"
)

func (x *Index) set(name Trait, value string) {
	if name == Visibility {
		x.Invisible = value != ""
		return
	}
	x.Traits = x.Traits.With(name, value)
}

func (f *ForeignKey) set(name Trait, value string) {
	if name == Validity {
		f.NotValid = value == NotValid
		if value == NotValid {
			value = ""
		}
	}
	f.Traits = f.Traits.With(name, value)
}

func (k *Check) set(name Trait, value string) {
	if name == Validity {
		k.NotEnforced = value == NotValid
		if value == NotValid {
			value = ""
		}
	}
	k.Traits = k.Traits.With(name, value)
}

// setTrait changes the value of a trait of an object.
func setTrait(s *Schema, c SetTrait) error {
	o := located(s, c.Of)
	if _, ok := s.TraitsOf(o); !ok {
		if c.Trait == Validity && c.To == "" && unnamed(s, o) { // which is perhaps called so
			s.Validate(o.Table, o.Name)
			return nil
		}
		return &Conflict{Reason: Missing, Change: c, Object: o}
	}
	t := s.own(o.Table)
	switch o.Kind {
	case TableObject:
		t.Traits = t.Traits.With(c.Trait, c.To)
	case IndexObject:
		t.Indexes[indexAt(s, t, o.Name)].set(c.Trait, c.To)
	case ForeignKeyObject:
		t.ForeignKeys[foreignKeyAt(s.Semantics, t, o.Name)].set(c.Trait, c.To)
	case CheckObject:
		t.Checks[checkAt(s.Semantics, t, o.Name)].set(c.Trait, c.To)
	case ColumnObject, EnumObject:
	}
	return nil
}

// located finds what a statement is about that does not say all of it: an index without its table, a constraint without its kind, which [CheckObject] stands
// for then.
func located(s *Schema, o Object) Object {
	if o.Table == "" && o.Kind == IndexObject {
		if t := s.tableOfIndex(o.Name); t != nil {
			o.Table = t.Name
		}
		return o
	}
	t := s.Table(o.Table)
	if t == nil || o.Kind != CheckObject || checkAt(s.Semantics, t, o.Name) >= 0 {
		return o
	}
	switch {
	case foreignKeyAt(s.Semantics, t, o.Name) >= 0:
		o.Kind = ForeignKeyObject
	case t.Index(s.Semantics, o.Name) >= 0:
		o.Kind = IndexObject
	}
	return o
}

// unnamed reports whether a table has a constraint whose name is not known.
func unnamed(s *Schema, o Object) bool {
	t := s.Table(o.Table)
	return t != nil && (foreignKeyAt(s.Semantics, t, "") >= 0 || checkAt(s.Semantics, t, "") >= 0)
}

// A Detail says how much the source of a schema tells, so that nothing is missed that it could not say.
type Detail int

// The details, each with all of those before.
const (
	// Outline is what formats of assay before 0.9 could hold: no traits, no options of counters.
	Outline Detail = iota
	// Behaviour is all that makes a difference to statements.
	Behaviour
	// Everything has what is cosmetic as well: comments, the order of columns, the names of constraints, storage.
	Everything
	// Whole is what a database, a dump or a snapshot has, of which no history tells: see [Trait.Untold].
	Whole
)
