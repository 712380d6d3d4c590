package postgres

import (
	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// givesMany reports whether a statement holds a query that is to give one value and may give two (21000): one that is of several rows, and of none by a key.
func givesMany(s *schema.Schema, m protoreflect.Message) bool {
	if link, ok := m.Interface().(*pg.SubLink); ok && link.GetSubLinkType() == pg.SubLinkType_EXPR_SUBLINK {
		if query := link.GetSubselect().GetSelectStmt(); !isOneRow(query) && !isByKey(s, query) {
			return true
		}
	}
	many := false
	below(m, func(m protoreflect.Message) { many = many || givesMany(s, m) })
	return many
}

// isByKey reports whether the conditions of a query name a value for each column of a key of its one table.
func isByKey(s *schema.Schema, query *pg.SelectStmt) bool {
	if len(query.GetFromClause()) != 1 || query.GetFromClause()[0].GetRangeVar() == nil {
		return false
	}
	of := query.GetFromClause()[0].GetRangeVar()
	t, called := s.Table(of.GetRelname()), of.GetRelname()
	if alias := of.GetAlias().GetAliasname(); alias != "" {
		called = alias
	}
	named := map[string]bool{}
	equated(query.GetWhereClause(), called, named)
	if t == nil || of.GetSchemaname() != "" {
		return false
	}
	for _, x := range t.Indexes {
		all := x.Kind.Unique() && x.Where == "" && len(x.Parts) > 0
		for _, p := range x.Parts {
			all = all && named[p.Column]
		}
		if all {
			return true
		}
	}
	return false
}

// equated collects the columns of a table that have to equal something else for a condition to hold.
func equated(n *pg.Node, table string, named map[string]bool) {
	if b := n.GetBoolExpr(); b.GetBoolop() == pg.BoolExprType_AND_EXPR {
		for _, arg := range b.GetArgs() {
			equated(arg, table, named)
		}
	}
	e := n.GetAExpr()
	if e.GetKind() != pg.A_Expr_Kind_AEXPR_OP || len(e.GetName()) != 1 || e.GetName()[0].GetString_().GetSval() != "=" {
		return
	}
	left, right := columnOf(e.GetLexpr(), table), columnOf(e.GetRexpr(), table)
	switch {
	case left != "" && right == "":
		named[left] = true
	case right != "" && left == "":
		named[right] = true
	}
}

// columnOf is the column of a table that an expression is; empty: it is none. One without a table's name is taken for the table's own.
func columnOf(n *pg.Node, table string) string {
	switch path := texts(n.GetColumnRef().GetFields()); {
	case len(path) == 1:
		return path[0]
	case len(path) == 2 && path[0] == table:
		return path[1]
	}
	return ""
}
