// Package probe asks the data what a pending change would do to it: how many rows would it fail on, or change?
//
// The changes of an upgrade run one after the other, and the questions are asked before the first of them. So a [Prober] walks the
// changes in their order and knows, for every column as it will be by then, which expression over the present columns gives its values: a
// column that was renamed has its present name, one that has become a text is cast to one, one that was added is a constant.
// Where no expression does, it says so instead of asking something else.
package probe

import (
	"fmt"
	"strings"

	"assay/schema"
)

// A Probe is a question to the data: how many rows would a pending change fail on, or change?
type Probe struct {
	Change schema.Change
	// Table and Column are what the change is about, as it will be called by then. Column lists several with commas where a key has them.
	Table, Column string
	// Problem is what would become of the rows that are found, or why nothing can be asked.
	Problem string
	// Fatal reports that the upgrade must not go ahead with such rows: the statement fails on them, or makes other values of them without a word.
	Fatal bool
	// Count gives one number, at most the prober's limit. Examples gives up to three rows: the key that the table has, then the value.
	// Both are empty where nothing can be asked.
	Count, Examples schema.Question
}

// Asks reports whether there is a question, and not only the reason why there is none.
func (p Probe) Asks() bool { return p.Count.SQL != "" }

// An Engine knows what a server does to values. The rooms' dialects are such.
type Engine interface {
	Quote(name string) string
	Literal(text string) string
	// Casts are the types that a value passes on its way into the altered column, the column's own left out;
	// known is false where it is more than casts.
	Casts(schema.AlterColumn) (casts []schema.Type, known bool)
	// Misfits are the values of an SQL expression that do not survive becoming those of another domain; explicit: by a cast that is written out.
	Misfits(value string, from, to schema.Domain, explicit bool) []schema.Misfit
	// Becomes is the expression of what becomes of a value, one that fails on no row; ok is false where there is none.
	Becomes(value string, from, to schema.Domain) (sql string, ok bool)
}

// A Prober finds the probes of changes that are to be made to an observed schema, one after the other.
type Prober struct {
	engine   Engine
	limit    int
	observed *schema.Schema
	now      *schema.Schema   // as the changes so far leave it
	tables   map[string]bool  // those that were observed and are still there, by key
	values   map[place]*value // of their columns
}

// A place is a column, its names folded as the engine compares them.
type place struct{ table, column string }

// A value is what a column will hold, in terms of what its table holds now.
type value struct {
	sql     string
	domain  schema.Domain
	unknown string // why sql is not known; empty: it is
}

// New returns a prober of changes to an observed schema. No count goes beyond limit.
func New(observed *schema.Schema, e Engine, limit int) *Prober {
	p := &Prober{
		engine: e, limit: limit, observed: observed, now: observed.Clone(),
		tables: map[string]bool{}, values: map[place]*value{},
	}
	for key, t := range observed.Tables {
		p.tables[key] = true
		for _, c := range t.Columns {
			p.values[p.place(t.Name, c.Name)] = &value{sql: e.Quote(c.Name), domain: domain(observed, t, c)}
		}
	}
	return p
}

func (p *Prober) place(table, column string) place {
	if p.observed.Semantics.FoldColumns {
		column = strings.ToLower(column)
	}
	return place{p.observed.Semantics.TableKey(table), column}
}

// domain returns which values a table's column takes in a schema.
func domain(s *schema.Schema, t *schema.Table, c schema.Column) schema.Domain {
	d := typeDomain(s, c.Type)
	d.Charset, d.Collation = c.Charset, c.Collation
	if d.Charset == "" && d.Collation == "" {
		d.Charset, d.Collation = t.Options.Charset, t.Options.Collation
	}
	return d
}

func typeDomain(s *schema.Schema, t schema.Type) schema.Domain {
	d := schema.Domain{Type: t, Labels: t.Labels()}
	if e, ok := s.Enums[t.Name]; ok && t.Named {
		d.Labels = schema.SplitLabels(e.Labels)
	}
	return d
}

