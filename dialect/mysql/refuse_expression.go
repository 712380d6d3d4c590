package mysql

import (
	"fmt"
	"strings"

	"assay/schema"
)

var (
	// unstable are functions whose value is another each time, or for each session. MariaDB takes them in virtual columns, but not those of effects (seen on 10.11
	// and 11.8).
	unstable = set("now curdate curtime current_date current_time current_timestamp localtime localtimestamp utc_date utc_time utc_timestamp rand uuid uuid_short " +
		"user current_user session_user system_user database schema version connection_id")
	effects = set("last_insert_id found_rows row_count sleep load_file benchmark get_lock release_lock is_free_lock is_used_lock")
	// unbracketed are those that need no parentheses.
	unbracketed = set("current_date current_time current_timestamp current_user localtime localtimestamp utc_date utc_time utc_timestamp")
)

func set(names string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		all[name] = true
	}
	return all
}

// unfit is what an expression holds that no server takes in a check or a generated column: empty where there is no such.
type unfit struct {
	query              bool
	function, variable string
	effect             bool // of the function: it does more than to give a value
}

func unfitIn(expr string) (in unfit) {
	tokens, err := scan(expr)
	if err != nil {
		return in
	}
	for i, t := range tokens {
		called := i+1 < len(tokens) && tokens[i+1].is("(")
		f := strings.ToLower(t.text)
		switch {
		case t.is("select"):
			in.query = true
		case t.is("@") && i+1 < len(tokens):
			in.variable = "@" + tokens[i+1].text
		case t.kind != word || i > 0 && tokens[i-1].is(".") || !called && !unbracketed[f]:
		case effects[f], unstable[f]:
			in.function, in.effect = f, effects[f]
		}
	}
	return in
}

// expressionRefused: what no check and no generated column may hold.
func (r refuser) expressionRefused(after *schema.Schema, c schema.Change) *schema.Refusal {
	for _, col := range schema.Defined(after, c, schema.PropGenerated) {
		if f := r.generationRefused(col); f != nil {
			return f
		}
		if f := countedRefused(r, after.Table(c.Object().Table), col); f != nil {
			return f
		}
	}
	for _, col := range schema.Defined(after, c, schema.PropDefault) {
		if f := r.defaultRefused(col); f != nil {
			return f
		}
	}
	if add, ok := c.(schema.AddColumn); ok && r.vendor == mySQL && calls(add.Column.Default, unsafe...) {
		return say("1674", "Statement is unsafe because it uses a system function that may return a different value on the replica.")
	}
	checks, _ := schema.Makes(c)
	for _, k := range checks {
		if f := r.checkRefused(k); f != nil && r.keepsChecks {
			return f
		}
	}
	return nil
}

// noDefault are functions that no default calls, of those that the server knows; MySQL has two more (seen on 9.7 and MariaDB 10.11).
var noDefault = set("version icu_version last_insert_id found_rows row_count sleep load_file benchmark get_lock release_lock release_all_locks is_free_lock " +
	"is_used_lock master_pos_wait source_pos_wait")

// unsafe are functions that give another value on a replica. MySQL adds no column whose default calls one, logging or not, but sets such a default later
// (seen on 9.7).
var unsafe = strings.Fields("uuid uuid_short rand random_bytes sysdate user current_user session_user system_user wait_for_executed_gtid_set")

func (r refuser) defaultRefused(c schema.Column) *schema.Refusal {
	if r.vendor == tiDB || !strings.Contains(c.Default, "(") {
		return nil
	}
	for name := range noDefault {
		switch own := name == "version" || name == "icu_version"; {
		case !calls(c.Default, name), own && r.isMariaDB():
		case r.isMariaDB():
			return r.unusable(printed(name), "DEFAULT", c.Name)
		default:
			return say("3770", "Default value expression of column '%s' contains a disallowed function: %s.", c.Name, name)
		}
	}
	return nil
}

// calls reports whether an expression calls one of some functions.
func calls(expr string, names ...string) bool {
	tokens, err := scan(expr)
	for i, t := range tokens {
		if err == nil && t.kind == word && i+1 < len(tokens) && tokens[i+1].is("(") && t.isAny(names...) {
			return true
		}
	}
	return false
}

