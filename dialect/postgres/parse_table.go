package postgres

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

func (p *parser) createTable(x *pg.CreateStmt) error {
	name, err := p.table(x.GetRelation())
	if err != nil {
		return err
	}
	if x.GetPartbound() != nil {
		return errTaken
	}
	b := &tableBuilder{parser: p, Table: &schema.Table{Name: name, Traits: optionsOf(nil, x.GetOptions())}}
	if x.GetRelation().GetRelpersistence() == "u" {
		b.Traits = b.Traits.With(schema.Logging, unlogged)
	}
	b.Traits = b.Traits.With(schema.Tablespace, p.space(x.GetTablespacename())).With(schema.AccessMethod, ownMethod(x.GetAccessMethod()))
	parts, err := b.take(x)
	if err != nil {
		return err
	}
	b.taken = len(b.Columns)
	for _, e := range x.GetTableElts() { // an expression may name a column that comes behind it
		if d := e.GetColumnDef(); d.GetTypeName() != nil {
			b.note(d)
		}
	}
	for _, e := range x.GetTableElts() {
		if err := b.element(e); err != nil {
			return err
		}
	}
	for _, d := range b.constraints {
		d.SkipValidation = false // there are no rows that could break it
		if err := b.constraint(d); err != nil {
			if of := schema.PartsOf(err); of != nil {
				parts = append(parts, of...)
				continue
			}
			return err
		}
	}
	finishTable(b.Table)
	if spec := x.GetPartspec(); spec != nil {
		b.Traits = b.Traits.With(schema.Parts, partSpec(spec, p.home))
	}
	p.add(schema.CreateTable{Table: b.Table, If: ifObject(x.GetIfNotExists())})
	if x.GetPartspec() != nil {
		parts = append(parts, schema.Opaque{Kind: schema.Partitioning, Table: name})
	}
	if parts != nil {
		return &schema.PartsError{Parts: parts, Why: "the table was read, but not all that belongs to it"}
	}
	return nil
}

// A tableBuilder gathers what CREATE TABLE says, or ADD COLUMN.
type tableBuilder struct {
	*parser
	*schema.Table
	constraints []definition
	taken       int // how many of the columns are those of a table that it inherits from, or of its type
}

// A definition is a constraint; one that stands with a column is about that column alone.
type definition struct {
	*pg.Constraint
	column string
}

// note remembers a column's type.
func (b *tableBuilder) note(d *pg.ColumnDef) {
	var c schema.Column
	if b.columnType(&c, d.GetTypeName()) != nil {
		return
	}
	at := field{b.Name, d.GetColname()}
	b.types[at] = c.Type
	if c.AutoIncrement {
		sequence := objectName(b.Name, d.GetColname(), "seq")
		b.owners[sequence], b.asked[at] = at, sequence
	}
}

func (b *tableBuilder) element(e *pg.Node) error {
	switch x := e.GetNode().(type) {
	case *pg.Node_ColumnDef:
		if err := b.merge(x.ColumnDef); err != nil {
			return fmt.Errorf("column %s: %w", x.ColumnDef.GetColname(), err)
		}
		return nil
	case *pg.Node_Constraint:
		b.constraints = append(b.constraints, definition{Constraint: x.Constraint})
		return nil
	}
	return errTaken
}

