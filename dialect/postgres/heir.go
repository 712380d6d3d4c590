package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// inheritances are what tables of a text take their columns from: other tables, and composite types.
type inheritances struct {
	now   *schema.Schema        // the tables of the text as they are by now; nil: none of it inherits
	heirs map[string][]string   // by the table that they inherit from
	rows  map[string][]*pg.Node // the columns of composite types
}

// newInheritances looks whether there is any such table, since few texts have one.
func newInheritances(statements []statement) inheritances {
	in := inheritances{heirs: map[string][]string{}, rows: map[string][]*pg.Node{}}
	if slices.ContainsFunc(statements, func(s statement) bool {
		x := s.node.GetCreateStmt()
		return len(x.GetInhRelations()) > 0 && x.GetPartbound() == nil
	}) {
		in.now = schema.New(semantics())
	}
	return in
}

// follow plays a statement's changes through.
func (in *inheritances) follow(changes []schema.Change) {
	if in.now == nil {
		return
	}
	for _, c := range changes {
		if made, ok := c.(schema.CreateTable); ok {
			made.Table = made.Table.Clone()
			made.Table.ForeignKeys = nil
			c = made
		}
		_ = in.now.Apply(c) // what cannot be done is said elsewhere
	}
}

// errTaken is about a table that takes its columns from what the text does not make.
const errTaken = schema.UnmodelledError("tables that take their columns from something else are not modelled")

// take gives a table the columns and checks of those that it inherits from, or of its type.
func (b *tableBuilder) take(x *pg.CreateStmt) ([]schema.Opaque, error) {
	if of := x.GetOfTypename(); of != nil {
		path := b.path(of.GetNames())
		row, ok := b.rows[path[len(path)-1]]
		if !ok || len(path) > 1 {
			return nil, errTaken
		}
		for _, e := range row {
			b.note(e.GetColumnDef())
			if err := b.element(e); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	var parts []schema.Opaque
	for _, n := range x.GetInhRelations() {
		name, err := b.table(n.GetRangeVar())
		if err != nil || b.now == nil || b.now.Table(name) == nil {
			return nil, errTaken
		}
		parent := b.now.Table(name)
		for _, c := range parent.Columns {
			if b.Column(b.now.Semantics, c.Name) < 0 {
				c.Identity, c.Sequence, c.Comment = "", "", ""
				b.types[field{b.Name, c.Name}] = c.Type
				b.Columns = append(b.Columns, c)
			}
		}
		for _, k := range parent.Checks {
			if k.Traits[schema.Heirs] == "" {
				k.Traits = k.Traits.With(schema.Comment, "")
				b.Checks = append(b.Checks, k)
			}
		}
		b.heirs[name] = append(b.heirs[name], b.Name)
		parts = append(parts, schema.Opaque{Kind: schema.Inheritance, Name: name, Table: b.Name})
	}
	return parts, nil
}

// merge puts a column into a table; one that it has taken from something else gets what is said of it here. No server takes one that is there twice otherwise.
func (b *tableBuilder) merge(x *pg.ColumnDef) error {
	at := slices.IndexFunc(b.Columns[:b.taken], func(c schema.Column) bool { return c.Name == x.GetColname() })
	if at < 0 {
		c, err := b.column(x)
		b.Columns = append(b.Columns, c)
		return err
	}
	for _, n := range x.GetConstraints() {
		if err := b.columnConstraint(&b.Columns[at], n.GetConstraint()); err != nil {
			return err
		}
	}
	return nil
}

// bequeath has the heirs of a table do what is done to its columns and checks, from a place among the changes on.
func bequeath(p *parser, table string, from int) {
	for _, heir := range p.heirs[table] {
		at := len(p.changes)
		for _, c := range slices.Clone(p.changes[from:at]) {
			if c = schema.Inherited(c, heir); c != nil {
				p.changes = append(p.changes, c)
			}
		}
		bequeath(p, heir, at)
	}
}