func (r refuser) generationRefused(c schema.Column) *schema.Refusal {
	if c.Generated == "" || r.vendor == tiDB {
		return nil
	}
	in := unfitIn(c.Generated)
	switch maria := r.isMariaDB(); {
	case maria && in.query:
		return r.unusable("select ...", "GENERATED ALWAYS AS", c.Name)
	case maria && in.variable != "":
		return r.unusable(in.variable, "GENERATED ALWAYS AS", c.Name)
	case maria && in.function != "" && (c.Stored || in.effect):
		return r.unusable(printed(in.function), "GENERATED ALWAYS AS", c.Name)
	case maria:
		return nil
	case in.query:
		return say("3102", "Expression of generated column '%s' contains a disallowed function.", c.Name)
	case in.function != "":
		return say("3763", "Expression of generated column '%s' contains a disallowed function: %s.", c.Name, in.function)
	case in.variable != "":
		return say("3772", "Default value expression of column '%s' cannot refer user or system variables.", c.Name)
	}
	return nil
}

// countedRefused: no generated column is computed from one that counts; MariaDB minds where its values are stored.
func countedRefused(r refuser, t *schema.Table, c schema.Column) *schema.Refusal {
	if t == nil || c.Generated == "" || r.vendor == tiDB || r.isMariaDB() && !c.Stored {
		return nil
	}
	for _, from := range t.Columns {
		switch {
		case !from.AutoIncrement || !schema.Mentions(c.Generated, from.Name):
		case r.isMariaDB():
			return r.unusable("AUTO_INCREMENT", "GENERATED ALWAYS AS", from.Name)
		default:
			return say("3109", "Generated column '%s' cannot refer to auto-increment column.", c.Name)
		}
	}
	return nil
}

// recomputed: a column is not made virtual, and no virtual one is stored.
func recomputed(r refuser, s *schema.Schema, c schema.Change) *schema.Refusal {
	a, ok := c.(schema.AlterColumn)
	t := s.Table(c.Object().Table)
	if !ok || t == nil || a.Set&schema.PropGenerated == 0 || r.vendor == tiDB {
		return nil
	}
	i := t.Column(s.Semantics, a.Name)
	virtual := func(c schema.Column) bool { return c.Generated != "" && !c.Stored }
	switch {
	case i < 0 || virtual(t.Columns[i]) == virtual(t.Columns[i].With(a.To, a.Set)):
		return nil
	case r.isMariaDB():
		return &schema.Refusal{Code: "1907", State: "HY000", Text: "This is not yet supported for generated columns"}
	}
	return say("3106", "'Changing the STORED status' is not supported for generated columns.")
}

func (r refuser) checkRefused(k schema.Check) *schema.Refusal {
	in := unfitIn(k.Expr)
	switch maria := r.isMariaDB(); {
	case r.vendor == tiDB:
		return nil
	case maria && in.query:
		return &schema.Refusal{Code: "1970", State: "42000", Text: "CHECK does not support subqueries or stored functions"}
	case maria && in.function != "":
		return r.unusable(printed(in.function), "CHECK", k.Name)
	case maria && in.variable != "":
		return r.unusable(in.variable, "CHECK", k.Name)
	case maria:
		return nil
	case in.query:
		return say("3815", "An expression of a check constraint '%s' contains disallowed function.", k.Name)
	case in.function != "":
		return say("3814", "An expression of a check constraint '%s' contains disallowed function: %s.", k.Name, in.function)
	case in.variable != "":
		return say("3816", "An expression of a check constraint '%s' cannot refer to a user or system variable.", k.Name)
	}
	return nil
}

// unusable is what MariaDB says of an expression that a clause may not hold.
func (refuser) unusable(what, clause, name string) *schema.Refusal {
	return say("1901", "Function or expression '%s' cannot be used in the %s clause of `%s`", what, clause, name)
}

// printed is a function as MariaDB prints it.
func printed(function string) string {
	if function == "now" {
		function = "current_timestamp"
	}
	return function + "()"
}

func say(code, format string, args ...any) *schema.Refusal {
	return &schema.Refusal{Code: code, State: "HY000", Text: fmt.Sprintf(format, args...)}
}
