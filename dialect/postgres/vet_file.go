package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// A vetter says what in a file no server of this kind ever printed.
type vetter struct{ *speller }

// Vet says what in a table that a file holds no server of this kind ever printed. What it lets pass is one type, one expression or one word, so that it means
// nothing else in a script.
func (v vetter) Vet(t *schema.Table) error {
	if t.Options != (schema.Options{}) || t.RowFormat != "" || t.HiddenKey {
		return errors.New("PostgreSQL's tables have no storage engine, character set or row format")
	}
	if err := vetTraits(t.Traits); err != nil {
		return err
	}
	for _, c := range t.Columns {
		if err := v.column(c); err != nil {
			return fmt.Errorf("column %q: %w", c.Name, err)
		}
	}
	for _, x := range t.Indexes {
		if err := v.index(x); err != nil {
			return fmt.Errorf("index %q: %w", x.Name, err)
		}
	}
	for _, f := range t.ForeignKeys {
		if !vetAction(f.OnDelete) || !slices.Contains(actionWords, f.OnUpdate) {
			return fmt.Errorf("foreign key %q: %q, %q: no foreign key does that", f.Name, f.OnDelete, f.OnUpdate)
		}
		if err := vetTraits(f.Traits); err != nil {
			return fmt.Errorf("foreign key %q: %w", f.Name, err)
		}
	}
	for _, k := range t.Checks {
		if err := v.expression("condition", k.Expr); err != nil {
			return fmt.Errorf("check %q: %w", k.Name, err)
		}
		if err := vetTraits(k.Traits); err != nil {
			return fmt.Errorf("check %q: %w", k.Name, err)
		}
	}
	return nil
}

// actionWords are what a foreign key does.
var actionWords = []string{"", "NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"}

func (v vetter) column(c schema.Column) error {
	if err := canHave(v.version, c); err != nil {
		return err
	}
	if c.Charset != "" || c.Check != "" {
		return errors.New("PostgreSQL's columns have neither a character set nor a check of their own")
	}
	if err := v.typeOf(c.Type); err != nil {
		return err
	}
	if err := vetSequence(c.Sequence); err != nil {
		return err
	}
	if c.Default != "" {
		if err := v.expression("default", c.Default); err != nil {
			return err
		}
	}
	if c.Generated != "" {
		return v.expression("expression", c.Generated)
	}
	return nil
}

var (
	typeArgs  = schema.Pattern(`^(?:-?\w+(?:,-?\w+)*)?$`)
	typeAttrs = schema.Pattern(`^(?:(?:year|month|day|hour|minute|second)(?: to (?:month|day|hour|minute|second))?(?:\s?\(\d\))?)?$`)
	typeWord  = schema.Pattern(`^[a-z_][a-z0-9_]*$`)
)

// typeOf: a type of PostgreSQL's own reads as itself, and any other is a name, which is quoted.
func (v vetter) typeOf(t schema.Type) error {
	name, _ := strings.CutSuffix(t.Name, "[]")
	wrong := fmt.Errorf("%q is no type of PostgreSQL's", schema.Excerpt(t.String()))
	switch {
	case name == "" || !typeArgs().MatchString(t.Args) || !typeAttrs().MatchString(t.Attrs):
		return wrong
	case t.Named:
		return nil
	}
	again, err := v.speller.typeOf(typeSQL(t))
	if err != nil || again != t {
		return wrong
	}
	return nil
}

// expression: exactly one. A server newer than the parser may have printed what that does not know, see [Room.printed].
func (v vetter) expression(what, text string) error {
	if err := oneLine(text); err != nil {
		return fmt.Errorf("its %s %q is none: %w", what, schema.Excerpt(text), err)
	}
	_, err := parseExpression(text)
	if errors.Is(err, schema.ErrTooLarge) {
		return fmt.Errorf("its %s: %w", what, err)
	}
	_, parses := pg.Parse("SELECT " + text)
	if err != nil && (parses == nil || !v.since(grammar+1)) {
		return fmt.Errorf("its %s %q is no expression", what, schema.Excerpt(text))
	}
	return nil
}

