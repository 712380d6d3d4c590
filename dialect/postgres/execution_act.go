package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// option reports whether an option of a statement's parentheses is there and on.
func option(params []*pg.Node, name string) bool {
	return slices.ContainsFunc(params, func(n *pg.Node) bool {
		arg := n.GetDefElem().GetArg()
		number := arg.GetInteger()
		word := strings.ToLower(arg.GetString_().GetSval())
		return n.GetDefElem().GetDefname() == name && word != "off" && word != "false" && (number == nil || number.GetIval() != 0)
	})
}

// alone reports whether the server refuses a statement inside of a transaction (PreventInTransactionBlock).
func alone(n *pg.Node) bool {
	switch s := n.GetNode().(type) {
	case *pg.Node_IndexStmt:
		return s.IndexStmt.GetConcurrent()
	case *pg.Node_DropStmt:
		return s.DropStmt.GetConcurrent()
	case *pg.Node_AlterTableStmt:
		return alterExecution(s.AlterTableStmt).Concurrently
	case *pg.Node_ReindexStmt:
		switch s.ReindexStmt.GetKind() {
		case pg.ReindexObjectType_REINDEX_OBJECT_DATABASE, pg.ReindexObjectType_REINDEX_OBJECT_SCHEMA, pg.ReindexObjectType_REINDEX_OBJECT_SYSTEM:
			return true
		}
		return option(s.ReindexStmt.GetParams(), "concurrently")
	case *pg.Node_VacuumStmt:
		return s.VacuumStmt.GetIsVacuumcmd()
	case *pg.Node_ClusterStmt:
		return s.ClusterStmt.GetRelation() == nil
	case *pg.Node_CreatedbStmt, *pg.Node_DropdbStmt, *pg.Node_AlterSystemStmt, *pg.Node_CreateTableSpaceStmt, *pg.Node_DropTableSpaceStmt:
		return true
	}
	return false
}

// actsOf are what a statement does to tables beside changes of the schema.
func actsOf(n *pg.Node) []schema.Act {
	switch s := n.GetNode().(type) {
	case *pg.Node_AlterTableStmt:
		return alterActs(s.AlterTableStmt)
	case *pg.Node_CreateStmt:
		if s.CreateStmt.GetPartbound() != nil {
			return on("ALTER", s.CreateStmt.GetInhRelations()...)
		}
	case *pg.Node_ReindexStmt:
		return reindexActs(s.ReindexStmt)
	case *pg.Node_TruncateStmt:
		if s.TruncateStmt.GetBehavior() == pg.DropBehavior_DROP_CASCADE {
			return on("TRUNCATE CASCADE", s.TruncateStmt.GetRelations()...)
		}
		return on("TRUNCATE", s.TruncateStmt.GetRelations()...)
	case *pg.Node_VacuumStmt:
		return vacuumActs(s.VacuumStmt)
	case *pg.Node_ClusterStmt:
		return []schema.Act{{Verb: "CLUSTER", Table: s.ClusterStmt.GetRelation().GetRelname(), Name: s.ClusterStmt.GetIndexname()}}
	case *pg.Node_RefreshMatViewStmt:
		if s.RefreshMatViewStmt.GetConcurrent() {
			return act("REFRESH CONCURRENTLY", s.RefreshMatViewStmt.GetRelation(), "")
		}
		return act("REFRESH", s.RefreshMatViewStmt.GetRelation(), "")
	case *pg.Node_AlterDomainStmt:
		return domainActs(s.AlterDomainStmt)
	case *pg.Node_LockStmt:
		return on(lockModes[s.LockStmt.GetMode()], s.LockStmt.GetRelations()...)
	case *pg.Node_CreateTrigStmt:
		return act("TRIGGER", s.CreateTrigStmt.GetRelation(), s.CreateTrigStmt.GetTrigname())
	case *pg.Node_RuleStmt:
		return act("ALTER", s.RuleStmt.GetRelation(), "")
	case *pg.Node_CreatePolicyStmt:
		return act("ALTER", s.CreatePolicyStmt.GetTable(), "")
	case *pg.Node_AlterPolicyStmt:
		return act("ALTER", s.AlterPolicyStmt.GetTable(), "")
	case *pg.Node_CreateStatsStmt:
		return on("SET", s.CreateStatsStmt.GetRelations()...)
	case *pg.Node_RenameStmt:
		if s.RenameStmt.GetRenameType() == pg.ObjectType_OBJECT_TABLE {
			return act("ALTER", s.RenameStmt.GetRelation(), "")
		}
	case *pg.Node_AlterObjectSchemaStmt:
		if s.AlterObjectSchemaStmt.GetObjectType() == pg.ObjectType_OBJECT_TABLE {
			return act("ALTER", s.AlterObjectSchemaStmt.GetRelation(), "")
		}
	case *pg.Node_DropStmt:
		return dropActs(s.DropStmt)
	case *pg.Node_CommentStmt:
		if path := texts(s.CommentStmt.GetObject().GetList().GetItems()); s.CommentStmt.GetObjtype() == pg.ObjectType_OBJECT_TABLE && len(path) > 0 {
			return []schema.Act{{Verb: "SET", Table: path[len(path)-1]}}
		}
	}
	return nil
}

