package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// Overlooks says what of a statement nothing here looks at, so that it is not known whether the server runs it; empty: all is looked at.
func (r *Room) Overlooks(sql string) string {
	all, err := statementsOf(inOldSyntax(r.version, sql))
	if err != nil || len(all) != 1 {
		return "it cannot be read"
	}
	switch x := all[0].node.GetNode().(type) {
	case *pg.Node_CreateFunctionStmt:
		return overlooksBody(all[0].text, x.CreateFunctionStmt)
	case *pg.Node_AlterTableStmt:
		for _, n := range x.AlterTableStmt.GetCmds() {
			of, index := n.GetAlterTableCmd().GetSubtype(), x.AlterTableStmt.GetObjtype() == pg.ObjectType_OBJECT_INDEX
			if unseenCommands[of] || index && ofIndexParts[of] {
				return "such a change of a table is not looked at"
			}
		}
	case *pg.Node_SelectStmt:
		if what := overlooksCalls(all[0].node.ProtoReflect()); what != "" {
			return what + " in it may fail, which depends on values"
		}
	case *pg.Node_CreateTableAsStmt:
		if what := overlooksCalls(x.CreateTableAsStmt.GetQuery().ProtoReflect()); what != "" && !x.CreateTableAsStmt.GetInto().GetSkipData() {
			return what + " in it may fail, which depends on values"
		}
	case *pg.Node_AlterFunctionStmt:
		return overlooksActions(x.AlterFunctionStmt.GetActions())
	case *pg.Node_RuleStmt:
		if len(x.RuleStmt.GetActions()) > 0 || x.RuleStmt.GetEvent() == pg.CmdType_CMD_SELECT {
			return "what a rule does is not looked at"
		}
	case *pg.Node_VariableSetStmt:
		return overlooksSetting(x.VariableSetStmt)
	case *pg.Node_AlterDatabaseSetStmt, *pg.Node_VariableShowStmt:
		return ""
	case *pg.Node_ConstraintsSetStmt:
		if len(x.ConstraintsSetStmt.GetConstraints()) > 0 {
			return "a constraint of that name is not looked for"
		}
	case *pg.Node_TransactionStmt:
		switch x.TransactionStmt.GetKind() {
		case pg.TransactionStmtKind_TRANS_STMT_RELEASE, pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO:
			return "a savepoint of that name is not looked for"
		case pg.TransactionStmtKind_TRANS_STMT_PREPARE, pg.TransactionStmtKind_TRANS_STMT_COMMIT_PREPARED, pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_PREPARED:
			return "prepared transactions are not looked at"
		}
	case *pg.Node_CreatePublicationStmt:
		return overlooksOptions(x.CreatePublicationStmt.GetOptions())
	case *pg.Node_AlterPublicationStmt:
		return overlooksOptions(x.AlterPublicationStmt.GetOptions())
	case *pg.Node_DefineStmt:
		return overlooksDefinition(x.DefineStmt)
	case *pg.Node_CreateEventTrigStmt:
		if len(x.CreateEventTrigStmt.GetWhenclause()) > 0 || !events().MatchString(x.CreateEventTrigStmt.GetEventname()) {
			return "what the trigger is for is not looked at"
		}
	case *pg.Node_CreateUserMappingStmt, *pg.Node_AlterUserMappingStmt, *pg.Node_DropUserMappingStmt:
		return "user mappings are not looked at"
	case *pg.Node_ListenStmt, *pg.Node_UnlistenStmt, *pg.Node_NotifyStmt:
		return ""
	case *pg.Node_DeallocateStmt:
		if x.DeallocateStmt.GetName() != "" {
			return "a prepared statement of that name is not looked for"
		}
	case *pg.Node_DiscardStmt:
		return ""
	case *pg.Node_PrepareStmt:
		if len(x.PrepareStmt.GetArgtypes()) > 0 || x.PrepareStmt.GetQuery().GetSelectStmt() == nil {
			return "such statements are not looked at"
		}
	case *pg.Node_DeclareCursorStmt:
		if what := overlooksCalls(x.DeclareCursorStmt.GetQuery().ProtoReflect()); what != "" {
			return what + " in it may fail, which depends on values"
		}
	case *pg.Node_ExplainStmt:
		if len(x.ExplainStmt.GetOptions()) > 0 || x.ExplainStmt.GetQuery().GetSelectStmt() == nil {
			return "such statements are not looked at"
		}
	case *pg.Node_DropStmt:
		if addressed[x.DropStmt.GetRemoveType()] == "" && !x.DropStmt.GetMissingOk() {
			return "objects of that kind are not looked for"
		}
	case *pg.Node_AlterOwnerStmt:
		if addressed[x.AlterOwnerStmt.GetObjectType()] == "" {
			return "objects of that kind are not looked for"
		}
	case *pg.Node_GrantStmt, *pg.Node_CommentStmt:
		return overlooksKind(x)
	case *pg.Node_RenameStmt:
		if of := x.RenameStmt.GetRelationType(); x.RenameStmt.GetRenameType() == pg.ObjectType_OBJECT_COLUMN && of != pg.ObjectType_OBJECT_TABLE && !ofViews[of] {
			return "columns beside those of tables are not looked for"
		}
	case *pg.Node_AlterPolicyStmt:
		if x.AlterPolicyStmt.GetWithCheck() != nil {
			return "what a policy is for is not looked at"
		}
	case *pg.Node_ClusterStmt:
		if x.ClusterStmt.GetIndexname() == "" {
			return "by which index a table is clustered is not looked at"
		}
	case *pg.Node_VacuumStmt:
		return overlooksVacuum(x.VacuumStmt)
	default:
		if !lookedAt().MatchString(strings.TrimSpace(all[0].text)) {
			return "such statements are not looked at"
		}
	}
	return ""
}

