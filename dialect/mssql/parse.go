package mssql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// Parse reads DDL statements; those that only change data, or what no schema has a definition of, give no changes.
func (r *Room) Parse(sql string) ([]schema.Change, error) {
	statements, err := r.Split(sql)
	if err != nil {
		return nil, err
	}
	each, errs := r.ParseEach(statements)
	for i := range errs {
		if errs[i] != nil {
			errs[i] = fmt.Errorf("reading %q in line %d: %w", schema.Excerpt(statements[i].Text), statements[i].Line, errs[i])
		}
	}
	return slices.Concat(each...), errors.Join(errs...)
}

// ParseEach reads the statements of one text: the changes and the error of each stand at its place.
func (r *Room) ParseEach(all []schema.Statement) ([][]schema.Change, []error) {
	changes, errs := make([][]schema.Change, len(all)), make([]error, len(all))
	p := parser{made: schema.New(r.Semantics())}
	for i, s := range all {
		if errs[i] = schema.Bounded(s.Text, false); errs[i] != nil {
			continue
		}
		tokens, err := scan(s.Text)
		if err != nil {
			errs[i] = err
			continue
		}
		p.reader = &reader{tokens: tokens, text: s.Text}
		changes[i], errs[i] = p.statement()
		if errs[i] == nil && !p.done() {
			errs[i] = fmt.Errorf("%q behind the statement is not understood: does a semicolon or a line of GO stand between two?", p.rest())
		}
		if errs[i] != nil {
			changes[i] = nil
		}
		for _, c := range changes[i] {
			_ = p.made.Replay(c) // what was made elsewhere is not known
		}
	}
	return changes, errs
}

// A parser reads the statements of one text, each knowing what those before it have made.
type parser struct {
	*reader
	made *schema.Schema
}

// passes are the statements that change no schema, or what no schema has a definition of, by how they begin.
var passes = schema.Pattern(`(?is)^(?:INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|SET|PRINT|USE|GRANT|REVOKE|DENY|TRUNCATE\s+TABLE|SAVE\s+TRAN|` +
	`BEGIN\s+(?:TRAN|TRANSACTION)\b|(?:COMMIT|ROLLBACK)(?:\s+(?:TRAN|TRANSACTION|WORK))?$|UPDATE\s+STATISTICS|` +
	`IF\s+SCHEMA_NAME\(\)\s+<>\s+N|(?:CREATE|ALTER|DROP)\s+(?:SEQUENCE|SYNONYM|SCHEMA|LOGIN|USER|ROLE|STATISTICS)|DROP\s+(?:VIEW|TRIGGER|PROC|PROCEDURE|` +
	`FUNCTION))\b`)

func (p parser) statement() ([]schema.Change, error) {
	bare := strings.TrimSpace(p.text)
	switch {
	case passes().MatchString(bare), bodied().MatchString(bare):
		p.at = len(p.tokens)
		return nil, nil
	case p.take("CREATE", "TABLE"):
		return p.createTable()
	case p.take("DROP", "TABLE"):
		return p.dropTable()
	case p.take("ALTER", "TABLE"):
		return p.alterTable()
	case p.take("CREATE"):
		return p.createIndex()
	case p.take("DROP", "INDEX"):
		return p.dropIndex()
	case p.take("EXEC"), p.take("EXECUTE"):
		return p.rename()
	case p.take("DECLARE"):
		return p.block()
	}
	return nil, errors.New("assay does not know what it does")
}

func (p parser) dropTable() ([]schema.Change, error) {
	var all []schema.Change
	exists := p.take("IF", "EXISTS")
	for {
		t, err := p.table()
		if err != nil {
			return nil, err
		}
		c := schema.DropTable{Table: t}
		if exists {
			c.If = schema.IfObject
		}
		all = append(all, c)
		if !p.take(",") {
			return all, nil
		}
	}
}