// Next returns the probes of the next change, and takes it for made. One that the schema refuses has none, and is left out.
// A statement that was released with a flaw counts as mended.
func (p *Prober) Next(c schema.Change) []Probe {
	c = schema.Mended(c)
	next := p.now.Clone()
	if next.Apply(c) != nil {
		return nil
	}
	var found []Probe
	if table := c.Object().Table; p.tables[p.observed.Semantics.TableKey(table)] {
		found = p.probe(c, next.Table(table), next)
	}
	p.now = next
	return found
}

// probe finds the probes of a change to a table that has rows, and brings the values up to date. t is the table after the change.
func (p *Prober) probe(c schema.Change, t *schema.Table, next *schema.Schema) []Probe {
	switch c := c.(type) {
	case schema.DropTable:
		delete(p.tables, p.observed.Semantics.TableKey(c.Table))
	case schema.DropColumn:
		delete(p.values, p.place(c.Table, c.Column))
	case schema.RenameColumn:
		p.rename(c.Table, c.From, c.To)
	case schema.AddColumn:
		return p.addColumn(c, t, next)
	case schema.AlterColumn:
		found := p.alterColumn(c, t, next)
		if c.Set&schema.PropName != 0 {
			p.rename(c.Table, c.Name, c.To.Name)
		}
		return found
	case schema.AlterTable:
		return p.alterTable(c, t, next)
	case schema.AddIndex:
		return p.addIndex(c, t)
	case schema.AddForeignKey:
		return p.addForeignKey(c)
	}
	return nil
}

func (p *Prober) rename(table, from, to string) {
	was, is := p.place(table, from), p.place(table, to)
	v := p.values[was]
	delete(p.values, was)
	p.values[is] = v
}

// where makes a probe of a condition on a table's rows. shown is the expression that the examples show; empty: none but the key.
func (p *Prober) where(c schema.Change, column, shown string, m schema.Misfit) Probe {
	table := c.Object().Table
	q := p.engine.Quote
	from := fmt.Sprintf(" FROM %s WHERE %s", q(table), m.Where)
	columns := p.key(table)
	if shown != "" && (len(columns) != 1 || columns[0] != shown) {
		columns = append(columns, shown+" AS "+q(column))
	}
	if len(columns) == 0 {
		columns = []string{"1"}
	}
	return p.ask(Probe{Change: c, Table: table, Column: column, Problem: m.Problem, Fatal: m.Fatal}, "1"+from, strings.Join(columns, ", ")+from, table)
}

// ask puts both questions into a probe: how many rows does one query have, and what are the first of the other.
func (p *Prober) ask(probe Probe, count, examples string, tables ...string) Probe {
	probe.Count = schema.Question{SQL: fmt.Sprintf("SELECT COUNT(*) FROM (SELECT %s LIMIT %d) AS found", count, p.limit), Tables: tables}
	probe.Examples = schema.Question{SQL: fmt.Sprintf("SELECT %s LIMIT 3", examples), Tables: tables}
	return probe
}

// key returns the present columns, quoted, that tell a table's rows apart: of the primary key or else a unique one; nil: it has neither.
func (p *Prober) key(table string) []string {
	var best []string
	t := p.observed.Table(table)
	for _, x := range t.Indexes {
		if names, ok := p.wholeColumns(x); ok && x.Kind.Unique() && (best == nil || x.Kind == schema.Primary) {
			best = names
		}
	}
	return best
}

// wholeColumns returns an index's columns, quoted; ok is false where it is over anything else, or not over every row.
func (p *Prober) wholeColumns(x schema.Index) (names []string, ok bool) {
	for _, part := range x.Parts {
		if part.Column == "" || part.Prefix > 0 {
			return nil, false
		}
		names = append(names, p.engine.Quote(part.Column))
	}
	return names, x.Where == "" && !x.Invalid
}

// unasked is a probe that only says why there is nothing to ask.
func unasked(c schema.Change, column, why string) Probe {
	return Probe{Change: c, Table: c.Object().Table, Column: column, Problem: why}
}
