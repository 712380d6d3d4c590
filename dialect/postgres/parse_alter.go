package postgres

import (
	"errors"
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

func (p alterParser) alterTable(x *pg.AlterTableStmt) error {
	if x.GetObjtype() == pg.ObjectType_OBJECT_INDEX {
		return p.alterIndex(x)
	}
	if x.GetObjtype() != pg.ObjectType_OBJECT_TABLE {
		if x.GetObjtype() == pg.ObjectType_OBJECT_TYPE {
			return errUnsupported
		}
		return nil // a view's, an index's or a sequence's
	}
	table, err := p.table(x.GetRelation())
	if err != nil {
		return p.part(x, err)
	}
	var errs []error
	from := len(p.changes)
	for _, n := range x.GetCmds() {
		errs = append(errs, p.command(table, n.GetAlterTableCmd()))
	}
	p.provided(from, x.GetMissingOk(), schema.IfTable)
	if x.GetRelation().GetInh() { // not ONLY
		bequeath(p.parser, table, from)
	}
	return errors.Join(errs...)
}

// part is the error about a table in another schema, unless a table in this one becomes a part of it.
func (p alterParser) part(x *pg.AlterTableStmt, err error) error {
	for _, n := range x.GetCmds() {
		if c := n.GetAlterTableCmd(); c.GetSubtype() == pg.AlterTableType_AT_AttachPartition {
			if _, away := p.table(c.GetDef().GetPartitionCmd().GetName()); away == nil {
				return errRead
			}
		}
	}
	return err
}

// provided puts the changes from one on under a condition, if the statement says it.
func (p *parser) provided(from int, says bool, i schema.If) {
	for at := from; says && at < len(p.changes); at++ {
		p.changes[at] = schema.WithIf(p.changes[at], schema.IfOf(p.changes[at])|i)
	}
}

func cascades(b pg.DropBehavior) bool { return b == pg.DropBehavior_DROP_CASCADE }

func ifObject(says bool) schema.If {
	if says {
		return schema.IfObject
	}
	return 0
}

func (p alterParser) command(table string, x *pg.AlterTableCmd) error {
	switch x.GetSubtype() {
	case pg.AlterTableType_AT_AddColumn:
		from := len(p.changes)
		err := p.addColumn(table, x.GetDef().GetColumnDef())
		p.provided(from, x.GetMissingOk(), schema.IfObject)
		return err
	case pg.AlterTableType_AT_DropColumn:
		p.add(schema.DropColumn{Table: table, Column: x.GetName(), Cascade: cascades(x.GetBehavior()), If: ifObject(x.GetMissingOk())})
		return nil
	case pg.AlterTableType_AT_AddConstraint:
		return p.addConstraint(table, definition{Constraint: x.GetDef().GetConstraint()})
	case pg.AlterTableType_AT_DropConstraint:
		p.add(schema.DropIndex{Table: table, Name: x.GetName(), Kind: schema.Constraint, Cascade: cascades(x.GetBehavior()), If: ifObject(x.GetMissingOk())})
		return nil
	case pg.AlterTableType_AT_AttachPartition, pg.AlterTableType_AT_DetachPartition, pg.AlterTableType_AT_AddInherit,
		pg.AlterTableType_AT_DropInherit, pg.AlterTableType_AT_AddOf:
		return errRead
	}
	if p.setTraits(schema.Object{Kind: schema.TableObject, Table: table}, x) {
		return nil
	}
	set, err := p.alterColumn(table, x)
	if set != nil {
		set.Table, set.Name = table, x.GetName()
		p.add(*set)
	}
	return err
}

// alterColumn reads what ALTER COLUMN says; nil: the command is about something that is not modelled, such as storage.
func (p alterParser) alterColumn(table string, x *pg.AlterTableCmd) (*schema.AlterColumn, error) {
	c := &schema.AlterColumn{}
	switch x.GetSubtype() {
	case pg.AlterTableType_AT_SetNotNull:
		c.Set = schema.PropNullable
	case pg.AlterTableType_AT_DropNotNull:
		c.Set, c.To.Nullable = schema.PropNullable, true
	case pg.AlterTableType_AT_ColumnDefault:
		return c, p.setDefault(field{table, x.GetName()}, c, x.GetDef())
	case pg.AlterTableType_AT_AlterColumnType:
		return c, p.setType(field{table, x.GetName()}, c, x.GetDef().GetColumnDef())
	case pg.AlterTableType_AT_AddIdentity:
		of := x.GetDef().GetConstraint()
		c.Set, c.To.Identity = schema.PropIdentity|schema.PropSequence, identities[of.GetGeneratedWhen()]
		c.To.Sequence = usualSequence(sequenceOptions(schema.Sequence{}, of.GetOptions()), p.types[field{table, x.GetName()}]).String()
	case pg.AlterTableType_AT_SetIdentity:
		return setIdentity(c, x.GetDef().GetList().GetItems(), p.types[field{table, x.GetName()}]), nil
	case pg.AlterTableType_AT_DropIdentity:
		c.Set = schema.PropIdentity | schema.PropSequence
	case pg.AlterTableType_AT_DropExpression:
		c.Set = schema.PropGenerated
	default:
		return nil, nil
	}
	return c, nil
}

// setDefault: a column with another default no longer counts up.
func (p alterParser) setDefault(at field, c *schema.AlterColumn, n *pg.Node) error {
	delete(p.asked, at)
	expr, isExpression := unmark(n, expressionMark)
	if isExpression {
		text, err := p.canonical(expr, p.typesIn(at.table))
		c.Set, c.To.Generated, c.To.Stored = schema.PropGenerated, text, true
		return err
	}
	c.Set = schema.PropDefault | schema.PropAutoIncrement | schema.PropSequence
	if n == nil {
		return nil
	}
	if p.asks(at, n) {
		c.To.AutoIncrement, c.To.Sequence = true, p.counting(at)
		return nil
	}
	text, err := p.defaultOf(n, p.types[at])
	c.To.Default = text
	return err
}

func (p alterParser) setType(at field, c *schema.AlterColumn, x *pg.ColumnDef) error {
	t, err := typeOf(x.GetTypeName(), p.home)
	if err != nil {
		return fmt.Errorf("column %s: %w", at.column, err)
	}
	p.types[at] = t
	c.Set, c.To.Type = schema.PropType, t
	if x.GetCollClause() != nil {
		c.Set, c.To.Collation = c.Set|schema.PropCollation, collation(x.GetCollClause())
	}
	if x.GetRawDefault() != nil {
		homely(x.GetRawDefault(), p.home)
		c.Using, err = deparse(x.GetRawDefault())
	}
	return err
}

// canonical and defaultOf are those of the room, of an expression that may name what is in the schema that the text works in.
func (p *parser) canonical(n *pg.Node, types columnTypes) (string, error) {
	homely(n, p.home)
	return p.speller.canonical(n, types)
}

func (p *parser) defaultOf(n *pg.Node, t schema.Type) (string, error) {
	homely(n, p.home)
	return p.speller.defaultOf(n, t)
}

// homely leaves the schema that a text works in out of the names of types, operators and functions in an expression, as a reading of the live database
// does: pg_dump writes it before each.
func homely(n *pg.Node, home string) {
	for _, child := range children(n) {
		if child != nil {
			homely(child, home)
		}
	}
	if cast := n.GetTypeCast(); cast != nil {
		cast.TypeName.Names = atHome(cast.GetTypeName().GetNames(), home)
		unspacedText(cast, home)
	}
	if x := n.GetAExpr(); x != nil {
		x.Name = atHome(x.GetName(), home)
	}
	if call := n.GetFuncCall(); call != nil && call.GetFuncformat() != pg.CoercionForm_COERCE_SQL_SYNTAX {
		call.Funcname = atHome(call.GetFuncname(), home)
	}
}

// atHome is a name without the home's, where that hides nothing: a type may be called as a built-in one is.
func atHome(path []*pg.Node, home string) []*pg.Node {
	if len(path) == 2 && path[0].GetString_().GetSval() == home && !builtin[path[1].GetString_().GetSval()] {
		return path[1:]
	}
	return path
}

// setIdentity: SET GENERATED has the letter of its word as a number.
func setIdentity(c *schema.AlterColumn, options []*pg.Node, of schema.Type) *schema.AlterColumn {
	for _, o := range options {
		if d := o.GetDefElem(); d.GetDefname() == "generated" {
			c.Set, c.To.Identity = schema.PropIdentity, identities[string(d.GetArg().GetInteger().GetIval())]
		}
	}
	if edit := sequenceEdit(options, of); edit != "" {
		c.Set, c.To.Sequence = c.Set|schema.PropSequence, edit
	}
	if c.Set == 0 {
		return nil
	}
	return c
}

// addColumn: constraints that stand with a new column are changes of their own.
func (p alterParser) addColumn(table string, x *pg.ColumnDef) error {
	b := &tableBuilder{parser: p.parser, Table: &schema.Table{Name: table}}
	b.note(x)
	c, err := b.column(x)
	if err != nil {
		return fmt.Errorf("column %s: %w", x.GetColname(), err)
	}
	at := len(p.changes)
	p.add(schema.AddColumn{Table: table, Column: c})
	for _, d := range b.constraints {
		if d.GetContype() == pg.ConstrType_CONSTR_PRIMARY {
			c.Nullable = false
		}
		if err := p.addConstraint(table, d); err != nil {
			return err
		}
	}
	p.changes[at] = schema.AddColumn{Table: table, Column: c}
	return nil
}

func (p alterParser) addConstraint(table string, d definition) error {
	b := &tableBuilder{parser: p.parser, Table: &schema.Table{Name: table}}
	if column, ok := namedNotNull(d); ok {
		if !d.GetSkipValidation() { // until it is validated, rows may hold NULL
			p.add(schema.AlterColumn{Table: table, Name: column, Set: schema.PropNullable})
		}
		return nil
	}
	if d.GetContype() == pg.ConstrType_CONSTR_CHECK { // of columns that were made elsewhere, nothing is known
		k, err := p.check(d, p.typesIn(table))
		p.add(schema.AddCheck{Table: table, Check: k})
		return err
	}
	if err := b.constraint(d); err != nil {
		return err
	}
	for _, x := range b.Indexes {
		p.add(schema.AddIndex{Table: table, Index: x, Using: d.GetIndexname()})
	}
	for _, f := range b.ForeignKeys {
		p.add(schema.AddForeignKey{Table: table, ForeignKey: f})
	}
	return nil
}

// namedNotNull returns the column that a constraint makes NOT NULL.
func namedNotNull(d definition) (column string, ok bool) {
	n, ok := unmark(d.GetRawExpr(), notNullMark)
	if path := texts(n.GetColumnRef().GetFields()); ok && len(path) == 1 {
		return path[0], true
	}
	return "", false
}

// typesIn looks up the types of the columns that the text has made.
func (c madeColumns) typesIn(table string) columnTypes {
	return func(name string) schema.Type { return c.types[field{table, name}] }
}
