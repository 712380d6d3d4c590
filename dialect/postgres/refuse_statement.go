package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// StatementRefusal returns what the server answers a statement because of what stands in it beside changes of tables: rows of tables that are not there, views,
// sequences, functions, partitions; nil: nothing is known against it. names are the tables that this is known of.
func (r *Room) StatementRefusal(s *schema.Schema, sql string) (refusal *schema.Refusal, names []string) {
	l := &looker{schema: s, version: r.version}
	if all, err := statementsOf(inOldSyntax(r.version, sql)); err == nil && len(all) == 1 {
		refusal = l.statement(all[0].node)
	}
	if refusal != nil {
		refusal.Sure = !slices.Contains(elsewhereToo, refusal.Code)
	}
	return refusal, l.names
}

// elsewhereToo are the errors of what is not there, or is there already, which is another matter in a schema that is searched before: functions, types,
// constraints and indexes, relations, schemas, and those of their kind.
var elsewhereToo = append(slices.Clone(notFound), "42P06", "42P07", "42710", "42723", "42809", "42939")

// A looker looks up what a statement names.
type looker struct {
	schema  *schema.Schema
	version version
	names   []string // those that it looked up
}

func (l *looker) statement(n *pg.Node) *schema.Refusal {
	switch x := n.GetNode().(type) {
	case *pg.Node_InsertStmt:
		if f := refuseInsert(l, x.InsertStmt); f != nil || len(x.InsertStmt.GetSelectStmt().GetSelectStmt().GetValuesLists()) > 0 {
			return f
		}
		return l.reads(n)
	case *pg.Node_UpdateStmt:
		return refuseUpdate(l, x.UpdateStmt)
	case *pg.Node_DeleteStmt:
		if f := l.missing(x.DeleteStmt.GetRelation()); f != nil {
			return f
		}
		return l.reads(n)
	case *pg.Node_TruncateStmt:
		return refuseTruncate(l, x.TruncateStmt)
	case *pg.Node_DropStmt:
		return refuseDrop(l, x.DropStmt)
	case *pg.Node_CreateStmt:
		if f := refuseStored("table", x.CreateStmt.GetOptions(), false); f != nil && x.CreateStmt.GetAccessMethod() == "" {
			return f
		}
		there := x.CreateStmt.GetIfNotExists() && l.kindOf(x.CreateStmt.GetRelation().GetRelname()) != ""
		if f := refuseNotNulls(l.version, x.CreateStmt); f != nil && !there {
			return f
		}
		if f := refuseDefaults(x.CreateStmt); f != nil && !there {
			return f
		}
		own := len(x.CreateStmt.GetInhRelations()) == 0 && x.CreateStmt.GetOfTypename() == nil // all its columns stand there
		if f := refuseConstraints(l, x.CreateStmt.GetTableElts()); f != nil && !there && own {
			return f
		}
		return refusePartition(l, x.CreateStmt)
	case *pg.Node_AlterTableStmt:
		return refuseAlter(l, x.AlterTableStmt)
	case *pg.Node_IndexStmt:
		return refuseIndex(l, x.IndexStmt)
	case *pg.Node_RefreshMatViewStmt:
		if f := l.kind(x.RefreshMatViewStmt.GetRelation(), `"%s" is not a materialized view`, ofMaterialized); f != nil {
			return f
		}
		return refuseRefresh(l, x.RefreshMatViewStmt)
	case *pg.Node_LockStmt:
		for _, rel := range x.LockStmt.GetRelations() {
			if f := l.missing(rel.GetRangeVar()); f != nil {
				return f
			}
		}
		return nil
	case *pg.Node_RenameStmt:
		return refuseRename(l, x.RenameStmt)
	case *pg.Node_AlterSeqStmt:
		if x.AlterSeqStmt.GetMissingOk() {
			return nil
		}
		for _, f := range []*schema.Refusal{refuseOptions(x.AlterSeqStmt.GetOptions()), refuseOwned(l, x.AlterSeqStmt.GetOptions())} {
			if f != nil {
				return f
			}
		}
		return l.kind(x.AlterSeqStmt.GetSequence(), `"%s" is not a sequence`, "sequence")
	}
	if rel := subjectOf(n); rel != nil {
		if f := l.missing(rel); f != nil {
			return f
		}
	}
	return refuseCreate(l, n)
}

