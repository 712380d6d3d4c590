package postgres

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

type defaultKey struct {
	text string
	t    schema.Type
}

// printedDefault brings a default as a server prints it to its canonical form.
func (sp *speller) printedDefault(text string, t schema.Type) string {
	s, err := sp.declaredDefault(text, t)
	if err != nil {
		return text
	}
	return s
}

// declaredDefault does so for one that a migration declares. A type without a name is unknown.
func (sp *speller) declaredDefault(text string, t schema.Type) (string, error) {
	key := defaultKey{text, t}
	if s, ok := sp.defaults.Load(key); ok {
		return s.(string), nil
	}
	n, err := parseExpression(text)
	if err != nil {
		return "", fmt.Errorf("reading default %q: %w", text, err)
	}
	s, err := sp.defaultOf(n, t)
	if err == nil {
		sp.defaults.Store(key, s)
	}
	return s, err
}

// defaultOf writes the default of a column of type t: without casts to that type, and a constant as one would write it for the type (P1, P15).
func (sp *speller) defaultOf(n *pg.Node, t schema.Type) (string, error) {
	canon{version: sp.version}.rewrite(n)
	n = uncast(n, t)
	c := n.GetAConst()
	switch {
	case c == nil:
		return write(n)
	case c.GetIsnull():
		return "", nil
	case c.GetBsval() != nil && strings.HasPrefix(c.GetBsval().GetBsval(), "b"):
		return literal(c.GetBsval().GetBsval()[1:]), nil
	}
	text, quoted := constant(c)
	if c.GetBoolval() != nil || c.GetBsval() != nil {
		return write(n)
	}
	return constantFor(text, quoted, t), nil
}

// uncast removes casts to the column's own type.
func uncast(n *pg.Node, t schema.Type) *pg.Node {
	for cast := n.GetTypeCast(); cast != nil; cast = n.GetTypeCast() {
		to, err := typeOf(cast.GetTypeName(), "")
		arg := cast.GetArg()
		full := arg.GetAArrayExpr() != nil && len(arg.GetAArrayExpr().GetElements()) > 0
		if err != nil || !isConst(arg) && !full || !sameKind(to, t) {
			return n
		}
		n = arg
	}
	return n
}

// sameKind reports whether a constant of one type reads the same as one of the other.
func sameKind(cast, t schema.Type) bool {
	switch {
	case t.Name == "":
		return true
	case t.Named: // a type of this or of another schema, as the search path had it
		return true
	case cast.Named: // which the default needs, and the column does not
		return false
	case cast.Args != "" && cast.Args != t.Args:
		return false
	}
	return cast.Name == t.Name || textual[cast.Name] && textual[t.Name] || isNumber(cast) && isNumber(t) ||
		strings.HasPrefix(cast.Name, "bit") && strings.HasPrefix(t.Name, "bit")
}

func constant(c *pg.A_Const) (text string, quoted bool) {
	switch {
	case c.GetIval() != nil:
		return fmt.Sprint(c.GetIval().GetIval()), false
	case c.GetFval() != nil:
		return c.GetFval().GetFval(), false
	}
	return c.GetSval().GetSval(), true
}

var (
	decimal  = schema.Pattern(`^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)$`)
	booleans = map[string]string{
		"t": "true", "true": "true", "y": "true", "yes": "true", "on": "true", "1": "true",
		"f": "false", "false": "false", "n": "false", "no": "false", "off": "false", "0": "false",
	}
)

// noNumber are types to which no number is assigned, so that one that stands there without quotes is refused.
var noNumber = set("boolean date time timestamp interval uuid json jsonb")

// constantFor writes a constant as the default of a column of that type.
func constantFor(text string, quoted bool, t schema.Type) string {
	truth, isBool := booleans[strings.ToLower(strings.TrimSpace(text))]
	switch {
	case isNumber(t) && decimal().MatchString(text):
		return plainNumber(text, t)
	case t.Name == "boolean" && quoted && isBool:
		return truth
	case !quoted && (t.Name == "" || isNumber(t) || !number().MatchString(text) || noNumber[strings.TrimSuffix(t.Name, " with time zone")]):
		return text
	case t.Name == "hstore":
		text = plainPairs(text)
	case t.Name == "timestamp" && midnight().MatchString(text):
		text = text[:len("2020-01-01")]
	}
	return literal(text)
}

// plainNumber writes a number without what makes no difference to its value in a column of that type.
// A numeric without a scale keeps the zeros behind the point: it would show them.
func plainNumber(text string, t schema.Type) string {
	sign := ""
	if text[0] == '-' || text[0] == '+' {
		sign, text = strings.TrimPrefix(text[:1], "+"), text[1:]
	}
	whole, fraction, point := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if t.Name != "numeric" || t.Args != "" {
		fraction = strings.TrimRight(fraction, "0")
	}
	if point && fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}
