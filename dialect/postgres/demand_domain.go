package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// checked: a new column of a domain has what it begins with held to what the domain asks for, in every row that there is.
func checked(d *demander, col schema.Column, table string) {
	isDomain := func(b schema.Beside) bool { return b.Kind == "domain" && b.Name == col.Type.Name }
	sql := ""
	if i := slices.IndexFunc(d.observed.Beside, isDomain); i >= 0 {
		sql = d.observed.Beside[i].SQL
	}
	foreign := strings.Contains(col.Type.String(), ".")
	for _, past := range d.pending.Before {
		all, err := statementsOf(past.SQL)
		if past.SQL == "" || err != nil || len(all) != 1 {
			continue
		}
		switch x := all[0].node.GetNode().(type) {
		case *pg.Node_CreateDomainStmt:
			if path := texts(x.CreateDomainStmt.GetDomainname()); path[len(path)-1] == col.Type.Name {
				sql = past.SQL
			}
		case *pg.Node_AlterDomainStmt:
			if path := texts(x.AlterDomainStmt.GetTypeName()); path[len(path)-1] == col.Type.Name {
				sql, foreign = "", true
			}
		}
	}
	all, err := statementsOf(sql)
	if sql == "" && !foreign || col.Generated != "" {
		return
	}
	value, unknown := col.Default, "domain "+col.Type.Name+" may not take "
	if err == nil && len(all) == 1 && sql != "" {
		domain := all[0].node.GetCreateDomainStmt()
		asks := asked(domain)
		if value == "" {
			value = asks.preset
		}
		switch null := value == "" || strings.EqualFold(value, "NULL"); {
		case asks.notNull && null:
			lacks := fmt.Sprintf("domain %s does not allow null values", col.Type.Name)
			d.counted = append(d.counted, schema.Demand{Lacks: lacks, Rows: table, Minds: true})
			return
		case !asks.of && (asks.checks == 0 || null && asks.strict == asks.checks):
			return
		}
	}
	if value == "" {
		value = "NULL"
	}
	if sql == "" && strings.Contains(col.Type.String(), ".") { // another schema's, which may be no domain
		is := "(SELECT 1 AS assay_1) AS one WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype(" +
			literal(typeSQL(col.Type)) + ") AND t.typtype <> 'd')"
		d.counted = append(d.counted, schema.Demand{Unknown: unknown + value, Question: counting(is), Minds: true})
		return
	}
	d.counted = append(d.counted, schema.Demand{Unknown: unknown + value, Rows: table})
}

// leftOut: what an INSERT says nothing of gets what its column begins with, which a domain may not take.
func leftOut(d *demander, x *pg.InsertStmt) {
	t := d.schema.Table(x.GetRelation().GetRelname())
	if t == nil || x.GetRelation().GetSchemaname() != "" {
		return
	}
	for i, c := range t.Columns {
		held := demander{observed: d.observed, schema: d.schema, pending: d.pending}
		switch gives, null := givesColumn(x, i, c.Name); {
		case null:
			c.Default = "NULL"
		case gives:
			continue
		}
		if checked(&held, c, t.Name); len(held.counted) > 0 {
			d.counted = append(d.counted, schema.Demand{Unknown: fmt.Sprintf("domain %s may not take what %s begins with, or is given", c.Type.Name, c.Name)})
		}
	}
}

// givesColumn reports whether an INSERT has a value for a column in each row, which is the one at a place of its table, and whether it is NULL in one.
func givesColumn(x *pg.InsertStmt, at int, name string) (gives, null bool) {
	if named := x.GetCols(); len(named) > 0 {
		at = slices.IndexFunc(named, func(n *pg.Node) bool { return n.GetResTarget().GetName() == name })
	}
	rows := x.GetSelectStmt().GetSelectStmt().GetValuesLists()
	lacks := func(row *pg.Node) bool {
		items := row.GetList().GetItems()
		return at >= len(items) || items[at].GetSetToDefault() != nil
	}
	switch {
	case at < 0 || x.GetSelectStmt() == nil: // DEFAULT VALUES
		return false, false
	case len(rows) == 0: // a query, whose columns nobody counts here
		return true, false
	}
	isNull := func(row *pg.Node) bool {
		items := row.GetList().GetItems()
		return at < len(items) && items[at].GetAConst().GetIsnull()
	}
	return !slices.ContainsFunc(rows, lacks), slices.ContainsFunc(rows, isNull)
}

// domainAsks is what a domain asks of its values.
type domainAsks struct {
	notNull, of    bool // of: it may be made of another domain
	checks, strict int  // strict are checks that NULL passes
	preset         string
}

func asked(x *pg.CreateDomainStmt) (a domainAsks) {
	path := texts(x.GetTypeName().GetNames())
	a.of = !isBuiltin(path[len(path)-1]) && names[path[len(path)-1]] == ""
	for _, n := range x.GetConstraints() {
		k := n.GetConstraint()
		expr, err := deparse(k.GetRawExpr())
		switch k.GetContype() {
		case pg.ConstrType_CONSTR_NOTNULL:
			a.notNull = true
		case pg.ConstrType_CONSTR_DEFAULT:
			a.preset = expr
		case pg.ConstrType_CONSTR_CHECK:
			if a.checks++; err == nil && nullPasses(k.GetRawExpr()) {
				a.strict++
			}
		}
	}
	return a
}

// nullPasses reports whether an expression over one value is made only of what gives NULL for NULL.
func nullPasses(n *pg.Node) bool {
	return !slices.ContainsFunc(nodesIn(n), func(n *pg.Node) bool {
		switch x := n.GetNode().(type) {
		case *pg.Node_ColumnRef, *pg.Node_AConst, *pg.Node_TypeCast, *pg.Node_TypeName, *pg.Node_String_, *pg.Node_Integer, *pg.Node_List,
			*pg.Node_AArrayExpr, *pg.Node_BoolExpr:
		case *pg.Node_FuncCall:
			path := texts(x.FuncCall.GetFuncname())
			return !slices.Contains([]string{"length", "char_length", "lower", "upper", "btrim", "abs"}, path[len(path)-1])
		case *pg.Node_AExpr:
			return x.AExpr.GetKind() == pg.A_Expr_Kind_AEXPR_DISTINCT || x.AExpr.GetKind() == pg.A_Expr_Kind_AEXPR_NOT_DISTINCT ||
				x.AExpr.GetKind() == pg.A_Expr_Kind_AEXPR_NULLIF
		default:
			return true
		}
		return false
	})
}
