package postgres

import (
	"slices"
	"strings"

	"assay/schema"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// canon rewrites expressions so that what people write and what servers of any version print back end in one form:
// IN rather than = ANY (ARRAY[…]), >= AND <= rather than BETWEEN, LIKE rather than ~~, and no cast that the server put there by itself.
// It removes a cast only where the expression means the same without it, since fix-ups are written from the canonical form.
type canon struct {
	version version
	types   columnTypes
}

// rewrite brings a node to its canonical form, its children first.
func (c canon) rewrite(n *pg.Node) {
	if n == nil {
		return
	}
	for _, child := range children(n) {
		c.rewrite(child)
	}
	switch x := n.GetNode().(type) {
	case *pg.Node_TypeCast:
		c.cast(n, x.TypeCast)
	case *pg.Node_AExpr:
		c.operator(n, x.AExpr)
	case *pg.Node_BoolExpr:
		flatten(x.BoolExpr)
	case *pg.Node_FuncCall:
		c.call(x.FuncCall)
	case *pg.Node_RowExpr:
		x.RowExpr.RowFormat = pg.CoercionForm_COERCE_EXPLICIT_CALL // the server always prints the ROW
	case *pg.Node_SqlvalueFunction:
		if x.SqlvalueFunction.GetOp() == pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP {
			n.Node = now().GetNode()
		}
	case *pg.Node_CaseExpr:
		if x.CaseExpr.GetDefresult().GetAConst().GetIsnull() { // the server always prints the ELSE
			x.CaseExpr.Defresult = nil
		}
	case *pg.Node_ColumnRef: // the server never prints the table's name before it
		if f := x.ColumnRef.GetFields(); len(f) > 1 && f[len(f)-1].GetString_() != nil {
			x.ColumnRef.Fields = f[len(f)-1:]
		}
	}
}

// children are the parts of a node that an expression of a table can have.
func children(n *pg.Node) []*pg.Node {
	switch x := n.GetNode().(type) {
	case *pg.Node_AExpr:
		return []*pg.Node{x.AExpr.GetLexpr(), x.AExpr.GetRexpr()}
	case *pg.Node_BoolExpr:
		return x.BoolExpr.GetArgs()
	case *pg.Node_FuncCall:
		return x.FuncCall.GetArgs()
	case *pg.Node_TypeCast:
		return []*pg.Node{x.TypeCast.GetArg()}
	case *pg.Node_List:
		return x.List.GetItems()
	case *pg.Node_AArrayExpr:
		return x.AArrayExpr.GetElements()
	case *pg.Node_NullTest:
		return []*pg.Node{x.NullTest.GetArg()}
	case *pg.Node_BooleanTest:
		return []*pg.Node{x.BooleanTest.GetArg()}
	case *pg.Node_CoalesceExpr:
		return x.CoalesceExpr.GetArgs()
	case *pg.Node_MinMaxExpr:
		return x.MinMaxExpr.GetArgs()
	case *pg.Node_CollateClause:
		return []*pg.Node{x.CollateClause.GetArg()}
	case *pg.Node_RowExpr:
		return x.RowExpr.GetArgs()
	case *pg.Node_AIndirection:
		return append([]*pg.Node{x.AIndirection.GetArg()}, x.AIndirection.GetIndirection()...)
	case *pg.Node_AIndices:
		return []*pg.Node{x.AIndices.GetLidx(), x.AIndices.GetUidx()}
	case *pg.Node_CaseExpr:
		return append([]*pg.Node{x.CaseExpr.GetArg(), x.CaseExpr.GetDefresult()}, x.CaseExpr.GetArgs()...)
	case *pg.Node_CaseWhen:
		return []*pg.Node{x.CaseWhen.GetExpr(), x.CaseWhen.GetResult()}
	}
	return nil
}

var number = schema.Pattern(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// midnight is what the server makes of a day as a time.
var midnight = schema.Pattern(`^[0-9]{4}-[0-9]{2}-[0-9]{2} 00:00:00$`)

// cast removes casts that the server adds to constants and to columns that already are text (P1, P9).
func (c canon) cast(n *pg.Node, x *pg.TypeCast) {
	t, err := typeOf(x.GetTypeName(), "")
	if err != nil {
		return
	}
	arg := x.GetArg()
	text := isString(arg)
	value := arg.GetAConst().GetSval().GetSval()
	switch {
	case arg.GetAConst().GetIsnull():
		n.Node = arg.GetNode()
	case text && t.Args == "" && (textual[t.Name] && t.Name != "bpchar" && t.Name != "char" || t.Name == "regclass"):
		n.Node = arg.GetNode()
	case text && isNumber(t) && t.Args == "" && number().MatchString(value):
		n.Node = numberConst(value).GetNode()
	case text && t.Name == "boolean" && (value == "t" || value == "f" || value == "true" || value == "false"):
		n.Node = boolConst(value[0] == 't').GetNode()
	case text && t.Name == "timestamp" && midnight().MatchString(value):
		x.Arg = stringConst(value[:len("2020-01-01")])
	case isNumeric(arg) && isNumber(t) && t.Args == "":
		n.Node = arg.GetNode()
	case (t.Name == "text" || t.Name == "varchar" && t.Args == "") && c.isText(arg):
		n.Node = arg.GetNode()
	case (t.Name == "text[]" || t.Name == "varchar[]" && t.Args == "") && c.isTextArray(arg):
		n.Node = arg.GetNode()
	case t.Name != "bit varying" && !t.Named:
		x.TypeName.Names = canonicalNames(x.GetTypeName())
	}
}

// canonicalNames makes int4 of what was written so and of what was written integer.
func canonicalNames(t *pg.TypeName) []*pg.Node {
	if n := t.GetNames(); len(n) == 1 && names[n[0].GetString_().GetSval()] != "" {
		return append([]*pg.Node{text("pg_catalog")}, n...)
	}
	return t.GetNames()
}

func numberConst(value string) *pg.Node {
	if !strings.Contains(value, ".") && len(value) < 10 {
		var i int32
		for _, d := range strings.TrimPrefix(value, "-") {
			i = i*10 + d - '0'
		}
		if value[0] == '-' {
			i = -i
		}
		return integerConst(i)
	}
	return floatConst(value)
}

// isText reports whether the node is text by itself, so that a cast to text says nothing.
func (c canon) isText(n *pg.Node) bool {
	switch x := n.GetNode().(type) {
	case *pg.Node_AConst:
		return isString(n)
	case *pg.Node_ColumnRef:
		return c.types != nil && textual[c.types(columnName(x.ColumnRef)).Name]
	case *pg.Node_CoalesceExpr:
		return slices.ContainsFunc(x.CoalesceExpr.GetArgs(), c.isText)
	case *pg.Node_MinMaxExpr:
		return slices.ContainsFunc(x.MinMaxExpr.GetArgs(), c.isText)
	case *pg.Node_CaseExpr:
		return slices.ContainsFunc(x.CaseExpr.GetArgs(), func(w *pg.Node) bool { return c.isText(w.GetCaseWhen().GetResult()) })
	}
	return false
}

func (c canon) isTextArray(n *pg.Node) bool {
	elements := n.GetAArrayExpr().GetElements()
	return len(elements) > 0 && !slices.ContainsFunc(elements, func(e *pg.Node) bool { return !c.isText(e) })
}

func columnName(x *pg.ColumnRef) string {
	f := x.GetFields()
	return f[len(f)-1].GetString_().GetSval()
}

// flatten makes one AND of nested ones, as the server prints them either way.
func flatten(x *pg.BoolExpr) {
	if x.GetBoolop() == pg.BoolExprType_NOT_EXPR {
		return
	}
	var args []*pg.Node
	for _, a := range x.GetArgs() {
		if inner := a.GetBoolExpr(); inner != nil && inner.GetBoolop() == x.GetBoolop() {
			args = append(args, inner.GetArgs()...)
		} else {
			args = append(args, a)
		}
	}
	x.Args = args
}

// now is what CURRENT_TIMESTAMP is called here.
func now() *pg.Node {
	return &pg.Node{Node: &pg.Node_FuncCall{FuncCall: &pg.FuncCall{
		Funcname:   []*pg.Node{text("now")},
		Funcformat: pg.CoercionForm_COERCE_EXPLICIT_CALL,
	}}}
}

// call: from 14 on a server prints the special syntax of some functions that older ones print as calls (P10).
// EXTRACT keeps it, since it has no other; before 14 it is date_part. OVERLAPS has it, since a call of the function has each argument cast.
func (c canon) call(x *pg.FuncCall) {
	path := texts(x.GetFuncname())
	if path[len(path)-1] == "overlaps" && len(path) <= 2 && len(x.GetArgs()) == 4 && (len(path) == 1 || path[0] == "pg_catalog") {
		x.Funcname, x.Funcformat = []*pg.Node{text("pg_catalog"), text("overlaps")}, pg.CoercionForm_COERCE_SQL_SYNTAX
		return
	}
	if len(path) == 2 && path[0] == "pg_catalog" {
		if path[1] == "extract" && c.version.since(14) {
			return
		}
		x.Funcname = x.GetFuncname()[1:]
		x.Funcformat = pg.CoercionForm_COERCE_EXPLICIT_CALL
	}
	switch x.GetFuncname()[0].GetString_().GetSval() {
	case "extract":
		x.Funcname = []*pg.Node{text("date_part")}
	case "similar_to_escape":
		if !c.version.since(13) { // it had no pattern without an escape character
			x.Funcname = []*pg.Node{text("similar_escape")}
			if len(x.GetArgs()) == 1 {
				x.Args = append(x.Args, null())
			}
		}
	case "transaction_timestamp":
		x.Funcname = []*pg.Node{text("now")}
	}
}