func (p parser) createIndex() ([]schema.Change, error) {
	x := schema.Index{}
	if p.take("UNIQUE") {
		x.Kind = schema.Unique
	}
	x.Method = p.clustering(x.Kind)
	if err := p.need("INDEX"); err != nil {
		return nil, err
	}
	var err error
	if x.Name, err = p.name(); err != nil {
		return nil, err
	}
	if err := p.need("ON"); err != nil {
		return nil, err
	}
	t, err := p.table()
	if err != nil {
		return nil, err
	}
	if x.Parts, err = p.parts(); err != nil {
		return nil, err
	}
	if p.take("INCLUDE") {
		if x.Include, err = p.names(); err != nil {
			return nil, err
		}
	}
	if p.take("WHERE") {
		n, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		x.Where = n.spell(0)
	}
	return []schema.Change{schema.AddIndex{Table: t, Index: x}}, p.storage()
}

// clustering reads whether rows are kept in the order of an index of that kind, where that is not as usual.
func (r *reader) clustering(kind schema.IndexKind) string {
	switch {
	case r.take("CLUSTERED"):
		if kind != schema.Primary {
			return "clustered"
		}
	case r.take("NONCLUSTERED"):
		if kind == schema.Primary {
			return "nonclustered"
		}
	}
	return ""
}

// parts reads the columns of an index.
func (r *reader) parts() ([]schema.Part, error) {
	if err := r.need("("); err != nil {
		return nil, err
	}
	var all []schema.Part
	for {
		n, err := r.name()
		if err != nil {
			return nil, err
		}
		part := schema.Part{Column: n}
		if !r.take("ASC") {
			part.Desc = r.take("DESC")
		}
		all = append(all, part)
		if !r.take(",") {
			return all, r.need(")")
		}
	}
}

// storage reads WITH (…) and ON …, which say how and where something is kept.
func (r *reader) storage() error {
	if r.take("WITH") {
		if _, err := r.parenthesised(); err != nil {
			return err
		}
	}
	if r.take("ON") {
		if _, err := r.name(); err != nil {
			return err
		}
	}
	return nil
}

func (p parser) dropIndex() ([]schema.Change, error) {
	c := schema.DropIndex{}
	if p.take("IF", "EXISTS") {
		c.If = schema.IfObject
	}
	var err error
	if c.Name, err = p.name(); err != nil {
		return nil, err
	}
	if err := p.need("ON"); err != nil {
		return nil, err
	}
	if c.Table, err = p.table(); err != nil {
		return nil, err
	}
	return []schema.Change{c}, nil
}

// rename reads sp_rename: of a table, of a column or of an index.
func (p parser) rename() ([]schema.Change, error) {
	if p.take("sys", ".") {
		_ = p.take("sys")
	}
	if p.take("sp_executesql") && p.peek().kind == text {
		return p.lookup(p.peek().said)
	}
	if !p.take("sp_rename") {
		return nil, errors.New("it runs what cannot be read from it")
	}
	var args []string
	for {
		t := p.peek()
		if t.kind != text && t.kind != word && t.kind != name {
			return nil, fmt.Errorf("%q is no argument of sp_rename that is understood", p.rest())
		}
		p.at++
		args = append(args, t.said)
		if !p.take(",") {
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
	for _, t := range p.made.SortedTables() {
		same := func(name string) bool { return p.made.Semantics.SameName(name, from) }
		if slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Kind.Unique() && same(x.Name) }) ||
			slices.ContainsFunc(t.Checks, func(k schema.Check) bool { return same(k.Name) }) ||
			slices.ContainsFunc(t.ForeignKeys, func(f schema.ForeignKey) bool { return same(f.Name) }) {
			return []schema.Change{schema.RenameIndex{Table: t.Name, From: from, To: to, Kind: schema.Constraint}}, nil
		}
	}
	return []schema.Change{schema.RenameTable{From: from, To: to}}, nil
}
