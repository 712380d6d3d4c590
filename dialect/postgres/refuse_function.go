package postgres

import (
	"slices"

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
	i := slices.IndexFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == "function" && b.Name == signature(x) })
	switch {
	case i < 0:
		return nil
	case !x.GetReplace():
		return refuse("42723", `function "%s" already exists with same argument types`, path[0])
	}
	return replaced(l.schema.Beside[i], x)
}

// ReplaceRefusal returns what the server answers CREATE OR REPLACE because of the function that is there; nil: nothing is known against it.
func (r *Room) ReplaceRefusal(there schema.Beside, sql string) *schema.Refusal {
	all, _ := statementsOf(inOldSyntax(r.version, sql)) // of what is not read, nothing is known
	if len(all) != 1 {
		return nil
	}
	x := all[0].node.GetCreateFunctionStmt()
	if x == nil || there.Kind != "function" || there.Name != signature(x) {
		return nil
	}
	return replaced(there, x)
}

// replaced refuses another kind, another result, other names of arguments and fewer defaults, in the server's order.
func replaced(there schema.Beside, x *pg.CreateFunctionStmt) *schema.Refusal {
	all, _ := statementsOf(there.SQL)
	if len(all) == 0 || all[0].node.GetCreateFunctionStmt() == nil {
		return nil
	}
	old := all[0].node.GetCreateFunctionStmt()
	before, after := argumentsOf(old), argumentsOf(x)
	switch {
	case old.GetIsProcedure() != x.GetIsProcedure():
		return refuse("42809", "cannot change routine kind")
	case !old.GetIsProcedure() && (resultOf(old) != resultOf(x) || !slices.Equal(before.out, after.out)):
		return refuse("42P13", "cannot change return type of existing function")
	}
	for i, name := range before.names {
		if name != "" && (i >= len(after.names) || after.names[i] != name) {
			return refuse("42P13", `cannot change name of input parameter "%s"`, name)
		}
	}
	if after.defaults < before.defaults {
		return refuse("42P13", "cannot remove parameter defaults from existing function")
	}
	return nil
}

// arguments are what callers know of a function's.
type arguments struct {
	names    []string
	defaults int
	out      []string // the names and types of its results, where there are several
}

func argumentsOf(x *pg.CreateFunctionStmt) arguments {
	var a arguments
	var types []string
	for _, n := range x.GetParameters() {
		p := n.GetFunctionParameter()
		t, err := typeOf(p.GetArgType(), "")
		results := p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_OUT || p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_TABLE
		if results || p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_INOUT {
			if err == nil {
				a.out, types = append(a.out, p.GetName()+" "+t.String()), append(types, t.String())
			}
		}
		if results {
			continue
		}
		a.names = append(a.names, p.GetName())
		if p.GetDefexpr() != nil {
			a.defaults++
		}
	}
	if len(types) == 1 { // whose name does not matter
		a.out = types
	}
	return a
}

// resultOf is the type that a function returns; empty: its arguments say so.
func resultOf(x *pg.CreateFunctionStmt) string {
	t, err := typeOf(x.GetReturnType(), "")
	if x.GetReturnType() == nil || err != nil || len(argumentsOf(x).out) > 0 {
		return ""
	}
	if x.GetReturnType().GetSetof() {
		return "SETOF " + t.String()
	}
	return t.String()
}