// column reads a column and puts aside the constraints that stand with it.
func (b *tableBuilder) column(x *pg.ColumnDef) (schema.Column, error) {
	c := schema.Column{Name: x.GetColname(), Nullable: true, Collation: collation(x.GetCollClause())}
	if err := b.columnType(&c, x.GetTypeName()); err != nil {
		return c, err
	}
	for _, n := range x.GetConstraints() {
		if err := b.columnConstraint(&c, n.GetConstraint()); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (p *parser) columnType(c *schema.Column, n *pg.TypeName) error {
	path := texts(n.GetNames())
	if of, ok := serials[path[len(path)-1]]; ok && len(path) == 1 {
		c.Type, c.AutoIncrement, c.Nullable = schema.Type{Name: of}, true, false
		return nil
	}
	t, err := typeOf(n, p.home)
	c.Type = t
	return err
}

// collation: of a collation's name only the last part counts; the first is pg_catalog.
func collation(c *pg.CollateClause) string {
	if path := texts(c.GetCollname()); len(path) > 0 && path[len(path)-1] != "default" {
		return path[len(path)-1]
	}
	return ""
}

func (b *tableBuilder) columnConstraint(c *schema.Column, x *pg.Constraint) error {
	switch x.GetContype() {
	case pg.ConstrType_CONSTR_NOTNULL:
		c.Nullable = false
	case pg.ConstrType_CONSTR_NULL:
	case pg.ConstrType_CONSTR_DEFAULT:
		return b.value(c, x.GetRawExpr())
	case pg.ConstrType_CONSTR_IDENTITY:
		c.Identity, c.Nullable = identities[x.GetGeneratedWhen()], false
		c.Sequence = usualSequence(sequenceOptions(schema.Sequence{}, x.GetOptions()), c.Type).String()
	case pg.ConstrType_CONSTR_GENERATED:
		return b.generated(c, x.GetRawExpr())
	case pg.ConstrType_CONSTR_ATTR_DEFERRABLE, pg.ConstrType_CONSTR_ATTR_DEFERRED:
		if last := len(b.constraints) - 1; last >= 0 {
			b.constraints[last].Deferrable = true
			b.constraints[last].Initdeferred = b.constraints[last].Initdeferred || x.GetContype() == pg.ConstrType_CONSTR_ATTR_DEFERRED
		}
	case pg.ConstrType_CONSTR_ATTR_NOT_DEFERRABLE, pg.ConstrType_CONSTR_ATTR_IMMEDIATE:
	default:
		b.constraints = append(b.constraints, definition{x, c.Name})
	}
	return nil
}

var identities = map[string]string{"a": "ALWAYS", "d": "BY DEFAULT"}

// value sets a column's default.
func (b *tableBuilder) value(c *schema.Column, n *pg.Node) error {
	at := field{b.Name, c.Name}
	if b.asks(at, n) {
		c.Default, c.AutoIncrement = "", true
		return nil
	}
	var err error
	c.Default, err = b.defaultOf(n, c.Type)
	return err
}

func (b *tableBuilder) generated(c *schema.Column, n *pg.Node) error {
	n, virtual := unmark(n, virtualMark)
	var err error
	c.Generated, err = b.canonical(n, b.typesIn(b.Name))
	c.Stored = !virtual
	return err
}

// constraint adds a constraint to the table.
func (b *tableBuilder) constraint(d definition) error {
	switch d.GetContype() {
	case pg.ConstrType_CONSTR_PRIMARY, pg.ConstrType_CONSTR_UNIQUE:
		b.Indexes = append(b.Indexes, index(b.textNames, d))
		return nil
	case pg.ConstrType_CONSTR_FOREIGN:
		b.ForeignKeys = append(b.ForeignKeys, b.foreignKey(d))
		return nil
	case pg.ConstrType_CONSTR_CHECK:
		if column, ok := namedNotNull(d); ok {
			if i := slices.IndexFunc(b.Columns, func(c schema.Column) bool { return c.Name == column }); i >= 0 {
				b.Columns[i].Nullable = false
			}
			return nil
		}
		k, err := b.check(d, typesOf(b.Table))
		b.Checks = append(b.Checks, k)
		return err
	}
	name := cmp.Or(d.GetConname(), exclusionName(b.Name, d))
	return &schema.PartsError{
		Parts: []schema.Opaque{{Kind: schema.Exclusion, Table: b.Name, Name: name}}, Why: fmt.Sprintf("constraint %s is of a kind that is not modelled", name),
	}
}

// exclusionName is what the server calls an exclusion constraint without a name.
func exclusionName(table string, d definition) string {
	path := []string{table}
	for _, n := range d.GetExclusions() {
		path = append(path, cmp.Or(n.GetList().GetItems()[0].GetIndexElem().GetName(), "expr"))
	}
	return strings.Join(append(path, "excl"), "_")
}

// index reads a primary key or unique constraint.
func index(names textNames, d definition) schema.Index {
	x := schema.Index{
		Name: d.GetConname(), Kind: schema.Constraint, Parts: schema.Columns(texts(d.GetKeys())...),
		NullsNotDistinct: d.GetNullsNotDistinct(), Deferrable: d.GetDeferrable() || d.GetInitdeferred(),
		Traits: optionsOf(nil, d.GetOptions()).With(schema.Tablespace, names.space(d.GetIndexspace())),
	}
	if d.GetInitdeferred() {
		x.Traits = x.Traits.With(schema.Timing, deferred)
	}
	if d.GetContype() == pg.ConstrType_CONSTR_PRIMARY {
		x.Kind = schema.Primary
	}
	if d.column != "" {
		x.Parts = schema.Columns(d.column)
	}
	if len(d.GetIncluding()) > 0 {
		x.Include = texts(d.GetIncluding())
	}
	return x
}

var referential = map[string]string{"r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}

func (p *parser) foreignKey(d definition) schema.ForeignKey {
	f := schema.ForeignKey{
		Name: d.GetConname(), Columns: texts(d.GetFkAttrs()), RefTable: p.reference(d.GetPktable()),
		OnDelete: referential[d.GetFkDelAction()], OnUpdate: referential[d.GetFkUpdAction()],
		NotValid: d.GetSkipValidation() && !d.GetInitiallyValid(),
	}
	switch {
	case d.GetInitdeferred():
		f.Traits = f.Traits.With(schema.Timing, deferred)
	case d.GetDeferrable():
		f.Traits = f.Traits.With(schema.Timing, deferrable)
	}
	if d.GetFkMatchtype() == "f" {
		f.Traits = f.Traits.With(schema.Matching, matchFull)
	}
	if len(d.GetFkDelSetCols()) > 0 {
		f.OnDelete += " " + quoteAll(texts(d.GetFkDelSetCols()))
	}
	if d.column != "" {
		f.Columns = []string{d.column}
	}
	refs := texts(d.GetPkAttrs())
	if at := d.GetPktable(); len(refs) == 0 && at.GetSchemaname() != "" {
		refs = p.places.keys[[2]string{at.GetSchemaname(), at.GetRelname()}]
	}
	if len(refs) > 0 && refs[0] == unenforcedMark {
		refs, f.NotValid, f.Traits = refs[1:], false, f.Traits.With(schema.Validity, schema.NotEnforced)
	}
	if len(refs) > 0 {
		f.RefColumns = refs
	}
	return f
}

func (p *parser) check(d definition, types columnTypes) (schema.Check, error) {
	n, unenforced := unmark(d.GetRawExpr(), unenforcedMark)
	expr, err := p.canonical(n, types)
	k := schema.Check{Name: d.GetConname(), Expr: expr, NotEnforced: !unenforced && d.GetSkipValidation() && !d.GetInitiallyValid()}
	if unenforced {
		k.Traits = k.Traits.With(schema.Validity, schema.NotEnforced)
	}
	if d.GetIsNoInherit() {
		k.Traits = k.Traits.With(schema.Heirs, noInherit)
	}
	return k, err
}
