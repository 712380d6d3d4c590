package mysql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// Parse reads DDL statements. What it cannot express as changes it names in the error, beside which it returns all the others.
//
// Some things are left out on purpose: whatever a table has that is not compared (partitions).
func (r *Room) Parse(sql string) ([]schema.Change, error) {
	if err := schema.Bounded(sql, true); err != nil {
		return nil, fmt.Errorf("%s: %w", schema.Excerpt(sql), err)
	}
	statements, err := split(sql)
	if err != nil {
		return nil, err
	}
	at := placeOf(statements)
	var changes []schema.Change
	var failed []error
	for _, s := range statements {
		if at.follow(s); s.harmless() {
			continue
		}
		c, err := ddlParser{r.flavor, at}.statement(s)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", s, inOwnWords(join(s), err)))
			continue
		}
		changes = append(changes, c...)
	}
	return changes, errors.Join(failed...)
}

// ParseEach reads the statements of one text, each by itself: the changes and the error of each stand at its place.
func (r *Room) ParseEach(all []schema.Statement) ([][]schema.Change, []error) {
	changes, errs := make([][]schema.Change, len(all)), make([]error, len(all))
	parts := make([]statement, len(all))
	for i, s := range all {
		if errs[i] = schema.Bounded(s.Text, true); errs[i] != nil {
			continue
		}
		tokens, err := split(s.Text)
		if err == nil && len(tokens) > 1 {
			err = errors.New("it is several statements")
		}
		if err == nil && len(tokens) == 1 {
			parts[i] = tokens[0]
		}
		errs[i] = err
	}
	at := placeOf(parts)
	for i, s := range parts {
		if at.follow(s); len(s) == 0 || s.harmless() {
			continue
		}
		changes[i], errs[i] = ddlParser{r.flavor, at}.statement(s)
		errs[i] = inOwnWords(all[i].Text, errs[i])
	}
	return changes, errs
}

// harmless are the statements that change data, rights or the session, or only read.
var harmless = []string{
	"alter database", "alter schema", "alter user", "analyze", "begin", "change", "check", "checksum", "commit", "create database", "create role",
	"create schema", "create temporary", "create user", "deallocate", "delete", "desc", "describe", "do", "drop temporary", "drop role",
	"drop user", "end", "execute", "explain", "flush", "grant", "handler", "insert", "kill", "load", "lock", "optimize", "prepare", "purge",
	"release", "rename user", "repair", "replace", "reset", "revoke", "rollback", "savepoint", "select", "set", "show", "start", "table", "truncate",
	"unlock", "update", "use", "values", "with",
}

func (s statement) harmless() bool {
	return slices.ContainsFunc(harmless, func(words string) bool { return s.starts(strings.Fields(words)...) })
}

// A ddlParser reads statements as its server does.
type ddlParser struct {
	flavor flavor
	at     place
}

func (p ddlParser) statement(s statement) ([]schema.Change, error) {
	if err := p.at.elsewhere(s); err != nil {
		return nil, err
	}
	s = p.unreserved(s)
	switch {
	case !s.closed():
		return nil, errors.New("its parentheses are not closed")
	case s.starts("create", "table"):
		return p.createTable(s)
	case p.flavor.isMariaDB() && s.starts("create", "or", "replace", "table"):
		return p.replaceTable(s)
	case s.starts("alter", "table"), s.starts("alter", "ignore", "table"), s.starts("alter", "online", "table"):
		return p.alterTable(s)
	case s.starts("drop", "table"):
		return parseDropTable(s)
	case s.starts("rename", "table"), s.starts("rename", "tables"):
		return parseRenameTable(s)
	case s.starts("create", "index"), len(s) > 2 && s.starts("create") && s[2].is("index"):
		return p.createIndex(s)
	case s.starts("drop", "index"):
		return parseDropIndex(s)
	}
	return nil, errors.New("assay does not know what it does")
}

// parse hands a rewritten statement to the parser.
func parse[T ast.StmtNode](sql string) (T, error) {
	var none T
	p := parsers.Get().(*parser.Parser)
	defer parsers.Put(p)
	nodes, _, err := p.ParseSQL(sql)
	if err != nil {
		return none, near(err)
	}
	if len(nodes) == 1 {
		if n, ok := nodes[0].(T); ok {
			return n, nil
		}
	}
	return none, errors.New("not supported")
}

// An unparsed is a statement that the parser does not understand from a place on; that place is one of the rewritten statement.
type unparsed struct{ rest string }

func (unparsed) Error() string { return "it is not understood" }

// near takes from the parser's message where it stopped.
func near(err error) error {
	_, rest, _ := strings.Cut(err.Error(), "near \"")
	return unparsed{strings.TrimSuffix(strings.TrimSpace(rest), `"`)}
}

// inOwnWords says where the parser stopped as the statement itself has it. Where nothing but a stand-in is there, it says no place.
func inOwnWords(sql string, err error) error {
	const enough, whole = 40, 2048 // characters; the parser cuts what is longer
	var u unparsed
	if !errors.As(err, &u) || len(u.rest) >= whole {
		return err
	}
	rest, scanErr := scan(u.rest)
	if scanErr != nil || len(rest) == 0 {
		return err
	}
	behind := 0 // how often the word at the place comes again behind it
	for _, t := range rest[1:] {
		if t.text == rest[0].text {
			behind++
		}
	}
	s := scanner{sql: sql}
	var places []int
	for s.at < len(sql) {
		from := s.at
		t, err := s.next()
		if err != nil {
			break
		}
		if t.text == rest[0].text {
			places = append(places, from)
		}
	}
	if behind >= len(places) {
		return err
	}
	words := strings.Join(strings.Fields(sql[places[len(places)-1-behind]:]), " ")
	if all := []rune(words); len(all) > enough {
		words = string(all[:enough]) + "…"
	}
	return fmt.Errorf("%w near %q", err, words)
}

