package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/mysql"
	"github.com/pingcap/tidb/pkg/parser/opcode"
)

// kind is what an expression gives; none: it may give what the server refuses, or there is no telling.
func (w *computing) kind(n ast.ExprNode) kind {
	switch e := n.(type) {
	case ast.ValueExpr:
		return literalKind(restored(e))
	case *ast.ColumnNameExpr:
		return w.column(e)
	case *ast.ParenthesesExpr:
		return w.kind(e.Expr)
	case *ast.UnaryOperationExpr:
		return w.unary(e)
	case *ast.BinaryOperationExpr:
		return w.binary(e)
	case *ast.IsNullExpr:
		return w.truth(w.kind(e.Expr) != noKind)
	case *ast.IsTruthExpr:
		return w.truth(w.kind(e.Expr).number())
	case *ast.BetweenExpr:
		return w.truth(w.compares(e.Expr, e.Left) && w.compares(e.Expr, e.Right))
	case *ast.PatternInExpr:
		return w.truth(e.Sel == nil && !slices.ContainsFunc(e.List, func(of ast.ExprNode) bool { return !w.compares(e.Expr, of) }))
	case *ast.PatternLikeOrIlikeExpr:
		return w.truth(w.kind(e.Expr) == textKind && w.kind(e.Pattern) == textKind)
	case *ast.CaseExpr:
		return w.choice(e)
	case *ast.FuncCastExpr:
		if e.Tp.GetType() == mysql.TypeVarString && e.Tp.GetFlen() < 0 && !e.ExplicitCharSet && w.kind(e.Expr).printed() {
			return textKind
		}
	case *ast.FuncCallExpr:
		return w.call(strings.ToLower(e.FnName.L), e.Args)
	}
	return noKind
}

func (w *computing) truth(known bool) kind {
	if known {
		return wholeKind
	}
	return noKind
}

func (w *computing) unary(e *ast.UnaryOperationExpr) kind {
	k := w.kind(e.V)
	switch {
	case (e.Op == opcode.Not || e.Op == opcode.Not2) && k.number():
		return wholeKind
	case e.Op == opcode.Minus && k.number():
		w.fails = w.fails || literalKind(restored(e.V)) == noKind
		return k
	}
	return noKind
}

func (w *computing) binary(e *ast.BinaryOperationExpr) kind {
	left, right := w.kind(e.L), w.kind(e.R)
	switch e.Op {
	case opcode.LogicAnd, opcode.LogicOr, opcode.LogicXor:
		return w.truth(left.number() && right.number())
	case opcode.EQ, opcode.NE, opcode.LT, opcode.LE, opcode.GT, opcode.GE, opcode.NullEQ:
		return w.truth(w.compares(e.L, e.R))
	case opcode.Plus, opcode.Minus, opcode.Mul:
		if !left.number() || !right.number() {
			return noKind
		}
		w.fails = true // out of range (1690)
		return common(left, right)
	case opcode.Div:
		if left.number() && right.number() && divides(e.R) {
			return common(exactKind, left, right)
		}
	case opcode.IntDiv, opcode.Mod:
		if left.number() && right == wholeKind && divides(e.R) {
			return left
		}
	default:
	}
	return noKind
}

// divides reports whether a divisor is a number that is not 0, which a strict server refuses.
func divides(e ast.ExprNode) bool {
	sql := restored(e)
	return literalKind(sql) != noKind && strings.Trim(sql, "0.") != ""
}

// compares reports whether two values are compared as they are, without one of them being made a number or a date that it need not be.
func (w *computing) compares(a, b ast.ExprNode) bool {
	left, right := w.kind(a), w.kind(b)
	dated := func(k kind, other ast.ExprNode) bool { return k.moment() && dateLiteral().MatchString(restored(other)) }
	return common(left, right) != noKind || left.moment() && right.moment() || dated(left, b) || dated(right, a)
}

// choice is the kind of what a CASE gives.
func (w *computing) choice(e *ast.CaseExpr) kind {
	gives := nullKind
	for _, when := range e.WhenClauses {
		if e.Value != nil && !w.compares(e.Value, when.Expr) || e.Value == nil && !w.kind(when.Expr).number() {
			return noKind
		}
		gives = common(gives, w.kind(when.Result))
	}
	if e.ElseClause != nil {
		gives = common(gives, w.kind(e.ElseClause))
	}
	return gives
}

