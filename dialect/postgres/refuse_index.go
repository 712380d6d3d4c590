package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// refuseMethod refuses what the way in which an index is made does not know.
func refuseMethod(x *pg.IndexStmt) *schema.Refusal {
	method := x.GetAccessMethod()
	if !slices.Contains([]string{"hash", "gin", "gist", "spgist", "brin"}, method) {
		return nil
	}
	lacks := func(what string) *schema.Refusal {
		return refuse("0A000", `access method "%s" does not support %s`, method, what)
	}
	switch {
	case x.GetUnique():
		return lacks("unique indexes")
	case len(x.GetIndexIncludingParams()) > 0 && method != "gist" && method != "spgist":
		return lacks("included columns")
	case len(x.GetIndexParams()) > 1 && (method == "hash" || method == "spgist"):
		return lacks("multicolumn indexes")
	}
	for _, n := range x.GetIndexParams() {
		switch e := n.GetIndexElem(); {
		case e.GetOrdering() > pg.SortByDir_SORTBY_DEFAULT:
			return lacks("ASC/DESC options")
		case e.GetNullsOrdering() > pg.SortByNulls_SORTBY_NULLS_DEFAULT:
			return lacks("NULLS FIRST/LAST options")
		}
	}
	return nil
}

// refuseDropIndex refuses to drop the index of a constraint, and what CONCURRENTLY cannot do.
func refuseDropIndex(l *looker, x *pg.DropStmt) *schema.Refusal {
	if x.GetRemoveType() != pg.ObjectType_OBJECT_INDEX {
		return nil
	}
	switch {
	case x.GetConcurrent() && len(x.GetObjects()) > 1:
		return refuse("0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects")
	case x.GetConcurrent() && x.GetBehavior() == pg.DropBehavior_DROP_CASCADE:
		return refuse("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE")
	}
	for _, n := range x.GetObjects() {
		path := pathOf(n)
		if len(path) != 1 {
			continue
		}
		if f := refuseDropOfIndex(l, path[0], x.GetConcurrent()); f != nil {
			return f
		}
	}
	return nil
}

func refuseDropOfIndex(l *looker, name string, concurrent bool) *schema.Refusal {
	for _, t := range l.schema.SortedTables() {
		at := slices.IndexFunc(t.Indexes, func(x schema.Index) bool { return x.Name == name })
		if at < 0 {
			continue
		}
		if kind := t.Indexes[at].Kind; kind == schema.Constraint || kind == schema.Primary {
			l.names = append(l.names, t.Name)
			return refuse("2BP01", "cannot drop index %s because constraint %s on table %s requires it", name, name, t.Name)
		}
		if _, parted := l.partitioned(t.Name); parted && concurrent {
			return refuse("0A000", `cannot drop partitioned index "%s" concurrently`, name)
		}
	}
	return nil
}
