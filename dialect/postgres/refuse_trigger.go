package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// When a trigger runs, as the server's catalogue has it.
const (
	beforeRow = 2
	onInsert  = 4
	onDelete  = 8
	insteadOf = 64
	onEmptied = 32
)

func refuseTrigger(l *looker, x *pg.CreateTrigStmt) *schema.Refusal {
	rel := x.GetRelation()
	if f := l.missing(rel); f != nil || rel.GetSchemaname() != "" {
		return f
	}
	table, path := rel.GetRelname(), texts(x.GetFuncname())
	if is := l.kindOf(table); is == ofMaterialized || is == "sequence" {
		return refuse("42809", `relation "%s" cannot have triggers`, table)
	}
	for _, look := range []func(*looker, *pg.CreateTrigStmt) *schema.Refusal{refuseMoment, refuseWhen} {
		if f := look(l, x); f != nil {
			return f
		}
	}
	for _, name := range texts(x.GetColumns()) {
		if l.columnMissing(table, name) {
			return refuse("42703", `column "%s" of relation "%s" does not exist`, name, table)
		}
	}
	if len(path) == 1 {
		if f := refuseCalled(l, path[0]); f != nil {
			return f
		}
	}
	if name := x.GetTrigname(); !x.GetReplace() && l.has("trigger", table, name) {
		return refuse("42710", `trigger "%s" for relation "%s" already exists`, name, table)
	}
	return nil
}

// refuseMoment refuses a trigger that what it is on does not have.
func refuseMoment(l *looker, x *pg.CreateTrigStmt) *schema.Refusal {
	name := x.GetRelation().GetRelname()
	switch is := l.kindOf(name); {
	case is == "table" && x.GetTiming() == insteadOf:
		return refuse("42809", `"%s" is a table`, name)
	case is == "view" && x.GetRow() && x.GetTiming() != insteadOf:
		return refuse("42809", `"%s" is a view`, name)
	case x.GetRow() && x.GetEvents()&onEmptied != 0:
		return refuse("0A000", "TRUNCATE FOR EACH ROW triggers are not supported")
	case len(x.GetTransitionRels()) > 0 && (len(x.GetColumns()) > 0 || x.GetTiming() != 0 || is == "view"):
		return refuse("0A000", "transition tables cannot be specified for such a trigger")
	case len(x.GetTransitionRels()) > 0 && x.GetEvents()&(x.GetEvents()-1) != 0:
		return refuse("0A000", "transition tables cannot be specified for triggers with more than one event")
	case x.GetEvents() == onEmptied && len(x.GetTransitionRels()) > 0:
		return refuse("0A000", "TRUNCATE triggers with transition tables are not supported")
	case slices.ContainsFunc(x.GetTransitionRels(), func(n *pg.Node) bool { return n.GetTriggerTransition().GetIsNew() && x.GetEvents() == onDelete }):
		return refuse("42P17", "NEW TABLE can only be specified for an INSERT or UPDATE trigger")
	case slices.ContainsFunc(x.GetTransitionRels(), func(n *pg.Node) bool { return !n.GetTriggerTransition().GetIsNew() && x.GetEvents() == onInsert }):
		return refuse("42P17", "OLD TABLE can only be specified for a DELETE or UPDATE trigger")
	case len(x.GetTransitionRels()) > 0 && x.GetRow() && l.parted(name):
		return refuse("0A000", `"%s" is a partitioned table`, name)
	case x.GetIsconstraint() && (!x.GetRow() || x.GetTiming() == beforeRow):
		return refuse("42601", "syntax error")
	}
	return nil
}

// refuseWhen refuses a condition about rows that there are none of then.
func refuseWhen(l *looker, x *pg.CreateTrigStmt) *schema.Refusal {
	if x.GetWhenClause() == nil {
		return nil
	}
	var refusal *schema.Refusal
	rowsNamed(x.GetWhenClause().ProtoReflect(), func(row, column string) {
		switch {
		case refusal != nil:
		case !x.GetRow():
			refusal = refuse("42P17", "statement trigger's WHEN condition cannot reference column values")
		case row == "old" && x.GetEvents()&onInsert != 0:
			refusal = refuse("42P17", "INSERT trigger's WHEN condition cannot reference OLD values")
		case row == "new" && x.GetEvents()&onDelete != 0:
			refusal = refuse("42P17", "DELETE trigger's WHEN condition cannot reference NEW values")
		case column != "" && l.columnMissing(x.GetRelation().GetRelname(), column):
			refusal = refuse("42703", "column %s.%s does not exist", row, column)
		}
	})
	return refusal
}

// rowsNamed finds where an expression names OLD or NEW, and which column of it; empty: all.
func rowsNamed(m protoreflect.Message, found func(row, column string)) {
	if ref, ok := m.Interface().(*pg.ColumnRef); ok && len(ref.GetFields()) > 0 {
		row := strings.ToLower(ref.GetFields()[0].GetString_().GetSval())
		if row == "old" || row == "new" {
			column := ""
			if len(ref.GetFields()) > 1 {
				column = ref.GetFields()[1].GetString_().GetSval()
			}
			found(row, column)
		}
	}
	below(m, func(m protoreflect.Message) { rowsNamed(m, found) })
}

// refuseCalled refuses a function that no trigger can call.
func refuseCalled(l *looker, name string) *schema.Refusal {
	if !l.sees("function") || l.hasAny(ofExtension) || systemTrigger().MatchString(name) {
		return nil
	}
	l.names = append(l.names, name)
	at := slices.IndexFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == "function" && b.Name == name+"()" })
	if at < 0 {
		return refuse("42883", `function %s() does not exist`, name)
	}
	if r := madeRoutine(l.schema.Beside[at].SQL); r != nil && len(r.result) == 1 && !unread(r.result) && r.result[0].kind != "trigger" {
		return refuse("42P17", "function %s must return type trigger", name)
	}
	return nil
}

// systemTrigger are the server's own functions that triggers call.
var systemTrigger = schema.Pattern(`(?i)^(?:tsvector_update_trigger(?:_column)?|suppress_redundant_updates_trigger|RI_FKey_\w+|unique_key_recheck)$`)