// lookedAt are the statements of which the room, or the server that is asked, knows what they need.
var lookedAt = schema.Pattern(`(?is)^[(\s]*(?:INSERT|UPDATE|DELETE|SELECT|VALUES|WITH|TRUNCATE|REFRESH|LOCK|CLUSTER|REINDEX|NOTIFY|LISTEN|UNLISTEN|GRANT|REVOKE|COMMENT|` +
	`REASSIGN|DROP\s+OWNED|ANALYZE|MERGE|CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|UNIQUE|RECURSIVE|CONSTRAINT|MATERIALIZED|TRUSTED)\s+)*` +
	`(?:TABLE|INDEX|VIEW|SEQUENCE|DOMAIN|TYPE|SCHEMA|EXTENSION|TRIGGER|POLICY|STATISTICS|ROLE|USER|GROUP|PUBLICATION)|` +
	`(?:ALTER|DROP)\s+(?:MATERIALIZED\s+)?(?:TABLE|INDEX|VIEW|SEQUENCE|DOMAIN|TYPE|SCHEMA|EXTENSION|TRIGGER|POLICY|RULE|STATISTICS|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|` +
	`ROLE|USER|GROUP|COLLATION|PUBLICATION|DEFAULT\s+PRIVILEGES))\b`)

// unseenCommands are parts of an ALTER TABLE that the server may refuse for reasons of its own.
var unseenCommands = map[pg.AlterTableType]bool{
	pg.AlterTableType_AT_AddOf: true, pg.AlterTableType_AT_DropOf: true, pg.AlterTableType_AT_GenericOptions: true,
	pg.AlterTableType_AT_AlterColumnGenericOptions: true,
	pg.AlterTableType_AT_SetUnLogged:               true, // which what is published cannot be, of which a statement before it may make more
}

// ofIndexParts are what is done to a column or a part of an index.
var ofIndexParts = map[pg.AlterTableType]bool{pg.AlterTableType_AT_SetStatistics: true, pg.AlterTableType_AT_AttachPartition: true}

