package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// overlooksCalls says what in a query may fail as it runs, though the server takes it: a function, an operator or a cast that does not take every value.
func overlooksCalls(m protoreflect.Message) (what string) {
	switch x := m.Interface().(type) {
	case *pg.FuncCall:
		path := texts(x.GetFuncname())
		if name := path[len(path)-1]; !unfailing().MatchString(name) || name == "setval" && len(x.GetArgs()) < 2 {
			what = "function " + name
		}
	case *pg.A_Expr:
		op := texts(x.GetName())
		if sign := op[len(op)-1]; !total().MatchString(sign) && !isDivided(sign, x.GetRexpr()) && x.GetKind() == pg.A_Expr_Kind_AEXPR_OP {
			what = "operator " + sign
		}
	case *pg.TypeCast:
		to := texts(x.GetTypeName().GetNames())
		if kind := to[len(to)-1]; x.GetArg().GetAConst() == nil && !textual[kind] && kind != "varchar" {
			what = "a cast to " + kind
		}
	case *pg.SubLink:
		if x.GetSubLinkType() == pg.SubLinkType_EXPR_SUBLINK && !isOneRow(x.GetSubselect().GetSelectStmt()) {
			what = "a query for one value"
		}
	}
	if what != "" {
		return what
	}
	below(m, func(m protoreflect.Message) {
		if what == "" {
			what = overlooksCalls(m)
		}
	})
	return what
}

var (
	// unfailing are functions that take every value of their types, and those of which others here ask.
	unfailing = schema.Pattern(`^(?:count|min|max|sum|avg|bool_and|bool_or|every|string_agg|array_agg|json_agg|jsonb_agg|row_number|rank|dense_rank|first_value|last_value|` +
		`now|clock_timestamp|statement_timestamp|transaction_timestamp|timezone|timeofday|age|upper|lower|initcap|length|char_length|character_length|octet_length|btrim|ltrim|rtrim|` +
		`concat|concat_ws|md5|replace|position|strpos|reverse|left|right|abs|floor|ceil|ceiling|round|random|version|to_regclass|to_regtype|to_char|gen_random_uuid|` +
		`uuid_generate_v4|current_database|current_schema|pg_sleep|pg_advisory_lock|pg_advisory_xact_lock|pg_try_advisory_lock|pg_try_advisory_xact_lock|` +
		`pg_advisory_unlock|pg_advisory_unlock_all|pg_notify|pg_backend_pid|txid_current|pg_stat_reset|pg_typeof|quote_ident|quote_literal|format_type|obj_description|` +
		`nextval|setval|set_config|pg_get_serial_sequence|jsonb_build_object|json_build_object|to_json|to_jsonb|row_to_json)$`)
	total = schema.Pattern(`^(?:[-+*<>=]|<>|!=|<=|>=|\|\||!?~~\*?|->>?|#>>?|@>|<@|\?|&&)$`)
)

// isDivided reports whether an expression is a division by a constant that is not nought.
func isDivided(sign string, by *pg.Node) bool {
	value := constantText(by)
	return (sign == "/" || sign == "%") && isNumeric(by) && strings.Trim(value, "0.") != ""
}

// isOneRow reports whether a query has no more than one row.
func isOneRow(s *pg.SelectStmt) bool {
	if slices.ContainsFunc(s.GetTargetList(), func(n *pg.Node) bool { return givesRows(n.ProtoReflect()) }) {
		return s.GetLimitCount().GetAConst().GetIval().GetIval() == 1
	}
	alone := len(s.GetFromClause()) == 0 && len(s.GetValuesLists()) == 0 && s.GetOp() == pg.SetOperation_SETOP_NONE
	if s.GetLimitCount().GetAConst().GetIval().GetIval() == 1 || alone {
		return true
	}
	return len(s.GetGroupClause()) == 0 && len(s.GetTargetList()) == 1 && aggregated(s.GetTargetList()[0].ProtoReflect())
}

// givesRows reports whether a value is made by a function that may make several rows of one. A query inside it answers for itself.
func givesRows(m protoreflect.Message) bool {
	switch x := m.Interface().(type) {
	case *pg.SubLink:
		return false
	case *pg.FuncCall:
		if path := texts(x.GetFuncname()); len(path) > 0 && rowsOf().MatchString(path[len(path)-1]) {
			return true
		}
	}
	found := false
	below(m, func(m protoreflect.Message) { found = found || givesRows(m) })
	return found
}

// rowsOf are the server's functions that return sets.
var rowsOf = schema.Pattern(`^(?:generate_series|generate_subscripts|unnest|regexp_matches|regexp_split_to_table|string_to_table|` +
	`jsonb?_(?:array_elements|array_elements_text|each|each_text|object_keys|populate_recordset|to_recordset)|jsonb_path_query(?:_tz)?|ts_stat|ts_parse)$`)

// aggregated reports whether a value is computed of all rows, be it a part of it.
func aggregated(m protoreflect.Message) bool {
	switch x := m.Interface().(type) {
	case *pg.SubLink: // whose rows are others
		return false
	case *pg.FuncCall:
		if path := texts(x.GetFuncname()); x.GetOver() == nil && aggregates().MatchString(path[len(path)-1]) {
			return true
		}
	}
	found := false
	below(m, func(m protoreflect.Message) { found = found || aggregated(m) })
	return found
}

var aggregates = schema.Pattern(`^(?:count|min|max|sum|avg|bool_and|bool_or|every|string_agg|array_agg|json_agg|jsonb_agg)$`)
