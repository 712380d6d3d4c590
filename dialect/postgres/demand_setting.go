package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// setting asks for a setting, whether it can be changed now, and whether it takes such a value. Those with a dot are anybody's, and take any.
func (d *lookup) setting(x *pg.VariableSetStmt) {
	name := strings.ToLower(x.GetName())
	values := make([]string, len(x.GetArgs()))
	for i, n := range x.GetArgs() {
		values[i] = constantText(n)
	}
	switch {
	case x.GetKind() == pg.VariableSetKind_VAR_SET_MULTI: // SET TRANSACTION, which is no setting
	case name == "role" || name == "session_authorization":
		if len(values) == 1 && values[0] != "none" {
			d.named("role", values[0])
		}
	case name == "" || strings.Contains(name, ".") || strings.Contains(name, " "):
	default:
		d.set(name, values)
	}
}

// constantText is a constant as it stands for a setting; empty: it is none.
func constantText(n *pg.Node) string {
	c := n.GetAConst()
	switch {
	case c.GetIval() != nil:
		return fmt.Sprint(c.GetIval().GetIval())
	case c.GetFval() != nil:
		return c.GetFval().GetFval()
	}
	return c.GetSval().GetSval()
}

// set asks about one setting. No values: it gets the one that it has otherwise.
func (d *lookup) set(name string, values []string) {
	from := "pg_catalog.pg_settings AS s WHERE pg_catalog.lower(s.name) = " + literal(name) + " AND "
	usual := !slices.ContainsFunc(values, func(v string) bool { return !plainValue().MatchString(v) }) || wordy[name]
	d.looksUp("pg_catalog.current_setting(" + literal(name) + ") AS s(value) WHERE s.value IS NULL")
	d.settled(fmt.Sprintf("parameter %q cannot be changed now", name), from+
		"s.context = ANY (ARRAY['internal', 'postmaster', 'sighup', 'backend', 'superuser-backend']::pg_catalog.text[])", usual)
	d.unsettled("only a superuser can set "+name, from+
		"s.context = 'superuser' AND pg_catalog.current_setting('is_superuser') <> 'on'", usual)
	if len(values) == 0 || d.worded(name, values, usual) {
		return
	}
	told := "pg_catalog.pg_settings AS s WHERE pg_catalog.lower(s.name) = " + literal(name) + " AND s.vartype <> 'string'"
	d.unsettled("which values "+name+" takes is not known", "(SELECT 1 AS assay_1) AS one WHERE NOT EXISTS (SELECT 1 FROM "+told+")", usual)
	if value := values[0]; len(values) == 1 && value != "" {
		d.settled(fmt.Sprintf("invalid value for parameter %q: %q", name, value), from+refusesValue(value), usual)
		d.unsettled("which values "+name+" takes is not known", from+"s.vartype = 'enum' AND "+hiddenValue(value), usual)
	}
}

// settled asks for what refuses a setting, and unsettled for what may. usual: where nobody can be asked, it is taken to be well.
func (d *lookup) settled(why, from string, usual bool) {
	d.counted = append(d.counted, schema.Demand{Question: counting(from), Lacks: why, Usual: usual})
}

func (d *lookup) unsettled(why, from string, usual bool) {
	d.counted = append(d.counted, schema.Demand{Question: counting(from), Unknown: why, Usual: usual})
}

// plainValue are values that every setting which is a number, a time, a size, a switch or a list of schemas takes.
var plainValue = schema.Pattern(`(?i)^(?:-?\d+(?:\.\d+)?\s*(?:us|ms|s|min|h|d|B|kB|MB|GB|TB)?|on|off|true|false|yes|no|debug[1-5]|log|notice|warning|error)$`)

// wordy are the settings that take any text, or one that is looked at here.
var wordy = map[string]bool{
	"search_path": true, "application_name": true, "timezone": true, "datestyle": true, "client_encoding": true, "default_tablespace": true,
	"temp_tablespaces": true, "default_table_access_method": true,
}

// dateStyles are the words of which DateStyle is made up.
var dateStyles = schema.Pattern(`(?i)^(?:iso|sql|postgres\w*|german|ymd|dmy|mdy|us|euro\w*|noneuro\w*|default)(?:\s*,\s*(?:ymd|dmy|mdy|us|euro\w*|noneuro\w*))*$`)