// overlooksSetting: there are settings that have the statements behind them refused.
func overlooksSetting(x *pg.VariableSetStmt) string {
	switch name := strings.ToLower(x.GetName()); {
	case name == "role" || name == "session_authorization":
		if len(x.GetArgs()) > 0 && constantText(x.GetArgs()[0]) != "none" {
			return "what that role may do is not looked at"
		}
	case strings.HasSuffix(name, "transaction_read_only") && len(x.GetArgs()) == 1 && off().MatchString(constantText(x.GetArgs()[0])):
	case strings.HasSuffix(name, "transaction_read_only"), x.GetKind() == pg.VariableSetKind_VAR_SET_MULTI && readsOnly(x.GetArgs()):
		return "what may be written after it is not looked at"
	}
	return ""
}

// off are the words by which a switch is off.
var off = schema.Pattern(`(?i)^(?:off?|f|fa|fal|fals|false|n|no|0)$`)

// readsOnly reports whether the modes of a transaction say that nothing is written in it.
func readsOnly(modes []*pg.Node) bool {
	for _, m := range modes {
		if d := m.GetDefElem(); d.GetDefname() == "transaction_read_only" && d.GetArg().GetAConst().GetIval().GetIval() == 1 {
			return true
		}
	}
	return false
}

// overlooksActions: how many rows a function returns can be told only of one that returns a set, and a function for the planner has to be there.
func overlooksActions(actions []*pg.Node) string {
	for _, a := range actions {
		if name := a.GetDefElem().GetDefname(); name == "rows" || name == "support" {
			return "what the planner is told of a function is not looked at"
		}
	}
	return ""
}

// overlooksBody: a body in PL/pgSQL is read here, and one query in SQL by the server.
func overlooksBody(sql string, x *pg.CreateFunctionStmt) string {
	language, body := bodyOf(x)
	switch language {
	case "plpgsql":
		if _, err := pg.ParsePlPgSqlToJSON(sql); err != nil {
			return "its body cannot be read (" + err.Error() + ")"
		}
		return ""
	case "sql":
		if len(routineOf(x).result) > 1 && resultsOf(body) == 1 {
			return "whether its one value is a row of all columns is not looked at"
		}
		if all, err := statementsOf(body); body == "" && x.GetSqlBody() == nil || err == nil && len(all) == 1 && all[0].node.GetSelectStmt() != nil {
			return ""
		}
		return "the body is not looked at"
	}
	return "bodies in language " + language + " are not looked at"
}

// events are those that there are triggers for.
var events = schema.Pattern(`^(?:ddl_command_start|ddl_command_end|sql_drop|table_rewrite)$`)

// overlooksVacuum: columns are there for statistics alone, and other options may be new.
func overlooksVacuum(x *pg.VacuumStmt) string {
	analyzes := !x.GetIsVacuumcmd()
	for _, o := range x.GetOptions() {
		switch o.GetDefElem().GetDefname() {
		case "analyze":
			analyzes = true
		case "full", "freeze", "verbose":
		default:
			return "an option of it is not looked at"
		}
	}
	columns := func(n *pg.Node) bool { return len(n.GetVacuumRelation().GetVaCols()) > 0 }
	if !analyzes && slices.ContainsFunc(x.GetRels(), columns) {
		return "columns in it are not looked at"
	}
	return ""
}

// overlooksKind: of some kinds of objects nobody looks whether they are there.
func overlooksKind(n any) string {
	of, target := pg.ObjectType_OBJECT_TABLE, pg.GrantTargetType_ACL_TARGET_OBJECT
	switch x := n.(type) {
	case *pg.Node_GrantStmt:
		of, target = x.GrantStmt.GetObjtype(), x.GrantStmt.GetTargtype()
	case *pg.Node_CommentStmt:
		of = x.CommentStmt.GetObjtype()
	}
	if addressed[of] == "" && target == pg.GrantTargetType_ACL_TARGET_OBJECT {
		return "objects of that kind are not looked for"
	}
	return ""
}