// grammar is the newest PostgreSQL whose grammar the parser has.
const grammar = 16

// oneLine refuses a text that is not closed in itself, or has a line break outside of quotes.
func oneLine(text string) error {
	if err := closedText(text); err != nil {
		return err
	}
	for i := 0; i < len(text); {
		switch text[i] {
		case '\'', '"':
			i = quotedEnd(text, i)
		case '\n', '\r':
			return errors.New("a line breaks outside of quotes")
		default:
			i++
		}
	}
	return nil
}

func (v vetter) index(x schema.Index) error {
	switch {
	case x.Method != "" && !typeWord().MatchString(x.Method):
		return fmt.Errorf("%q is no method of an index", schema.Excerpt(x.Method))
	case x.NullsNotDistinct && !v.since(15), x.Invisible, x.Implicit:
		return errors.New("this server has no such index")
	}
	if err := vetTraits(x.Traits); err != nil {
		return err
	}
	for _, p := range x.Parts {
		if p.Prefix != 0 {
			return errors.New("PostgreSQL has no index over the beginning of a column")
		}
		if p.Expr != "" {
			if err := v.expression("expression", p.Expr); err != nil {
				return err
			}
		}
		if err := vetOptions(p.Options); err != nil {
			return err
		}
	}
	if x.Where != "" {
		return v.expression("condition", x.Where)
	}
	return nil
}

// vetOptions: what stands behind a part of an index is a collation, an operator class, or where the NULLs are.
func vetOptions(options string) error {
	if options == "" {
		return nil
	}
	wrong := fmt.Errorf("%q is nothing that a part of an index has", schema.Excerpt(options))
	if oneLine(options) != nil || schema.Bounded(options, false) != nil {
		return wrong
	}
	tree, err := pg.Parse("CREATE INDEX ON t (c " + options + ")")
	if err != nil || len(tree.GetStmts()) != 1 {
		return wrong
	}
	s := tree.GetStmts()[0].GetStmt().GetIndexStmt()
	if s == nil || len(s.GetIndexParams()) != 1 || s.GetWhereClause() != nil || len(s.GetIndexIncludingParams()) > 0 || len(s.GetOptions()) > 0 ||
		s.GetIndexParams()[0].GetIndexElem().GetName() != "c" {
		return wrong
	}
	return nil
}

// makes are how the statements begin that make an object again.
var makes = []string{
	"CREATE VIEW ", "CREATE MATERIALIZED VIEW ", "CREATE RULE ", "CREATE TRIGGER ", "CREATE CONSTRAINT TRIGGER ", "CREATE POLICY ",
	"CREATE INDEX ",
	"CREATE UNIQUE INDEX ", "ALTER PUBLICATION ", "ALTER MATERIALIZED VIEW ", "ALTER TABLE ", "ALTER VIEW ", "ALTER INDEX ", "COMMENT ON ", "GRANT ",
}

// VetDefinition says what is wrong with a statement that is to make an object again.
func (v vetter) VetDefinition(sql string) error {
	if !slices.ContainsFunc(makes, func(begin string) bool { return strings.HasPrefix(sql, begin) }) {
		return fmt.Errorf("%q makes no view, trigger, rule or policy", schema.Excerpt(sql))
	}
	if err := closedText(sql); err != nil {
		return fmt.Errorf("%q is no single statement: %w", schema.Excerpt(sql), err)
	}
	return nil
}

// VetServer says what is wrong with the words of a file about the server that it is of.
func (v vetter) VetServer(s schema.Server) error {
	if s.Product != "" && s.Product != "PostgreSQL" {
		return fmt.Errorf("no PostgreSQL is called %q", schema.Excerpt(s.Product))
	}
	return nil
}
