package postgres

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// The kinds of what an expression calls.
const (
	callsFunction = "function"
	callsOperator = "operator"
	callsCast     = "cast"
)

// An invocation is what an expression has the server run: a function, that of an operator, or that of a cast, which has no name.
type invocation struct {
	kind, name string
	arguments  []string // as SQL says them; empty: a constant of no type yet
	result     string
}

// callsIn finds the calls of an expression. What it cannot tell of, it leaves out.
func callsIn(n *pg.Node) (all []invocation) {
	add := func(kind, name string, result *pg.Node, arguments ...*pg.Node) {
		c := invocation{kind: kind, name: name}
		for _, a := range append(slices.Clone(arguments), result) {
			sql, err := deparse(a)
			if err != nil {
				return
			}
			c.arguments = append(c.arguments, sql)
			if c.result = sql; untyped(a) {
				c.arguments[len(c.arguments)-1] = ""
			}
		}
		c.arguments = c.arguments[:len(arguments)]
		all = append(all, c)
	}
	switch x := n.GetNode().(type) {
	case *pg.Node_FuncCall:
		path := texts(x.FuncCall.GetFuncname())
		if plain := !x.FuncCall.GetFuncVariadic() && x.FuncCall.GetOver() == nil; plain && (len(path) == 1 || path[0] == "pg_catalog") {
			add(callsFunction, path[len(path)-1], n, x.FuncCall.GetArgs()...)
		}
	case *pg.Node_TypeCast:
		if !untyped(x.TypeCast.GetArg()) {
			add(callsCast, "", n, x.TypeCast.GetArg())
		}
	case *pg.Node_CoalesceExpr:
		alike(add, n, x.CoalesceExpr.GetArgs()...)
	case *pg.Node_MinMaxExpr:
		alike(add, n, x.MinMaxExpr.GetArgs()...)
	case *pg.Node_CaseExpr:
		all := []*pg.Node{x.CaseExpr.GetDefresult()}
		for _, when := range x.CaseExpr.GetArgs() {
			if of := x.CaseExpr.GetArg(); of != nil {
				add(callsOperator, "=", whether(), of, when.GetCaseWhen().GetExpr())
			}
			all = append(all, when.GetCaseWhen().GetResult())
		}
		alike(add, n, all...)
	case *pg.Node_AArrayExpr:
		if of := x.AArrayExpr.GetElements(); len(of) > 0 { // whose type is found as that of COALESCE is
			alike(add, &pg.Node{Node: &pg.Node_CoalesceExpr{CoalesceExpr: &pg.CoalesceExpr{Args: of}}}, of...)
		}
	case *pg.Node_AExpr:
		switch l, r := x.AExpr.GetLexpr(), x.AExpr.GetRexpr(); x.AExpr.GetKind() {
		case pg.A_Expr_Kind_AEXPR_DISTINCT, pg.A_Expr_Kind_AEXPR_NOT_DISTINCT, pg.A_Expr_Kind_AEXPR_NULLIF:
			add(callsOperator, "=", whether(), l, r)
			return all
		case pg.A_Expr_Kind_AEXPR_IN:
			for _, item := range r.GetList().GetItems() {
				add(callsOperator, texts(x.AExpr.GetName())[0], whether(), l, item)
			}
			return all
		case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
			for _, of := range elementsOf(r) {
				add(callsOperator, texts(x.AExpr.GetName())[0], whether(), l, of)
			}
			return all
		case pg.A_Expr_Kind_AEXPR_BETWEEN, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN, pg.A_Expr_Kind_AEXPR_BETWEEN_SYM, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN_SYM:
			for i, bound := range r.GetList().GetItems() {
				add(callsOperator, []string{">=", "<="}[i%2], whether(), l, bound)
			}
			return all
		case pg.A_Expr_Kind_AEXPR_OP:
			for i, of := range l.GetRowExpr().GetArgs() {
				if with := r.GetRowExpr().GetArgs(); i < len(with) {
					add(callsOperator, "=", whether(), of, with[i])
				}
			}
			if l.GetRowExpr() != nil {
				return all
			}
		}
		if x.AExpr.GetKind() == pg.A_Expr_Kind_AEXPR_OP && len(x.AExpr.GetName()) == 1 {
			operands := slices.DeleteFunc([]*pg.Node{x.AExpr.GetLexpr(), x.AExpr.GetRexpr()}, func(n *pg.Node) bool { return n == nil })
			add(callsOperator, texts(x.AExpr.GetName())[0], n, operands...)
		}
	}
	return all
}

