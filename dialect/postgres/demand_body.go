package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// demandBody has the server look at the one query of a function in SQL, over arguments that are NULL: over stand-ins for what
// the upgrade changes.
func demandBody(d *demander, f *pg.CreateFunctionStmt) {
	language, text := bodyOf(f)
	all, err := statementsOf(text)
	if language != "sql" || err != nil || len(all) != 1 || all[0].node.GetSelectStmt() == nil {
		return
	}
	stands, why := newStands(d, all[0].node.ProtoReflect())
	if d.namesMade(text) {
		why = "it names a type that the upgrade makes"
	}
	path := texts(f.GetFuncname())
	var arguments, rows []string
	for _, n := range f.GetParameters() {
		p := n.GetFunctionParameter()
		if p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_OUT || p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_TABLE {
			continue
		}
		kind, err := typeText(p.GetArgType())
		if err != nil || !d.standing(strings.TrimSuffix(kindOfValue(p.GetArgType()), "[]")) {
			why = "the upgrade makes or changes the type of an argument"
		}
		switch {
		case p.GetName() == "":
		case d.schema.Table(kindOfValue(p.GetArgType())) != nil: // whose columns the body may name
			rows = append(rows, ", (SELECT (NULL::"+kind+").*) AS "+quote(p.GetName()))
		default:
			arguments = append(arguments, "NULL::"+kind+" AS "+quote(p.GetName()))
		}
	}
	if why != "" {
		d.counted = append(d.counted, schema.Demand{Unknown: why})
		return
	}
	nullsFor(all[0].node.ProtoReflect(), f.GetParameters())
	query, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: all[0].node}}})
	if err != nil {
		return
	}
	arguments = append(arguments, "1 AS assay_1")
	from := " FROM (SELECT " + strings.Join(arguments, ", ") + ") AS " + quote(path[len(path)-1]) + strings.Join(rows, "")
	prepared := schema.Prepared{}
	sql := "SELECT 1" + from + ", LATERAL (" + query + ") AS assay_2"
	if r := routineOf(f); len(r.result) == 1 && !unread(r.result) && r.result[0].kind != "void" && r.result[0].kind != "record" && isBuiltin(r.result[0].kind) {
		sql, prepared.Stored = "SELECT ("+query+")"+from, []string{r.result[0].kind}
	}
	if r := routineOf(f); len(r.result) > 1 && !slices.ContainsFunc(r.result, func(p parameter) bool { return !isBuiltin(p.kind) }) {
		sql = "SELECT assay_2.*" + strings.TrimPrefix(sql, "SELECT 1")
		for _, p := range r.result {
			prepared.Stored = append(prepared.Stored, p.kind)
		}
	}
	if all := stands.all(); len(all) > 0 {
		sql, prepared.StandIns = "WITH "+strings.Join(all, ", ")+" "+sql, len(stands.tables) > 0
	}
	d.counted = append(d.counted, schema.Demand{Question: schema.Question{SQL: sql, Prepared: &prepared}, Of: []string{query}})
}

// standing reports whether a type is as it was: a built-in one, or one that the upgrade leaves alone.
func (d *demander) standing(kind string) bool {
	return isBuiltin(kind) || kind != unreadKind && d.there(schema.Type{Name: kind}) && !d.pending.Touches(kind) && len(d.changed([]string{kind})) == 0
}

// bodyOf is the language of a function and the text of what it does.
func bodyOf(f *pg.CreateFunctionStmt) (language, text string) {
	for _, o := range f.GetOptions() {
		switch arg := o.GetDefElem().GetArg(); o.GetDefElem().GetDefname() {
		case "language":
			language = strings.ToLower(arg.GetString_().GetSval())
		case "as":
			text = strings.Join(texts(arg.GetList().GetItems()), "")
		}
	}
	return language, text
}

// nullsFor puts NULL of their types for the arguments that a body calls by their numbers.
func nullsFor(m protoreflect.Message, parameters []*pg.Node) {
	if n, ok := m.Interface().(*pg.Node); ok {
		if at := int(n.GetParamRef().GetNumber()); n.GetParamRef() != nil && at >= 1 && at <= len(parameters) {
			kind := parameters[at-1].GetFunctionParameter().GetArgType()
			n.Node = &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: kind}}
			return
		}
	}
	below(m, func(m protoreflect.Message) { nullsFor(m, parameters) })
}
