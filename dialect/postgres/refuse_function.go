package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// refuseFunction refuses a function that is there already, and one in its place that its callers could not go on with.
func refuseFunction(l *looker, x *pg.CreateFunctionStmt) *schema.Refusal {
	path := texts(x.GetFuncname())
	if len(path) != 1 || !l.sees("function") {
		return nil
	}
	l.names = append(l.names, path[0])
	for _, n := range x.GetParameters() {
		t := n.GetFunctionParameter().GetArgType()
		if path := texts(t.GetNames()); t.GetPctType() && len(path) == 2 && l.columnMissing(path[0], path[1]) {
			return refuse("42703", `column "%s" of relation "%s" does not exist`, path[1], path[0])
		}
	}
	is := routineOf(x)
	if is.gap {
		return refuse("42P13", "input parameters after one with a default value must also have defaults")
	}
	if language, body := bodyOf(x); language == "sql" && len(is.result) > 1 {
		if f := refuseResults(body, len(is.result)); f != nil {
			return f
		}
	}
	i := slices.IndexFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == "function" && b.Name == is.signature() })
	switch {
	case i < 0:
		return nil
	case !x.GetReplace():
		return refuse("42723", `function "%s" already exists with same argument types`, path[0])
	}
	refusal, _ := replaced(l.schema.Beside[i], is)
	return refusal
}

// refuseResults refuses a query of more or fewer columns than the function returns.
func refuseResults(body string, columns int) *schema.Refusal {
	if n := resultsOf(body); n > 1 && n != columns { // one may be a row of all of them
		return refuse("42P13", "return type mismatch in function declared to return record")
	}
	return nil
}

// resultsOf is how many columns the last query of a body has; 0: that cannot be told.
func resultsOf(body string) int {
	all, err := statementsOf(body)
	if err != nil || len(all) == 0 {
		return 0
	}
	targets := all[len(all)-1].node.GetSelectStmt().GetTargetList()
	whole := func(n *pg.Node) bool {
		fields := n.GetResTarget().GetVal().GetColumnRef().GetFields()
		return len(fields) > 0 && fields[len(fields)-1].GetAStar() != nil
	}
	if slices.ContainsFunc(targets, whole) {
		return 0
	}
	return len(targets)
}

// ReplaceRefusal returns what the server answers CREATE OR REPLACE because of the function that is there; nil: it puts the new one in its place, or
// it is another function. known is false where that is not known.
func (r *Room) ReplaceRefusal(there schema.Beside, sql string) (refusal *schema.Refusal, known bool) {
	if there.Kind != "function" || !namesRoutine(sql, there.Name) {
		return nil, true
	}
	all, _ := statementsOf(inOldSyntax(r.version, sql)) // of what is not read, nothing is known
	if len(all) != 1 {
		return nil, true
	}
	x := all[0].node.GetCreateFunctionStmt()
	if x == nil {
		return nil, true
	}
	is := routineOf(x)
	if before := madeRoutine(there.SQL); before != nil && unread(is.arguments) {
		return nil, before.name != is.name || len(before.arguments) != len(is.arguments)
	}
	if there.Name != is.signature() {
		return nil, true
	}
	return replaced(there, is)
}

// namesRoutine reports whether a text has the name of a routine in it: most have not, and need not be parsed.
func namesRoutine(sql, routine string) bool {
	name, _, _ := strings.Cut(routine, "(")
	return strings.Contains(strings.ToLower(sql), strings.ToLower(name))
}

// madeRoutine is the routine that a statement makes; nil: it cannot be read.
func madeRoutine(sql string) *routine {
	all, _ := statementsOf(sql)
	if len(all) == 0 || all[0].node.GetCreateFunctionStmt() == nil {
		return nil
	}
	r := routineOf(all[0].node.GetCreateFunctionStmt())
	return &r
}

// replaced refuses another kind, another result, other names of arguments and fewer defaults, in the server's order.
func replaced(there schema.Beside, after routine) (refusal *schema.Refusal, known bool) {
	before := madeRoutine(there.SQL)
	switch {
	case before == nil:
		return nil, false
	case len(before.arguments) != len(after.arguments): // another routine, whose types are written alike
		return nil, false
	case before.procedure != after.procedure:
		return refuse("42809", "cannot change routine kind"), true
	case unread(before.result) || unread(after.result):
		return nil, false
	case before.several != after.several || !slices.Equal(before.result, after.result):
		return refuse("42P13", "cannot change return type of existing function"), true
	}
	for i, a := range before.arguments {
		if a.name != "" && after.arguments[i].name != a.name {
			return refuse("42P13", `cannot change name of input parameter "%s"`, a.name), true
		}
	}
	if after.defaults < before.defaults {
		return refuse("42P13", "cannot remove parameter defaults from existing function"), true
	}
	return nil, true
}
