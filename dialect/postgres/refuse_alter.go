package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// refuseAlter refuses what an ALTER TABLE does to what is not there, to a partitioned table, or to one of its parts alone.
func refuseAlter(l *looker, x *pg.AlterTableStmt) *schema.Refusal {
	rel := x.GetRelation()
	if rel.GetSchemaname() != "" || x.GetMissingOk() {
		return nil
	}
	var added []string
	for _, n := range x.GetCmds() {
		added = append(added, n.GetAlterTableCmd().GetDef().GetColumnDef().GetColname())
	}
	for _, n := range x.GetCmds() {
		cmd := n.GetAlterTableCmd()
		for _, f := range []func() *schema.Refusal{
			func() *schema.Refusal { return refuseOfParts(l, rel, cmd) },
			func() *schema.Refusal { return refuseStorage(l, x, cmd) },
			func() *schema.Refusal { return refuseOfNames(l, rel.GetRelname(), cmd, added) },
		} {
			if refusal := f(); refusal != nil {
				return refusal
			}
		}
	}
	return nil
}

// refuseOfParts refuses what is not done to a partitioned table, a partition or a child.
func refuseOfParts(l *looker, rel *pg.RangeVar, cmd *pg.AlterTableCmd) *schema.Refusal {
	table := rel.GetRelname()
	_, partitioned := l.partitioned(table)
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AttachPartition, pg.AlterTableType_AT_DetachPartition:
		return refuseAttach(l, table, partitioned, cmd)
	case pg.AlterTableType_AT_AddColumn:
		if l.partition(table) {
			return refuse("42809", "cannot add column to a partition")
		}
		if !rel.GetInh() && l.hasChildren(table) {
			return refuse("42P16", "column must be added to child tables too")
		}
	case pg.AlterTableType_AT_DropColumn:
		if l.inherited(table, cmd.GetName()) {
			return refuse("42P16", `cannot drop inherited column "%s"`, cmd.GetName())
		}
		if slices.Contains(l.keyOf(table), cmd.GetName()) {
			return refuse("42P16", `cannot drop column "%s" because it is part of the partition key of relation "%s"`, cmd.GetName(), table)
		}
	case pg.AlterTableType_AT_AlterColumnType:
		var in contents
		if in.gather(cmd.GetDef().ProtoReflect()); in.query {
			return refuse("0A000", "cannot use subquery in transform expression")
		}
		if slices.Contains(l.keyOf(table), cmd.GetName()) {
			return refuse("42P16", `cannot alter column "%s" because it is part of the partition key of relation "%s"`, cmd.GetName(), table)
		}
		if l.inherited(table, cmd.GetName()) {
			return refuse("42P16", `cannot alter inherited column "%s"`, cmd.GetName())
		}
	case pg.AlterTableType_AT_AddConstraint:
		switch k := cmd.GetDef().GetConstraint(); {
		case isUnique(k) && partitioned && k.GetIndexname() == "":
			return lacksKey(l.keyOf(table), texts(k.GetKeys()))
		case k.GetContype() == pg.ConstrType_CONSTR_FOREIGN && partitioned && k.GetSkipValidation() && !l.version.since(18):
			return refuse("42809", `cannot add NOT VALID foreign key on partitioned table "%s" referencing relation "%s"`, table, k.GetPktable().GetRelname())
		}
	}
	return nil
}

// inherited reports whether a table has a column by being a part or a child of another.
func (l *looker) inherited(table, column string) bool {
	return slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool {
		of := ""
		switch {
		case o.Kind == schema.Partition && o.Name == table:
			of = o.Table
		case o.Kind == schema.Inheritance && o.Table == table:
			of = o.Name
		}
		parent := l.schema.Table(of)
		return parent != nil && parent.Column(l.schema.Semantics, column) >= 0
	})
}

