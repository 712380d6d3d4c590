package mssql

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
var passes = schema.Pattern(`(?is)^(?:INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|SET|PRINT|USE|GRANT|REVOKE|DENY|TRUNCATE\s+TABLE|SAVE\s+TRAN|` +
	`BEGIN\s+(?:TRAN|TRANSACTION)\b|(?:COMMIT|ROLLBACK)(?:\s+(?:TRAN|TRANSACTION|WORK))?$|UPDATE\s+STATISTICS|` +
	`IF\s+SCHEMA_NAME\(\)\s+<>\s+N|(?:CREATE|ALTER|DROP)\s+(?:SEQUENCE|SYNONYM|SCHEMA|LOGIN|USER|ROLE|STATISTICS)|DROP\s+(?:VIEW|TRIGGER|PROC|PROCEDURE|` +
	`FUNCTION))\b`)

func statement(n *narrow.Parser) ([]schema.Change, error) {
	p := parser{n}
	bare := strings.TrimSpace(p.Text)
	switch {
	case passes().MatchString(bare), bodied().MatchString(bare):
		p.Skip()
		return nil, nil
	case p.Take("CREATE", "TABLE"):
		return p.createTable()
	case p.Take("DROP", "TABLE"):
		return p.dropTable()
	case p.Take("ALTER", "TABLE"):
		return p.kept(p.alterTable())
	case p.Take("CREATE"):
		return p.createIndex()
	case p.Take("DROP", "INDEX"):
		return p.kept(p.dropIndex())
	case p.Take("EXEC"), p.Take("EXECUTE"):
		return p.rename()
	case p.Take("DECLARE"):
		return p.block()
	}
	return nil, errors.New("assay does not know what it does")
}

// kept reads what stands at the end of a statement and says how it is carried out: WITH (ONLINE = ON).
func (p parser) kept(all []schema.Change, err error) ([]schema.Change, error) {
	for more := true; err == nil && more; {
		more, err = storage(p.Reader)
	}
	return all, err
}

func (p parser) dropTable() ([]schema.Change, error) {
	var all []schema.Change
	exists := p.Take("IF", "EXISTS")
	for {
		t, err := p.Table()
		if err != nil {
			return nil, err
		}
		c := schema.DropTable{Table: t}
		if exists {
			c.If = schema.IfObject
		}
		all = append(all, c)
		if !p.Take(",") {
			return all, nil
		}
	}
}

func (p parser) createIndex() ([]schema.Change, error) {
	x := schema.Index{}
	if p.Take("UNIQUE") {
		x.Kind = schema.Unique
	}
	x.Method = clustering(p.Reader, x.Kind)
	if err := p.Need("INDEX"); err != nil {
		return nil, err
	}
	var err error
	if x.Name, err = p.Named(); err != nil {
		return nil, err
	}
	if err := p.Need("ON"); err != nil {
		return nil, err
	}
	t, err := p.Table()
	if err != nil {
		return nil, err
	}
	if x.Parts, err = p.Parts(); err != nil {
		return nil, err
	}
	if p.Take("INCLUDE") {
		if x.Include, err = p.Names(); err != nil {
			return nil, err
		}
	}
	if p.Take("WHERE") {
		n, err := p.Expr(0)
		if err != nil {
			return nil, err
		}
		x.Where = n.Spell(0)
	}
	return []schema.Change{schema.AddIndex{Table: t, Index: x}}, p.Stored()
}

func (p parser) dropIndex() ([]schema.Change, error) {
	c := schema.DropIndex{}
	if p.Take("IF", "EXISTS") {
		c.If = schema.IfObject
	}
	var err error
	if c.Name, err = p.Named(); err != nil {
		return nil, err
	}
	if err := p.Need("ON"); err != nil {
		return nil, err
	}
	if c.Table, err = p.Table(); err != nil {
		return nil, err
	}
	return []schema.Change{c}, nil
}

// rename reads sp_rename: of a table, of a column or of an index.
func (p parser) rename() ([]schema.Change, error) {
	if p.Take("sys", ".") {
		_ = p.Take("sys")
	}
	if p.Take("sp_executesql") && p.Peek().Kind == narrow.Text {
		return p.lookup(p.Peek().Said)
	}
	if !p.Take("sp_rename") {
		return nil, errors.New("it runs what cannot be read from it")
	}
	var args []string
	for {
		t := p.Peek()
		if t.Kind != narrow.Text && t.Kind != narrow.Word && t.Kind != narrow.Name {
			return nil, fmt.Errorf("%q is no argument of sp_rename that is understood", p.Rest())
		}
		p.At++
		args = append(args, t.Said)
		if !p.Take(",") {
			break
		}
	}
	kind := "OBJECT"
	switch len(args) {
	case 2:
	case 3:
		kind = strings.ToUpper(args[2])
	default:
		return nil, errors.New("sp_rename takes two or three arguments")
	}
	path := schema.NamePath(args[0])
	if len(path) > 1 && path[0] == home {
		path = path[1:]
	}
	switch {
	case kind == "OBJECT" && len(path) == 1:
		return p.renameObject(path[0], args[1])
	case kind == "COLUMN" && len(path) == 2:
		return []schema.Change{schema.RenameColumn{Table: path[0], From: path[1], To: args[1]}}, nil
	case kind == "INDEX" && len(path) == 2:
		return []schema.Change{schema.RenameIndex{Table: path[0], From: path[1], To: args[1]}}, nil
	}
	return nil, fmt.Errorf("what sp_rename renames with %s is not understood", schema.Excerpt(strings.Join(args, ", ")))
}

// renameObject renames a table, or a constraint that the text has made.
func (p parser) renameObject(from, to string) ([]schema.Change, error) {
	for _, t := range p.Made.SortedTables() {
		if p.Holding(t, from) {
			return []schema.Change{schema.RenameIndex{Table: t.Name, From: from, To: to, Kind: schema.Constraint}}, nil
		}
	}
	return []schema.Change{schema.RenameTable{From: from, To: to}}, nil
}
