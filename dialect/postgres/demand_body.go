package postgres

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// demandBody has the server look at the one query of a function in SQL, over arguments that are NULL: where it reads no table that the upgrade changes.
func demandBody(d *demander, f *pg.CreateFunctionStmt) {
	language, text := bodyOf(f)
	all, err := statementsOf(text)
	if language != "sql" || err != nil || len(all) != 1 || all[0].node.GetSelectStmt() == nil || d.namesMade(text) {
		return
	}
	var q queried
	q.gather(all[0].node.ProtoReflect())
	if len(d.changed(q.relations)) > 0 || len(d.changed(q.spaced)) > 0 {
		return
	}
	var arguments []string
	for _, n := range f.GetParameters() {
		p := n.GetFunctionParameter()
		if p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_OUT || p.GetMode() == pg.FunctionParameterMode_FUNC_PARAM_TABLE {
			continue
		}
		kind, err := typeText(p.GetArgType())
		if err != nil || !isBuiltin(strings.TrimSuffix(kindOfValue(p.GetArgType()), "[]")) {
			return
		}
		if p.GetName() != "" {
			arguments = append(arguments, "NULL::"+kind+" AS "+quote(p.GetName()))
		}
	}
	nullsFor(all[0].node.ProtoReflect(), f.GetParameters())
	query, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: all[0].node}}})
	if err != nil {
		return
	}
	arguments = append(arguments, "1 AS assay_1")
	path := texts(f.GetFuncname())
	from := " FROM (SELECT " + strings.Join(arguments, ", ") + ") AS " + quote(path[len(path)-1])
	prepared := schema.Prepared{}
	sql := "SELECT 1" + from + ", LATERAL (" + query + ") AS assay_2"
	if r := routineOf(f); len(r.result) == 1 && !unread(r.result) && r.result[0].kind != "void" && r.result[0].kind != "record" && isBuiltin(r.result[0].kind) {
		sql, prepared.Stored = "SELECT ("+query+")"+from, []string{r.result[0].kind}
	}
	d.counted = append(d.counted, schema.Demand{Question: schema.Question{SQL: sql, Prepared: &prepared}, Of: []string{query}})
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