// refuseOfNames refuses names that are not there, in a table of which the columns are known. added are those that the statement adds itself.
func refuseOfNames(l *looker, table string, cmd *pg.AlterTableCmd, added []string) *schema.Refusal {
	t := l.schema.Table(table)
	if t == nil {
		return nil
	}
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_DisableTrig, pg.AlterTableType_AT_EnableTrig:
		return l.part("trigger", table, cmd.GetName())
	case pg.AlterTableType_AT_ClusterOn:
		if !l.namesIndex(cmd.GetName()) {
			return refuse("42704", `index "%s" for table "%s" does not exist`, cmd.GetName(), table)
		}
	case pg.AlterTableType_AT_EnableRule, pg.AlterTableType_AT_DisableRule:
		return l.part("rule", table, cmd.GetName())
	case pg.AlterTableType_AT_SetStatistics, pg.AlterTableType_AT_SetOptions:
		if name := cmd.GetName(); name != "" && !slices.Contains(added, name) && l.columnMissing(table, name) {
			return refuse("42703", `column "%s" of relation "%s" does not exist`, name, table)
		}
	case pg.AlterTableType_AT_ReplicaIdentity:
		return refuseReplica(t, cmd.GetDef().GetReplicaIdentityStmt().GetName())
	case pg.AlterTableType_AT_AddIdentity, pg.AlterTableType_AT_SetIdentity, pg.AlterTableType_AT_DropIdentity, pg.AlterTableType_AT_ColumnDefault,
		pg.AlterTableType_AT_DropExpression:
		return refuseCounting(t, t.Column(l.schema.Semantics, cmd.GetName()), cmd)
	case pg.AlterTableType_AT_AddColumn:
		there := cmd.GetMissingOk() && !l.columnMissing(table, cmd.GetDef().GetColumnDef().GetColname())
		column := cmd.GetDef().GetColumnDef()
		for _, f := range []*schema.Refusal{refuseNull(l.version, column, table), refuseIdentity(column), refuseDefault(column, true)} {
			if f != nil && !there {
				return f
			}
		}
		return refuseColumn(l, table, column, added)
	case pg.AlterTableType_AT_AddConstraint:
		k := cmd.GetDef().GetConstraint()
		if f := refuseNotNull(l, t, k); f != nil {
			return f
		}
		if k.GetContype() == pg.ConstrType_CONSTR_CHECK {
			return l.expression(table, k.GetRawExpr(), added)
		}
		for _, name := range texts(k.GetIncluding()) {
			if !slices.Contains(added, name) && l.columnMissing(table, name) {
				return refuse("42703", `column "%s" named in key does not exist`, name)
			}
		}
		return refuseReferred(l, k)
	case pg.AlterTableType_AT_ValidateConstraint:
		return refuseValidation(t, cmd.GetName())
	}
	return nil
}

// refuseNotNull refuses another name for the NOT NULL of a column. That may be the one which it has: else the server has given it one.
func refuseNotNull(l *looker, t *schema.Table, k *pg.Constraint) *schema.Refusal {
	n, marked := unmark(k.GetRawExpr(), notNullMark)
	path := texts(n.GetColumnRef().GetFields())
	if !marked || len(path) != 1 || k.GetConname() == "" || k.GetConname() == t.Name+"_"+path[0]+"_not_null" {
		return nil
	}
	if i := t.Column(l.schema.Semantics, path[0]); i < 0 || t.Columns[i].Nullable {
		return nil
	}
	return refuse("55000", `cannot create not-null constraint "%s" on column "%s" of table "%s"`, k.GetConname(), path[0], t.Name)
}

// refuseColumn refuses a column of a type that is not there, or whose default or expression names what is not there.
func refuseColumn(l *looker, table string, def *pg.ColumnDef, added []string) *schema.Refusal {
	path := texts(def.GetTypeName().GetNames())
	if name := path[len(path)-1]; len(path) == 1 && names[name] == "" && !isBuiltin(name) && serials[name] == "" && l.sees("domain") && !l.hasType(name) {
		return refuse("42704", `type "%s" does not exist`, name)
	}
	for _, n := range def.GetConstraints() {
		k := n.GetConstraint()
		switch k.GetContype() {
		case pg.ConstrType_CONSTR_FOREIGN:
			if f := refuseReferred(l, k); f != nil {
				return f
			}
		case pg.ConstrType_CONSTR_DEFAULT:
			var q queried
			q.gather(k.GetRawExpr().ProtoReflect())
			if len(q.columns) > 0 && !q.nested {
				return refuse("0A000", "cannot use column reference in DEFAULT expression")
			}
		case pg.ConstrType_CONSTR_CHECK, pg.ConstrType_CONSTR_GENERATED:
			if f := l.expression(table, k.GetRawExpr(), added); f != nil {
				return f
			}
		}
	}
	return nil
}

// expression refuses one about columns that a table does not have.
func (l *looker) expression(table string, n *pg.Node, added []string) *schema.Refusal {
	var q queried
	q.gather(n.ProtoReflect())
	for _, name := range q.columns {
		if !q.nested && name != table && !slices.Contains(added, name) && l.columnMissing(table, name) {
			return refuse("42703", `column "%s" does not exist`, name)
		}
	}
	return nil
}
