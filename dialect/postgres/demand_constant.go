package postgres

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// sameAlways asks for functions that an expression calls, and of which the server knows none that gives the same for the same always.
func sameAlways(d *demander, expr, why string) {
	for _, name := range callsOf(expr) {
		(&lookup{d}).free(why+": "+name, "pg_catalog.pg_proc AS p WHERE p.proname = "+literal(name)+" AND pg_catalog.pg_function_is_visible(p.oid) "+
			"AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_proc AS i WHERE i.proname = p.proname AND i.provolatile = 'i' AND pg_catalog.pg_function_is_visible(i.oid))")
	}
}

// callsOf are the functions that an expression calls without naming their schema.
func callsOf(expr string) []string {
	tree, err := pg.Parse("SELECT " + expr)
	if err != nil {
		return nil
	}
	var all []string
	var walk func(m protoreflect.Message)
	walk = func(m protoreflect.Message) {
		if call, ok := m.Interface().(*pg.FuncCall); ok {
			if path := texts(call.GetFuncname()); len(path) == 1 && !slices.Contains(all, path[0]) {
				all = append(all, path[0])
			}
		}
		below(m, walk)
	}
	walk(tree.ProtoReflect())
	return all
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
