package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// switches are the variables of a session that are on or off, for whoever may set them. Those that have the statements behind them refused, such as
// sql_safe_updates and tx_read_only, are none of these.
var switches = []string{
	"autocommit", "big_tables", "check_constraint_checks", "completion_type", "foreign_key_checks", "innodb_strict_mode", "keep_files_on_create",
	"low_priority_updates", "old_alter_table", "show_create_table_skip_secondary_engine", "sql_auto_is_null",
	"sql_big_selects", "sql_buffer_result", "sql_notes",
	"sql_quote_show_create", "sql_warnings", "system_versioning_alter_history", "unique_checks",
}

// numbers are those that take any number that is not negative, or cut it to fit.
var numbers = []string{
	"auto_increment_increment", "auto_increment_offset", "bulk_insert_buffer_size", "cte_max_recursion_depth",
	"group_concat_max_len", "innodb_lock_wait_timeout",
	"interactive_timeout", "join_buffer_size", "last_insert_id", "lock_wait_timeout", "long_query_time", "max_execution_time",
	"max_error_count", "max_heap_table_size", "max_recursive_iterations", "max_sp_recursion_depth", "max_statement_time",
	"myisam_sort_buffer_size", "net_read_timeout",
	"net_write_timeout", "profiling", "profiling_history_size", "read_buffer_size", "read_rnd_buffer_size", "sort_buffer_size", "sql_select_limit",
	"timestamp", "tmp_table_size", "wait_timeout",
}

// fewWords are those that take a few words.
var fewWords = map[string][]string{
	"tx_isolation":           {"read-uncommitted", "read-committed", "repeatable-read", "serializable"},
	"transaction_isolation":  {"read-uncommitted", "read-committed", "repeatable-read", "serializable"},
	"default_storage_engine": {"innodb"}, "storage_engine": {"innodb"}, "lc_time_names": {"de_de", "en_gb", "en_us", "es_es", "fr_fr", "it_it"},
	"alter_algorithm": {"default", "copy"},                // others may not do for what is behind
	"time_zone":       {"system", "utc"}, "sql_mode": nil, // see unseen
}

// overlooksVariables says of which variable nothing here knows whether it takes such a value; empty: of none.
func overlooksVariables(sql string) string {
	set, err := parse[*ast.SetStmt](sql)
	if schema.Bounded(sql, true) != nil || err != nil {
		return "what is set in it is not looked at"
	}
	for _, v := range set.Variables {
		switch {
		case v.IsGlobal || v.IsInstance:
			return "a variable of the whole server is not looked at"
		case v.IsSystem && v.Name != ast.SetNames && v.Name != ast.SetCharset && v.Value != nil && !takes(strings.ToLower(v.Name), restored(v.Value)):
			return "which values " + strings.ToLower(v.Name) + " takes is not looked at"
		}
	}
	return ""
}

var offset = schema.Pattern(`^[-+](?:0?\d|1[0-2]):[0-5]\d$`)

// takes reports whether a variable is known to take a value. What another variable has kept is taken for one that it had.
func takes(name, value string) bool {
	value = strings.ToLower(strings.Trim(value, "_'\"` "))
	_, text, named := strings.Cut(value, "'") // _utf8mb4'x'
	if named {
		value = text
	}
	whole := decimalNumber().MatchString(value)
	switch allowed, lists := fewWords[name]; {
	case strings.HasPrefix(value, "@") || value == "default":
		return true
	case slices.Contains(switches, name):
		return slices.Contains([]string{"0", "1", "on", "off", "true", "false"}, value)
	case slices.Contains(numbers, name):
		return whole
	case name == "time_zone" && offset().MatchString(value), name == "sql_mode":
		return true
	case strings.HasPrefix(name, "collation_") || strings.HasPrefix(name, "character_set_"):
		return settledCharset().MatchString(value)
	default:
		return lists && slices.Contains(allowed, value)
	}
}

var (
	decimalNumber = schema.Pattern(`^\d{1,18}(?:\.\d{1,9})?$`)
	// settledCharset are the character sets, and their collations, that every server has and takes from clients.
	settledCharset = schema.Pattern(`^(?:utf8|utf8mb3|utf8mb4|latin1|ascii|binary)(?:_(?:general_ci|unicode_ci|bin))?$`)
)
