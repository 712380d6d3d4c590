package postgres

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// A routine is what callers know of a function or a procedure.
type routine struct {
	name      string
	procedure bool
	arguments []parameter // those that a call gives
	defaults  int         // of the arguments
	gap       bool        // one without a default comes after one that has one
	several   bool        // it returns rows
	result    []parameter // what it returns, or the columns of that; a single one has no name that matters
}

// A parameter is a value that goes into a routine or comes out of it.
type parameter struct{ name, kind string }

// unreadKind is a type that a statement does not tell: what a column is of (%TYPE) when it runs.
const unreadKind = "?"

// kindOfValue is the type of an argument or a result as the server keeps it: of how many characters or digits, it does not mind.
func kindOfValue(n *pg.TypeName) string {
	plain := &pg.TypeName{Names: n.GetNames(), PctType: n.GetPctType(), ArrayBounds: n.GetArrayBounds(), Typemod: -1}
	if path := texts(n.GetNames()); len(path) == 2 && path[0] == "public" { // which stands for the schema that is searched
		plain.Names = n.GetNames()[1:]
	}
	t, err := typeOf(plain, "")
	if err != nil {
		return unreadKind
	}
	return t.String()
}

func routineOf(x *pg.CreateFunctionStmt) routine {
	path := texts(x.GetFuncname())
	r := routine{name: path[len(path)-1], procedure: x.GetIsProcedure(), several: x.GetReturnType().GetSetof()}
	for _, n := range x.GetParameters() {
		p := n.GetFunctionParameter()
		is := parameter{p.GetName(), kindOfValue(p.GetArgType())}
		column := p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_TABLE
		out := column || p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_OUT
		if out || p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_INOUT {
			r.result = append(r.result, is)
		}
		if out && (column || !r.procedure) { // a procedure is called with a place for each
			continue
		}
		r.arguments = append(r.arguments, is)
		if p.GetDefexpr() != nil {
			r.defaults++
		} else if r.defaults > 0 && p.GetMode() != pg.FunctionParameterMode_FUNC_PARAM_OUT {
			r.gap = true
		}
	}
	if len(r.result) == 0 && x.GetReturnType() != nil {
		r.result = []parameter{{kind: kindOfValue(x.GetReturnType())}}
	}
	if len(r.result) == 1 {
		r.result[0].name = ""
	}
	return r
}

// signature names a routine by its arguments, since several may have one name.
func (r routine) signature() string {
	kinds := make([]string, len(r.arguments))
	for i, a := range r.arguments {
		kinds[i] = a.kind
	}
	return r.name + "(" + strings.Join(kinds, ", ") + ")"
}

// Routines names the functions and procedures that a statement makes, drops or alters: by their arguments, as far as it tells them.
func (r *Room) Routines(sql string) []string {
	all, _ := statementsOf(inOldSyntax(r.version, sql))
	if len(all) != 1 {
		return nil
	}
	switch x := all[0].node.GetNode().(type) {
	case *pg.Node_CreateFunctionStmt:
		return []string{routineOf(x.CreateFunctionStmt).signature()}
	case *pg.Node_DropStmt:
		var names []string
		for _, n := range x.DropStmt.GetObjects() {
			if o := n.GetObjectWithArgs(); o != nil {
				names = append(names, calledBy(o))
			}
		}
		return names
	case *pg.Node_AlterFunctionStmt:
		return []string{calledBy(x.AlterFunctionStmt.GetFunc())}
	case *pg.Node_RenameStmt:
		return someRoutine(x.RenameStmt.GetObject())
	case *pg.Node_AlterOwnerStmt:
		return someRoutine(x.AlterOwnerStmt.GetObject())
	case *pg.Node_AlterObjectSchemaStmt:
		return someRoutine(x.AlterObjectSchemaStmt.GetObject())
	}
	return nil
}

func someRoutine(n *pg.Node) []string {
	if o := n.GetObjectWithArgs(); o != nil {
		return []string{calledBy(o)}
	}
	return nil
}

// calledBy is the signature in a statement, or the name alone where it tells no arguments.
func calledBy(o *pg.ObjectWithArgs) string {
	path := texts(o.GetObjname())
	name := path[len(path)-1]
	if o.GetArgsUnspecified() {
		return name
	}
	kinds := make([]string, len(o.GetObjargs()))
	for i, n := range o.GetObjargs() {
		kinds[i] = kindOfValue(n.GetTypeName())
	}
	return name + "(" + strings.Join(kinds, ", ") + ")"
}

// unread reports whether a type in a list is not known.
func unread(all []parameter) bool {
	for _, a := range all {
		if strings.HasPrefix(a.kind, unreadKind) {
			return true
		}
	}
	return false
}