// tableName reads a table's name, without its database's, and returns the number of tokens.
func tableName(tokens []token) (string, int) {
	if len(tokens) > 2 && tokens[1].is(".") {
		return unquoteName(tokens[2].text), 3
	}
	if len(tokens) == 0 {
		return "", 0
	}
	return unquoteName(tokens[0].text), 1
}

// skip returns tokens without the words that they may begin with.
func skip(tokens []token, words ...string) []token {
	if statement(tokens).starts(words...) {
		return tokens[len(words):]
	}
	return tokens
}

// conditionOf returns tokens without the IF EXISTS or IF NOT EXISTS that stands outside of all parentheses, and that condition.
func conditionOf[T ~[]token](tokens T, i schema.If) (T, schema.If) {
	depth := 0
	for at, t := range tokens {
		switch rest := statement(tokens[at:]); {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth > 0:
		case rest.starts("if", "exists"):
			return slices.Concat(tokens[:at], tokens[at+2:]), i
		case rest.starts("if", "not", "exists"):
			return slices.Concat(tokens[:at], tokens[at+3:]), i
		}
	}
	return tokens, 0
}

// under puts changes under a condition.
func under(i schema.If, changes []schema.Change) []schema.Change {
	for at, c := range changes {
		changes[at] = schema.WithIf(c, schema.IfOf(c)|i)
	}
	return changes
}

// replaceTable reads CREATE OR REPLACE TABLE, which drops the table that is there.
func (p ddlParser) replaceTable(s statement) ([]schema.Change, error) {
	made, err := p.createTable(slices.Concat(s[:1], s[3:]))
	if err != nil {
		name, _ := tableName(s[4:])
		return []schema.Change{schema.DropTable{Table: name, If: schema.IfObject}}, err
	}
	return slices.Concat([]schema.Change{schema.DropTable{Table: made[0].Object().Table, If: schema.IfObject}}, made), nil
}

func parseDropTable(s statement) ([]schema.Change, error) {
	var changes []schema.Change
	var names []string
	s, i := conditionOf(s, schema.IfObject)
	for _, item := range items(s[2:]) {
		t, n := tableName(item)
		if n == 0 || len(item) > n && !item[n].isAny("cascade", "restrict") {
			return nil, errors.New("it is not understood")
		}
		changes = append(changes, schema.DropTable{Table: t, If: i})
		names = append(names, quote(t))
	}
	for n, c := range changes {
		if drop, ok := c.(schema.DropTable); ok && len(changes) > 1 {
			drop.With = strings.Join(names, "\n")
			changes[n] = drop
		}
	}
	return changes, nil
}

// parseRenameTable reads RENAME TABLE, which can exchange several: the renames go from the left to the right.
func parseRenameTable(s statement) ([]schema.Change, error) {
	var changes []schema.Change
	s, i := conditionOf(s, schema.IfObject)
	for _, item := range items(afterWait(s[2:])) {
		from, n := tableName(item)
		rest := afterWait(item[n:])
		to, m := tableName(skip(rest, "to"))
		if n == 0 || m == 0 || len(rest) != m+1 || !rest[0].is("to") {
			return nil, errors.New("it is not understood")
		}
		changes = append(changes, schema.RenameTable{From: from, To: to, If: i})
	}
	return changes, nil
}

func (p ddlParser) createIndex(s statement) ([]schema.Change, error) {
	s, i := conditionOf(s, schema.IfObject)
	w := rewriter{flavor: p.flavor}
	w.constraint(s.withoutDemands())
	n, err := parse[*ast.CreateIndexStmt](w.out.String())
	if err != nil {
		return nil, err
	}
	x := schema.Index{Name: n.IndexName, Parts: p.keyParts(&w, n.IndexPartSpecifications)}
	switch n.KeyType {
	case ast.IndexKeyTypeUnique:
		x.Kind = schema.Unique
	case ast.IndexKeyTypeFulltext:
		x.Method = "fulltext"
	case ast.IndexKeyTypeSpatial:
		x.Method = "spatial"
	case ast.IndexKeyTypeNone:
	default:
		return nil, errors.New("that kind of index is not supported")
	}
	indexOptions(&x, n.IndexOption)
	return []schema.Change{schema.AddIndex{Table: n.Table.Name.O, Index: normalizer{p.flavor}.index(x), If: i}}, nil
}

func parseDropIndex(s statement) ([]schema.Change, error) {
	s, i := conditionOf(s, schema.IfObject)
	n, err := parse[*ast.DropIndexStmt](join(s.withoutDemands()))
	if err != nil {
		return nil, err
	}
	d := schema.DropIndex{Table: n.Table.Name.O, Name: n.IndexName, If: i}
	if strings.EqualFold(d.Name, "PRIMARY") {
		d.Name, d.Kind = "PRIMARY", schema.Primary
	}
	return []schema.Change{d}, nil
}
