package postgres

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// fromColumns is what comes between what is computed and the query for the columns that it is computed of.
const fromColumns = " FROM (SELECT NULL::"

const notSameAlways = "functions in index expression must be marked IMMUTABLE"

// sameAlways asks whether an expression over a table calls only functions that give the same for the same always.
func sameAlways(d *demander, t *schema.Table, expr, why string) {
	standIn := func(c schema.Column) bool { return !d.there(c.Type) && schema.Mentions(expr, c.Name) }
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

// checked: a new column of a domain has its default held to what the domain asks for, which is not looked at.
func checked(d *demander, col schema.Column) {
	if slices.ContainsFunc(d.schema.Beside, func(b schema.Beside) bool { return b.Kind == "domain" && b.Name == col.Type.Name }) {
		d.counted = append(d.counted, schema.Demand{Unknown: fmt.Sprintf("domain %s may not take %s", col.Type.Name, col.Default)})
	}
}

// parted: whether a partitioned table has a partition for each row is not looked at, unless it has one for all others.
func parted(d *demander, rel *pg.RangeVar) {
	is := slices.ContainsFunc(d.schema.Opaque, func(o schema.Opaque) bool { return o.Kind == schema.Partitioning && o.Table == rel.GetRelname() })
	if is && rel.GetSchemaname() == "" {
		(&lookup{d}).unsettled("whether "+rel.GetRelname()+" has a partition for each row is not looked at", "pg_catalog.pg_partitioned_table AS p "+
			"WHERE p.partrelid = pg_catalog.to_regclass("+literal(quote(rel.GetRelname()))+") AND p.partdefid = 0", false)
	}
}
