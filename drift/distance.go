package drift

import (
	"hash/maphash"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// A Distance says how far a schema is from what was found. The zero Distance is an exact match.
type Distance struct {
	// Hard counts what contradicts: something that is missing, other than expected, or expected only at another revision.
	Hard int
	// Early is the part of Hard for what only another revision has: it is there, but not expected.
	Early int
	// Soft counts what an administrator adds without contradicting any revision: own columns and indexes, wider types, defaults.
	Soft int
	// Gone is the part of Hard for tables that are missing as a whole, which says little: they are dropped on purpose, or were never wanted.
	Gone int
}

// Sum is the distance as one number, zero for an exact match.
func (d Distance) Sum() int { return d.Hard + d.Soft }

func (d Distance) plus(e Distance) Distance {
	return Distance{d.Hard + e.Hard, d.Early + e.Early, d.Soft + e.Soft, d.Gone + e.Gone}
}

func (d Distance) minus(e Distance) Distance {
	return Distance{d.Hard - e.Hard, d.Early - e.Early, d.Soft - e.Soft, d.Gone - e.Gone}
}

// What the kinds of differences weigh. A column that is there or not says most: revisions add columns, people seldom drop them, and a
// column of a name that some revision knows is seldom there by chance. Nobody makes a type narrower by hand, so that says as much; but an enum
// may be made a boolean, a column of a later revision added in a type of one's own, a varchar given the very length that a revision gives it.
// Whole tables are dropped on purpose, as Asterisk's own guide suggests, so a missing table says little however many columns it had; a table
// too early says much.
const (
	tableMissing  = 2
	tableTooEarly = 6
	columnWeight  = 4 // the most that one column counts for
	customWeight  = 3 // a type that may be a revision's or somebody's own choice
	smallWeight   = 1 // nullability, a default, a type that holds more than any revision's
	indexWeight   = 2
	enumWeight    = 2
)

// A fact is what one part of a schema adds to the distance and to the fingerprint of the schema that is walked: a sum, in which equal parts count each.
type fact struct {
	distance Distance
	sum      uint64
}

func (f fact) plus(g fact) fact  { return fact{f.distance.plus(g.distance), f.sum + g.sum} }
func (f fact) minus(g fact) fact { return fact{f.distance.minus(g.distance), f.sum - g.sum} }

// A scale measures schemas against the observed one.
type scale struct {
	*everything
	tables map[string]*observed
	enums  map[string]schema.Enum
	server schema.Semantics
	seed   maphash.Seed
	// measured are the columns that were measured, by table and name: a history has few that differ, and passes by each many times.
	measured map[[2]string][]measured
}

type measured struct {
	want schema.Column
	fact
}

// observed is a table as it was found, made ready for look-ups.
type observed struct {
	table   *schema.Table
	columns map[string]observedColumn
	extra   Distance // what all its columns cost where none is expected
	own     Distance // what those cost at least wherever they are expected whose type no revision gives
}

type observedColumn struct {
	*schema.Column
	extra Distance // what it costs where it is not expected
}

func newScale(got *schema.Schema, l *everything) *scale {
	s := &scale{
		everything: l, tables: map[string]*observed{}, enums: got.Enums, server: got.Semantics, seed: maphash.MakeSeed(), measured: map[[2]string][]measured{},
	}
	for key, t := range got.Tables {
		o := &observed{table: t, columns: make(map[string]observedColumn, len(t.Columns))}
		for i := range t.Columns {
			c := observedColumn{&t.Columns[i], s.extraColumn(t.Name, &t.Columns[i])}
			o.columns[s.fold(c.Name)] = c
			o.extra = o.extra.plus(c.extra)
			if s.knows(schema.ColumnObject, t.Name, c.Name) && !s.gives(schema.ColumnObject, t.Name, c.Name, c.Type) {
				o.own.Soft += smallWeight
			}
		}
		s.tables[key] = o
	}
	return s
}

func (s *scale) fold(name string) string { return foldName(s.semantics, name) }

// nothing is the distance of an empty schema from the observed one.
func (s *scale) nothing() fact {
	var f fact
	for key := range s.tables {
		f.distance = f.distance.plus(s.absentTable(key))
	}
	for name := range s.enums {
		f.distance = f.distance.plus(s.enum(name, nil).distance)
	}
	return f
}

// absentTable is the cost of expecting no table where perhaps one is. Whoever made its columns of types of their own (NVARCHAR throughout, or VARCHAR2 that
// counts bytes) has them in every revision: a revision without the table is no nearer for that.
func (s *scale) absentTable(key string) Distance {
	o := s.tables[key]
	if o == nil || !s.knows(schema.TableObject, key, "") {
		return Distance{}
	}
	return o.own.plus(Distance{Hard: tableTooEarly, Early: tableTooEarly})
}

// table measures an expected table: nil where none is expected.
func (s *scale) table(key string, want *schema.Table) fact {
	if want == nil {
		return fact{distance: s.absentTable(key)}
	}
	o := s.tables[key]
	f := s.lists(o, want)
	f.sum += maphash.String(s.seed, key)
	if o == nil {
		f.distance.Hard += tableMissing
		f.distance.Gone += tableMissing
	} else {
		f.distance = f.distance.plus(o.extra)
	}
	for i := range want.Columns {
		c := &want.Columns[i]
		f = f.plus(s.column(key, o, c.Name, c).minus(s.column(key, o, c.Name, nil)))
	}
	return f
}

// column measures one column: nil where none is expected. An unexpected one costs what its table's extra counts for it.
func (s *scale) column(key string, o *observed, name string, want *schema.Column) fact {
	if want == nil {
		if o == nil {
			return fact{}
		}
		return fact{distance: o.columns[s.fold(name)].extra}
	}
	at := [2]string{key, name}
	known := s.measured[at]
	for i := range known {
		if known[i].want == *want {
			return known[i].fact
		}
	}
	f := s.wanted(key, o, name, want)
	s.measured[at] = append(known, measured{*want, f})
	return f
}

// wanted measures a column that is expected.
func (s *scale) wanted(key string, o *observed, name string, want *schema.Column) fact {
	f := fact{sum: maphash.Comparable(s.seed, struct {
		table string
		c     schema.Column
	}{key, *want})}
	if o == nil {
		return f
	}
	if got, found := o.columns[s.fold(name)]; found {
		f.distance = s.columnDistance(key, want, got.Column)
	} else {
		f.distance.Hard = columnWeight
	}
	return f
}

func (s *scale) extraColumn(table string, c *schema.Column) Distance {
	switch {
	case s.gives(schema.ColumnObject, table, c.Name, c.Type):
		return Distance{Hard: columnWeight, Early: columnWeight}
	case s.knows(schema.ColumnObject, table, c.Name):
		return Distance{Hard: customWeight, Early: customWeight}
	}
	return Distance{Soft: smallWeight}
}

func (s *scale) columnDistance(table string, w, g *schema.Column) Distance {
	if *w == *g {
		return Distance{}
	}
	var d Distance
	set := Differ(*w, *g)
	if set&schema.PropType != 0 {
		d = s.typeDistance(w.Type, g.Type, s.gives(schema.ColumnObject, table, g.Name, g.Type))
	}
	if set&(schema.PropNullable|schema.PropAutoIncrement|schema.PropGenerated) != 0 {
		d.Hard += smallWeight
	}
	if set&(schema.PropDefault|schema.PropCollation|schema.PropIdentity|schema.PropInvisible|schema.PropCheck) != 0 {
		d.Soft += smallWeight
	}
	if d.Sum() > columnWeight { // as if it were missing, and no more
		d = Distance{Hard: columnWeight}
	}
	return d
}

// typeDistance measures a type that is not as wanted. given says that some revision gives it: then it is seldom there by chance.
func (s *scale) typeDistance(w, g schema.Type, given bool) Distance {
	is := s.server.Compare(w, g)
	wider := is == schema.Wider || is == schema.Alike || otherUnit(w, g)
	switch {
	case wider && !given:
		return Distance{Soft: smallWeight}
	case wider, opened(w, g):
		return Distance{Hard: customWeight}
	}
	return Distance{Hard: columnWeight}
}

// otherUnit reports whether two texts are as long, but for what is counted: whoever makes tables by hand on Oracle writes VARCHAR2(40) and has bytes.
func otherUnit(w, g schema.Type) bool {
	number := func(t schema.Type) string {
		n, unit, _ := strings.Cut(t.Args, " ")
		if unit == "" {
			return ""
		}
		return n
	}
	return w.Name == g.Name && number(w) != "" && number(w) == number(g)
}

// opened reports whether a closed type was given up for one that people take instead: an enum for a boolean, a number for text.
func opened(w, g schema.Type) bool {
	isText := func(t schema.Type) bool { return t.Name == "varchar" || strings.HasSuffix(t.Name, "text") }
	isEnum := func(t schema.Type) bool { return t.Named || t.Name == "enum" || t.Name == "set" }
	return isEnum(w) && !isEnum(g) || isText(g) && !isText(w)
}

// lists measures a table's indexes and constraints. o is nil where the table was not found: then only the fingerprint counts.
func (s *scale) lists(o *observed, want *schema.Table) fact {
	var f fact
	if o != nil {
		f.distance = s.listDistance(want, o.table)
	}
	var h maphash.Hash
	h.SetSeed(s.seed)
	for i := range want.Indexes {
		x := &want.Indexes[i]
		maphash.WriteComparable(&h, listed{"index", want.Name, x.Name, x.Method, x.Where})
		for _, p := range x.Parts {
			maphash.WriteComparable(&h, p)
		}
		for _, c := range x.Include {
			maphash.WriteComparable(&h, c)
		}
		maphash.WriteComparable(&h, [...]bool{x.Kind&1 != 0, x.Kind&2 != 0, x.NullsNotDistinct, x.Deferrable, x.Invisible})
		f.sum += h.Sum64()
		h.Reset()
	}
	for _, k := range want.ForeignKeys {
		maphash.WriteComparable(&h, listed{"foreign key", want.Name, k.RefTable, k.OnDelete, k.OnUpdate})
		for _, names := range [][]string{k.Columns, k.RefColumns} {
			for _, c := range names {
				maphash.WriteComparable(&h, c)
			}
			maphash.WriteComparable(&h, k.NotValid)
		}
		f.sum += h.Sum64()
		h.Reset()
	}
	for _, k := range want.Checks {
		maphash.WriteComparable(&h, listed{"check", want.Name, k.Expr, strconv.FormatBool(k.NotEnforced), ""})
		f.sum += h.Sum64()
		h.Reset()
	}
	return f
}

// listed is what an index or a constraint of a table has of single texts, its kind first.
type listed [5]string

func (s *scale) listDistance(want, got *schema.Table) Distance {
	var d Distance
	missing, renamed, extra := pairIndexes(s.semantics, want.Indexes, got.Indexes, func(w, g *schema.Index) bool {
		return sameIndex(s.semantics, w, g) && w.Invisible == g.Invisible
	})
	d.Hard += indexWeight * len(missing)
	d.Soft += smallWeight * len(renamed)
	for _, x := range extra {
		switch {
		case x.Implicit:
		case s.knows(schema.IndexObject, got.Name, x.Name):
			d.Hard, d.Early = d.Hard+indexWeight, d.Early+indexWeight
		default:
			d.Soft += smallWeight
		}
	}
	keys, extraKeys := unmatched(want.ForeignKeys, got.ForeignKeys, func(a, b schema.ForeignKey) bool {
		return unrestricted(a).Same(s.semantics, unrestricted(b))
	})
	checks, extraChecks := unmatched(want.Checks, got.Checks, func(a, b schema.Check) bool { return a.Expr == b.Expr && a.NotEnforced == b.NotEnforced })
	extraChecks = slices.DeleteFunc(extraChecks, func(k schema.Check) bool { return k.Implicit })
	d.Hard += indexWeight * (len(keys) + len(checks))
	d.Soft += smallWeight * (len(extraKeys) + len(extraChecks))
	return d
}

// enum measures a named enum type: nil where none is expected.
func (s *scale) enum(name string, want *schema.Enum) fact {
	var f fact
	got, found := s.enums[name]
	if want != nil {
		f.sum = maphash.Comparable(s.seed, *want)
	}
	switch {
	case want == nil && !found, want != nil && found && *want == got:
	case want != nil && found:
		f.distance = s.typeDistance(labels(*want), labels(got), s.gives(schema.EnumObject, "", name, labels(got)))
	case found && !s.knows(schema.EnumObject, "", name):
		f.distance.Soft = smallWeight
	case found:
		f.distance = Distance{Hard: enumWeight, Early: enumWeight}
	default:
		f.distance.Hard = enumWeight
	}
	return f
}
