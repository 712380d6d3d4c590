package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// signature is a function with the arguments by which it is told from others of its name.
func signature(f *pg.CreateFunctionStmt) *pg.ObjectWithArgs {
	o := &pg.ObjectWithArgs{Objname: f.GetFuncname()}
	for _, n := range f.GetParameters() {
		p := n.GetFunctionParameter()
		switch p.GetMode() {
		case pg.FunctionParameterMode_FUNC_PARAM_OUT, pg.FunctionParameterMode_FUNC_PARAM_TABLE:
		default:
			o.Objargs = append(o.Objargs, &pg.Node{Node: &pg.Node_TypeName{TypeName: p.GetArgType()}})
		}
	}
	return o
}

// called is how an object is called, beside its schema's name where it is said; empty: it cannot be told from others of its name.
func called(kind string, path []string, o *pg.ObjectWithArgs) string {
	if o == nil || kind != inRoutines {
		return kind + quotedPath(path)
	}
	if o.GetArgsUnspecified() {
		return ""
	}
	parts := []string{quotedPath(path)}
	for _, a := range o.GetObjargs() {
		sql, err := typeText(a.GetTypeName())
		if err != nil {
			return ""
		}
		parts = append(parts, sql)
	}
	return kind + strings.Join(parts, ", ")
}

// put notes that something is there by then, or is not.
func (c *course) put(kind string, path []string, o *pg.ObjectWithArgs, there bool) {
	if key := called(kind, c.bare(path), o); key != "" {
		c.places[key] = there
	}
}

// has reports whether something is there by then, as far as the upgrade has done anything to it; known is false where it has not.
func (c *course) has(kind string, path []string, o *pg.ObjectWithArgs) (there, known bool) {
	if there, known = c.places[called(kind, c.bare(path), o)]; known || len(path) < 2 {
		return there, known
	}
	_, anew := c.places[ofSchema+path[0]]
	return false, anew
}

// dropSchema: nothing is left in it, nor in one that is made anew.
func (c *course) dropSchema(name string) {
	for key := range c.places {
		for _, kind := range []string{inRelations, inTypes, inRoutines} {
			if strings.HasPrefix(key, kind+quote(name)+".") {
				delete(c.places, key)
			}
		}
	}
	c.places[ofSchema+name] = false
}

// definedIn is the kind of names of what a statement makes or drops; empty: no kind has that.
func definedIn(of pg.ObjectType) string {
	if kind := namedIn[of]; kind != "" || addressed[of] == "" {
		return kind
	}
	return addressed[of] + " "
}

// renamedPath is the path with another name at its end.
func renamedPath(path []string, name string) []string {
	return append(slices.Clone(path[:len(path)-1]), name)
}