// lockModes are the acts of LOCK TABLE by the number of the lock; the milder ones keep nobody out.
var lockModes = map[int32]string{
	4: "LOCK " + shareUpdateExclusive, 5: "LOCK " + share, 6: "LOCK " + shareRowExclusive, 7: "LOCK " + exclusive, 8: "LOCK " + accessExclusive,
}

func act(verb string, table *pg.RangeVar, name string) []schema.Act {
	if table == nil {
		return nil
	}
	return []schema.Act{{Verb: verb, Table: table.GetRelname(), Name: name}}
}

func on(verb string, tables ...*pg.Node) []schema.Act {
	var all []schema.Act
	for _, n := range tables {
		all = append(all, act(verb, n.GetRangeVar(), "")...)
	}
	return all
}

func reindexActs(s *pg.ReindexStmt) []schema.Act {
	verb := "REINDEX"
	if option(s.GetParams(), "concurrently") {
		verb = "REINDEX CONCURRENTLY"
	}
	switch s.GetKind() {
	case pg.ReindexObjectType_REINDEX_OBJECT_INDEX:
		return []schema.Act{{Verb: verb, Name: s.GetRelation().GetRelname()}}
	case pg.ReindexObjectType_REINDEX_OBJECT_TABLE:
		return act(verb, s.GetRelation(), "")
	}
	return []schema.Act{{Verb: verb}}
}

func vacuumActs(s *pg.VacuumStmt) []schema.Act {
	verb := "ANALYZE"
	switch {
	case option(s.GetOptions(), "full"):
		verb = "VACUUM FULL"
	case s.GetIsVacuumcmd():
		verb = "VACUUM"
	}
	if len(s.GetRels()) == 0 {
		return []schema.Act{{Verb: verb}}
	}
	var all []schema.Act
	for _, n := range s.GetRels() {
		all = append(all, act(verb, n.GetVacuumRelation().GetRelation(), "")...)
	}
	return all
}

func dropActs(s *pg.DropStmt) []schema.Act {
	switch s.GetRemoveType() {
	case pg.ObjectType_OBJECT_TRIGGER, pg.ObjectType_OBJECT_RULE, pg.ObjectType_OBJECT_POLICY:
	default:
		return nil
	}
	var all []schema.Act
	for _, o := range s.GetObjects() {
		if path := texts(o.GetList().GetItems()); len(path) > 1 { // the table's name, then its own
			all = append(all, schema.Act{Verb: "ALTER", Table: path[len(path)-2]})
		}
	}
	return all
}

