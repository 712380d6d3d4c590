package mysql

import (
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/opcode"
)

// oneValue says where a statement may stop at a query that is to give one value and gives two (1242).
func (d *demander) oneValue(sql string) {
	n, err := parse[ast.StmtNode](sql)
	if err != nil {
		return
	}
	w := valued{d: d, sets: map[ast.Node]bool{}}
	n.Accept(&w)
	if w.many && d.unknown == "" {
		d.unknown = "a query in it is to give one value, and may give more"
	}
}

// valued is the walk that looks for such queries. sets are those that may give several values.
type valued struct {
	d    *demander
	sets map[ast.Node]bool
	many bool
}

// Enter implements [ast.Visitor].
func (w *valued) Enter(n ast.Node) (ast.Node, bool) {
	switch x := n.(type) {
	case *ast.PatternInExpr:
		w.sets[x.Sel] = true
	case *ast.ExistsSubqueryExpr:
		w.sets[x.Sel] = true
	case *ast.CompareSubqueryExpr:
		w.sets[x.R] = true
	case *ast.CommonTableExpression: // which stands for a table
		w.sets[x.Query] = true
	case *ast.SubqueryExpr:
		w.many = w.many || !w.sets[x] && !w.single(x.Query)
	}
	return n, w.many
}

// Leave implements [ast.Visitor].
func (w *valued) Leave(n ast.Node) (ast.Node, bool) { return n, true }

// single reports whether a query has one row at most: it is of no table, cut to one, of all rows together, or of one by a key.
func (w *valued) single(query ast.ResultSetNode) bool {
	s, is := query.(*ast.SelectStmt)
	if !is {
		return false
	}
	if s.From == nil || s.Limit != nil && s.Limit.Offset == nil && restored(s.Limit.Count) == "1" {
		return true
	}
	if s.GroupBy == nil && len(s.Fields.Fields) == 1 && aggregates(s.Fields.Fields[0].Expr) {
		return true
	}
	return s.From.TableRefs.Right == nil && w.keyed(s)
}

// aggregates reports whether an expression is computed of all rows together, be it a part of it.
func aggregates(e ast.ExprNode) bool {
	var w summed
	e.Accept(&w)
	return w.all
}

// summed is the walk that looks for what is computed of all rows.
type summed struct{ all bool }

// Enter implements [ast.Visitor]. The rows of a query within are others.
func (w *summed) Enter(n ast.Node) (ast.Node, bool) {
	_, query := n.(*ast.SubqueryExpr)
	_, sum := n.(*ast.AggregateFuncExpr)
	w.all = w.all || sum
	return n, query || w.all
}

// Leave implements [ast.Visitor].
func (w *summed) Leave(n ast.Node) (ast.Node, bool) { return n, true }

// keyed reports whether the conditions of a query name a value for each column of a key.
func (w *valued) keyed(s *ast.SelectStmt) bool {
	source, is := s.From.TableRefs.Left.(*ast.TableSource)
	if !is {
		return false
	}
	name, is := source.Source.(*ast.TableName)
	if !is {
		return false
	}
	t, called := w.d.schema.Table(name.Name.O), name.Name.L
	if source.AsName.O != "" {
		called = source.AsName.L
	}
	named := map[string]bool{}
	equated(s.Where, called, named)
	if t == nil {
		return false
	}
	for _, x := range t.Indexes {
		all := x.Kind.Unique() && len(x.Parts) > 0
		for _, p := range x.Parts {
			all = all && named[strings.ToLower(p.Column)]
		}
		if all {
			return true
		}
	}
	return false
}

// equated collects the columns of a table that have to equal something else for a condition to hold.
func equated(e ast.ExprNode, table string, named map[string]bool) {
	switch x := e.(type) {
	case *ast.ParenthesesExpr:
		equated(x.Expr, table, named)
	case *ast.BinaryOperationExpr:
		switch x.Op {
		case opcode.LogicAnd:
			equated(x.L, table, named)
			equated(x.R, table, named)
		case opcode.EQ:
			for i, side := range []ast.ExprNode{x.L, x.R} {
				of := columnOf(side, table)
				if other := []ast.ExprNode{x.R, x.L}[i]; of != "" && columnOf(other, table) == "" {
					named[of] = true
				}
			}
		default:
		}
	}
}

// columnOf is the column of a table that an expression is; empty: it is none. One without a table's name is taken for the table's own.
func columnOf(e ast.ExprNode, table string) string {
	c, is := e.(*ast.ColumnNameExpr)
	if !is || c.Name.Table.L != "" && c.Name.Table.L != table {
		return ""
	}
	return c.Name.Name.L
}
