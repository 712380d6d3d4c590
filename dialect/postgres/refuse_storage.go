package postgres

import (
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// A bound is what a storage parameter takes: numbers from least to most, or a switch where both are 0.
type bound struct{ least, most float64 }

// vacuumed are the storage parameters of tables that autovacuum goes by, which those of their TOAST tables have too.
var vacuumed = map[string]bound{
	"autovacuum_enabled": {}, "vacuum_truncate": {}, "toast_tuple_target": {128, 8160}, "parallel_workers": {0, 1024},
	"autovacuum_vacuum_threshold": {0, 2147483647}, "autovacuum_analyze_threshold": {0, 2147483647}, "autovacuum_vacuum_insert_threshold": {-1, 2147483647},
	"autovacuum_vacuum_scale_factor": {0, 100}, "autovacuum_analyze_scale_factor": {0, 100}, "autovacuum_vacuum_insert_scale_factor": {0, 100},
	"autovacuum_vacuum_cost_delay": {-1, 100}, "autovacuum_vacuum_cost_limit": {1, 10000}, "autovacuum_freeze_min_age": {0, 1000000000},
	"autovacuum_freeze_max_age": {100000, 2000000000}, "autovacuum_freeze_table_age": {0, 2000000000}, "autovacuum_multixact_freeze_min_age": {0, 1000000000},
	"autovacuum_multixact_freeze_max_age": {10000, 2000000000}, "autovacuum_multixact_freeze_table_age": {0, 2000000000},
	"log_autovacuum_min_duration": {-1, 2147483647},
	"user_catalog_table":          {}, "fillfactor": {10, 100}, "vacuum_index_cleanup": {},
}

// stored are the storage parameters by what has them: an index by its method.
var stored = map[string]map[string]bound{
	"table": vacuumed, "column": {"n_distinct": {-1, 2147483647}, "n_distinct_inherited": {-1, 2147483647}},
	"view":  {"security_barrier": {}, "security_invoker": {}, "check_option": {}},
	"btree": {"fillfactor": {10, 100}, "deduplicate_items": {}, "vacuum_cleanup_index_scale_factor": {0, 1e10}}, "hash": {"fillfactor": {10, 100}},
	"gist": {"fillfactor": {10, 100}, "buffering": {}}, "gin": {"fastupdate": {}, "gin_pending_list_limit": {64, 2147483647}}, "spgist": {"fillfactor": {10, 100}},
	"brin": {"pages_per_range": {1, 131072}, "autosummarize": {}},
}

// worded are the parameters that take more words than a switch does.
var worded = []string{"check_option", "vacuum_index_cleanup", "buffering"}

// refuseStored refuses storage parameters that what they are given to does not have, or not with such values. What only newer servers have is left to
// them.
func refuseStored(of string, options []*pg.Node, resets bool) *schema.Refusal {
	known := stored[of]
	for _, n := range options {
		o := n.GetDefElem()
		name, value := o.GetDefname(), optionValue(o.GetArg())
		b, ok := known[name]
		switch {
		case known == nil, o.GetDefnamespace() != "", of == "table" && name == "oids":
			continue
		case !ok:
			return refuse("22023", `unrecognized parameter "%s"`, name)
		case resets || o.GetArg() == nil || slices.Contains(worded, name):
			continue
		case b == bound{}:
			if !aSwitch(value) {
				return refuse("22023", `invalid value for boolean option "%s": %s`, name, value)
			}
			continue
		}
		if f, err := strconv.ParseFloat(value, 64); err == nil && (f < b.least || f > b.most) {
			return refuse("22023", `value %s out of bounds for option "%s"`, value, name)
		}
	}
	return nil
}

// aSwitch reports whether the server takes a text for true or false: the beginning of one of these words is enough.
func aSwitch(value string) bool {
	value = strings.ToLower(strings.TrimSpace(value))
	return value == "0" || value == "1" || len(value) > 1 && (strings.HasPrefix("on", value) || strings.HasPrefix("off", value)) ||
		value != "" && slices.ContainsFunc([]string{"true", "false", "yes", "no"}, func(word string) bool { return strings.HasPrefix(word, value) })
}

// methodOf is how an index is made, which decides what it can be told; empty: that is not known.
func (l *looker) methodOf(index string) string {
	for _, t := range l.schema.SortedTables() {
		for _, x := range t.Indexes {
			if x.Name == index {
				l.names = append(l.names, t.Name)
				if x.Method == "" {
					return "btree"
				}
				return x.Method
			}
		}
	}
	return ""
}

// refuseStorage refuses what an ALTER says of how something is stored.
func refuseStorage(l *looker, x *pg.AlterTableStmt, cmd *pg.AlterTableCmd) *schema.Refusal {
	name := x.GetRelation().GetRelname()
	t := l.schema.Table(name)
	resets := cmd.GetSubtype() == pg.AlterTableType_AT_ResetRelOptions || cmd.GetSubtype() == pg.AlterTableType_AT_ResetOptions
	options := cmd.GetDef().GetList().GetItems()
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_SetRelOptions, pg.AlterTableType_AT_ResetRelOptions:
		of := map[pg.ObjectType]string{pg.ObjectType_OBJECT_VIEW: "view", pg.ObjectType_OBJECT_INDEX: l.methodOf(name)}[x.GetObjtype()]
		if x.GetObjtype() == pg.ObjectType_OBJECT_TABLE && t != nil {
			of = "table"
		}
		return refuseStored(of, options, resets)
	case pg.AlterTableType_AT_SetOptions, pg.AlterTableType_AT_ResetOptions:
		return refuseStored("column", options, resets)
	case pg.AlterTableType_AT_SetStorage:
		if way := strings.ToLower(cmd.GetDef().GetString_().GetSval()); !slices.Contains([]string{"plain", "external", "extended", "main", "default"}, way) {
			return refuse("22023", `invalid storage type "%s"`, way)
		} else if i := columnAt(l, t, cmd.GetName()); i >= 0 && fixed[t.Columns[i].Type.Name] && way != "plain" && way != "default" {
			return refuse("0A000", "column data type %s can only have storage PLAIN", t.Columns[i].Type)
		}
	case pg.AlterTableType_AT_SetCompression:
		if way := strings.ToLower(cmd.GetDef().GetString_().GetSval()); !slices.Contains([]string{"pglz", "lz4", "default"}, way) {
			return refuse("22023", `invalid compression method "%s"`, way)
		} else if i := columnAt(l, t, cmd.GetName()); i >= 0 && fixed[t.Columns[i].Type.Name] && way != "default" {
			return refuse("0A000", "column data type %s does not support compression", t.Columns[i].Type)
		}
	default:
		return nil
	}
	return nil
}

// fixed are types whose values are all of one length, and never stored apart.
var fixed = map[string]bool{
	"smallint": true, "integer": true, "bigint": true, "boolean": true, "real": true, "double precision": true, "date": true, "uuid": true,
	"timestamp without time zone": true, "timestamp with time zone": true,
}

func columnAt(l *looker, t *schema.Table, name string) int {
	if t == nil {
		return -1
	}
	return t.Column(l.schema.Semantics, name)
}
