package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// partition reports whether a table is a partition of another.
func (l *looker) partition(table string) bool {
	l.names = append(l.names, table)
	return slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool { return o.Kind == schema.Partition && o.Name == table })
}

// partitioned returns what a table is partitioned by, as RANGE (at); ok is false where it is not.
func (l *looker) partitioned(table string) (by string, ok bool) {
	l.names = append(l.names, table)
	i := slices.IndexFunc(l.schema.Opaque, func(o schema.Opaque) bool { return o.Kind == schema.Partitioning && o.Table == table })
	if i < 0 {
		return "", false
	}
	return l.schema.Opaque[i].Name, true
}

func (l *looker) parted(table string) bool {
	_, ok := l.partitioned(table)
	return ok
}

// keyOf are the columns that a table is partitioned by; nil: it is not, or by expressions.
func (l *looker) keyOf(table string) []string {
	by, _ := l.partitioned(table)
	_, list, ok := strings.Cut(strings.TrimSuffix(by, ")"), "(")
	if !ok || strings.ContainsAny(list, "()") {
		return nil
	}
	var names []string
	for part := range strings.SplitSeq(list, ",") {
		path := schema.NamePath(strings.TrimSpace(part))
		if len(path) != 1 {
			return nil
		}
		names = append(names, path[0])
	}
	return names
}

// lacksKey refuses a unique key of a partitioned table that leaves out what that is partitioned by.
func lacksKey(key, columns []string) *schema.Refusal {
	if slices.ContainsFunc(key, func(c string) bool { return !slices.Contains(columns, c) }) {
		return refuse("0A000", "unique constraint on partitioned table must include all partitioning columns")
	}
	return nil
}

func refuseIndex(l *looker, x *pg.IndexStmt) *schema.Refusal {
	rel := x.GetRelation()
	if f := refuseStored(x.GetAccessMethod(), x.GetOptions(), false); f != nil {
		return f
	}
	if rel.GetSchemaname() != "" {
		return nil
	}
	if f := refuseMethod(x); f != nil {
		return f
	}
	for _, n := range x.GetIndexIncludingParams() {
		if n.GetIndexElem().GetExpr() != nil {
			return refuse("0A000", "expressions are not supported in included columns")
		}
		if name := n.GetIndexElem().GetName(); name != "" && l.schema.Table(rel.GetRelname()) != nil && l.columnMissing(rel.GetRelname(), name) {
			return refuse("42703", `column "%s" does not exist`, name)
		}
	}
	_, partitioned := l.partitioned(rel.GetRelname())
	if !partitioned {
		return nil
	}
	if x.GetConcurrent() {
		return refuse("0A000", `cannot create index on partitioned table "%s" concurrently`, rel.GetRelname())
	}
	var columns []string
	for _, p := range x.GetIndexParams() {
		columns = append(columns, p.GetIndexElem().GetName())
	}
	if x.GetUnique() {
		return lacksKey(l.keyOf(rel.GetRelname()), columns)
	}
	return nil
}

// refusePartition refuses a partition of what is not partitioned, and a partitioned table whose unique keys leave out what it is partitioned by.
func refusePartition(l *looker, x *pg.CreateStmt) *schema.Refusal {
	if x.GetIfNotExists() {
		return nil
	}
	if x.GetPartbound() != nil && len(x.GetInhRelations()) == 1 {
		parent := x.GetInhRelations()[0].GetRangeVar()
		if f := l.missing(parent); f != nil || parent.GetSchemaname() != "" {
			return f
		}
		return refuseBound(l, parent.GetRelname(), x.GetPartbound())
	}
	if x.GetPartspec() == nil {
		return nil
	}
	key, columns := []string(nil), []string(nil)
	for _, p := range x.GetPartspec().GetPartParams() {
		name := p.GetPartitionElem().GetName()
		if name == "" {
			return nil
		}
		key = append(key, name)
	}
	for _, e := range x.GetTableElts() {
		if c := e.GetColumnDef(); c != nil {
			columns = append(columns, c.GetColname())
			for _, k := range c.GetConstraints() {
				if isUnique(k.GetConstraint()) {
					if f := lacksKey(key, []string{c.GetColname()}); f != nil {
						return f
					}
				}
			}
		}
		if e.GetTableLikeClause() != nil {
			return nil
		}
		if k := e.GetConstraint(); isUnique(k) {
			if f := lacksKey(key, texts(k.GetKeys())); f != nil {
				return f
			}
		}
	}
	for _, name := range key {
		if !slices.Contains(columns, name) {
			return refuse("42703", `column "%s" named in partition key does not exist`, name)
		}
	}
	return nil
}

func isUnique(k *pg.Constraint) bool {
	return k.GetContype() == pg.ConstrType_CONSTR_UNIQUE || k.GetContype() == pg.ConstrType_CONSTR_PRIMARY
}

var strategies = map[string]string{"r": "RANGE", "l": "LIST", "h": "HASH"}

// refuseBound refuses the bounds of a partition that do not go with its parent.
func refuseBound(l *looker, parent string, b *pg.PartitionBoundSpec) *schema.Refusal {
	by, ok := l.partitioned(parent)
	if l.schema.Table(parent) == nil {
		return nil
	}
	if !ok {
		return refuse("42P17", `"%s" is not partitioned`, parent)
	}
	strategy := strategies[b.GetStrategy()]
	if !b.GetIsDefault() && strategy != "" && !strings.HasPrefix(by, strategy) {
		return refuse("42P16", "invalid bound specification for a %s partition", strings.ToLower(strings.Fields(by)[0]))
	}
	return nil
}

func (l *looker) hasChildren(table string) bool {
	return slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool {
		return o.Kind == schema.Partition && o.Table == table || o.Kind == schema.Inheritance && o.Name == table
	})
}

func refuseAttach(l *looker, parent string, partitioned bool, cmd *pg.AlterTableCmd) *schema.Refusal {
	part := cmd.GetDef().GetPartitionCmd().GetName()
	if l.schema.Table(parent) == nil || part.GetSchemaname() != "" || l.kindOf(parent) != "table" {
		return nil
	}
	attaches := cmd.GetSubtype() == pg.AlterTableType_AT_AttachPartition
	name := part.GetRelname()
	is := l.kindOf(name)
	switch {
	case !partitioned && attaches:
		return refuse("42P17", `table "%s" is not partitioned`, parent)
	case !partitioned:
		return refuse("42809", `table "%s" is not partitioned`, parent)
	case is == "":
		return refuse("42P01", `relation "%s" does not exist`, name)
	case attaches && l.partition(name):
		return refuse("42809", `"%s" is already a partition`, name)
	case !attaches && l.schema.Table(name) != nil && !l.partition(name):
		return refuse("42P01", `relation "%s" is not a partition of relation "%s"`, name, parent)
	case attaches:
		return refuseColumnsOf(l, parent, name)
	}
	return nil
}

// refuseColumnsOf refuses a partition that has a column more or fewer than its parent.
func refuseColumnsOf(l *looker, parent, name string) *schema.Refusal {
	of, part := l.schema.Table(parent), l.schema.Table(name)
	if of == nil || part == nil {
		return nil
	}
	for _, c := range part.Columns {
		if of.Column(l.schema.Semantics, c.Name) < 0 {
			return refuse("42804", `table "%s" contains column "%s" not found in parent "%s"`, name, c.Name, parent)
		}
	}
	for _, c := range of.Columns {
		if part.Column(l.schema.Semantics, c.Name) < 0 {
			return refuse("42804", `child table is missing column "%s"`, c.Name)
		}
	}
	return nil
}