// subjectOf is the relation of a statement that does something to what has to be there; nil: it is another one, or about an index.
func subjectOf(n *pg.Node) *pg.RangeVar {
	switch x := n.GetNode().(type) {
	case *pg.Node_ClusterStmt:
		return x.ClusterStmt.GetRelation()
	case *pg.Node_ReindexStmt:
		return x.ReindexStmt.GetRelation()
	case *pg.Node_AlterPublicationStmt:
		if all := x.AlterPublicationStmt.GetPubobjects(); len(all) > 0 {
			return all[0].GetPublicationObjSpec().GetPubtable().GetRelation()
		}
	}
	return nil
}

// missing refuses a relation that is not there, under whatever kind.
func (l *looker) missing(rel *pg.RangeVar) *schema.Refusal {
	if rel.GetSchemaname() != "" || rel.GetCatalogname() != "" || l.kindOf(rel.GetRelname()) != "" {
		return nil
	}
	return refuse("42P01", `relation "%s" does not exist`, rel.GetRelname())
}

// kind refuses a relation that is not there, or none of these kinds.
func (l *looker) kind(rel *pg.RangeVar, wrong string, kinds ...string) *schema.Refusal {
	if f := l.missing(rel); f != nil || rel.GetSchemaname() != "" {
		return f
	}
	if is := l.kindOf(rel.GetRelname()); is != unknownKind && !slices.Contains(kinds, is) {
		return refuse("42809", wrong, rel.GetRelname())
	}
	return nil
}

// unknownKind is the kind of what may be there unseen.
const unknownKind = "?"

// kindOf is the kind of relation that goes by a name; empty: there is none.
func (l *looker) kindOf(name string) string {
	l.names = append(l.names, name)
	s := l.schema
	if s.Table(name) != nil {
		return "table"
	}
	if o, ok := s.View(name); ok {
		if o.Kind == schema.Partition {
			return "table"
		}
		return o.Kind
	}
	for _, t := range s.SortedTables() {
		for _, x := range t.Indexes {
			if x.Name == name || x.Name == "" && strings.HasPrefix(name, t.Name+"_") {
				return "index"
			}
		}
		for _, c := range t.Columns { // whose sequence was named when it was made
			if (c.AutoIncrement || c.Identity != "") && strings.HasSuffix(name, "_seq") {
				return unknownKind
			}
		}
	}
	for _, b := range s.Beside {
		if b.Name == name && slices.Contains([]string{"view", ofMaterialized, "sequence", ofIndex, "composite type"}, b.Kind) {
			return b.Kind
		}
	}
	ofPartition := func(o schema.Opaque) bool { return o.Kind == schema.Partition && strings.HasPrefix(name, o.Name+"_") }
	if strings.HasPrefix(name, "pg_") || slices.ContainsFunc(s.Opaque, ofPartition) {
		return unknownKind
	}
	return ""
}

// columnMissing reports whether a table is known, and has no such column.
func (l *looker) columnMissing(table, column string) bool {
	l.names = append(l.names, table)
	t := l.schema.Table(table)
	return t != nil && t.Column(l.schema.Semantics, column) < 0 && !slices.Contains(systemColumns, column)
}

