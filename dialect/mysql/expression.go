package mysql

import (
	"strings"
	"sync"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/format"
	"github.com/pingcap/tidb/pkg/parser/opcode"
	_ "github.com/pingcap/tidb/pkg/parser/test_driver" // the parser needs somebody to hold its literals

	"assay/schema"
)

// parsers: one is large, and must not be used by two goroutines at once.
var parsers = sync.Pool{New: func() any { return parser.New() }}

// expressionOf brings an SQL expression to its canonical spelling. One that the parser does not know stays as it is,
// but for the parentheses around it.
func expressionOf(f flavor, sql string) string {
	if schema.Bounded(sql, true) != nil {
		return strings.TrimSpace(sql)
	}
	p := parsers.Get().(*parser.Parser)
	defer parsers.Put(p)
	statements, _, err := p.ParseSQL("SELECT " + sql)
	if err == nil && len(statements) == 1 {
		if s, ok := statements[0].(*ast.SelectStmt); ok && s.From == nil && len(s.Fields.Fields) == 1 {
			if text, ok := canonicalExpression(f, s.Fields.Fields[0].Expr); ok {
				return text
			}
		}
	}
	return strings.TrimSpace(stripParentheses(sql))
}

func stripParentheses(sql string) string {
	tokens, err := scan(sql)
	if err != nil {
		return sql
	}
	closes := pairs(tokens)
	outer := 0
	for n := len(tokens) - 1; n-2*outer > 1 && tokens[outer].is("(") && closes[outer] == n-outer; {
		outer++
	}
	return join(tokens[outer : len(tokens)-outer])
}

// pairs returns where each parenthesis closes, by the place where it opens.
func pairs(tokens []token) map[int]int {
	closes := map[int]int{}
	var open []int
	for i, t := range tokens {
		switch {
		case t.is("("):
			open = append(open, i)
		case t.is(")") && len(open) > 0:
			closes[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	return closes
}

const expressionStyle = format.RestoreStringSingleQuotes | format.RestoreStringEscapeBackslash | format.RestoreKeyWordLowercase |
	format.RestoreNameBackQuotes | format.RestoreSpacesAroundBinaryOperation | format.RestoreStringWithoutCharset

func canonicalExpression(f flavor, e ast.ExprNode) (string, bool) {
	if e == nil {
		return "", false
	}
	n, ok := e.Accept(parenthesizer{f})
	if !ok {
		return "", false
	}
	e = n.(ast.ExprNode)
	if p, ok := e.(*ast.ParenthesesExpr); ok {
		e = p.Expr
	}
	var b strings.Builder
	if err := e.Restore(format.NewRestoreCtx(expressionStyle, &b)); err != nil {
		return "", false
	}
	return b.String(), true
}

// A parenthesizer takes all parentheses out of an expression and puts them around operations, so that nothing depends on
// which of them a server thought needless.
type parenthesizer struct{ flavor flavor }

// Enter implements [ast.Visitor].
func (parenthesizer) Enter(n ast.Node) (ast.Node, bool) { return n, false }

// Leave implements [ast.Visitor].
func (p parenthesizer) Leave(n ast.Node) (ast.Node, bool) {
	switch e := n.(type) {
	case *ast.ParenthesesExpr:
		return e.Expr, true
	case *ast.UnaryOperationExpr:
		return unary(e), true
	case *ast.FuncCallExpr:
		e.FnName.L = p.functionName(e.FnName.L)
		e.FnName.O = e.FnName.L
	case *ast.ColumnNameExpr:
		// MySQL names the table in some versions.
		e.Name.Schema, e.Name.Table = ast.CIStr{}, ast.CIStr{}
	case *ast.BinaryOperationExpr, *ast.IsNullExpr, *ast.IsTruthExpr, *ast.PatternInExpr, *ast.PatternLikeOrIlikeExpr,
		*ast.PatternRegexpExpr, *ast.BetweenExpr, *ast.SetCollationExpr:
		return around(n.(ast.ExprNode)), true
	}
	return n, true
}

func unary(e *ast.UnaryOperationExpr) ast.Node {
	inner := bare(e.V)
	if _, literal := inner.(ast.ValueExpr); literal && e.Op == opcode.Minus {
		return e
	}
	if e.Op == opcode.Not || e.Op == opcode.Not2 {
		if n := negated(inner); n != nil {
			return around(n)
		}
	}
	return around(e)
}

func bare(e ast.ExprNode) ast.ExprNode {
	if p, ok := e.(*ast.ParenthesesExpr); ok {
		return p.Expr
	}
	return e
}

// opposites are the operations that say the same without NOT; servers prefer them.
var opposites = map[opcode.Op]opcode.Op{
	opcode.EQ: opcode.NE, opcode.NE: opcode.EQ, opcode.LT: opcode.GE, opcode.GE: opcode.LT, opcode.GT: opcode.LE, opcode.LE: opcode.GT,
}

// negated returns an expression that is true where e is false, nil if that takes a NOT.
func negated(e ast.ExprNode) ast.ExprNode {
	switch e := e.(type) {
	case *ast.BinaryOperationExpr:
		op, ok := opposites[e.Op]
		if !ok {
			return nil
		}
		e.Op = op
		return e
	case *ast.IsNullExpr:
		e.Not = !e.Not
		return e
	case *ast.PatternInExpr:
		e.Not = !e.Not
		return e
	case *ast.BetweenExpr:
		e.Not = !e.Not
		return e
	case *ast.PatternLikeOrIlikeExpr:
		e.Not = !e.Not
		return e
	}
	return nil
}

func around(e ast.ExprNode) ast.Node { return &ast.ParenthesesExpr{Expr: e} }

// functions are functions' other names; servers differ in which they print back.
var functions = map[string]string{
	"current_timestamp": "now", "localtime": "now", "localtimestamp": "now", "current_date": "curdate", "current_time": "curtime",
	"lcase": "lower", "ucase": "upper", "substring": "substr", "mid": "substr", "character_length": "char_length", "power": "pow",
	"ceil": "ceiling", "day": "dayofmonth", "sha1": "sha", "json_merge": "json_merge_preserve", "octet_length": "length",
}

func (p parenthesizer) functionName(lower string) string {
	if lower == "localtime" && p.flavor.localtimeIsTime {
		return "curtime"
	}
	if n, ok := functions[lower]; ok {
		return n
	}
	return lower
}
