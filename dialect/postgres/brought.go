package postgres

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

//go:embed contrib.sql
var contribSQL string

// contrib are the statements by which extensions make what they bring, by the names of the extensions.
var contrib = sync.OnceValue(func() map[string][]*pg.Node {
	all := map[string][]*pg.Node{}
	for part := range strings.SplitSeq(contribSQL, "-- extension ") {
		name, sql, _ := strings.Cut(part, "\n")
		if made, err := statementsOf(sql); err == nil {
			for _, s := range made {
				all[name] = append(all[name], s.node)
			}
		}
	}
	return all
})

// brings reports whether an extension that the upgrade has made by then brings what a statement of [contrib] makes.
func brings(d *demander, which func(*pg.Node) bool) bool {
	if d.pending.Beside == nil {
		return false
	}
	for name, made := range contrib() {
		if sql, touched := d.pending.Of(name); touched && makesExtension(sql) && slices.ContainsFunc(made, which) {
			return true
		}
	}
	return false
}

// makesExtension reports whether a statement makes an extension. What one makes in a schema of its own is not found by its name alone.
func makesExtension(sql string) bool {
	all, err := statementsOf(sql)
	if err != nil || len(all) != 1 {
		return false
	}
	x := all[0].node.GetCreateExtensionStmt()
	return x != nil && !slices.ContainsFunc(x.GetOptions(), func(n *pg.Node) bool { return n.GetDefElem().GetDefname() == "schema" })
}

// bringsType reports whether such an extension brings a type.
func bringsType(d *demander, name string) bool {
	return brings(d, func(n *pg.Node) bool {
		return n.GetDefineStmt().GetKind() == pg.ObjectType_OBJECT_TYPE && slices.Equal(texts(n.GetDefineStmt().GetDefnames()), []string{name})
	})
}

// bringsClass reports whether it brings an operator class by which a method sorts a type: the one of that name, or without one that which it takes by itself.
func bringsClass(d *demander, method, class string, t schema.Type) bool {
	return brings(d, func(n *pg.Node) bool {
		c := n.GetCreateOpClassStmt()
		of, named := kindOfValue(c.GetDatatype()), slices.Equal(texts(c.GetOpclassname()), []string{class})
		return c != nil && c.GetAmname() == method && (named || class == "" && c.GetIsDefault()) && (of == t.Name || of == "text" && t.Name == "varchar")
	})
}

// madeBy is the function of a name that the upgrade makes, or that an extension brings which it makes; nil: none of which that is known.
func madeBy(d *demander, name string) (f *pg.CreateFunctionStmt) {
	if d.pending.Beside == nil || slices.ContainsFunc(d.observed.Beside, func(b schema.Beside) bool { return strings.HasPrefix(b.Name, name+"(") }) {
		return nil
	}
	if sql, touched := d.pending.Of(name); touched {
		if all, err := statementsOf(sql); err == nil && len(all) == 1 {
			f = all[0].node.GetCreateFunctionStmt()
		}
		return f
	}
	brings(d, func(n *pg.Node) bool {
		is := n.GetCreateFunctionStmt()
		if is != nil && slices.Equal(texts(is.GetFuncname()), []string{name}) {
			f = is
		}
		return f != nil
	})
	return f
}

// standsFor is an expression in which NULL of its type stands for each call of a function that is made by then, and whether all these are IMMUTABLE. Where it
// is not known that the arguments fit, the call stays.
func standsFor(d *demander, expr string) (stands string, immutable bool) {
	n, err := parseExpression(expr)
	if err != nil || d.pending.Beside == nil {
		return expr, true
	}
	immutable = true
	replaced := false
	for _, at := range nodesIn(n) {
		if d.pending.Statement == "" { // else it stands there
			replaced = elementOf(at.GetAExpr(), d.table) || replaced
		}
		path := texts(at.GetFuncCall().GetFuncname())
		if len(path) != 1 {
			continue
		}
		if f := madeBy(d, path[0]); f != nil && takes(f, at.GetFuncCall(), d.table) {
			immutable = immutable && saysImmutable(f)
			at.Node = &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: f.GetReturnType()}}
			replaced = true
		}
	}
	if !replaced {
		return expr, true
	}
	if stands, err = deparse(n); err != nil {
		return expr, true
	}
	return stands, immutable
}

func saysImmutable(f *pg.CreateFunctionStmt) bool {
	return slices.ContainsFunc(f.GetOptions(), func(n *pg.Node) bool {
		return n.GetDefElem().GetDefname() == "volatility" && n.GetDefElem().GetArg().GetString_().GetSval() == "immutable"
	})
}

// takes reports whether the arguments of a call are of the types that a function takes, as they are.
func takes(f *pg.CreateFunctionStmt, call *pg.FuncCall, t *schema.Table) bool {
	r := routineOf(f)
	if r.several || r.procedure || unread(r.result) || len(r.result) != 1 || !isBuiltin(r.result[0].kind) || f.GetReturnType() == nil ||
		len(call.GetArgs()) > len(r.arguments) || len(call.GetArgs()) < len(r.arguments)-r.defaults || call.GetFuncVariadic() {
		return false
	}
	for _, p := range f.GetParameters() {
		if m := p.GetFunctionParameter().GetMode(); m != pg.FunctionParameterMode_FUNC_PARAM_DEFAULT && m != pg.FunctionParameterMode_FUNC_PARAM_IN {
			return false
		}
	}
	for i, a := range call.GetArgs() {
		if !isOf(a, r.arguments[i].kind, t) {
			return false
		}
	}
	return true
}

// isOf reports whether an expression is plainly of a type: a constant, or a column of the table.
func isOf(n *pg.Node, kind string, t *schema.Table) bool {
	if c := n.GetAConst(); c != nil {
		return c.GetIsnull() || c.GetSval() != nil && textual[kind] || c.GetIval() != nil && (kind == "integer" || kind == "bigint" || kind == "numeric") ||
			c.GetFval() != nil && kind == "numeric" || c.GetBoolval() != nil && kind == "boolean"
	}
	path := texts(n.GetColumnRef().GetFields())
	if t == nil || len(path) != 1 {
		return false
	}
	i := slices.IndexFunc(t.Columns, func(c schema.Column) bool { return c.Name == path[0] })
	return i >= 0 && !t.Columns[i].Type.Named && (t.Columns[i].Type.Name == kind || kind == "text" && t.Columns[i].Type.Name == "varchar")
}