var systemColumns = []string{"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}

// reads refuses a query of relations or columns that are not there.
func (l *looker) reads(n *pg.Node) *schema.Refusal {
	var q queried
	q.gather(n.ProtoReflect())
	needs := q.needs()
	known := len(needs.Relations) > 0
	for _, name := range needs.Relations {
		switch l.kindOf(name) {
		case "":
			return refuse("42P01", `relation "%s" does not exist`, name)
		case "table":
			known = known && l.schema.Table(name) != nil
		default:
			known = false
		}
	}
	for _, name := range needs.Columns {
		if known && !slices.ContainsFunc(needs.Relations, func(table string) bool { return !l.columnMissing(table, name) }) {
			return refuse("42703", `column "%s" does not exist`, name)
		}
	}
	return nil
}

func refuseUpdate(l *looker, x *pg.UpdateStmt) *schema.Refusal {
	if f := l.missing(x.GetRelation()); f != nil {
		return f
	}
	table := x.GetRelation().GetRelname()
	for _, n := range x.GetTargetList() {
		if name := n.GetResTarget().GetName(); x.GetRelation().GetSchemaname() == "" && l.columnMissing(table, name) {
			return refuse("42703", `column "%s" of relation "%s" does not exist`, name, table)
		}
	}
	return l.reads(&pg.Node{Node: &pg.Node_UpdateStmt{UpdateStmt: x}})
}

func refuseInsert(l *looker, x *pg.InsertStmt) *schema.Refusal {
	if f := l.missing(x.GetRelation()); f != nil || x.GetRelation().GetSchemaname() != "" {
		return f
	}
	table := x.GetRelation().GetRelname()
	var names []string
	for _, n := range x.GetCols() {
		name := n.GetResTarget().GetName()
		switch {
		case l.columnMissing(table, name):
			return refuse("42703", `column "%s" of relation "%s" does not exist`, name, table)
		case slices.Contains(names, name):
			return refuse("42701", `column "%s" specified more than once`, name)
		}
		names = append(names, name)
	}
	if f := refuseGiven(l, x, names); f != nil {
		return f
	}
	room := len(names)
	if t := l.schema.Table(table); room == 0 && t != nil {
		room = len(t.Columns)
	}
	query := x.GetSelectStmt().GetSelectStmt()
	if len(query.GetValuesLists()) > 0 && len(names) > 0 {
		if f := refuseUnfilled(l, table, names); f != nil {
			return f
		}
	}
	for _, row := range query.GetValuesLists() {
		switch n := len(row.GetList().GetItems()); {
		case room > 0 && n > room:
			return refuse("42601", "INSERT has more expressions than target columns")
		case len(names) > 0 && n < room:
			return refuse("42601", "INSERT has more target columns than expressions")
		}
	}
	return nil
}

// refuseUnfilled refuses a row without a value for a column that has to have one, where no trigger gives it.
func refuseUnfilled(l *looker, table string, given []string) *schema.Refusal {
	t := l.schema.Table(table)
	acts := func(o schema.Opaque) bool { return o.Table == table && (o.Kind == "trigger" || o.Kind == "rule") }
	if t == nil || l.inherits(table) || l.hasChildren(table) || slices.ContainsFunc(l.schema.Opaque, acts) {
		return nil
	}
	for _, c := range t.Columns {
		if c.Demands() && !c.Type.Named && !slices.Contains(given, c.Name) {
			return refuse("23502", `null value in column "%s" of relation "%s" violates not-null constraint`, c.Name, table)
		}
	}
	return nil
}

// refuseTruncate refuses to empty a table that others refer to, even where nothing is in them.
func refuseTruncate(l *looker, x *pg.TruncateStmt) *schema.Refusal {
	var emptied []string
	for _, n := range x.GetRelations() {
		rel := n.GetRangeVar()
		if f := l.kind(rel, `"%s" is not a table`, "table", "foreign table"); f != nil {
			return f
		}
		if _, partitioned := l.partitioned(rel.GetRelname()); partitioned && !rel.GetInh() && rel.GetSchemaname() == "" {
			return refuse("42809", "cannot truncate only a partitioned table")
		}
		emptied = append(emptied, rel.GetRelname())
	}
	if x.GetBehavior() == pg.DropBehavior_DROP_CASCADE {
		return nil
	}
	for _, t := range l.schema.SortedTables() {
		for _, f := range t.ForeignKeys {
			if slices.Contains(emptied, f.RefTable) && !slices.Contains(emptied, t.Name) {
				l.names = append(l.names, t.Name)
				return refuse("0A000", "cannot truncate a table referenced in a foreign key constraint")
			}
		}
	}
	return nil
}