// alike are expressions of which the server makes values of one type.
func alike(add func(kind, name string, result *pg.Node, arguments ...*pg.Node), of *pg.Node, all ...*pg.Node) {
	for _, n := range all {
		if n != nil && !untyped(n) {
			add(callsCast, "", of, n)
		}
	}
}

// elementsOf are values of the type that an array's elements are of; nil: it is not known.
func elementsOf(array *pg.Node) []*pg.Node {
	switch x := array.GetNode().(type) {
	case *pg.Node_AArrayExpr:
		return x.AArrayExpr.GetElements()
	case *pg.Node_ColumnRef:
		first := &pg.Node{Node: &pg.Node_AIndices{AIndices: &pg.A_Indices{Uidx: integerConst(1)}}}
		return []*pg.Node{{Node: &pg.Node_AIndirection{AIndirection: &pg.A_Indirection{Arg: array, Indirection: []*pg.Node{first}}}}}
	case *pg.Node_TypeCast:
		of := &pg.TypeName{Names: x.TypeCast.GetTypeName().GetNames(), Typemod: -1}
		return []*pg.Node{{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: of}}}}
	}
	return nil
}

// whether is an expression that is true or false.
func whether() *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Boolval{Boolval: &pg.Boolean{Boolval: true}}}}}
}

// untyped reports whether an expression is a constant that takes the type it is needed as.
func untyped(n *pg.Node) bool {
	c := n.GetAConst()
	return c != nil && (c.GetIsnull() || c.GetVal() == nil || c.GetSval() != nil)
}

// nodesIn are an expression and all that it is made of.
func nodesIn(n *pg.Node) []*pg.Node {
	var all []*pg.Node
	var walk func(protoreflect.Message)
	walk = func(m protoreflect.Message) {
		if is, ok := m.Interface().(*pg.Node); ok && is.GetNode() != nil {
			all = append(all, is)
		}
		below(m, walk)
	}
	walk(n.ProtoReflect())
	return all
}

// mutable says what the one result of a query calls that may give something else each time; empty: nothing that is known. The types of all its parts the
// server tells without running it. maybe is a function of the database's own in SQL, whose body the server takes for it.
func (a asker) mutable(ctx context.Context, q schema.Question) (surely, maybe string, err error) {
	tree, err := pg.Parse(q.SQL)
	if err != nil {
		return "", "", nil //nolint:nilerr // what is not understood is not foreseen
	}
	s := tree.GetStmts()[0].GetStmt().GetSelectStmt()
	var calls []invocation
	for _, n := range nodesIn(s.GetTargetList()[0].GetResTarget().GetVal()) {
		if x := n.GetSqlvalueFunction(); x != nil && surely == "" { // CURRENT_DATE and its kin: all are STABLE
			surely, _ = deparse(n)
		}
		calls = append(calls, callsIn(n)...)
	}
	types, err := a.typesOf(ctx, q.SQL, calls)
	if err != nil || types == nil {
		return surely, "", err
	}
	var rows []string
	for _, c := range calls {
		rows = append(rows, c.row(types))
	}
	if len(rows) == 0 {
		return surely, "", nil
	}
	err = a.run(ctx, query{mutables(rows), func(r row) {
		switch own := r.flag(1); {
		case !own && surely == "":
			surely = r.text(0)
		case own:
			maybe = r.text(0)
		}
	}})
	return surely, maybe, err
}