// worded asks about the value of a setting that is a text; false: it is another setting.
func (d *lookup) worded(name string, values []string, usual bool) bool {
	if !wordy[name] {
		return false
	}
	for _, v := range values {
		switch {
		case name == "client_encoding":
			d.settled(fmt.Sprintf("invalid value for parameter %q: %q", name, v), "(SELECT pg_catalog.pg_char_to_encoding("+literal(v)+") AS n) AS s WHERE s.n < 0", usual)
		case name == "timezone" && zoneOffset().MatchString(v):
		case name == "timezone":
			zones := "pg_catalog.pg_timezone_names AS z WHERE pg_catalog.lower(z.name) = pg_catalog.lower(" + literal(v) + ")"
			d.unsettled("the server lists no time zone "+v, "(SELECT 1 AS assay_1) AS one WHERE NOT EXISTS (SELECT 1 FROM "+zones+")", usual)
		case strings.HasSuffix(name, "_tablespace"), name == "temp_tablespaces":
			if v != "" {
				d.tablespace(v)
			}
		case name == "default_table_access_method":
			d.lacks(fmt.Sprintf("access method %q does not exist", v), "pg_catalog.pg_am AS m WHERE m.amtype = 't' AND m.amname = "+literal(v))
		}
	}
	if all := strings.Join(values, ","); name == "datestyle" && !dateStyles().MatchString(all) {
		d.counted = append(d.counted, schema.Demand{Unknown: "whether DateStyle takes " + all + " is not looked at"})
	}
	return true
}

// zoneOffset is a time zone by its distance from UTC, and UTC itself, which every server has; empty: an interval.
var zoneOffset = schema.Pattern(`(?i)^(?:[-+]?\d{1,2}(?:\.\d+)?|UTC|GMT)?$`)

// quantity is a number, and what it counts.
var quantity = schema.Pattern(`^\s*([-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,2})?)\s*([A-Za-z]*)\s*$`)

// What units of memory are in bytes, and of time in microseconds, as the server's guc.c has them.
var (
	memoryUnits = map[string]string{"B": "1", "kB": "1024", "MB": "1048576", "GB": "1073741824", "TB": "1099511627776"}
	timeUnits   = map[string]string{"us": "1", "ms": "1000", "s": "1000000", "min": "60000000", "h": "3600000000", "d": "86400000000"}
	baseMemory  = "CASE WHEN s.unit = 'B' THEN 1 WHEN s.unit = 'kB' THEN 1024 WHEN s.unit = '8kB' THEN 8192 WHEN s.unit = 'MB' THEN 1048576 END"
	baseTime    = "CASE WHEN s.unit = 'ms' THEN 1000 WHEN s.unit = 's' THEN 1000000 WHEN s.unit = 'min' THEN 60000000 END"
)

// refusesValue is a condition on pg_settings under which a setting does not take a value.
func refusesValue(value string) string {
	inRange := "FALSE"
	if m := quantity().FindStringSubmatch(value); m != nil {
		n := "(" + m[1] + "::pg_catalog.numeric)"
		switch {
		case memoryUnits[m[2]] != "":
			n = "((" + n + " * " + memoryUnits[m[2]] + ") / (" + baseMemory + "))"
		case timeUnits[m[2]] != "":
			n = "((" + n + " * " + timeUnits[m[2]] + ") / (" + baseTime + "))"
		case m[2] != "":
			n = "(NULL::pg_catalog.numeric)"
		}
		n = "(CASE WHEN s.vartype = 'integer' THEN pg_catalog.round(" + n + ") ELSE " + n + " END)"
		inRange = "(" + n + " >= (s.min_val::pg_catalog.numeric)) AND (" + n + " <= (s.max_val::pg_catalog.numeric))"
	}
	switched := "FALSE"
	if isSwitch(value) {
		switched = "TRUE"
	}
	return "(CASE WHEN s.vartype = 'bool' THEN " + switched + " WHEN s.vartype = ANY (ARRAY['integer', 'real']::pg_catalog.text[]) THEN " + inRange +
		" WHEN s.vartype = 'enum' THEN (pg_catalog.lower(" + literal(value) + ") = ANY (s.enumvals)) OR " + hiddenValue(value) + " ELSE TRUE END) IS NOT TRUE"
}

// isSwitch reports whether a text is on or off, which can be cut short.
func isSwitch(value string) bool {
	v := strings.ToLower(strings.TrimSpace(value))
	return v == "0" || v == "1" || v != "" && v != "o" && slices.ContainsFunc([]string{"true", "false", "yes", "no", "on", "off"}, func(word string) bool {
		return strings.HasPrefix(word, v)
	})
}

// hiddenValue is a condition on pg_settings: some of the settings that take a few words take others for them, which they do not tell of.
func hiddenValue(value string) string {
	if isSwitch(value) || slices.Contains([]string{"debug", "info", "fatal", "panic", "none", "default"}, strings.ToLower(value)) {
		return "(pg_catalog.lower(" + literal(value) + ") = ANY (s.enumvals)) IS NOT TRUE"
	}
	return "FALSE"
}
