// Package schematest makes schemas and edits of them at random, for tests of what must hold for every schema.
package schematest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"assay/schema"
)

// MySQL, MariaDB and PostgreSQL are semantics like those of the engines.
var (
	MySQL = schema.Semantics{
		FoldColumns: true, PlacesColumns: true, ShrinkIndexes: true, AutoIncrementNeedsKey: true, FixedKeyColumns: true, RoundsIntegers: true,
		FillsColumns: true, NumbersArePlaces: true, KeyNamesFollow: true, SafeEngine: "InnoDB",
	}
	MariaDB = schema.Semantics{
		FoldColumns: true, PlacesColumns: true, ShrinkIndexes: true, AutoIncrementNeedsKey: true, FixedKeyColumns: true, RoundsIntegers: true,
		FillsColumns: true, NumbersArePlaces: true, KeepsKeyNotNull: true, RenamesInChecks: true, KeyNamesFollow: true, SafeEngine: "InnoDB",
	}
	PostgreSQL = schema.Semantics{
		GlobalIndexNames: true, AltersKeys: true, TypedExpressions: true, BareIsWidest: true, RenamesInChecks: true,
		TransactionalDDL: true,
	}
)

// A Maker makes schemas. The same seed makes the same ones.
type Maker struct {
	*rand.Rand
	Semantics schema.Semantics
	serial    int
}

// New returns a maker.
func New(seed uint64, m schema.Semantics) *Maker {
	return &Maker{Rand: rand.New(rand.NewPCG(seed, 1)), Semantics: m} //nolint:gosec // tests want the same numbers again
}

func (m *Maker) name(prefix string) string {
	m.serial++
	return fmt.Sprintf("%s%d", prefix, m.serial)
}

func pick[T any](m *Maker, from ...T) T { return from[m.IntN(len(from))] }

// Schema makes a schema of up to six tables.
func (m *Maker) Schema() *schema.Schema {
	s := schema.New(m.Semantics)
	if m.enums() {
		for range m.IntN(3) {
			e := m.enum()
			s.Enums[e.Name] = e
		}
	}
	for range m.IntN(6) {
		s.Add(m.table(s))
	}
	return s
}

// enums reports whether the engine has named enum types.
func (m *Maker) enums() bool { return m.Semantics.GlobalIndexNames }

func (m *Maker) enum() schema.Enum {
	labels := []string{"no", "yes", "it's", "on", "off"}
	m.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
	return schema.Enum{Name: m.name("e"), Labels: schema.QuoteLabels(labels[:1+m.IntN(4)])}
}

func (m *Maker) table(s *schema.Schema) *schema.Table {
	t := &schema.Table{Name: m.name("t")}
	if !m.enums() {
		t.Options = schema.Options{Engine: pick(m, "InnoDB", "MyISAM"), Charset: "utf8mb4", Collation: pick(m, "utf8mb4_general_ci", "utf8mb4_bin")}
	}
	for range 1 + m.IntN(6) {
		t.Columns = append(t.Columns, m.Column(s))
	}
	for range m.IntN(3) {
		m.index(t)
	}
	if m.IntN(4) == 0 {
		t.Checks = append(t.Checks, schema.Check{Name: m.name("k"), Expr: t.Columns[0].Name + " <> ''"})
	}
	if ref := m.other(s); ref != nil && m.IntN(3) == 0 {
		t.ForeignKeys = append(t.ForeignKeys, schema.ForeignKey{
			Name: m.name("f"), Columns: []string{t.Columns[0].Name}, RefTable: ref.Name, RefColumns: []string{ref.Columns[0].Name},
		})
	}
	m.count(t)
	return t
}

func (m *Maker) other(s *schema.Schema) *schema.Table {
	if all := s.SortedTables(); len(all) > 0 {
		return pick(m, all...)
	}
	return nil
}

// Column makes a column that does not count up.
func (m *Maker) Column(s *schema.Schema) schema.Column {
	c := schema.Column{Name: m.name("c"), Nullable: m.IntN(2) == 0}
	types := []schema.Type{{Name: "varchar", Args: pick(m, "20", "40", "80")}, {Name: "smallint"}, {Name: "bigint"}, {Name: "text"}}
	if m.enums() {
		types = append(types, schema.Type{Name: "integer"})
		for _, e := range s.SortedEnums() {
			types = append(types, schema.Type{Name: e.Name, Named: true})
		}
	} else {
		types = append(types, schema.Type{Name: "int"}, schema.Type{Name: "enum", Args: pick(m, "'no','yes'", "'yes','no'", "'no','yes','it''s'")})
	}
	c.Type = pick(m, types...)
	if c.Type.Name == "varchar" && m.IntN(3) == 0 {
		c.Default = pick(m, "''", "'it''s'", "'0'")
	}
	return c
}

