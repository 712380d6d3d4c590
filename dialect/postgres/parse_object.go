package postgres

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

func (p *parser) createIndex(x *pg.IndexStmt) error {
	table, err := p.table(x.GetRelation())
	if err != nil {
		return err
	}
	i := schema.Index{
		Traits: optionsOf(nil, x.GetOptions()).With(schema.Tablespace, p.space(x.GetTableSpace())), Name: x.GetIdxname(),
		Method: x.GetAccessMethod(), NullsNotDistinct: x.GetNullsNotDistinct(),
	}
	if x.GetUnique() {
		i.Kind = schema.Unique
	}
	if i.Method == "btree" {
		i.Method = ""
	}
	for _, n := range x.GetIndexParams() {
		part, err := p.part(table, i.Method, n.GetIndexElem())
		if err != nil {
			return err
		}
		i.Parts = append(i.Parts, part)
	}
	for _, n := range x.GetIndexIncludingParams() {
		i.Include = append(i.Include, n.GetIndexElem().GetName())
	}
	if x.GetWhereClause() != nil {
		if i.Where, err = p.canonical(x.GetWhereClause(), p.typesIn(table)); err != nil {
			return err
		}
	}
	p.add(schema.AddIndex{Table: table, Index: i, If: ifObject(x.GetIfNotExists())})
	return nil
}

func (p *parser) part(table, method string, e *pg.IndexElem) (schema.Part, error) {
	part := schema.Part{Column: e.GetName(), Desc: e.GetOrdering() == pg.SortByDir_SORTBY_DESC}
	if e.GetExpr() != nil {
		var err error
		if part.Expr, err = p.canonical(e.GetExpr(), p.typesIn(table)); err != nil {
			return part, err
		}
	}
	var options []string
	if path := texts(e.GetCollation()); len(path) > 0 {
		options = append(options, "COLLATE "+quote(path[len(path)-1]))
	}
	if class := operatorClass(method, p.path(e.GetOpclass())); class != "" {
		options = append(options, class)
	}
	first := part.Desc
	if n := e.GetNullsOrdering(); n == pg.SortByNulls_SORTBY_NULLS_FIRST || n == pg.SortByNulls_SORTBY_NULLS_LAST {
		first = n == pg.SortByNulls_SORTBY_NULLS_FIRST
	}
	part.Options = strings.Join(append(options, nulls(part.Desc, first)...), " ")
	return part, nil
}

// operatorClass names one unless it is what a B-tree takes by itself. There the others all are about patterns.
func operatorClass(method string, path []string) string {
	if len(path) == 0 {
		return ""
	}
	name := path[len(path)-1]
	if path[0] == "pg_catalog" {
		path = path[1:]
	}
	if of, ok := strings.CutSuffix(name, "_ops"); ok && method == "" && len(path) == 1 && (builtin[of] || of == "array" || of == "enum" || of == "range") {
		return ""
	}
	for i := range path {
		path[i] = identifier(path[i])
	}
	return strings.Join(path, ".")
}

// identifier quotes a name where quote_ident does, but for keywords, which no operator class is called.
func identifier(name string) string {
	plain := name != "" && (name[0] < '0' || name[0] > '9') && strings.IndexFunc(name, func(c rune) bool {
		return c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9')
	}) < 0
	if plain {
		return name
	}
	return quote(name)
}

func (p *parser) drop(x *pg.DropStmt) error {
	kind := x.GetRemoveType()
	switch kind {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_INDEX, pg.ObjectType_OBJECT_TYPE:
	case pg.ObjectType_OBJECT_SEQUENCE:
		p.dropSequences(x)
		return nil
	case pg.ObjectType_OBJECT_DOMAIN, pg.ObjectType_OBJECT_SCHEMA, pg.ObjectType_OBJECT_EXTENSION:
		return errUnsupported
	default:
		return nil
	}
	var errs []error
	dropped := len(p.changes)
	for _, o := range x.GetObjects() {
		path := texts(o.GetList().GetItems())
		if t := o.GetTypeName(); t != nil {
			path = texts(t.GetNames())
		}
		if err := p.elsewhere(path); err != nil {
			errs = append(errs, err)
			continue
		}
		name := p.qualified(path)
		switch kind {
		case pg.ObjectType_OBJECT_TABLE:
			p.add(schema.DropTable{Table: name, Cascade: cascades(x.GetBehavior()), If: ifObject(x.GetMissingOk())})
		case pg.ObjectType_OBJECT_INDEX:
			p.add(schema.DropIndex{Name: name, If: ifObject(x.GetMissingOk())})
		default:
			p.add(schema.DropEnum{Name: name, Cascade: cascades(x.GetBehavior()), If: ifObject(x.GetMissingOk())})
		}
	}
	if kind == pg.ObjectType_OBJECT_TABLE && len(x.GetObjects()) > 1 {
		p.dropsTogether(x, dropped)
	}
	return errors.Join(errs...)
}

