package postgres

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// refuseNotNulls refuses a column that is to be NULL and NOT NULL, and from 18 on one whose NOT NULL has two names.
func refuseNotNulls(v version, x *pg.CreateStmt) *schema.Refusal {
	names := map[string]string{}
	table := x.GetRelation().GetRelname()
	named := func(column, name string) *schema.Refusal {
		if was := names[column]; was != "" && name != "" && was != name && v.since(18) {
			return refuse("42601", `conflicting not-null constraint names "%s" and "%s"`, was, name)
		}
		if name != "" {
			names[column] = name
		}
		return nil
	}
	for _, n := range x.GetTableElts() {
		column := n.GetColumnDef()
		if f := refuseNull(v, column, table); f != nil {
			return f
		}
		for _, c := range column.GetConstraints() {
			k := c.GetConstraint()
			if k.GetContype() == pg.ConstrType_CONSTR_NOTNULL {
				if f := named(column.GetColname(), k.GetConname()); f != nil {
					return f
				}
			}
		}
	}
	for _, n := range x.GetTableElts() {
		of, marked := unmark(n.GetConstraint().GetRawExpr(), notNullMark)
		if path := texts(of.GetColumnRef().GetFields()); marked && len(path) == 1 {
			if f := named(path[0], n.GetConstraint().GetConname()); f != nil {
				return f
			}
		}
	}
	return nil
}

// refuseNull refuses a column that is to be NULL and NOT NULL, which one that counts up is, and from 18 on a key.
func refuseNull(v version, column *pg.ColumnDef, table string) *schema.Refusal {
	path := texts(column.GetTypeName().GetNames())
	null, not := false, len(path) == 1 && serials[path[0]] != ""
	for _, c := range column.GetConstraints() {
		switch c.GetConstraint().GetContype() {
		case pg.ConstrType_CONSTR_NULL:
			null = true
		case pg.ConstrType_CONSTR_NOTNULL, pg.ConstrType_CONSTR_IDENTITY:
			not = true
		case pg.ConstrType_CONSTR_PRIMARY:
			not = not || v.since(18)
		default:
		}
	}
	if !null || !not {
		return nil
	}
	return refuse("42601", `conflicting NULL/NOT NULL declarations for column "%s" of table "%s"`, column.GetColname(), table)
}
