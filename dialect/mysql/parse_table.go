package mysql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

func (p ddlParser) createTable(s statement) ([]schema.Change, error) {
	s, i := conditionOf(s, schema.IfObject)
	rest := s[2:]
	table, n := tableName(rest)
	if n == 0 || n >= len(rest) || !rest[n].is("(") {
		return nil, schema.UnmodelledError("a table made from another one is not supported")
	}
	end := closing(rest, n)
	options, err := tableOptions(rest[end:])
	if err != nil {
		return nil, err
	}
	w := rewriter{flavor: p.flavor}
	var periods [][]token
	w.say("CREATE TABLE t (")
	for i, item := range items(rest[n+1 : max(end-1, n+1)]) {
		if statement(item).starts("period", "for") {
			periods = append(periods, item[2:])
			continue
		}
		if i > 0 {
			w.say(",")
		}
		if err := w.definition(item); err != nil {
			return nil, err
		}
	}
	w.say(")")
	node, err := parse[*ast.CreateTableStmt](w.out.String())
	if err != nil {
		return nil, err
	}
	t := &schema.Table{Name: table, Options: options, RowFormat: rowFormat(rest[end:]), Traits: keptTraits(tableTraits(nil, rest[end:]), rest[end:])}
	for _, def := range node.Cols {
		c, rest, err := p.column(&w, def)
		if err != nil {
			return nil, err
		}
		t.Columns = append(t.Columns, c)
		t.Indexes, t.ForeignKeys, t.Checks = append(t.Indexes, rest.Indexes...), append(t.ForeignKeys, rest.ForeignKeys...), append(t.Checks, rest.Checks...)
	}
	for _, c := range node.Constraints {
		if err := p.constraint(&w, t, c); err != nil {
			return nil, err
		}
	}
	t.Checks = append(t.Checks, periodChecks(periods)...)
	keepKeysIndexes(semanticsOf(p.flavor), t)
	normalizer{p.flavor}.table(t)
	return []schema.Change{schema.CreateTable{Table: t, If: i}}, nil
}

// column reads a column's definition; what it says of the table comes in rest.
func (p ddlParser) column(w *rewriter, def *ast.ColumnDef) (c schema.Column, rest schema.Table, err error) {
	at := def.Tp.GetFlen() - 1
	if at < 0 || at >= len(w.types) {
		return c, rest, errors.New("its type is not understood")
	}
	d := w.types[at]
	c = schema.Column{Name: def.Name.Name.O, Type: d.Type, Charset: d.charset, Collation: d.collation, Nullable: true}
	if p.flavor.implicitTimestamps && c.Type.Name == "timestamp" {
		c.Nullable = false
	}
	if d.serial {
		serialColumn(&c, &rest)
	}
	for _, o := range def.Options {
		if err := p.columnOption(w, &c, &rest, o); err != nil {
			return c, rest, err
		}
	}
	return c, rest, nil
}

func serialColumn(c *schema.Column, rest *schema.Table) {
	c.Nullable, c.AutoIncrement = false, true
	rest.Indexes = append(rest.Indexes, schema.Index{Kind: schema.Unique, Parts: schema.Columns(c.Name)})
}

func (p ddlParser) columnOption(w *rewriter, c *schema.Column, rest *schema.Table, o *ast.ColumnOption) error {
	switch o.Tp {
	case ast.ColumnOptionNull:
		c.Nullable = true
	case ast.ColumnOptionNotNull:
		c.Nullable = false
	case ast.ColumnOptionPrimaryKey:
		c.Nullable = false
		rest.Indexes = append(rest.Indexes, schema.Index{Name: "PRIMARY", Kind: schema.Primary, Parts: schema.Columns(c.Name)})
	case ast.ColumnOptionUniqKey:
		rest.Indexes = append(rest.Indexes, schema.Index{Kind: schema.Unique, Parts: schema.Columns(c.Name)})
	case ast.ColumnOptionAutoIncrement:
		c.AutoIncrement = true
	case ast.ColumnOptionDefaultValue:
		c.Default = w.kept(o.Expr)
	case ast.ColumnOptionOnUpdate:
		c.OnUpdate = "CURRENT_TIMESTAMP"
	case ast.ColumnOptionComment:
		c.Comment = o.Expr.(ast.ValueExpr).GetString()
	case ast.ColumnOptionGenerated:
		c.Generated, c.Stored = w.kept(o.Expr), o.Stored
	case ast.ColumnOptionCheck:
		p.columnCheck(w, c, rest, o)
	case ast.ColumnOptionReference:
		if p.flavor.refersInline {
			rest.ForeignKeys = append(rest.ForeignKeys, p.reference("", []string{c.Name}, o.Refer))
		}
	case ast.ColumnOptionStorage:
		c.Invisible = true
	case ast.ColumnOptionColumnFormat:
	default:
		return fmt.Errorf("column %s has an option that is not supported", c.Name)
	}
	return nil
}