// Functions that compute a value of whatever they are given, by what that is: texts and what is printed as one, moments and numbers.
var (
	ofTexts  = []string{"concat", "concat_ws", "lower", "upper", "lcase", "ucase", "ltrim", "rtrim", "reverse", "replace", "trim", "md5", "sha1"}
	cutTexts = []string{"left", "right", "substring", "substr", "mid", "substring_index"}
	measures = []string{"length", "char_length", "character_length", "octet_length", "ascii", "crc32", "locate", "instr"}
	dayParts = []string{"year", "month", "day", "dayofmonth", "dayofyear", "quarter", "hour", "minute", "second", "weekday", "dayofweek"}
	choices  = []string{"coalesce", "ifnull", "nullif", "greatest", "least"}
	clocks   = []string{"now", "current_timestamp", "localtime", "localtimestamp", "sysdate", "utc_timestamp"}
	ofJSON   = map[string]kind{"json_extract": jsonKind, "json_unquote": textKind, "json_length": wholeKind, "json_type": textKind}
)

func (w *computing) call(name string, args []ast.ExprNode) kind {
	kinds := make([]kind, len(args))
	for i, a := range args {
		kinds[i] = w.kind(a)
	}
	all := func(is func(kind) bool) bool {
		return !slices.ContainsFunc(kinds, func(k kind) bool { return k == noKind || !is(k) })
	}
	switch {
	case slices.Contains(clocks, name) && len(args) == 0:
		w.varies = true
		return timeKind
	case name == "curdate" || name == "current_date":
		w.varies = true
		return dateKind
	case name == "uuid":
		w.varies = true
		return textKind
	case len(args) == 0:
		return noKind
	case slices.Contains(ofTexts, name) && all(kind.printed):
		return textKind
	case slices.Contains(cutTexts, name) && kinds[0] == textKind && all(kind.printed) && kinds[len(kinds)-1] == wholeKind:
		return textKind
	case slices.Contains(measures, name) && all(kind.printed), slices.Contains(dayParts, name) && all(kind.moment):
		return wholeKind
	case slices.Contains(choices, name):
		return common(kinds...)
	case name == "if" && len(args) == 3 && kinds[0].number():
		return common(kinds[1], kinds[2])
	case name == "date" && all(kind.moment):
		return dateKind
	case name == "date_format" && len(args) == 2 && kinds[0].moment() && literalKind(restored(args[1])) == textKind:
		return textKind
	}
	return w.drawn(name, args, kinds)
}

// drawn are the functions of numbers, those that lengthen a text to a length that stands there, and those that read JSON by a path that stands there.
func (w *computing) drawn(name string, args []ast.ExprNode, kinds []kind) kind {
	short := func(i int) bool {
		return len(args) > i && wholeLiteral().MatchString(restored(args[i])) && len(restored(args[i])) < 4
	}
	switch gives, reads := ofJSON[name]; {
	case (name == "floor" || name == "ceil" || name == "ceiling" || name == "abs" || name == "sign") && len(args) == 1 && kinds[0].number():
		w.fails = w.fails || name == "abs"
		return kinds[0]
	case (name == "round" || name == "truncate") && kinds[0].number() && (len(args) == 1 || short(1)):
		return kinds[0]
	case (name == "lpad" || name == "rpad") && len(args) == 3 && kinds[0].printed() && short(1) && kinds[2] == textKind:
		return textKind
	case name == "repeat" && len(args) == 2 && literalKind(restored(args[0])) == textKind && short(1):
		return textKind
	case reads && name != "json_unquote" && kinds[0] == jsonKind && pathed(args[1:]), name == "json_unquote" && len(args) == 1 && kinds[0] == jsonKind:
		return gives
	case name == "json_set" && len(args) == 3 && kinds[0] == jsonKind && pathed(args[1:2]) && kinds[2].printed():
		return jsonKind
	}
	return noKind
}

// pathed reports whether all are paths into JSON that every server reads.
func pathed(all []ast.ExprNode) bool {
	return !slices.ContainsFunc(all, func(e ast.ExprNode) bool { return !jsonPath().MatchString(restored(e)) })
}