// dropsTogether tells the changes behind one what else the statement drops: tables of other schemas come last.
func (p *parser) dropsTogether(x *pg.DropStmt, from int) {
	var own, others []string
	for _, c := range p.changes[from:] {
		own = append(own, quote(c.Object().Table))
	}
	for _, o := range x.GetObjects() {
		if path := texts(o.GetList().GetItems()); p.elsewhere(path) != nil {
			others = append(others, quotedPath(path))
		}
	}
	for i, c := range p.changes[from:] {
		if drop, ok := c.(schema.DropTable); ok {
			drop.With = strings.Join(slices.Concat(own, others), "\n")
			p.changes[from+i] = drop
		}
	}
}

func (p *parser) rename(x *pg.RenameStmt) error {
	from := len(p.changes)
	err := p.renamed(x)
	i := schema.IfTable
	if x.GetRenameType() == pg.ObjectType_OBJECT_INDEX {
		i = schema.IfObject
	}
	p.provided(from, x.GetMissingOk(), i)
	return err
}

func (p *parser) renamed(x *pg.RenameStmt) error {
	from := x.GetSubname()
	switch x.GetRenameType() {
	case pg.ObjectType_OBJECT_COLUMN:
		if x.GetRelationType() != pg.ObjectType_OBJECT_TABLE {
			return nil
		}
		table, err := p.table(x.GetRelation())
		p.renameField(field{table, from}, field{table, x.GetNewname()})
		at := len(p.changes)
		p.add(schema.RenameColumn{Table: table, From: from, To: x.GetNewname()})
		bequeath(p, table, at)
		return err
	case pg.ObjectType_OBJECT_INDEX:
		if _, err := p.table(x.GetRelation()); err != nil {
			return err
		}
		p.add(schema.RenameIndex{From: p.reference(x.GetRelation()), To: x.GetNewname()})
		return nil
	case pg.ObjectType_OBJECT_TABCONSTRAINT:
		table, err := p.table(x.GetRelation())
		p.add(schema.RenameIndex{Table: table, From: from, To: x.GetNewname(), Kind: schema.Constraint})
		return err
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		path := texts(x.GetObject().GetList().GetItems())
		if err := p.elsewhere(path); err != nil {
			return err
		}
		p.add(schema.RenameEnum{From: p.qualified(path), To: x.GetNewname()})
		return nil
	case pg.ObjectType_OBJECT_TABLE:
		return p.renameTable(x)
	case pg.ObjectType_OBJECT_SCHEMA:
		return errUnsupported
	}
	return nil
}

// renameTable carries over what is known of a table's columns.
func (p *parser) renameTable(x *pg.RenameStmt) error {
	from, err := p.table(x.GetRelation())
	if err != nil {
		return err
	}
	to := x.GetNewname()
	p.add(schema.RenameTable{From: from, To: to})
	for at := range maps.Clone(p.types) {
		if at.table == from {
			p.renameField(at, field{to, at.column})
		}
	}
	return nil
}

// renameField carries over what is known of a column.
func (c madeColumns) renameField(from, to field) {
	c.types[to] = c.types[from]
	if s, ok := c.asked[from]; ok {
		c.asked[to] = s
	}
	for s, at := range c.owners {
		if at == from {
			c.owners[s] = to
		}
	}
}

func (p *parser) createEnum(x *pg.CreateEnumStmt) error {
	if err := p.elsewhere(texts(x.GetTypeName())); err != nil {
		return err
	}
	labels := texts(x.GetVals())
	p.add(schema.CreateEnum{Enum: schema.Enum{Name: p.qualified(texts(x.GetTypeName())), Labels: schema.QuoteLabels(labels)}})
	return nil
}

func (p *parser) alterEnum(x *pg.AlterEnumStmt) error {
	if err := p.elsewhere(texts(x.GetTypeName())); err != nil {
		return err
	}
	e := schema.Enum{Name: p.qualified(texts(x.GetTypeName()))}
	edit := &schema.LabelEdit{Label: x.GetNewVal(), Other: x.GetNewValNeighbor()}
	switch {
	case x.GetOldVal() != "":
		edit.Place, edit.Other = schema.InsteadOfLabel, x.GetOldVal()
	case x.GetNewValNeighbor() != "" && x.GetNewValIsAfter():
		edit.Place = schema.AfterLabel
	case x.GetNewValNeighbor() != "":
		edit.Place = schema.BeforeLabel
	}
	p.add(schema.AlterEnum{From: e, To: e, Edit: edit, If: ifObject(x.GetSkipIfNewValExists())})
	return nil
}

