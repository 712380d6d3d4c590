package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A qualifiedSQL is a question in which nothing is found by the search path, with the tables and the columns that it names.
type qualifiedSQL struct {
	sql             string
	tables, columns []string
}

// qualified writes a question so that every table, function, operator and type in it is one of a schema: the tables of the namespace that is asked,
// everything else PostgreSQL's own. What may come in a question is listed; what else there is, declined. Columns of an enum type are made
// texts of without the casts of its owner.
func (a asker) qualified(sql string, enums map[string]string) (qualifiedSQL, error) {
	tree, err := pg.Parse(sql)
	if err != nil {
		return qualifiedSQL{}, declined("it cannot be read: ", err.Error())
	}
	if len(tree.GetStmts()) != 1 || tree.GetStmts()[0].GetStmt().GetSelectStmt() == nil {
		return qualifiedSQL{}, declined("it is no query")
	}
	q := qualifier{namespace: a.namespace, enums: enums}
	q.walk(tree.GetStmts()[0].GetStmt().ProtoReflect())
	if q.err != nil {
		return qualifiedSQL{}, q.err
	}
	text, err := pg.Deparse(tree)
	if err != nil {
		return qualifiedSQL{}, declined("it cannot be written: ", err.Error())
	}
	again, err := pg.Parse(text)
	if err != nil || shape(again.GetStmts()[0].GetStmt()) != shape(tree.GetStmts()[0].GetStmt()) {
		return qualifiedSQL{}, declined("it cannot be written without changing what it means")
	}
	return qualifiedSQL{text, q.tables, q.columns}, nil
}

type qualifier struct {
	namespace       string
	enums           map[string]string
	tables, columns []string
	err             error
}

func (q *qualifier) decline(words ...string) {
	if q.err == nil {
		q.err = declined(words...)
	}
}

// walk visits a message of the tree and all below it, those below first.
func (q *qualifier) walk(m protoreflect.Message) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() != protoreflect.MessageKind:
		case f.IsList():
			for i := range v.List().Len() {
				q.walk(v.List().Get(i).Message())
			}
		default:
			q.walk(v.Message())
		}
		return q.err == nil
	})
	if n, ok := m.Interface().(*pg.Node); ok && q.err == nil {
		q.node(n)
	}
	switch x := m.Interface().(type) {
	case *pg.TypeName:
		q.typeName(x)
	case *pg.SelectStmt:
		if x.GetIntoClause() != nil || x.GetWithClause() != nil || len(x.GetLockingClause()) > 0 || len(x.GetWindowClause()) > 0 {
			q.decline("it is no plain query")
		}
	}
}

func (q *qualifier) node(n *pg.Node) {
	switch x := n.GetNode().(type) {
	case *pg.Node_FuncCall:
		if x.FuncCall.GetOver() != nil {
			q.decline("it holds more than a simple query does")
		}
		x.FuncCall.Funcname = q.own(x.FuncCall.GetFuncname(), "function")
		x.FuncCall.Funcformat = pg.CoercionForm_COERCE_EXPLICIT_CALL
	case *pg.Node_CollateClause:
		x.CollateClause.Collname = q.own(x.CollateClause.GetCollname(), "collation")
	case *pg.Node_AExpr:
		q.operator(n, x.AExpr)
	case *pg.Node_SubLink:
		if x.SubLink.GetTestexpr() != nil {
			if len(x.SubLink.GetOperName()) == 0 {
				x.SubLink.OperName = []*pg.Node{text("=")}
			}
			x.SubLink.OperName = q.own(x.SubLink.GetOperName(), "operator")
		}
	case *pg.Node_CaseExpr:
		q.caseOf(x.CaseExpr)
	case *pg.Node_RangeVar:
		q.table(x.RangeVar)
	case *pg.Node_ColumnRef:
		q.column(n, x.ColumnRef)
	case *pg.Node_JoinExpr:
		if x.JoinExpr.GetIsNatural() || len(x.JoinExpr.GetUsingClause()) > 0 {
			q.decline("it joins by the names of columns")
		}
	case *pg.Node_SortBy:
		if len(x.SortBy.GetUseOp()) > 0 {
			q.decline("it sorts by an operator")
		}
	case *pg.Node_SelectStmt, *pg.Node_ResTarget, *pg.Node_AConst, *pg.Node_BoolExpr, *pg.Node_NullTest, *pg.Node_BooleanTest, *pg.Node_CoalesceExpr,
		*pg.Node_MinMaxExpr, *pg.Node_List, *pg.Node_String_, *pg.Node_Integer, *pg.Node_AArrayExpr, *pg.Node_RangeSubselect, *pg.Node_CaseWhen,
		*pg.Node_SqlvalueFunction, *pg.Node_TypeName, *pg.Node_TypeCast, *pg.Node_AStar, nil:
	default:
		q.decline("it holds more than a simple query does")
	}
}

