package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
)

var comparisons = []string{"=", "<>", "<", "<=", ">", ">="}

// numbers are the types that each turn into any later one by themselves.
var numbers = []string{"smallint", "integer", "bigint", "numeric", "real", "double precision"}

// patterns are the operators that a server prints for LIKE and its kin.
var patterns = map[string]pg.A_Expr_Kind{
	"~~": pg.A_Expr_Kind_AEXPR_LIKE, "!~~": pg.A_Expr_Kind_AEXPR_LIKE,
	"~~*": pg.A_Expr_Kind_AEXPR_ILIKE, "!~~*": pg.A_Expr_Kind_AEXPR_ILIKE,
}

// operator brings operators to one form (P9).
func (c canon) operator(n *pg.Node, x *pg.A_Expr) {
	if path := texts(x.GetName()); len(path) == 2 && path[0] == "pg_catalog" {
		x.Name = x.GetName()[1:]
	}
	name := x.GetName()[0].GetString_().GetSval()
	switch x.GetKind() {
	case pg.A_Expr_Kind_AEXPR_OP:
		c.plain(x, name)
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		c.list(x, name)
	case pg.A_Expr_Kind_AEXPR_IN:
		c.in(x, name, x.GetRexpr().GetList().GetItems())
	case pg.A_Expr_Kind_AEXPR_BETWEEN, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN:
		c.between(n, x)
	case pg.A_Expr_Kind_AEXPR_NOT_DISTINCT:
		x.Kind = pg.A_Expr_Kind_AEXPR_DISTINCT
		n.Node = boolExpr(pg.BoolExprType_NOT_EXPR, &pg.Node{Node: n.GetNode()}).GetNode()
	case pg.A_Expr_Kind_AEXPR_SIMILAR:
		x.Kind = pg.A_Expr_Kind_AEXPR_OP
	case pg.A_Expr_Kind_AEXPR_LIKE, pg.A_Expr_Kind_AEXPR_ILIKE:
		if x.GetRexpr().GetFuncCall() != nil { // LIKE … ESCAPE: a call of like_escape
			x.Kind = pg.A_Expr_Kind_AEXPR_OP
		}
	}
}

func (c canon) plain(x *pg.A_Expr, name string) {
	if kind, ok := patterns[name]; ok && x.GetLexpr() != nil && x.GetRexpr().GetFuncCall() == nil {
		x.Kind = kind
	}
	if slices.Contains(regularExpressions, name) {
		uncastPattern(x.GetLexpr(), x.GetRexpr())
	}
	if slices.Contains(comparisons, name) {
		c.compared(x.GetLexpr(), x.GetRexpr())
		c.compared(x.GetRexpr(), x.GetLexpr())
	}
	if slices.Contains(arithmetic, name) {
		c.computed(x.GetLexpr(), x.GetRexpr())
		c.computed(x.GetRexpr(), x.GetLexpr())
	}
}

var regularExpressions = []string{"~", "~*", "!~", "!~*"}

// uncastPattern removes the cast of a pattern to a type of the schema's or an extension's (citext), which the server adds where the column is of it.
func uncastPattern(side, pattern *pg.Node) {
	cast := pattern.GetTypeCast()
	if cast == nil || side.GetColumnRef() == nil || !isString(cast.GetArg()) {
		return
	}
	if t, err := typeOf(cast.GetTypeName(), ""); err == nil && t.Named {
		pattern.Node = cast.GetArg().GetNode()
	}
}

var arithmetic = []string{"+", "-", "*", "/", "%"}

// computed removes the cast of a number to the other side's type: the server adds it by itself.
func (c canon) computed(side, other *pg.Node) {
	cast := side.GetTypeCast()
	if cast == nil {
		return
	}
	t, err := typeOf(cast.GetTypeName(), "")
	from := slices.Index(numbers, c.number(cast.GetArg()))
	if err == nil && t.Args == "" && from >= 0 && from <= slices.Index(numbers, t.Name) && c.number(other) == t.Name {
		side.Node = cast.GetArg().GetNode()
	}
}

