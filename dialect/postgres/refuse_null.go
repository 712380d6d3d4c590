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
		null, not := false, false
		for _, c := range column.GetConstraints() {
			k := c.GetConstraint()
			null = null || k.GetContype() == pg.ConstrType_CONSTR_NULL
			not = not || k.GetContype() == pg.ConstrType_CONSTR_NOTNULL
			if null && not {
				return refuse("42601", `conflicting NULL/NOT NULL declarations for column "%s" of table "%s"`, column.GetColname(), table)
			}
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
