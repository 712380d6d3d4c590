package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// fromColumns is what comes between what is computed and the query for the columns that it is computed of.
const fromColumns = " FROM (SELECT NULL::"

const notSameAlways = "functions in index expression must be marked IMMUTABLE"

// sameAlways asks whether an expression over a table calls only functions that give the same for the same always.
func sameAlways(d *demander, t *schema.Table, expr, why string) {
	expr = asWritten(d, expr)
	standIn := func(c schema.Column) bool { return !d.there(c.Type) && schema.Mentions(expr, c.Name) }
	if t != nil && slices.ContainsFunc(t.Columns, standIn) {
		pendingLabels(d, t, expr, why)
	}
	if t == nil || len(t.Columns) == 0 || d.namesMade(expr) || slices.ContainsFunc(t.Columns, standIn) {
		return
	}
	stands, immutable := standsFor(d, expr)
	if !immutable {
		d.counted = append(d.counted, schema.Demand{Unknown: why + ", and a function that it calls is not declared so"})
		return
	}
	sql := "SELECT (" + stands + ") FROM (" + d.columns(t) + ") AS " + quote(t.Name)
	d.counted = append(d.counted, schema.Demand{
		Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{Immutable: why}}, Of: []string{expr},
	})
}

// pendingLabels: of a column of an enumeration that the upgrade makes, what turns it into a text is not the same always, and comparing it is.
func pendingLabels(d *demander, t *schema.Table, expr, why string) {
	n, err := parseExpression(expr)
	if err != nil {
		return
	}
	labels := func(n *pg.Node) bool {
		path := texts(n.GetColumnRef().GetFields())
		return len(path) > 0 && slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			_, enum := d.schema.Enums[c.Type.Name]
			return enum && !d.there(c.Type) && c.Name == path[len(path)-1]
		})
	}
	for _, at := range nodesIn(n) {
		of, to := at.GetTypeCast().GetArg(), texts(at.GetTypeCast().GetTypeName().GetNames())
		switch {
		case of != nil && labels(of) && textual[to[len(to)-1]]:
			d.counted = append(d.counted, schema.Demand{Question: counting("(SELECT 1 AS assay_1) AS one"), Lacks: why, Minds: true})
		case at.GetFuncCall() != nil && slices.ContainsFunc(at.GetFuncCall().GetArgs(), labels), at.GetAExpr() != nil && !compares(at.GetAExpr()) &&
			(labels(at.GetAExpr().GetLexpr()) || labels(at.GetAExpr().GetRexpr())):
			d.counted = append(d.counted, schema.Demand{Unknown: why + ", as far as that can be told before the upgrade makes a type"})
		}
	}
}

// compares reports whether an operator is one of those that every type has.
func compares(x *pg.A_Expr) bool {
	name := texts(x.GetName())
	return slices.Contains([]string{"=", "<>", "<", ">", "<=", ">="}, name[len(name)-1])
}

// parted: whether a partitioned table has a partition for each row is not looked at, unless it has one for all others.
func parted(d *demander, rel *pg.RangeVar) {
	is := slices.ContainsFunc(d.schema.Opaque, func(o schema.Opaque) bool { return o.Kind == schema.Partitioning && o.Table == rel.GetRelname() })
	if is && rel.GetSchemaname() == "" {
		(&lookup{d}).unsettled("whether "+rel.GetRelname()+" has a partition for each row is not looked at", "pg_catalog.pg_partitioned_table AS p "+
			"WHERE p.partrelid = pg_catalog.to_regclass("+literal(quote(rel.GetRelname()))+") AND p.partdefid = 0", false)
	}
}