// own gives a name PostgreSQL's schema. One that has another is declined.
func (q *qualifier) own(name []*pg.Node, what string) []*pg.Node {
	path := texts(name)
	switch {
	case len(path) == 1:
		return append([]*pg.Node{text("pg_catalog")}, name...)
	case len(path) != 2 || path[0] != "pg_catalog":
		q.decline(what, " ", path[len(path)-1], " is not PostgreSQL's own", ownersCode)
	}
	return name
}

func (q *qualifier) typeName(x *pg.TypeName) {
	path := texts(x.GetNames())
	last := path[len(path)-1]
	if q.isEnum(x) {
		x.Names = []*pg.Node{text("pg_catalog"), text("text")}
		return
	}
	if !builtin[last] && q.enums != nil { // else it is not known yet which types are enums
		q.decline("type ", last, " is not PostgreSQL's own", ownersCode)
	}
	x.Names = q.own(x.GetNames(), "type")
}

// isEnum reports whether a type is that of one of the columns.
func (q *qualifier) isEnum(x *pg.TypeName) bool {
	path := texts(x.GetNames())
	for _, name := range q.enums {
		if name == path[len(path)-1] && path[0] != "pg_catalog" {
			return true
		}
	}
	return false
}

func (q *qualifier) table(x *pg.RangeVar) {
	if s := x.GetSchemaname(); x.GetCatalogname() != "" || s != "" && s != q.namespace {
		q.decline("table ", x.GetRelname(), " is of another schema")
	}
	x.Schemaname, x.Inh = q.namespace, false
	q.tables = append(q.tables, x.GetRelname())
}

// column notes a column, and makes a text of what is of an enum type: a cast might be its owner's.
func (q *qualifier) column(n *pg.Node, x *pg.ColumnRef) {
	fields := x.GetFields()
	last := fields[len(fields)-1].GetString_()
	if last == nil {
		q.decline("it asks for all columns")
		return
	}
	q.columns = append(q.columns, last.GetSval())
	if q.enums[last.GetSval()] != "" {
		n.Node = call("textin", call("enum_out", &pg.Node{Node: n.GetNode()})).GetNode()
	}
}

func call(name string, arg *pg.Node) *pg.Node {
	return &pg.Node{Node: &pg.Node_FuncCall{FuncCall: &pg.FuncCall{
		Funcname: []*pg.Node{text("pg_catalog"), text(name)}, Args: []*pg.Node{arg}, Funcformat: pg.CoercionForm_COERCE_EXPLICIT_CALL,
	}}}
}

var orders = []string{"<", "<=", ">", ">="}

