package postgres

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// required asks whether the objects that a statement drops are the server's own. Those it keeps whatever stands with the statement, CASCADE and IF EXISTS too:
// what initdb makes by itself has numbers below 12000 (FirstUnpinnedObjectId, and FirstGenbkiObjectId's block before 15), but for schema public.
func required(d *lookup, x *pg.DropStmt) {
	for _, n := range x.GetObjects() {
		path := pathOf(n)
		from := pinnedOf(x.GetRemoveType(), path, n)
		if from == "" {
			continue
		}
		name := strings.Join(path, ".")
		d.counted = append(d.counted, schema.Demand{
			Question: counting(from + " AND o.oid < 12000"), Minds: true, Usual: true,
			Lacks: fmt.Sprintf("cannot drop %s %s because it is required by the database system", addressed[x.GetRemoveType()], name),
		})
	}
}

// pinnedOf finds an object that the server may have of itself; empty: of its kind it has none, or how to find it is not known.
func pinnedOf(of pg.ObjectType, path []string, n *pg.Node) string {
	if of == pg.ObjectType_OBJECT_CAST {
		return castBetween(n.GetList().GetItems())
	}
	if len(path) == 0 {
		return ""
	}
	name := literal(path[len(path)-1])
	switch of {
	case pg.ObjectType_OBJECT_FUNCTION, pg.ObjectType_OBJECT_PROCEDURE, pg.ObjectType_OBJECT_ROUTINE, pg.ObjectType_OBJECT_AGGREGATE:
		return "pg_catalog.pg_proc AS o WHERE o.oid = (SELECT p.oid FROM pg_catalog.pg_proc AS p WHERE " + isRoutine(quotedPath(path), n.GetObjectWithArgs()) + ")"
	case pg.ObjectType_OBJECT_OPERATOR:
		return pinnedOperator(path, n.GetObjectWithArgs())
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		return "pg_catalog.pg_type AS o WHERE o.oid = pg_catalog.to_regtype(" + literal(quotedPath(path)) + ")"
	case pg.ObjectType_OBJECT_COLLATION:
		if len(path) == 1 || path[0] == "pg_catalog" {
			return "pg_catalog.pg_collation AS o WHERE o.collname = " + name
		}
	case pg.ObjectType_OBJECT_SCHEMA:
		return "pg_catalog.pg_namespace AS o WHERE o.nspname <> 'public' AND o.nspname = " + name
	case pg.ObjectType_OBJECT_LANGUAGE:
		return "pg_catalog.pg_language AS o WHERE o.lanname = " + name
	case pg.ObjectType_OBJECT_ACCESS_METHOD:
		return "pg_catalog.pg_am AS o WHERE o.amname = " + name
	}
	return ""
}

func castBetween(types []*pg.Node) string {
	var names []string
	for _, n := range types {
		sql, err := typeText(n.GetTypeName())
		if err != nil {
			return ""
		}
		names = append(names, "pg_catalog.to_regtype("+literal(sql)+")")
	}
	if len(names) != 2 {
		return ""
	}
	return "pg_catalog.pg_cast AS o WHERE o.castsource = " + names[0] + " AND o.casttarget = " + names[1]
}

func pinnedOperator(path []string, o *pg.ObjectWithArgs) string {
	arguments := make([]string, len(o.GetObjargs()))
	for i, a := range o.GetObjargs() {
		arguments[i] = "NONE"
		if sql, err := typeText(a.GetTypeName()); err == nil {
			arguments[i] = sql
		}
	}
	name := path[len(path)-1] + "(" + strings.Join(arguments, ",") + ")"
	if len(path) > 1 {
		name = quotedPath(path[:len(path)-1]) + "." + name
	}
	return "pg_catalog.pg_operator AS o WHERE o.oid = pg_catalog.to_regoperator(" + literal(name) + ")"
}
