package postgres

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// Execution says how the server executes a statement.
func (r *Room) Execution(sql string) schema.Execution {
	all, err := statementsOf(inOldSyntax(r.version, sql))
	if err != nil || len(all) != 1 {
		return schema.Execution{}
	}
	n := all[0].node
	m := how(n)
	m.Where = m.Where && !schema.EveryRow(sql)
	m.Acts = actsOf(n)
	m.Constants = constantsOf(n)
	adds := n.GetAlterEnumStmt() != nil && n.GetAlterEnumStmt().GetOldVal() == ""
	m.Alone = alone(n) || adds && !r.since(12)
	m.Withholds = adds && !r.since(17)
	return m
}

func how(n *pg.Node) schema.Execution {
	switch s := n.GetNode().(type) {
	case *pg.Node_TransactionStmt:
		return schema.Execution{Verb: transactions[s.TransactionStmt.GetKind()], Value: s.TransactionStmt.GetSavepointName()}
	case *pg.Node_VariableSetStmt:
		return schema.Execution{Verb: "SET", Setting: strings.ToLower(s.VariableSetStmt.GetName()), Value: setting(s.VariableSetStmt.GetArgs())}
	case *pg.Node_SelectStmt:
		return config(s.SelectStmt)
	case *pg.Node_IndexStmt:
		return schema.Execution{
			Verb: "CREATE INDEX", Concurrently: s.IndexStmt.GetConcurrent(), Lenient: s.IndexStmt.GetIfNotExists(), Only: !s.IndexStmt.GetRelation().GetInh(),
		}
	case *pg.Node_CreateStmt:
		return schema.Execution{Verb: "CREATE TABLE", Lenient: s.CreateStmt.GetIfNotExists()}
	case *pg.Node_DropStmt:
		return dropExecution(s.DropStmt)
	case *pg.Node_AlterTableStmt:
		return alterExecution(s.AlterTableStmt)
	case *pg.Node_AlterEnumStmt:
		return schema.Execution{Verb: "ALTER TYPE", Lenient: s.AlterEnumStmt.GetSkipIfNewValExists()}
	case *pg.Node_CreateEnumStmt:
		return schema.Execution{Verb: "CREATE TYPE"}
	case *pg.Node_UpdateStmt:
		return schema.Execution{Verb: "UPDATE", Tables: relations(s.UpdateStmt.GetRelation()), Where: s.UpdateStmt.GetWhereClause() != nil}
	case *pg.Node_DeleteStmt:
		return schema.Execution{Verb: "DELETE", Tables: relations(s.DeleteStmt.GetRelation()), Where: s.DeleteStmt.GetWhereClause() != nil}
	case *pg.Node_InsertStmt:
		return schema.Execution{Verb: "INSERT", Tables: relations(s.InsertStmt.GetRelation())}
	case *pg.Node_TruncateStmt:
		m := schema.Execution{Verb: "TRUNCATE", Cascade: s.TruncateStmt.GetBehavior() == pg.DropBehavior_DROP_CASCADE}
		for _, rel := range s.TruncateStmt.GetRelations() {
			m.Tables = append(m.Tables, rel.GetRangeVar().GetRelname())
		}
		return m
	case *pg.Node_DropdbStmt:
		return schema.Execution{Verb: "DROP DATABASE"}
	case *pg.Node_RenameStmt:
		return schema.Execution{Verb: "RENAME"}
	case *pg.Node_CreateSeqStmt, *pg.Node_AlterSeqStmt:
		return schema.Execution{Verb: "SEQUENCE"}
	case *pg.Node_ReindexStmt:
		return schema.Execution{Verb: "REINDEX", Concurrently: option(s.ReindexStmt.GetParams(), "concurrently")}
	case *pg.Node_VacuumStmt:
		if !s.VacuumStmt.GetIsVacuumcmd() {
			return schema.Execution{Verb: "ANALYZE"}
		}
		return schema.Execution{Verb: "VACUUM"}
	case *pg.Node_ClusterStmt:
		return schema.Execution{Verb: "CLUSTER"}
	case *pg.Node_RefreshMatViewStmt:
		return schema.Execution{Verb: "REFRESH", Tables: relations(s.RefreshMatViewStmt.GetRelation()), Concurrently: s.RefreshMatViewStmt.GetConcurrent()}
	case *pg.Node_LockStmt:
		return schema.Execution{Verb: "LOCK"}
	}
	return schema.Execution{}
}

var transactions = map[pg.TransactionStmtKind]string{
	pg.TransactionStmtKind_TRANS_STMT_BEGIN: "BEGIN", pg.TransactionStmtKind_TRANS_STMT_START: "BEGIN", pg.TransactionStmtKind_TRANS_STMT_COMMIT: "COMMIT",
	pg.TransactionStmtKind_TRANS_STMT_ROLLBACK: "ROLLBACK", pg.TransactionStmtKind_TRANS_STMT_SAVEPOINT: "SAVEPOINT",
	pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO: "ROLLBACK TO",
}

// setting is the value of a SET as it is written; empty: the default, or several.
func setting(args []*pg.Node) string {
	if len(args) != 1 || args[0].GetAConst() == nil {
		return ""
	}
	text, _ := constant(args[0].GetAConst())
	return text
}

func relations(v *pg.RangeVar) []string { return []string{v.GetRelname()} }

var dropped = map[pg.ObjectType]string{
	pg.ObjectType_OBJECT_INDEX:  "DROP INDEX",
	pg.ObjectType_OBJECT_TABLE:  "DROP TABLE",
	pg.ObjectType_OBJECT_TYPE:   "DROP TYPE",
	pg.ObjectType_OBJECT_SCHEMA: "DROP SCHEMA",
	pg.ObjectType_OBJECT_VIEW:   "DROP VIEW",
}

func dropExecution(s *pg.DropStmt) schema.Execution {
	return schema.Execution{
		Verb: dropped[s.GetRemoveType()], Concurrently: s.GetConcurrent(), Lenient: s.GetMissingOk(),
		Cascade: s.GetBehavior() == pg.DropBehavior_DROP_CASCADE,
	}
}

func alterExecution(s *pg.AlterTableStmt) schema.Execution {
	m := schema.Execution{Verb: "ALTER TABLE", Lenient: s.GetMissingOk()}
	for _, node := range s.GetCmds() {
		cmd := node.GetAlterTableCmd()
		m.Cascade = m.Cascade || cmd.GetBehavior() == pg.DropBehavior_DROP_CASCADE
		m.Concurrently = m.Concurrently || cmd.GetDef().GetPartitionCmd().GetConcurrent()
		constraint := cmd.GetDef().GetConstraint()
		m.Keys = m.Keys || constraint.GetContype() == pg.ConstrType_CONSTR_FOREIGN
		if index := constraint.GetIndexname(); index != "" {
			m.UsingIndex = index
		}
	}
	return m
}

// config reads SELECT set_config('lock_timeout', '5s', false), by which pg_dump and programs set what SET does.
func config(s *pg.SelectStmt) schema.Execution {
	if len(s.GetTargetList()) != 1 {
		return schema.Execution{}
	}
	call := s.GetTargetList()[0].GetResTarget().GetVal().GetFuncCall()
	path := texts(call.GetFuncname())
	if len(path) == 0 || path[len(path)-1] != "set_config" || len(call.GetArgs()) != 3 {
		return schema.Execution{}
	}
	name, _ := constant(call.GetArgs()[0].GetAConst())
	return schema.Execution{Verb: "SET", Setting: strings.ToLower(name), Value: setting(call.GetArgs()[1:2])}
}
