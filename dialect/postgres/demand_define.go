package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// A definitionLookup asks for what is defined by its parts.
type definitionLookup struct{ *lookup }

// defined asks for what aggregates, collations and parts of text search are made of, and whether there is one already.
func (d definitionLookup) defined(x *pg.DefineStmt) {
	path, said := texts(x.GetDefnames()), saidIn(x)
	if x.GetOldstyle() {
		return
	}
	name := path[len(path)-1]
	there, known := placeOf(d.lookup).past.has(definedIn(x.GetKind()), path, argumentsOf(x))
	if there && !x.GetIfNotExists() && !x.GetReplace() {
		certain(d.lookup, fmt.Sprintf("%s %q already exists", addressed[x.GetKind()], name))
	}
	free := func(kind, from, column, more string) {
		if !known && !x.GetIfNotExists() && !x.GetReplace() {
			d.free(fmt.Sprintf("%s %q already exists", kind, name), from+" AS o WHERE o."+column+"name = "+literal(name)+
				" AND o."+column+"namespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = "+madeIn(path)+")"+more)
		}
	}
	switch x.GetKind() {
	case pg.ObjectType_OBJECT_AGGREGATE:
		d.aggregate(x, said)
	case pg.ObjectType_OBJECT_COLLATION:
		free("collation", "pg_catalog.pg_collation", "coll", " AND o.collencoding = ANY (ARRAY[-1, (SELECT b.encoding FROM pg_catalog.pg_database AS b "+
			"WHERE b.datname = pg_catalog.current_database())])")
		if from := said["from"]; from != nil {
			d.found("collation", pathOf(from), nil)
		}
	case pg.ObjectType_OBJECT_TSCONFIGURATION:
		free("text search configuration", "pg_catalog.pg_ts_config", "cfg", "")
		if from := said["copy"]; from != nil {
			d.found("text search configuration", pathOf(from), nil)
		}
	case pg.ObjectType_OBJECT_TSDICTIONARY:
		free("text search dictionary", "pg_catalog.pg_ts_dict", "dict", "")
		if from := said["template"]; from != nil {
			d.found("text search template", pathOf(from), nil)
		}
	}
}

// argumentsOf is an aggregate with the arguments by which it is told from others of its name; nil: it is something else.
func argumentsOf(x *pg.DefineStmt) *pg.ObjectWithArgs {
	if x.GetKind() != pg.ObjectType_OBJECT_AGGREGATE || x.GetOldstyle() || len(x.GetArgs()) == 0 {
		return nil
	}
	o := &pg.ObjectWithArgs{Objname: x.GetDefnames()}
	for _, n := range x.GetArgs()[0].GetList().GetItems() {
		o.Objargs = append(o.Objargs, &pg.Node{Node: &pg.Node_TypeName{TypeName: n.GetFunctionParameter().GetArgType()}})
	}
	return o
}

// saidIn is what a definition says, by its words.
func saidIn(x *pg.DefineStmt) map[string]*pg.Node {
	all := map[string]*pg.Node{}
	for _, o := range x.GetDefinition() {
		all[strings.ToLower(o.GetDefElem().GetDefname())] = o.GetDefElem().GetArg()
	}
	return all
}

// aggregate asks for the function that takes a state and the values of a row, and for whether the state can begin so.
func (d definitionLookup) aggregate(x *pg.DefineStmt, said map[string]*pg.Node) {
	state, err := typeText(said["stype"].GetTypeName())
	arguments := []string{state}
	for _, n := range x.GetArgs()[0].GetList().GetItems() {
		kind, bad := typeText(n.GetFunctionParameter().GetArgType())
		if bad != nil {
			return
		}
		arguments = append(arguments, kind)
	}
	path := texts(x.GetDefnames())
	if err != nil || d.pending.Touches(path[len(path)-1]) {
		return
	}
	d.found("function", pathOf(said["sfunc"]), arguments)
	if begin := said["initcond"].GetString_(); begin != nil {
		d.add("CAST("+literal(begin.GetSval())+" AS "+state+")", "", "")
	}
	if !x.GetReplace() {
		of := literal("." + quote(path[len(path)-1]) + "(" + strings.Join(arguments[1:], ", ") + ")")
		d.free(fmt.Sprintf("function %q already exists with same argument types", path[len(path)-1]), "(SELECT 1 AS assay_1) AS one "+
			"WHERE pg_catalog.to_regprocedure(pg_catalog.concat(pg_catalog.quote_ident("+madeIn(path)+"), "+of+")) IS NOT NULL")
	}
}

// madeIn is the schema in which something of that name is made.
func madeIn(path []string) string {
	if n := len(path); n > 1 {
		return literal(path[n-2])
	}
	return "pg_catalog.current_schema()"
}

// overlooksDefinition: what is made of more than this is not looked at.
func overlooksDefinition(x *pg.DefineStmt) string {
	known := map[pg.ObjectType][]string{
		pg.ObjectType_OBJECT_AGGREGATE: {"sfunc", "stype", "initcond"}, pg.ObjectType_OBJECT_COLLATION: {"from"},
		pg.ObjectType_OBJECT_TSCONFIGURATION: {"copy"}, pg.ObjectType_OBJECT_TSDICTIONARY: {"template"},
	}[x.GetKind()]
	said := saidIn(x)
	for word := range said {
		if !slices.Contains(known, word) {
			return "such a definition is not looked at"
		}
	}
	if x.GetOldstyle() || x.GetKind() == pg.ObjectType_OBJECT_AGGREGATE && len(x.GetArgs()) == 0 {
		return "such a definition is not looked at"
	}
	if aggregate := x.GetKind() == pg.ObjectType_OBJECT_AGGREGATE; aggregate && (said["stype"] == nil || said["sfunc"] == nil || x.GetReplace()) ||
		len(said) == 0 || x.GetKind() == pg.ObjectType_OBJECT_TSDICTIONARY && strings.Join(pathOf(said["template"]), ".") != "simple" {
		return "such a definition is not looked at"
	}
	return ""
}

// eventTrigger asks for the function that one calls, and for whether the session may make one.
func (d definitionLookup) eventTrigger(x *pg.CreateEventTrigStmt) {
	path := texts(x.GetFuncname())
	d.free(fmt.Sprintf("event trigger %q already exists", x.GetTrigname()), "pg_catalog.pg_event_trigger AS t WHERE t.evtname = "+literal(x.GetTrigname()))
	if len(path) == 1 && !d.pending.Touches(path[0]) {
		d.lacks(fmt.Sprintf("function %s must return type event_trigger", path[0]), "pg_catalog.pg_proc AS p WHERE p.proname = "+literal(path[0])+
			" AND p.pronargs = 0 AND p.prorettype = 'pg_catalog.event_trigger'::pg_catalog.regtype")
	}
	d.unsettled("only a superuser makes an event trigger", "(SELECT 1 AS assay_1) AS one WHERE pg_catalog.current_setting('is_superuser') <> 'on'", false)
}