// operator writes an operator with its schema, and what stands for operators (IN, BETWEEN, LIKE) as those.
func (q *qualifier) operator(n *pg.Node, x *pg.A_Expr) {
	name := x.GetName()[len(x.GetName())-1].GetString_().GetSval()
	if between := x.GetKind() == pg.A_Expr_Kind_AEXPR_BETWEEN || x.GetKind() == pg.A_Expr_Kind_AEXPR_NOT_BETWEEN; between || slices.Contains(orders, name) {
		if isEnumText(x.GetLexpr()) || isEnumText(x.GetRexpr()) {
			q.decline("the order of an enum type's labels is not for a query to tell")
		}
	}
	switch x.GetKind() {
	case pg.A_Expr_Kind_AEXPR_OP, pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		x.Name = q.own(x.GetName(), "operator")
	case pg.A_Expr_Kind_AEXPR_LIKE, pg.A_Expr_Kind_AEXPR_ILIKE, pg.A_Expr_Kind_AEXPR_SIMILAR:
		x.Kind, x.Name = pg.A_Expr_Kind_AEXPR_OP, q.own(x.GetName(), "operator")
	case pg.A_Expr_Kind_AEXPR_IN:
		op := pg.BoolExprType_OR_EXPR
		if name == "<>" {
			op = pg.BoolExprType_AND_EXPR
		}
		var each []*pg.Node
		for _, item := range x.GetRexpr().GetList().GetItems() {
			each = append(each, ownOperator(name, x.GetLexpr(), item))
		}
		n.Node = joined(op, each).GetNode()
	case pg.A_Expr_Kind_AEXPR_BETWEEN, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN:
		low, high, op := ">=", "<=", pg.BoolExprType_AND_EXPR
		if x.GetKind() == pg.A_Expr_Kind_AEXPR_NOT_BETWEEN {
			low, high, op = "<", ">", pg.BoolExprType_OR_EXPR
		}
		bounds := x.GetRexpr().GetList().GetItems()
		n.Node = joined(op, []*pg.Node{ownOperator(low, x.GetLexpr(), bounds[0]), ownOperator(high, x.GetLexpr(), bounds[1])}).GetNode()
	case pg.A_Expr_Kind_AEXPR_DISTINCT, pg.A_Expr_Kind_AEXPR_NOT_DISTINCT:
		q.distinct(n, x)
	default:
		q.decline("it holds more than a simple query does")
	}
}

// distinct writes IS [NOT] DISTINCT FROM by = and IS NULL.
func (q *qualifier) distinct(n *pg.Node, x *pg.A_Expr) {
	isNull := func(arg *pg.Node) *pg.Node {
		return &pg.Node{Node: &pg.Node_NullTest{NullTest: &pg.NullTest{Arg: arg, Nulltesttype: pg.NullTestType_IS_NULL}}}
	}
	same := &pg.Node{Node: &pg.Node_CoalesceExpr{CoalesceExpr: &pg.CoalesceExpr{Args: []*pg.Node{
		ownOperator("=", x.GetLexpr(), x.GetRexpr()), boolExpr(pg.BoolExprType_AND_EXPR, isNull(x.GetLexpr()), isNull(x.GetRexpr())),
	}}}}
	if x.GetKind() == pg.A_Expr_Kind_AEXPR_DISTINCT {
		same = boolExpr(pg.BoolExprType_NOT_EXPR, same)
	}
	n.Node = same.GetNode()
}

// caseOf: CASE a WHEN b compares.
func (q *qualifier) caseOf(x *pg.CaseExpr) {
	if x.GetArg() == nil {
		return
	}
	for _, w := range x.GetArgs() {
		w.GetCaseWhen().Expr = ownOperator("=", x.GetArg(), w.GetCaseWhen().GetExpr())
	}
	x.Arg = nil
}

func ownOperator(name string, l, r *pg.Node) *pg.Node {
	n := operator(pg.A_Expr_Kind_AEXPR_OP, name, l, r)
	n.GetAExpr().Name = []*pg.Node{text("pg_catalog"), text(name)}
	return n
}

func joined(op pg.BoolExprType, all []*pg.Node) *pg.Node {
	if len(all) == 1 {
		return all[0]
	}
	return boolExpr(op, all...)
}

func isEnumText(n *pg.Node) bool {
	f := n.GetFuncCall()
	return f != nil && len(f.GetArgs()) == 1 && texts(f.GetFuncname())[1] == "textin"
}
