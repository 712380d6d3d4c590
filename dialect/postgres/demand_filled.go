package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// A materialized is what an upgrade has done to a materialized view.
type materialized struct {
	empty bool // it holds nothing that can be read (WITH NO DATA)
	made  bool // it is the upgrade's own
	keyed bool // which has given it a unique index over columns alone
}

// filled asks whether the materialized views that a statement reads, or recomputes beside its readers, have been computed.
func (d placeLookup) filled(n *pg.Node) {
	if r := n.GetRefreshMatViewStmt(); r.GetConcurrent() && !r.GetSkipData() {
		path := pathOfRelation(r.GetRelation())
		if is := d.past.materialized[quotedPath(path)]; is.made && !is.keyed {
			certain(d.lookup, fmt.Sprintf("cannot refresh materialized view %q concurrently", strings.Join(path, ".")))
		}
		d.notEmpty(path, "CONCURRENTLY cannot be used when the materialized view is not populated")
	}
	if !isRows(n) && (n.GetCreateTableAsStmt() == nil || n.GetCreateTableAsStmt().GetInto().GetSkipData()) {
		return
	}
	var q queried
	q.gather(n.ProtoReflect())
	for _, name := range q.relations {
		_, known := d.past.materialized[quote(name)]
		if view, ok := d.observed.View(name); known || ok && view.Kind == ofMaterialized {
			d.notEmpty([]string{name}, fmt.Sprintf("materialized view %q has not been populated", name))
		}
	}
}

func (d placeLookup) notEmpty(path []string, why string) {
	is, known := d.past.materialized[quotedPath(path)]
	switch was := d.past.path(inRelations, path); {
	case is.empty:
		certain(d.lookup, why)
	case !known && was != nil:
		d.lookup.free(why, "pg_catalog.pg_class AS c WHERE c.relkind = 'm' AND NOT c.relispopulated AND c.oid = pg_catalog.to_regclass("+literal(quotedPath(was))+")")
	}
}

// materializes follows what a statement does to materialized views; false: it is about none.
func (c *course) materializes(n *pg.Node) bool {
	if into := n.GetCreateTableAsStmt().GetInto(); into != nil && n.GetCreateTableAsStmt().GetObjtype() == pg.ObjectType_OBJECT_MATVIEW {
		c.materialized[quotedPath(pathOfRelation(into.GetRel()))] = materialized{empty: into.GetSkipData(), made: true}
		return false // it makes a relation as well
	}
	if r := n.GetRefreshMatViewStmt(); r != nil {
		name := quotedPath(pathOfRelation(r.GetRelation()))
		is := c.materialized[name]
		is.empty = r.GetSkipData()
		c.materialized[name] = is
		return true
	}
	computed := func(p *pg.Node) bool { return p.GetIndexElem().GetName() == "" }
	if x := n.GetIndexStmt(); x.GetUnique() && x.GetWhereClause() == nil && !slices.ContainsFunc(x.GetIndexParams(), computed) {
		c.keyed(quotedPath(pathOfRelation(x.GetRelation())))
	}
	return n.GetIndexStmt() != nil
}

func (c *course) keyed(view string) {
	if is, ok := c.materialized[view]; ok {
		is.keyed = true
		c.materialized[view] = is
	}
}