func (m *Maker) index(t *schema.Table) {
	kind := pick(m, schema.Plain, schema.Unique, schema.Primary)
	if _, has := t.PrimaryKey(); has && kind == schema.Primary {
		kind = schema.Plain
	}
	if m.enums() && kind == schema.Unique && m.IntN(2) == 0 {
		kind = schema.Constraint
	}
	x := schema.Index{Name: m.name("x"), Kind: kind}
	if kind == schema.Primary && !m.enums() {
		x.Name = "PRIMARY"
	}
	for _, i := range m.Perm(len(t.Columns))[:1+m.IntN(min(2, len(t.Columns)))] {
		if t.Columns[i].Type.Name == "text" { // MySQL wants a length
			return
		}
		x.Parts = append(x.Parts, schema.Part{Column: t.Columns[i].Name})
		if kind == schema.Primary {
			t.Columns[i].Nullable = false
		}
	}
	t.Indexes = append(t.Indexes, x)
}

// count makes the first column of the first index count up, sometimes.
func (m *Maker) count(t *schema.Table) {
	if len(t.Indexes) == 0 || m.IntN(2) == 0 {
		return
	}
	i := t.Column(m.Semantics, t.Indexes[0].Parts[0].Column)
	used := slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return slices.Contains(f.Columns, t.Columns[i].Name) })
	if c := &t.Columns[i]; !used && len(t.Checks) == 0 {
		c.Type, c.Default, c.Nullable, c.AutoIncrement = schema.Type{Name: "bigint"}, "", false, true
	}
}

// check makes a condition about a column or two.
func (m *Maker) check(t *schema.Table, col schema.Column) string {
	if other := pick(m, t.Columns...); m.IntN(3) == 0 {
		return col.Name + " < " + other.Name
	}
	return col.Name + " > '0'"
}

// Edit makes up to n random changes to a schema, those that a server would take.
func (m *Maker) Edit(s *schema.Schema, n int) []schema.Change {
	var made []schema.Change
	for range n {
		if c := m.change(s); c != nil && s.Apply(c) == nil {
			made = append(made, c)
		}
	}
	return made
}

func (m *Maker) change(s *schema.Schema) schema.Change {
	t := m.other(s)
	if t == nil || m.IntN(12) == 0 {
		return schema.CreateTable{Table: m.table(s)}
	}
	col := pick(m, t.Columns...)
	switch m.IntN(12) {
	case 0:
		return schema.DropTable{Table: t.Name}
	case 1, 2:
		return schema.AddColumn{Table: t.Name, Column: m.Column(s)}
	case 3:
		if len(t.Columns) > 1 {
			return schema.DropColumn{Table: t.Name, Column: col.Name}
		}
	case 4, 5:
		to := m.Column(s)
		to.Name = col.Name
		return schema.AlterColumn{Table: t.Name, Name: col.Name, From: col, To: to, Set: schema.PropAll}
	case 6:
		return schema.RenameColumn{Table: t.Name, From: col.Name, To: m.name("c")}
	case 7:
		c := t.Clone()
		if m.index(c); len(c.Indexes) > len(t.Indexes) {
			return schema.AddIndex{Table: t.Name, Index: c.Indexes[len(t.Indexes)]}
		}
	case 8:
		if len(t.Indexes) > 0 {
			x := pick(m, t.Indexes...)
			return schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind}
		}
	case 9:
		if len(t.ForeignKeys) > 0 {
			return schema.DropForeignKey{Table: t.Name, Name: t.ForeignKeys[0].Name}
		}
		return schema.AddCheck{Table: t.Name, Check: schema.Check{Name: m.name("k"), Expr: m.check(t, col)}}
	case 10:
		return m.enumChange(s)
	case 11:
		if !m.enums() {
			return schema.AlterTable{Table: t.Name, From: t.Options, To: schema.Options{Engine: "InnoDB", Charset: "utf8mb4", Collation: "utf8mb4_bin"}}
		}
	}
	return nil
}

func (m *Maker) enumChange(s *schema.Schema) schema.Change {
	if !m.enums() {
		return nil
	}
	all := s.SortedEnums()
	if len(all) == 0 || m.IntN(3) == 0 {
		return schema.CreateEnum{Enum: m.enum()}
	}
	e := pick(m, all...)
	switch m.IntN(3) {
	case 0:
		return schema.DropEnum{Name: e.Name}
	case 1:
		return schema.RenameEnum{From: e.Name, To: m.name("e")}
	}
	to := m.enum()
	to.Name = e.Name
	return schema.AlterEnum{From: e, To: to}
}
