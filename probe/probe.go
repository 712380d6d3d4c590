// Package probe asks the data what a pending change would do to it: how many rows would it fail on, or change?
//
// The changes of an upgrade run one after the other, and the questions are asked before the first of them. So a [Prober] walks the
// changes in their order and knows, for every column as it will be by then, which expression over the present columns gives its values: a
// column that was renamed has its present name, one that has become a text is cast to one, one that was added is a constant.
// Where no expression does, it says so instead of asking something else.
package probe

import (
	"cmp"

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
	// Unsure says why rows that are found need not be in the way by then, or why nothing can be asked; empty: they are. No rows are fine all the same.
	Unsure string
	// Any counts whether there is a row at all, where nothing else can be asked: without one, nothing can fail. Empty: that does not tell either.
	Any schema.Question

	// Loss reports that the question is how many values, or rows of a table, are dropped.
	Loss bool

	// Server reports that the question is about what the server has or understands, and not about rows.
	Server bool

	reads []reading // what the answer depends on
}

// A reading is of a table's columns. Parent: it is there that others are to find what they refer to. Listed: rows that stand in statements before are looked at
// without asking.
type reading struct {
	table          string
	columns        []string
	parent, listed bool
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
	// Lossy are the values of an SQL expression that do not survive becoming those of another domain; explicit: by a cast that is written out.
	Lossy(value string, from, to schema.Domain, explicit bool) []schema.Lossy
	// Becomes is the expression of what becomes of a value, one that fails on no row; ok is false where there is none.
	Becomes(value string, from, to schema.Domain) (sql string, ok bool)
	// Unfilled are the rows that cannot be given the value which the server makes up for a new column that takes no NULL and has no default.
	Unfilled(schema.Domain) []schema.Lossy
	// First is a query for the first rows of another one, which begins with SELECT.
	First(query string, rows int) string
	// StrictMode is the condition under which the server refuses a value that a column does not take, where it makes another of it otherwise; empty: not known.
	StrictMode() string
	// NoRole is the condition under which the server has no role of a name, as SQL spells it; empty: not every user can ask that.
	NoRole(name string) string
	// Typed is an expression of a constant or of NULL with a type of its own, if the engine asks for one.
	Typed(sql string, t schema.Type) string
}

// A Prober finds the probes of pending changes to an observed schema, one after the other.
type Prober struct {
	asker
	ahead    []schema.Change // what the revision does behind the change that is made
	behind   []int           // the statements that make these; nil: not known
	making   int             // the statement that makes the change
	triggers map[string]bool // tables that the upgrade gives one, by key
	// unreferred: what rows refer to is not looked at from here on (MySQL's foreign_key_checks).
	unreferred bool
	hidden     string // why no rows are known for sure: statements are not known; empty: all are
}

// New returns a prober of changes to an observed schema. No count goes beyond limit.
func New(observed *schema.Schema, e Engine, limit int) *Prober {
	known := state{observed: observed, now: observed.Clone(), tables: map[string]*relation{}, values: map[place]*value{}}
	p := &Prober{asker: asker{state: known, engine: e, limit: limit}, triggers: map[string]bool{}}
	for key, t := range observed.Tables {
		p.tables[key] = &relation{name: t.Name}
		for _, c := range t.Columns {
			p.values[p.place(t.Name, c.Name)] = &value{sql: e.Quote(c.Name), domain: domain(observed, t, c)}
		}
	}
	return p
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

// Begin says what a revision does, before [Prober.Next] is called for each of its changes, and which of its statements makes each; nil: that is not known.
func (p *Prober) Begin(changes []schema.Change, statements []int) {
	p.ahead, p.behind = changes, statements
}

// step takes the next change of the revision for the one that is made.
func (p *Prober) step() {
	if len(p.ahead) > 0 {
		p.ahead = p.ahead[1:]
	}
	if len(p.behind) > 0 {
		p.making, p.behind = p.behind[0], p.behind[1:]
	}
}

// Next returns the probes of the next change, and takes it for made. One that the schema refuses has none, and is left out.
// A statement that was released with a flaw counts as corrected.
func (p *Prober) Next(c schema.Change) []Probe {
	c = schema.Mended(c)
	p.step()
	if p.now.Idle(c) {
		return nil
	}
	next := p.now.Clone()
	if next.Apply(c) != nil {
		return nil
	}
	var found []Probe
	table := c.Object().Table
	r := p.relation(table)
	if r != nil {
		p.reshape(r, c)
	}
	switch {
	case r != nil && r.name != "":
		found = p.probe(c, next.Table(table), next)
	case r != nil:
		found = p.filled(c, r)
		switch c := c.(type) {
		case schema.DropTable:
			delete(p.tables, p.observed.Semantics.TableKey(table))
		case schema.RenameTable:
			p.move(c.From, c.To)
		}
	}
	if create, ok := c.(schema.CreateTable); ok {
		p.create(create.Table)
	}
	p.now = next
	return p.doubted(found)
}

// probe finds the probes of a change to a table that has rows, and brings the values up to date. t is the table after the change.
func (p *Prober) probe(c schema.Change, t *schema.Table, next *schema.Schema) []Probe {
	switch c := c.(type) {
	case schema.DropTable:
		found := p.loss(c, "", "TRUE")
		if p.drop(c.Table) {
			return nil
		}
		return found
	case schema.DropColumn:
		return dropColumn(p, c, t)
	case schema.RenameTable:
		p.move(c.From, c.To)
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
	case schema.AddCheck:
		return p.addCheck(c, t)
	case schema.SetTrait:
		return validate(p, c, t)
	}
	return nil
}

// AnyRow asks whether a table has a row; empty: the upgrade makes it, or puts some there.
func (p *Prober) AnyRow(table string) schema.Question { return p.anyRow(table) }

// Schema is the schema as the changes so far leave it.
func (p *Prober) Schema() *schema.Schema { return p.now }

// oneRow is a table of one row, for a question that is about none.
func oneRow(p *Prober) string { return cmp.Or(p.now.Semantics.OneRow, "(SELECT 1 AS assay_1) one") }

// Role asks whether the server has no role of a name, which stops a statement that names it. why is how reasons name that.
func (p *Prober) Role(name, why string) Probe {
	may := "whether there is a role " + name + " is not known: " + why
	probe := Probe{Fatal: true, Problem: may, Unsure: may, Server: true}
	condition := p.engine.NoRole(name)
	if condition == "" {
		return probe
	}
	probe.Problem, probe.Unsure = "the upgrade stops: there is no role "+name+": "+why, p.hidden
	probe = p.ask(probe, "1 FROM "+oneRow(p)+" WHERE "+condition, "")
	probe.Examples, probe.Count.Tables = schema.Question{}, nil
	return probe
}
