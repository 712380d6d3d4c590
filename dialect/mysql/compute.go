package mysql

import (
	"fmt"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// Computed is an expression over columns, in terms of what of says of each, if a query computes it as a statement that writes rows does. What a strict server
// refuses in such a statement and only warns of in a query is left out: a division by what may be 0, a text taken for a number, JSON in a text that need not
// be any (MariaDB).
func (conversions) Computed(expr string, of func(column string) (sql string, is schema.Domain, ok bool)) (schema.Computed, bool) {
	if schema.Bounded(expr, true) != nil || modal().MatchString(expr) {
		return schema.Computed{}, false
	}
	s, err := parse[*ast.SelectStmt]("SELECT " + expr)
	if err != nil || s.From != nil || s.Where != nil || len(s.Fields.Fields) != 1 || s.Fields.Fields[0].Expr == nil || s.Fields.Fields[0].AsName.O != "" {
		return schema.Computed{}, false
	}
	w := computing{of: of}
	gives := w.kind(s.Fields.Fields[0].Expr)
	n, _ := s.Fields.Fields[0].Expr.Accept(&w)
	e, is := n.(ast.ExprNode)
	sql := ""
	if is {
		sql = restored(e)
	}
	if w.unknown || gives == noKind || sql == "" {
		return schema.Computed{}, false
	}
	found := schema.Computed{SQL: "(" + sql + ")", Fails: w.fails, Varies: w.varies, Null: gives == nullKind}
	found.Domain.Type.Name = kindTypes[gives]
	if gives == textKind {
		found.Domain.Charset, found.Domain.Collation = w.charset, w.collation
	}
	return found, true
}

// Outside are the values of an expression that a column of a domain does not take where a statement writes them, in strict mode; held is what it holds of
// the others, empty: another text or number.
func (c conversions) Outside(found schema.Computed, to schema.Domain) (all []schema.Lossy, held string, ok bool) {
	is, t := found.Domain, to.Type
	number := isNumber(is.Type)
	switch {
	case number && isInteger(t), is.Type.Name == "longtext" && isCharacter(t):
		if is.Type.Name == "bigint" || !number && (is.Charset == "" || is.Charset == to.Charset && is.Collation == to.Collation) {
			held = found.SQL
		}
	case number && t.Name == "decimal" && is.Type.Name != "double":
		_, scale := decimalArgs(t.Args)
		held = fmt.Sprintf("ROUND(%s, %d)", found.SQL, scale)
	case number && isNumber(t), (number || kind(is.Type.Name).moment()) && isCharacter(t):
	case is.Type == t:
		return nil, found.SQL, true
	case is.Type.Name == "timestamp" && t.Name == "datetime", kind(is.Type.Name).moment() && t.Name == "date":
		return nil, "", true // of a time of the day is left out what a date does not have
	default:
		return nil, "", false
	}
	for _, l := range c.Lossy(found.SQL, is, to, false) {
		if l.Where == "" {
			return nil, "", false
		}
		if l.Fatal {
			all = append(all, l)
		}
	}
	return all, held, true
}

// Stops reports whether a strict server may refuse to compute an expression in a statement that writes rows, or that has them checked, though a query over them
// only warns.
func (conversions) Stops(expr string) bool {
	return mayStop().MatchString(inQuotes().ReplaceAllString(expr, "''"))
}

// modal is what some modes read otherwise, and a text with a character set of its own.
var modal = schema.Pattern(`(?i)\b_\w+\s*['"]|"|\|\||\\`)

// A kind is what an expression gives.
type kind string

// The kinds. A NULL goes with each.
const (
	noKind    kind = ""
	nullKind  kind = "null"
	wholeKind kind = "whole"
	exactKind kind = "exact"
	floatKind kind = "float"
	textKind  kind = "text"
	dateKind  kind = "date"
	timeKind  kind = "datetime"
	stampKind kind = "timestamp"
	jsonKind  kind = "json"
)

// kindTypes are types that hold all that there is of a kind.
var kindTypes = map[kind]string{
	nullKind: "bigint", wholeKind: "bigint", exactKind: "decimal", floatKind: "double", textKind: "longtext", dateKind: "date", timeKind: "datetime",
	stampKind: "timestamp", jsonKind: "json",
}

func (k kind) number() bool {
	return k == wholeKind || k == exactKind || k == floatKind || k == nullKind
}

func (k kind) moment() bool { return k == dateKind || k == timeKind || k == stampKind || k == nullKind }

// printed reports whether functions of texts take it as it is written.
func (k kind) printed() bool { return k.number() || k.moment() || k == textKind }

// A computing walk finds what an expression gives, and puts what columns hold into it.
type computing struct {
	of                 func(column string) (sql string, is schema.Domain, ok bool)
	unknown            bool
	fails, varies      bool
	charset, collation string
}

// kindOf is the kind of a column's values; a number without a sign can be greater than those that have one.
func kindOf(d schema.Domain) kind {
	switch t := d.Type; {
	case isInteger(t) && strings.HasPrefix(t.Attrs, "unsigned"):
		return exactKind
	case isInteger(t), t.Name == "year":
		return wholeKind
	case t.Name == "decimal":
		return exactKind
	case t.Name == "float", t.Name == "double":
		return floatKind
	case isCharacter(t) && d.Collation != "binary", t.Name == "enum", t.Name == "set":
		return textKind
	case t.Name == "date", t.Name == "datetime", t.Name == "timestamp", t.Name == "json":
		return kind(t.Name)
	}
	return noKind
}

// common is the kind of what is of one kind or another; none: there is no telling.
func common(kinds ...kind) kind {
	all := nullKind
	for _, k := range kinds {
		switch {
		case k == all || k == nullKind:
		case all == nullKind:
			all = k
		case all.number() && k.number() && (all == floatKind || k == floatKind):
			all = floatKind
		case all.number() && k.number():
			all = exactKind
		default:
			return noKind
		}
	}
	return all
}

var (
	wholeLiteral = schema.Pattern(`^\d{1,18}$`)
	exactLiteral = schema.Pattern(`^\d{0,18}\.\d{1,18}$`)
	dateLiteral  = schema.Pattern(`^'\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])(?: (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)?'$`)
	jsonPath     = schema.Pattern(`^'\$(?:\.[A-Za-z_]\w*|\[\d{1,4}\])*'$`)
)

// literalKind is what a literal is, as it is written anew.
func literalKind(sql string) kind {
	switch lower := strings.ToLower(sql); {
	case lower == "null":
		return nullKind
	case lower == "true", lower == "false", wholeLiteral().MatchString(sql):
		return wholeKind
	case exactLiteral().MatchString(sql):
		return exactKind
	case strings.HasPrefix(sql, "'"):
		return textKind
	}
	return noKind
}

// column is the kind of what a column holds; texts of several character sets are of none.
func (w *computing) column(n *ast.ColumnNameExpr) kind {
	_, is, ok := w.of(n.Name.Name.O)
	k := kindOf(is)
	if !ok || k == noKind || n.Name.Schema.O != "" {
		return noKind
	}
	if k == textKind && is.Charset != "" {
		if w.charset != "" && (w.charset != is.Charset || w.collation != is.Collation) {
			return noKind
		}
		w.charset, w.collation = is.Charset, is.Collation
	}
	return k
}

// Enter implements [ast.Visitor].
func (w *computing) Enter(n ast.Node) (ast.Node, bool) { return n, w.unknown }

// Leave implements [ast.Visitor]: in the place of a column stands what it holds.
func (w *computing) Leave(n ast.Node) (ast.Node, bool) {
	c, is := n.(*ast.ColumnNameExpr)
	if !is {
		return n, true
	}
	sql, _, ok := w.of(c.Name.Name.O)
	if !ok {
		w.unknown = true
		return n, false
	}
	s, err := parse[*ast.SelectStmt]("SELECT " + sql)
	if err != nil || len(s.Fields.Fields) != 1 || s.Fields.Fields[0].Expr == nil {
		w.unknown = true
		return n, false
	}
	return &ast.ParenthesesExpr{Expr: s.Fields.Fields[0].Expr}, true
}
