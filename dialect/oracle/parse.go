package oracle

import (
	"errors"
	"fmt"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// Parse reads DDL statements; those that only change data, or what no schema has a definition of, give no changes.
func (r *Room) Parse(sql string) ([]schema.Change, error) {
	statements, err := r.Split(sql)
	if err != nil {
		return nil, err
	}
	return language.Parse(statements)
}

// ParseEach reads the statements of one text: the changes and the error of each stand at its place.
func (r *Room) ParseEach(all []schema.Statement) ([][]schema.Change, []error) {
	return language.ParseEach(all)
}

type parser struct{ *narrow.Parser }

// passes are the statements that change no schema, or what no schema has a definition of, by how they begin.
var passes = schema.Pattern(`(?is)^(?:INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|SET\s+(?:TRANSACTION|ROLE|CONSTRAINTS?)|LOCK\s+TABLE|TRUNCATE\s+TABLE|GRANT|REVOKE|` +
	`(?:COMMIT|ROLLBACK)(?:\s+WORK)?$|SAVEPOINT|ALTER\s+SESSION|ANALYZE|PURGE|CALL|` +
	`(?:CREATE(?:\s+OR\s+REPLACE)?|ALTER|DROP)(?:\s+(?:NO)?FORCE)?(?:\s+(?:NON)?EDITIONABLE)?(?:\s+PUBLIC)?\s+` +
	`(?:VIEW|MATERIALIZED\s+VIEW|SEQUENCE|SYNONYM|TRIGGER|PROCEDURE|FUNCTION|PACKAGE|TYPE|USER|ROLE|TABLESPACE|DIRECTORY))\b`)

func statement(n *narrow.Parser) ([]schema.Change, error) {
	p := parser{n}
	sql := strings.TrimSpace(p.Text)
	switch {
	case passes().MatchString(sql):
		p.Skip()
		return nil, nil
	case bodied().MatchString(sql) && !p.Peek().Is("CREATE"):
		return nil, errors.New("it runs what cannot be read from it")
	case p.Take("CREATE", "TABLE"):
		return p.createTable()
	case p.Take("CREATE", "GLOBAL", "TEMPORARY"), p.Take("CREATE", "PRIVATE", "TEMPORARY"):
		return nil, schema.UnmodelledError("temporary tables are not modelled")
	case p.Take("DROP", "TABLE"):
		return p.dropTable()
	case p.Take("ALTER", "TABLE"):
		return p.alterTable()
	case p.Take("CREATE"):
		return p.createIndex()
	case p.Take("DROP", "INDEX"):
		exists := p.Condition()
		name, err := p.Table()
		_ = p.Take("ONLINE")
		return []schema.Change{schema.DropIndex{Name: name, If: exists}}, err
	case p.Take("ALTER", "INDEX"):
		return p.alterIndex()
	case p.Take("RENAME"):
		return p.rename()
	case p.Take("COMMENT", "ON"):
		return p.comment()
	}
	return nil, errors.New("assay does not know what it does")
}

func (p parser) createTable() ([]schema.Change, error) {
	c := schema.CreateTable{}
	if p.Take("IF", "NOT", "EXISTS") {
		c.If = schema.IfObject
	}
	var err error
	c.Table, err = p.CreateTable()
	return []schema.Change{c}, err
}

func (p parser) dropTable() ([]schema.Change, error) {
	c := schema.DropTable{If: p.Condition()}
	var err error
	if c.Table, err = p.Table(); err != nil {
		return nil, err
	}
	if p.Take("CASCADE", "CONSTRAINTS") {
		return nil, errors.New("which foreign keys go with it cannot be read from it")
	}
	_ = p.Take("PURGE")
	return []schema.Change{c}, nil
}

func (p parser) createIndex() ([]schema.Change, error) {
	c := schema.AddIndex{}
	switch {
	case p.Take("UNIQUE"):
		c.Index.Kind = schema.Unique
	case p.Take("BITMAP"):
		c.Index.Method = "bitmap"
	}
	if err := p.Need("INDEX"); err != nil {
		return nil, err
	}
	if p.Take("IF", "NOT", "EXISTS") {
		c.If = schema.IfObject
	}
	var err error
	if c.Index.Name, err = p.Table(); err != nil {
		return nil, err
	}
	if err := p.Need("ON"); err != nil {
		return nil, err
	}
	if c.Table, err = p.Table(); err != nil {
		return nil, err
	}
	if c.Index.Parts, err = p.Parts(); err != nil {
		return nil, err
	}
	for more := true; more && err == nil; {
		if p.Take("INVISIBLE") {
			c.Index.Invisible = true
			continue
		}
		more, err = storage(p.Reader)
	}
	return []schema.Change{c}, err
}

func (p parser) alterIndex() ([]schema.Change, error) {
	name, err := p.Table()
	switch {
	case err != nil:
		return nil, err
	case p.Take("RENAME", "TO"):
		to, err := p.Named()
		return []schema.Change{schema.RenameIndex{From: name, To: to}}, err
	case p.Take("REBUILD"):
		return nil, p.Stored()
	case p.Take("INVISIBLE"), p.Take("VISIBLE"):
		c := schema.SetTrait{Of: schema.Object{Kind: schema.IndexObject, Name: name}, Trait: schema.Visibility}
		if p.Tokens[p.At-1].Is("INVISIBLE") {
			c.To = "INVISIBLE"
		}
		return []schema.Change{c}, nil
	}
	return nil, errors.New("assay does not know what it does to the index")
}

// rename renames a table, or a view or sequence, of which nothing is known.
func (p parser) rename() ([]schema.Change, error) {
	from, err := p.Named()
	if err == nil {
		err = p.Need("TO")
	}
	if err != nil {
		return nil, err
	}
	to, err := p.Named()
	return []schema.Change{schema.RenameTable{From: from, To: to}}, err
}

// comment reads a comment on a table or a column; one of no letter is none.
func (p parser) comment() ([]schema.Change, error) {
	column := p.Take("COLUMN")
	if !column {
		if err := p.Need("TABLE"); err != nil {
			return nil, err
		}
	}
	var path []string
	for {
		n, err := p.Named()
		if err != nil {
			return nil, err
		}
		path = append(path, n)
		if !p.Take(".") {
			break
		}
	}
	if err := p.Need("IS"); err != nil {
		return nil, err
	}
	t := p.Peek()
	if p.At++; t.Kind != narrow.Text {
		return nil, errors.New("a comment is a text")
	}
	switch {
	case !column && len(path) == 1:
		return []schema.Change{schema.SetTrait{Of: schema.Object{Kind: schema.TableObject, Table: path[0]}, Trait: schema.Comment, To: t.Said}}, nil
	case column && len(path) == 2:
		return []schema.Change{schema.AlterColumn{Table: path[0], Name: path[1], To: schema.Column{Comment: t.Said}, Set: schema.PropComment}}, nil
	}
	return nil, fmt.Errorf("it is about schema %s%w", path[0], schema.ErrElsewhere)
}
