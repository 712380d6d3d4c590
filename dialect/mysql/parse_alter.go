package mysql

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// alterTable reads the parts of an ALTER TABLE one by one.
func (p ddlParser) alterTable(s statement) ([]schema.Change, error) {
	rest := s[slices.IndexFunc(s, func(t token) bool { return t.is("table") })+1:]
	var i schema.If
	if rest.starts("if", "exists") {
		rest, i = rest[2:], schema.IfTable
	}
	table, n := tableName(rest)
	rest = rest[n:]
	var changes []schema.Change
	for _, item := range parts(afterWait(rest)) {
		c, err := p.alter(table, item)
		if err != nil {
			return nil, err
		}
		changes = append(changes, under(i, c)...)
	}
	return startingCount(droppingLast(renamingLast(changes))), nil
}

var ofPartitions = []string{"drop", "truncate", "reorganize", "coalesce", "rebuild", "exchange", "check", "analyze", "optimize", "repair"}

// parts cuts an ALTER TABLE behind the table's name. What it does to partitions is one, which has commas of its own and stands alone.
func parts(rest []token) [][]token {
	if len(rest) > 1 && rest[1].is("partition") && rest[0].isAny(ofPartitions...) {
		return [][]token{rest}
	}
	return items(rest)
}

// renamingLast has a table renamed behind all else that the same statement does, which calls it by its old name.
func renamingLast(changes []schema.Change) []schema.Change {
	slices.SortStableFunc(changes, func(a, b schema.Change) int {
		_, last := a.(schema.RenameTable)
		_, next := b.(schema.RenameTable)
		switch {
		case last == next:
			return 0
		case last:
			return 1
		}
		return -1
	})
	return changes
}

// droppingLast has an index dropped behind those that the same statement makes, of which a foreign key can use one instead: the server looks at what is there
// once all is done.
func droppingLast(changes []schema.Change) []schema.Change {
	for i, c := range changes {
		drop, ok := c.(schema.DropIndex)
		if !ok || drop.Kind != schema.Plain {
			continue
		}
		last := i
		for j := i + 1; j < len(changes); j++ {
			add, isIndex := changes[j].(schema.AddIndex)
			_, isColumn := changes[j].(schema.AddColumn)
			if !isColumn && !isIndex || isIndex && strings.EqualFold(add.Index.Name, drop.Name) {
				break
			}
			last = j
		}
		copy(changes[i:last], changes[i+1:last+1])
		changes[last] = c
	}
	return changes
}

// startingCount has a column that counts up made in two steps where the same statement makes the key that it needs: no change says both.
func startingCount(changes []schema.Change) []schema.Change {
	for i, c := range changes {
		add, ok := c.(schema.AddColumn)
		if !ok || !add.Column.AutoIncrement {
			continue
		}
		keyed := slices.ContainsFunc(changes[i:], func(c schema.Change) bool {
			key, ok := c.(schema.AddIndex)
			return ok && len(key.Index.Parts) > 0 && strings.EqualFold(key.Index.Parts[0].Column, add.Column.Name)
		})
		if keyed {
			counts := add.Column
			add.Column.AutoIncrement = false
			changes[i] = add
			changes = append(changes, schema.AlterColumn{Table: add.Table, Name: counts.Name, To: counts, Set: schema.PropAutoIncrement})
		}
	}
	return changes
}

// passedOver are parts of ALTER TABLE that change nothing that is compared, but for the traits in them.
var passedOver = slices.Concat(slices.Collect(maps.Keys(storageOptions)), []string{
	"algorithm", "lock", "force", "enable", "disable", "order", "comment", "auto_increment", "nowait", "wait", "discard", "import", "partition", "remove",
	"coalesce", "truncate", "reorganize", "exchange", "rebuild",
})

func (p ddlParser) alter(table string, item []token) ([]schema.Change, error) {
	item, i := conditionOf(item, schema.IfObject)
	changes, err := p.part(table, item)
	return under(i, changes), err
}