// alterVerbs are the acts of ALTER TABLE that are about the table as a whole.
var alterVerbs = map[pg.AlterTableType]string{
	pg.AlterTableType_AT_ValidateConstraint: "VALIDATE CONSTRAINT",
	pg.AlterTableType_AT_SetStatistics:      "SET",
	pg.AlterTableType_AT_SetOptions:         "SET",
	pg.AlterTableType_AT_ResetOptions:       "SET",
	pg.AlterTableType_AT_SetRelOptions:      "SET",
	pg.AlterTableType_AT_ResetRelOptions:    "SET",
	pg.AlterTableType_AT_ClusterOn:          "SET",
	pg.AlterTableType_AT_DropCluster:        "SET",
	pg.AlterTableType_AT_SetLogged:          "SET LOGGED",
	pg.AlterTableType_AT_SetUnLogged:        "SET LOGGED",
	pg.AlterTableType_AT_SetTableSpace:      "SET TABLESPACE",
	pg.AlterTableType_AT_EnableTrig:         "TRIGGER",
	pg.AlterTableType_AT_EnableAlwaysTrig:   "TRIGGER",
	pg.AlterTableType_AT_EnableReplicaTrig:  "TRIGGER",
	pg.AlterTableType_AT_DisableTrig:        "TRIGGER",
	pg.AlterTableType_AT_EnableTrigAll:      "TRIGGER",
	pg.AlterTableType_AT_DisableTrigAll:     "TRIGGER",
	pg.AlterTableType_AT_EnableTrigUser:     "TRIGGER",
	pg.AlterTableType_AT_DisableTrigUser:    "TRIGGER",
	pg.AlterTableType_AT_SetStorage:         "ALTER",
	pg.AlterTableType_AT_SetCompression:     "ALTER",
	pg.AlterTableType_AT_ChangeOwner:        "ALTER",
	pg.AlterTableType_AT_AlterConstraint:    "ALTER",
	pg.AlterTableType_AT_ReplicaIdentity:    "ALTER",
	pg.AlterTableType_AT_EnableRowSecurity:  "ALTER",
	pg.AlterTableType_AT_DisableRowSecurity: "ALTER",
	pg.AlterTableType_AT_ForceRowSecurity:   "ALTER",
	pg.AlterTableType_AT_NoForceRowSecurity: "ALTER",
	pg.AlterTableType_AT_AddInherit:         "ALTER",
	pg.AlterTableType_AT_DropInherit:        "ALTER",
}

func alterActs(s *pg.AlterTableStmt) []schema.Act {
	if s.GetObjtype() != pg.ObjectType_OBJECT_TABLE {
		return nil
	}
	var all []schema.Act
	for _, n := range s.GetCmds() {
		cmd := n.GetAlterTableCmd()
		part := cmd.GetDef().GetPartitionCmd()
		switch cmd.GetSubtype() {
		case pg.AlterTableType_AT_AddConstraint:
			all = append(all, constraintActs(s.GetRelation(), cmd.GetDef().GetConstraint())...)
		case pg.AlterTableType_AT_AttachPartition:
			all = append(all, act("PARTITION", s.GetRelation(), "")...)
			all = append(all, act("ATTACH", part.GetName(), "")...)
		case pg.AlterTableType_AT_DetachPartition, pg.AlterTableType_AT_DetachPartitionFinalize:
			verb := "ALTER"
			if part.GetConcurrent() {
				verb = "PARTITION"
			}
			all = append(all, act(verb, s.GetRelation(), "")...)
			all = append(all, act("ALTER", part.GetName(), "")...)
		default:
			if verb := alterVerbs[cmd.GetSubtype()]; verb != "" {
				all = append(all, act(verb, s.GetRelation(), cmd.GetName())...)
			}
		}
	}
	return all
}

// constraintActs are about constraints that are no changes of the model's.
func constraintActs(table *pg.RangeVar, c *pg.Constraint) []schema.Act {
	switch {
	case c.GetContype() == pg.ConstrType_CONSTR_EXCLUSION:
		return act("EXCLUDE", table, c.GetConname())
	case c.GetIndexname() == "":
		return nil
	case c.GetContype() == pg.ConstrType_CONSTR_PRIMARY:
		return act("PRIMARY KEY USING INDEX", table, c.GetIndexname())
	}
	return act("UNIQUE USING INDEX", table, c.GetIndexname())
}

// domainActs are what ALTER DOMAIN does to the tables that use the domain, whose name is that of the act.
func domainActs(s *pg.AlterDomainStmt) []schema.Act {
	names := s.GetTypeName()
	if len(names) == 0 {
		return nil
	}
	a := schema.Act{Name: names[len(names)-1].GetString_().GetSval()}
	switch k := s.GetDef().GetConstraint(); s.GetSubtype() {
	case "C": // ADD
		if k.GetSkipValidation() {
			return nil
		}
		a.Verb = "DOMAIN ADD"
	case "O":
		a.Verb = "DOMAIN SET NOT NULL"
	case "V":
		a.Verb = "DOMAIN VALIDATE"
	default:
		return nil
	}
	return []schema.Act{a}
}
