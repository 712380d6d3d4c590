package postgres

import (
	"errors"
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// columnTypes says what type a column is of, for what the server's printer adds on account of it. Nil: nothing is known.
type columnTypes func(name string) schema.Type

// printed brings an expression that a server wrote to its canonical form.
// A server newer than the parser may print what the parser does not know; that stays as it is.
func (sp *speller) printed(text string, types columnTypes) string {
	n, err := parseExpression(text)
	if err != nil {
		return text
	}
	s, err := sp.canonical(n, types)
	if err != nil {
		return text
	}
	return s
}

// declared does the same to what a migration says, which must be an expression.
func (sp *speller) declared(text string, types columnTypes) (string, error) {
	n, err := parseExpression(text)
	if err != nil {
		return "", fmt.Errorf("reading expression %q: %w", text, err)
	}
	return sp.canonical(n, types)
}

// canonical rewrites the expression in place and writes it.
func (sp *speller) canonical(n *pg.Node, types columnTypes) (string, error) {
	c := canon{version: sp.version, types: types}
	c.rewrite(n)
	return write(n)
}

// write writes an expression and makes sure that it reads as the same: the printer is known to forget parentheses.
func write(n *pg.Node) (string, error) {
	text, err := deparse(n)
	if err != nil {
		return "", err
	}
	again, err := parseExpression(text)
	if err != nil {
		return "", fmt.Errorf("writing expression %q: %w", text, err)
	}
	if shape(again) != shape(n) {
		return "", fmt.Errorf("expression %q cannot be written without changing what it means", text)
	}
	return text, nil
}

var places = schema.Pattern(`location:-?\d+|\s+`)

// shape is all of an expression but the places where its parts stood in a text.
func shape(n *pg.Node) string { return places().ReplaceAllString(n.String(), "") }

// parseExpression reads exactly one expression.
func parseExpression(text string) (*pg.Node, error) {
	if err := schema.Bounded(text, false); err != nil {
		return nil, err
	}
	tree, err := pg.Parse("SELECT " + text)
	if err != nil {
		return nil, err
	}
	if len(tree.GetStmts()) != 1 {
		return nil, errors.New("it is no single expression")
	}
	s := tree.GetStmts()[0].GetStmt().GetSelectStmt()
	if s == nil || len(s.GetTargetList()) != 1 || !onlyTargets(s) {
		return nil, errors.New("it is no single expression")
	}
	target := s.GetTargetList()[0].GetResTarget()
	if target.GetName() != "" || target.GetVal() == nil {
		return nil, errors.New("it is no single expression")
	}
	return target.GetVal(), nil
}

func onlyTargets(s *pg.SelectStmt) bool {
	return len(s.GetFromClause()) == 0 && s.GetWhereClause() == nil && len(s.GetGroupClause()) == 0 && s.GetHavingClause() == nil &&
		len(s.GetSortClause()) == 0 && s.GetLimitCount() == nil && s.GetLimitOffset() == nil && s.GetWithClause() == nil &&
		len(s.GetLockingClause()) == 0 && len(s.GetDistinctClause()) == 0 && s.GetIntoClause() == nil &&
		len(s.GetWindowClause()) == 0 && len(s.GetValuesLists()) == 0 && s.GetOp() == pg.SetOperation_SETOP_NONE
}

// deparse writes one expression.
func deparse(n *pg.Node) (string, error) {
	target := &pg.Node{Node: &pg.Node_ResTarget{ResTarget: &pg.ResTarget{Val: n}}}
	s := &pg.SelectStmt{
		TargetList:  []*pg.Node{target},
		LimitOption: pg.LimitOption_LIMIT_OPTION_DEFAULT,
		Op:          pg.SetOperation_SETOP_NONE,
	}
	stmt := &pg.RawStmt{Stmt: &pg.Node{Node: &pg.Node_SelectStmt{SelectStmt: s}}}
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{stmt}})
	return strings.TrimSpace(strings.TrimPrefix(text, "SELECT")), err
}

// below visits the messages right below one of a tree.
func below(m protoreflect.Message, visit func(protoreflect.Message)) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() != protoreflect.MessageKind || f.IsMap():
		case f.IsList():
			for i := range v.List().Len() {
				visit(v.List().Get(i).Message())
			}
		default:
			visit(v.Message())
		}
		return true
	})
}

// Small trees.

func null() *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Isnull: true}}}
}

func integerConst(i int32) *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Ival{Ival: &pg.Integer{Ival: i}}}}}
}

func floatConst(s string) *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Fval{Fval: &pg.Float{Fval: s}}}}}
}

func stringConst(s string) *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Sval{Sval: &pg.String{Sval: s}}}}}
}

func boolConst(b bool) *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Boolval{Boolval: &pg.Boolean{Boolval: b}}}}}
}

func boolExpr(op pg.BoolExprType, args ...*pg.Node) *pg.Node {
	return &pg.Node{Node: &pg.Node_BoolExpr{BoolExpr: &pg.BoolExpr{Boolop: op, Args: args}}}
}

func operator(kind pg.A_Expr_Kind, name string, l, r *pg.Node) *pg.Node {
	return &pg.Node{Node: &pg.Node_AExpr{AExpr: &pg.A_Expr{Kind: kind, Name: []*pg.Node{text(name)}, Lexpr: l, Rexpr: r}}}
}

func text(s string) *pg.Node { return pg.MakeStrNode(s) }

// texts are the parts of a name.
func texts(nodes []*pg.Node) []string {
	s := make([]string, len(nodes))
	for i, n := range nodes {
		s[i] = n.GetString_().GetSval()
	}
	return s
}

// isString and isNumeric report what kind of constant the node is.
func isString(n *pg.Node) bool { return n.GetAConst().GetSval() != nil }

func isNumeric(n *pg.Node) bool {
	c := n.GetAConst()
	return c.GetIval() != nil || c.GetFval() != nil
}

func isConst(n *pg.Node) bool { return n.GetAConst() != nil }