// columnCheck: MySQL makes it one of the table's, MariaDB keeps it with the column unless it has a name.
func (p ddlParser) columnCheck(w *rewriter, c *schema.Column, rest *schema.Table, o *ast.ColumnOption) {
	if p.flavor.columnChecks && o.ConstraintName == "" {
		c.Check = w.kept(o.Expr)
		return
	}
	rest.Checks = append(rest.Checks, schema.Check{Name: o.ConstraintName, Expr: w.kept(o.Expr), NotEnforced: !o.Enforced})
}

// kept returns the text whose number stands in its place.
func (w *rewriter) kept(e ast.ExprNode) string {
	for {
		p, ok := e.(*ast.ParenthesesExpr)
		if !ok {
			break
		}
		e = p.Expr
	}
	v, ok := e.(ast.ValueExpr)
	if !ok {
		return ""
	}
	n, ok := v.GetValue().(int64)
	if !ok || int(n) >= len(w.texts) {
		return ""
	}
	return w.texts[n]
}

// constraint adds an index or a constraint to the table.
func (p ddlParser) constraint(w *rewriter, t *schema.Table, c *ast.Constraint) error {
	switch c.Tp {
	case ast.ConstraintForeignKey:
		f := p.reference(c.Name, columnNames(c.Keys), c.Refer)
		if index, ok := strings.CutPrefix(c.Name, keysIndex); ok {
			f.Name = ""
			t.Indexes = append(t.Indexes, schema.Index{Name: index, Parts: schema.Columns(f.Columns...), Implicit: true})
		}
		t.ForeignKeys = append(t.ForeignKeys, f)
		return nil
	case ast.ConstraintCheck:
		t.Checks = append(t.Checks, schema.Check{Name: c.Name, Expr: w.kept(c.Expr), NotEnforced: !c.Enforced})
		return nil
	}
	x := schema.Index{Name: c.Name, Parts: p.keyParts(w, c.Keys)}
	switch c.Tp {
	case ast.ConstraintPrimaryKey:
		x.Name, x.Kind = "PRIMARY", schema.Primary
	case ast.ConstraintUniq, ast.ConstraintUniqKey, ast.ConstraintUniqIndex:
		x.Kind = schema.Unique
	case ast.ConstraintFulltext:
		x.Method = "fulltext"
	case ast.ConstraintKey, ast.ConstraintIndex:
	default:
		return errors.New("that kind of constraint is not supported")
	}
	indexOptions(&x, c.Option)
	t.Indexes = append(t.Indexes, x)
	return nil
}

func indexOptions(x *schema.Index, o *ast.IndexOption) {
	if o == nil {
		return
	}
	x.Invisible = o.Visibility == ast.IndexVisibilityInvisible
	x.Traits = indexTraits(x.Traits, o)
	switch o.Tp {
	case ast.IndexTypeHash:
		x.Method = "hash"
	case ast.IndexTypeBtree:
		x.Method = "btree"
	case ast.IndexTypeRtree:
		x.Method = "spatial"
	}
	if kind, ok := strings.CutPrefix(o.ParserName.L, kindParser); ok {
		x.Method = kind
	}
}

// keepKeysIndexes: the server makes an index for a foreign key where no other serves it.
func keepKeysIndexes(m schema.Semantics, t *schema.Table) {
	all := t.Indexes
	t.Indexes = nil
	for _, x := range all {
		serves := func(y schema.Index) bool {
			return !y.Implicit && len(y.Parts) >= len(x.Parts) && slices.EqualFunc(y.Parts[:len(x.Parts)], x.Parts, func(p, q schema.Part) bool {
				return m.SameName(p.Column, q.Column) && p.Prefix == 0
			})
		}
		if x.Implicit && slices.ContainsFunc(all, serves) {
			continue
		}
		x.Implicit = false
		t.Indexes = append(t.Indexes, x)
	}
}

// keyParts reads what an index is over.
func (p ddlParser) keyParts(w *rewriter, specs []*ast.IndexPartSpecification) []schema.Part {
	parts := make([]schema.Part, len(specs))
	for i, s := range specs {
		part := &parts[i]
		part.Desc = s.Desc
		if s.Expr != nil {
			part.Expr = expressionOf(p.flavor, w.kept(s.Expr))
			continue
		}
		part.Column, part.Prefix = s.Column.Name.O, max(s.Length, 0)
	}
	return parts
}

func columnNames(specs []*ast.IndexPartSpecification) []string {
	names := make([]string, len(specs))
	for i, s := range specs {
		names[i] = s.Column.Name.O
	}
	return names
}

func (p ddlParser) reference(name string, columns []string, ref *ast.ReferenceDef) schema.ForeignKey {
	f := schema.ForeignKey{Name: name, Columns: columns, RefTable: p.at.reference(ref.Table.Schema.O, ref.Table.Name.O)}
	for _, s := range ref.IndexPartSpecifications {
		f.RefColumns = append(f.RefColumns, s.Column.Name.O)
	}
	if ref.OnDelete != nil {
		f.OnDelete = action(ref.OnDelete.ReferOpt.String())
	}
	if ref.OnUpdate != nil {
		f.OnUpdate = action(strings.TrimSpace(ref.OnUpdate.ReferOpt.String()))
	}
	return f
}