// typesOf has the server tell the types of expressions in a query; nil: it does not.
func (a asker) typesOf(ctx context.Context, sql string, calls []invocation) (map[string]uint32, error) {
	var items []string
	for _, c := range calls {
		for _, item := range append(slices.Clone(c.arguments), c.result) {
			if item != "" && !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	_, from, found := strings.Cut(sql, fromColumns)
	if !found || len(items) == 0 || len(items) > 1000 {
		return nil, nil
	}
	said, err := a.conn.Prepare(ctx, "", "SELECT "+strings.Join(items, ", ")+fromColumns+from, nil)
	if err != nil || len(said.Fields) != len(items) {
		if a.conn.IsClosed() {
			return nil, err
		}
		return nil, nil
	}
	types := map[string]uint32{"": unknownType}
	for i, item := range items {
		types[item] = said.Fields[i].DataTypeOID
	}
	return types, nil
}

// unknownType is the server's number for the type of a constant that has none yet.
const unknownType = 705

// row is an invocation as a row of values: its kind, its name, the types of its arguments and of its result.
func (c invocation) row(types map[string]uint32) string {
	arguments := make([]string, len(c.arguments))
	for i, a := range c.arguments {
		arguments[i] = strconv.FormatUint(uint64(types[a]), 10)
	}
	result := strconv.FormatUint(uint64(types[c.result]), 10)
	return fmt.Sprintf("(%s, %s, ARRAY[%s]::pg_catalog.oid[], %s::pg_catalog.oid)", literal(c.kind), literal(c.name), strings.Join(arguments, ", "), result)
}

// mutables finds which of calls are of functions that are not IMMUTABLE, as far as types alone tell which function it is: func_select_candidate in the
// server's parse_func.c. Of several that the most arguments fit as they are, all have to be such.
func mutables(rows []string) string {
	return `WITH calls AS MATERIALIZED (
			SELECT c.kind, c.name, c.arguments, c.result, pg_catalog.row_number() OVER () AS no
			FROM (VALUES ` + strings.Join(rows, ", ") + `) AS c (kind, name, arguments, result)
		), candidates AS (
			SELECT c.no, c.name, c.arguments, c.result, p.oid, pg_catalog.string_to_array(p.proargtypes::pg_catalog.text, ' ')::pg_catalog.oid[] AS types,
				p.prorettype AS returns, CASE WHEN p.provariadic = 0 THEN p.pronargs ELSE p.pronargs - 1 END AS fixed
			FROM calls AS c JOIN pg_catalog.pg_proc AS p ON p.proname = c.name OR c.name = 'extract' AND p.proname = 'date_part'
			WHERE c.kind = '` + callsFunction + `' AND pg_catalog.pg_function_is_visible(p.oid) AND CASE WHEN p.provariadic = 0
				THEN pg_catalog.cardinality(c.arguments) >= (p.pronargs - p.pronargdefaults) AND pg_catalog.cardinality(c.arguments) <= p.pronargs ELSE pg_catalog.cardinality(c.arguments) >= (p.pronargs - 1) END
			UNION ALL SELECT c.no, c.name, c.arguments, c.result, o.oprcode::pg_catalog.oid,
				CASE WHEN o.oprleft = 0 THEN ARRAY[o.oprright] ELSE ARRAY[o.oprleft, o.oprright] END, o.oprresult, CASE WHEN o.oprleft = 0 THEN 1 ELSE 2 END
			FROM calls AS c JOIN pg_catalog.pg_operator AS o ON o.oprname = c.name AND (o.oprleft = 0) = (pg_catalog.cardinality(c.arguments) = 1)
			WHERE c.kind = '` + callsOperator + `' AND pg_catalog.pg_operator_is_visible(o.oid)
		), fitting AS (
			SELECT d.no, d.name, d.arguments, d.oid, (SELECT pg_catalog.count(*) FROM pg_catalog.unnest(d.arguments) WITH ORDINALITY AS u (type, i)
				WHERE u.i <= d.fixed AND u.type = d.types[u.i]) AS exact
			FROM candidates AS d JOIN pg_catalog.pg_type AS r ON r.oid = d.returns JOIN pg_catalog.pg_type AS q ON q.oid = d.result
			WHERE (r.oid = q.oid OR r.typtype = 'p' AND (q.typcategory = 'A' OR r.typname !~~ 'any%array')) AND NOT EXISTS (SELECT FROM pg_catalog.unnest(d.arguments) WITH ORDINALITY AS u (type, i)
				JOIN pg_catalog.pg_type AS s ON s.oid = u.type JOIN pg_catalog.pg_type AS t ON t.oid = d.types[u.i]
				WHERE u.i <= d.fixed AND u.type <> ` + strconv.Itoa(unknownType) + ` AND t.oid <> s.oid AND t.oid <> s.typbasetype AND NOT CASE
					WHEN t.typname ~~ '%nonarray' THEN s.typcategory <> 'A' WHEN t.typname ~~ 'any%array' THEN s.typcategory = 'A'
					WHEN t.typname ~~ 'any%range' THEN s.typcategory = 'R' WHEN t.typname = 'anyenum' THEN s.typtype = 'e' WHEN t.typtype = 'p' THEN true
					ELSE EXISTS (SELECT FROM pg_catalog.pg_cast AS k WHERE k.castsource = s.oid AND k.casttarget = t.oid AND k.castcontext = 'i') END)
		), run AS ( -- an operator of a text and anything else is a function in SQL, by which that becomes a text
			SELECT f.no, f.name, CASE WHEN p.proname = ANY (ARRAY['textanycat', 'anytextcat']) THEN y.typoutput::pg_catalog.oid ELSE f.oid END AS oid
			FROM fitting AS f JOIN pg_catalog.pg_proc AS p ON p.oid = f.oid
			LEFT JOIN pg_catalog.pg_type AS y ON y.oid = CASE WHEN p.proname = 'textanycat' THEN f.arguments[2] WHEN p.proname = 'anytextcat' THEN f.arguments[1] END
			WHERE f.exact = (SELECT pg_catalog.max(g.exact) FROM fitting AS g WHERE g.no = f.no)
			UNION ALL SELECT c.no, pg_catalog.format_type(s.oid, NULL) || ' to ' || pg_catalog.format_type(t.oid, NULL), CASE WHEN k.castmethod = 'f' THEN k.castfunc::pg_catalog.oid
				WHEN k.castmethod = 'b' THEN 0 WHEN t.typcategory = 'S' THEN s.typoutput::pg_catalog.oid WHEN s.typcategory = 'S' THEN t.typinput::pg_catalog.oid END
			FROM calls AS c JOIN pg_catalog.pg_type AS x ON x.oid = c.arguments[1] JOIN pg_catalog.pg_type AS y ON y.oid = c.result
			JOIN pg_catalog.pg_type AS s ON s.oid = CASE WHEN x.typtype = 'd' THEN x.typbasetype ELSE x.oid END
			JOIN pg_catalog.pg_type AS t ON t.oid = CASE WHEN y.typtype = 'd' THEN y.typbasetype ELSE y.oid END
			LEFT JOIN pg_catalog.pg_cast AS k ON k.castsource = s.oid AND k.casttarget = t.oid
			WHERE c.kind = '` + callsCast + `' AND s.oid <> t.oid
		)
		SELECT r.name, pg_catalog.bool_or(l.lanname = 'sql' AND p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace)
		FROM run AS r JOIN pg_catalog.pg_proc AS p ON p.oid = r.oid JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
		GROUP BY r.no, r.name HAVING pg_catalog.bool_and(p.provolatile <> 'i') ORDER BY r.no`
}