// number is the type of a number; empty: it is none, or not known.
func (c canon) number(n *pg.Node) string {
	switch x := n.GetNode().(type) {
	case *pg.Node_AConst:
		switch {
		case x.AConst.GetFval() != nil:
			return "numeric"
		case x.AConst.GetIval() != nil:
			return "integer"
		}
	case *pg.Node_ColumnRef:
		if c.types != nil {
			return c.types(columnName(x.ColumnRef)).Name
		}
	case *pg.Node_TypeCast:
		if t, err := typeOf(x.TypeCast.GetTypeName(), ""); err == nil {
			return t.Name
		}
	case *pg.Node_AExpr:
		left, right := slices.Index(numbers, c.number(x.AExpr.GetLexpr())), slices.Index(numbers, c.number(x.AExpr.GetRexpr()))
		if name := texts(x.AExpr.GetName()); left >= 0 && right >= 0 && len(name) == 1 && slices.Contains(arithmetic, name[0]) {
			return numbers[max(left, right)]
		}
	}
	return ""
}

// compared removes casts of one side of a comparison: those of a constant, which takes the other side's type by itself,
// and those of a column to a larger type of number, since the values compare alike.
func (c canon) compared(side, other *pg.Node) {
	if col := other.GetColumnRef(); col != nil && c.types != nil && isString(side) && c.types(columnName(col)).Name == "timestamp" {
		if value := side.GetAConst().GetSval().GetSval(); midnight().MatchString(value) {
			side.Node = stringConst(value[:len("2020-01-01")]).GetNode()
		}
	}
	cast := side.GetTypeCast()
	if cast == nil {
		return
	}
	arg := cast.GetArg()
	if isString(arg) && !isConst(other) && !isString(other.GetTypeCast().GetArg()) {
		side.Node = arg.GetNode()
	}
	t, err := typeOf(cast.GetTypeName(), "")
	if col := arg.GetColumnRef(); err == nil && col != nil && c.types != nil && t.Args == "" && isNumber(t) {
		if from := c.types(columnName(col)); isNumber(from) && slices.Index(numbers, from.Name) <= slices.Index(numbers, t.Name) {
			side.Node = arg.GetNode()
		}
	}
}

// list: a server prints IN and NOT IN as = ANY and <> ALL.
func (c canon) list(x *pg.A_Expr, name string) {
	isAny := x.GetKind() == pg.A_Expr_Kind_AEXPR_OP_ANY
	array := x.GetRexpr()
	if cast := array.GetTypeCast(); cast != nil {
		array = cast.GetArg()
	}
	items := array.GetAArrayExpr().GetElements()
	if len(items) == 0 || isAny && name != "=" || !isAny && name != "<>" {
		return
	}
	x.Kind = pg.A_Expr_Kind_AEXPR_IN
	x.Rexpr = &pg.Node{Node: &pg.Node_List{List: &pg.List{Items: items}}}
	c.in(x, name, items)
}

// in: the server makes a comparison of a list of one.
func (c canon) in(x *pg.A_Expr, name string, items []*pg.Node) {
	for _, item := range items {
		c.compared(item, x.GetLexpr())
		c.compared(x.GetLexpr(), item)
	}
	if len(items) == 1 {
		x.Kind, x.Rexpr = pg.A_Expr_Kind_AEXPR_OP, items[0]
		c.plain(x, name)
	}
}

func (c canon) between(n *pg.Node, x *pg.A_Expr) {
	bounds := x.GetRexpr().GetList().GetItems()
	if len(bounds) != 2 {
		return
	}
	low, high, op := ">=", "<=", pg.BoolExprType_AND_EXPR
	if x.GetKind() == pg.A_Expr_Kind_AEXPR_NOT_BETWEEN {
		low, high, op = "<", ">", pg.BoolExprType_OR_EXPR
	}
	args := []*pg.Node{
		operator(pg.A_Expr_Kind_AEXPR_OP, low, x.GetLexpr(), bounds[0]),
		operator(pg.A_Expr_Kind_AEXPR_OP, high, x.GetLexpr(), bounds[1]),
	}
	for _, a := range args {
		c.plain(a.GetAExpr(), a.GetAExpr().GetName()[0].GetString_().GetSval())
	}
	n.Node = boolExpr(op, args...).GetNode()
}