func (p *parser) comment(x *pg.CommentStmt) error {
	path := texts(x.GetObject().GetList().GetItems())
	if of, ok := p.commented(x.GetObjtype(), path); ok {
		p.add(schema.SetTrait{Of: of, Trait: schema.Comment, To: x.GetComment()})
		return nil
	}
	if x.GetObjtype() != pg.ObjectType_OBJECT_COLUMN || len(path) < 2 {
		return nil
	}
	if len(path) == 3 && path[0] != p.home {
		return fmt.Errorf("it is about another schema%w", schema.ErrElsewhere)
	}
	path = path[len(path)-2:]
	p.add(schema.AlterColumn{Table: path[0], Name: path[1], To: schema.Column{Comment: x.GetComment()}, Set: schema.PropComment})
	return nil
}

// sequence notes which column a sequence belongs to: a default that asks it makes the column count up.
// pg_dump writes the default behind, people also before.
func (p *parser) sequence(v *pg.RangeVar, options []*pg.Node, alters bool) error {
	name := p.reference(v)
	p.sequences[name] = sequenceOptions(p.sequences[name], options)
	for _, o := range options {
		if o.GetDefElem().GetDefname() != "owned_by" {
			continue
		}
		path := texts(o.GetDefElem().GetArg().GetList().GetItems())
		if len(path) < 2 { // NONE
			p.disown(name)
			continue
		}
		at := field{path[len(path)-2], path[len(path)-1]}
		p.owners[name] = at
		if p.asked[at] == name {
			to := schema.Column{AutoIncrement: true, Sequence: p.counting(at)}
			p.add(schema.AlterColumn{Table: at.table, Name: at.column, To: to, Set: schema.PropAutoIncrement | schema.PropDefault | schema.PropSequence})
			return nil
		}
	}
	if at, ok := p.owners[name]; ok && alters && p.asked[at] == name {
		if edit := sequenceEdit(options, p.types[at]); edit != "" {
			to := schema.Column{Sequence: edit}
			p.add(schema.AlterColumn{Table: at.table, Name: at.column, To: to, Set: schema.PropSequence})
		}
	}
	return nil
}

// disown has a column that counts by its own sequence ask one that is nobody's.
func (p *parser) disown(sequence string) {
	at, ok := p.owners[sequence]
	delete(p.owners, sequence)
	if ok && p.asked[at] == sequence {
		to := schema.Column{Default: "nextval(" + literal(identifier(sequence)) + ")"}
		p.add(schema.AlterColumn{Table: at.table, Name: at.column, To: to, Set: schema.PropAutoIncrement | schema.PropDefault | schema.PropSequence})
	}
}

// dropSequences takes the defaults away that ask a sequence that goes with them.
func (p *parser) dropSequences(x *pg.DropStmt) {
	for _, o := range x.GetObjects() {
		name := p.qualified(texts(o.GetList().GetItems()))
		delete(p.owners, name)
		for at, sequence := range p.asked {
			if sequence == name && x.GetBehavior() == pg.DropBehavior_DROP_CASCADE {
				delete(p.asked, at)
				p.add(schema.AlterColumn{Table: at.table, Name: at.column, Set: schema.PropAutoIncrement | schema.PropDefault | schema.PropSequence})
			}
		}
	}
}

// asks reports whether a default asks the sequence that the column owns, and notes which one it asks.
func (p *parser) asks(at field, n *pg.Node) bool {
	call := n.GetFuncCall()
	path := texts(call.GetFuncname())
	if call == nil || len(call.GetArgs()) != 1 || path[len(path)-1] != "nextval" {
		return false
	}
	arg := call.GetArgs()[0]
	if cast := arg.GetTypeCast(); cast != nil {
		arg = cast.GetArg()
	}
	name := p.qualified(identifiers(arg.GetAConst().GetSval().GetSval()))
	p.asked[at] = name
	owner, ok := p.owners[name]
	return ok && owner == at
}

// identifiers reads a name as regclass does: parts between dots, quoted or folded to lower case.
func identifiers(text string) []string {
	var path []string
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' && quoted && strings.HasPrefix(text[i+1:], `"`):
			b.WriteByte('"')
			i++
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			path = append(path, b.String())
			b.Reset()
		case !quoted && c >= 'A' && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		default:
			b.WriteByte(c)
		}
	}
	return append(path, b.String())
}

// setSchema reads what takes a type to another schema. Its columns stay of it.
func (p *parser) setSchema(x *pg.AlterObjectSchemaStmt) error {
	path := p.path(x.GetObject().GetList().GetItems())
	if x.GetObjectType() != pg.ObjectType_OBJECT_TYPE || len(path) != 1 || x.GetNewschema() == p.home {
		return errUnsupported
	}
	p.add(schema.RenameEnum{From: path[0], To: x.GetNewschema() + "." + path[0]})
	return nil
}