func (p ddlParser) part(table string, item []token) ([]schema.Change, error) {
	switch {
	case len(item) == 0:
		return nil, errors.New("it changes nothing")
	case item[0].isAny("partition"):
		return nil, nil
	case item[0].isAny(passedOver...) && !statement(item).starts("remove"):
		return traitChanges(table, item), nil
	case item[0].isAny(passedOver...), statement(item).starts("add", "partition"), statement(item).starts("drop", "partition"):
		return nil, nil
	case item[0].isAny("convert", "default", "charset", "character", "collate", "engine"):
		changes, err := parseOptions(table, item)
		return append(changes, traitChanges(table, item)...), err
	case statement(item).starts("add", "system", "versioning"), statement(item).starts("drop", "system", "versioning"):
		c := schema.SetTrait{Of: schema.Object{Kind: schema.TableObject, Table: table}, Trait: schema.History}
		if item[0].is("add") {
			c.To = versioned
		}
		return []schema.Change{c}, nil
	case item[0].is("add"):
		return p.add(table, item[1:])
	case item[0].isAny("modify", "change"):
		return p.modify(table, item)
	case item[0].is("rename") && len(item) > 1 && (len(item) <= 2 || !item[1].isAny("column", "index", "key")):
		to, n := tableName(skip(skip(skip(item[1:], "to"), "as"), "="))
		if n == 0 {
			return nil, errors.New("it is not understood")
		}
		if n > 1 && !p.at.own[unquoteName(item[len(item)-3].text)] {
			return nil, schema.UnmodelledError("it moves the table to another database")
		}
		return []schema.Change{schema.RenameTable{From: table, To: to}}, nil
	}
	if changes := alterTrait(table, item); changes != nil {
		return changes, nil
	}
	w := rewriter{flavor: p.flavor}
	w.say("ALTER TABLE t")
	for i := range item {
		if i > 0 && item[i-1].is("set") && item[i].is("default") {
			w.keep("DEFAULT ", join(item[i+1:]), "")
			break
		}
		w.write(item[i])
	}
	n, err := parse[*ast.AlterTableStmt](w.out.String())
	if err != nil {
		return nil, err
	}
	var changes []schema.Change
	for _, spec := range n.Specs {
		c, err := p.spec(&w, table, spec)
		if err != nil {
			return nil, err
		}
		if check, ok := c.(schema.DropCheck); ok && statement(item).starts("drop", "constraint") {
			c = anyConstraint(check)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// anyConstraint is what DROP CONSTRAINT does, which says no kind.
func anyConstraint(c schema.DropCheck) schema.DropIndex {
	if strings.EqualFold(c.Name, "PRIMARY") {
		c.Name = "PRIMARY"
	}
	return schema.DropIndex{Table: c.Table, Name: c.Name, Kind: schema.Constraint}
}

// parseOptions reads a change of the table's options.
func parseOptions(table string, item []token) ([]schema.Change, error) {
	o, err := tableOptions(item)
	if err != nil {
		return nil, err
	}
	if o.Charset == "" {
		o.Charset = charsetOf(o.Collation)
	}
	return []schema.Change{schema.AlterTable{Table: table, To: o, Default: o.Charset+o.Collation != "" && !item[0].is("convert")}}, nil
}

// add reads what follows ADD.
func (p ddlParser) add(table string, item []token) ([]schema.Change, error) {
	if len(item) == 0 || statement(item).starts("system") || statement(item).starts("period") {
		return nil, errors.New("not supported")
	}
	if columnItem(item) {
		item = skip(item, "column")
	}
	list := [][]token{item}
	if len(item) > 0 && item[0].is("(") {
		list = items(item[1:max(closing(item, 0)-1, 1)])
	}
	var changes []schema.Change
	for _, one := range list {
		c, err := p.definition(table, one)
		if err != nil {
			return nil, err
		}
		changes = append(changes, c...)
	}
	return changes, nil
}

// definition reads the definition of a column, an index or a constraint that is added.
func (p ddlParser) definition(table string, item []token) ([]schema.Change, error) {
	w := rewriter{flavor: p.flavor}
	w.say("CREATE TABLE t (")
	item, place := placed(item)
	if err := w.definition(item); err != nil {
		return nil, err
	}
	n, err := parse[*ast.CreateTableStmt](w.out.String() + ")")
	if err != nil {
		return nil, err
	}
	var changes []schema.Change
	var rest schema.Table
	for _, def := range n.Cols {
		var c schema.Column
		if c, rest, err = p.column(&w, def); err != nil {
			return nil, err
		}
		normalizer{p.flavor}.column(&c, schema.Options{})
		changes = append(changes, schema.AddColumn{Table: table, Column: c, Place: place})
	}
	for _, c := range n.Constraints {
		if err := p.constraint(&w, &rest, c); err != nil {
			return nil, err
		}
	}
	return append(changes, p.additions(table, &rest)...), nil
}

// placed takes FIRST and AFTER from a definition.
func placed(item []token) ([]token, schema.Place) {
	if n := len(item); n > 2 && item[n-2].is("after") {
		return item[:n-2], schema.Place{After: unquoteName(item[n-1].text)}
	} else if n > 1 && item[n-1].is("first") {
		return item[:n-1], schema.Place{First: true}
	}
	return item, schema.Place{}
}

// additions are the changes that add what a definition says beside a column.
func (p ddlParser) additions(table string, rest *schema.Table) []schema.Change {
	var changes []schema.Change
	for _, x := range rest.Indexes {
		changes = append(changes, schema.AddIndex{Table: table, Index: normalizer{p.flavor}.index(x)})
	}
	for _, f := range rest.ForeignKeys {
		changes = append(changes, schema.AddForeignKey{Table: table, ForeignKey: f})
	}
	for _, k := range rest.Checks {
		if k, ok := (normalizer{p.flavor}).check(k); ok {
			changes = append(changes, schema.AddCheck{Table: table, Check: k})
		}
	}
	return changes
}

// modify reads MODIFY and CHANGE, which state the whole column again.
func (p ddlParser) modify(table string, item []token) ([]schema.Change, error) {
	rename := item[0].is("change")
	item = skip(item[1:], "column")
	if len(item) < 2 {
		return nil, errors.New("it is not understood")
	}
	old := unquoteName(item[0].text)
	if rename {
		item = item[1:]
	}
	added, err := p.definition(table, item)
	if err != nil {
		return nil, err
	}
	for i, c := range added {
		add, ok := c.(schema.AddColumn)
		if !ok {
			continue
		}
		change := schema.AlterColumn{Table: table, Name: old, To: add.Column, Set: schema.PropAll, Place: add.Place}
		if add.Column.Name != old {
			change.Set |= schema.PropName
		}
		added[i] = change
	}
	return added, nil
}

// spec reads the parts of ALTER TABLE that drop or rename.
func (p ddlParser) spec(w *rewriter, table string, s *ast.AlterTableSpec) (schema.Change, error) {
	switch s.Tp {
	case ast.AlterTableDropColumn:
		return schema.DropColumn{Table: table, Column: s.OldColumnName.Name.O}, nil
	case ast.AlterTableDropPrimaryKey:
		return schema.DropIndex{Table: table, Name: "PRIMARY", Kind: schema.Primary}, nil
	case ast.AlterTableDropIndex:
		if strings.EqualFold(s.Name, "PRIMARY") {
			return schema.DropIndex{Table: table, Name: "PRIMARY", Kind: schema.Primary}, nil
		}
		return schema.DropIndex{Table: table, Name: s.Name}, nil
	case ast.AlterTableDropForeignKey:
		return schema.DropForeignKey{Table: table, Name: s.Name}, nil
	case ast.AlterTableDropCheck:
		return schema.DropCheck{Table: table, Name: s.Constraint.Name}, nil
	case ast.AlterTableRenameColumn:
		return schema.RenameColumn{Table: table, From: s.OldColumnName.Name.O, To: s.NewColumnName.Name.O}, nil
	case ast.AlterTableRenameIndex:
		return schema.RenameIndex{Table: table, From: s.FromKey.O, To: s.ToKey.O}, nil
	case ast.AlterTableAlterColumn:
		c := schema.AlterColumn{Table: table, Name: s.NewColumns[0].Name.Name.O, Set: schema.PropDefault}
		c.To.Name = c.Name
		for _, o := range s.NewColumns[0].Options {
			c.To.Default = defaultOf(p.flavor, schema.Type{}, w.kept(o.Expr))
		}
		return c, nil
	}
	return nil, errors.New("not supported")
}
