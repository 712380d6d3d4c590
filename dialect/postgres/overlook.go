package postgres

import (
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
			if unseenCommands[n.GetAlterTableCmd().GetSubtype()] {
				return "such a change of a table is not looked at"
			}
		}
	case *pg.Node_RuleStmt:
		if len(x.RuleStmt.GetActions()) > 0 || x.RuleStmt.GetEvent() == pg.CmdType_CMD_SELECT {
			return "what a rule does is not looked at"
		}
	case *pg.Node_VariableSetStmt:
		return overlooksValue(x.VariableSetStmt)
	case *pg.Node_CreateSeqStmt:
		return overlooksBounds(x.CreateSeqStmt.GetOptions())
	case *pg.Node_AlterSeqStmt:
		return overlooksBounds(x.AlterSeqStmt.GetOptions())
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
		if len(x.CreatePublicationStmt.GetOptions()) > 0 {
			return "options of publications are not looked at"
		}
	case *pg.Node_DropStmt:
		if x.DropStmt.GetRemoveType() == pg.ObjectType_OBJECT_CAST && !x.DropStmt.GetMissingOk() {
			return "casts are not looked for"
		}
	case *pg.Node_GrantStmt, *pg.Node_CommentStmt:
		return overlooksKind(x)
	case *pg.Node_RenameStmt:
		if of := x.RenameStmt.GetRelationType(); x.RenameStmt.GetRenameType() == pg.ObjectType_OBJECT_COLUMN && of != pg.ObjectType_OBJECT_TABLE {
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
		if !x.VacuumStmt.GetIsVacuumcmd() {
			return ""
		}
		return "such statements are not looked at"
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
	pg.AlterTableType_AT_AddOf: true, pg.AlterTableType_AT_DropOf: true, pg.AlterTableType_AT_GenericOptions: true, pg.AlterTableType_AT_AlterConstraint: true,
	pg.AlterTableType_AT_SetAccessMethod: true, pg.AlterTableType_AT_AlterColumnGenericOptions: true,
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
		if all, err := statementsOf(body); body == "" && x.GetSqlBody() == nil || err == nil && len(all) == 1 && all[0].node.GetSelectStmt() != nil {
			return ""
		}
		return "the body is not looked at"
	}
	return "bodies in language " + language + " are not looked at"
}

// plainValue are values that every setting which is a number, a time, a size, a switch or a list of schemas takes.
var plainValue = schema.Pattern(`(?i)^(?:-?\d+(?:\.\d+)?\s*(?:us|ms|s|min|h|d|B|kB|MB|GB|TB)?|on|off|true|false|yes|no|debug[1-5]|log|notice|warning|error)$`)

// free are the settings that take any text.
var free = schema.Pattern(`^(?:search_path|application_name|timezone|role|session_authorization|datestyle|client_encoding|default_tablespace|` +
	`default_table_access_method)$`)

func overlooksValue(x *pg.VariableSetStmt) string {
	name := strings.ToLower(x.GetName())
	if strings.Contains(name, ".") || free().MatchString(name) || x.GetKind() != pg.VariableSetKind_VAR_SET_VALUE {
		return ""
	}
	for _, n := range x.GetArgs() {
		if value := n.GetAConst().GetSval(); value != nil && !plainValue().MatchString(value.GetSval()) {
			return "values of settings are not looked at"
		}
	}
	return ""
}

// overlooksBounds: a sequence has to begin between its bounds, and they have to be apart.
func overlooksBounds(options []*pg.Node) string {
	for _, o := range options {
		switch name := o.GetDefElem().GetDefname(); {
		case name == "minvalue" && o.GetDefElem().GetArg() != nil, name == "maxvalue" && o.GetDefElem().GetArg() != nil:
			return "the bounds of sequences are not looked at"
		case name == "increment" && o.GetDefElem().GetArg().GetInteger().GetIval() == 0:
			return "a sequence that does not count is not looked at"
		}
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
