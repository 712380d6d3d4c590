package postgres

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// A placeLookup asks whether names are free in a schema that is not read.
type placeLookup struct {
	*lookup
	past *course
}

func placeOf(d *lookup) placeLookup { return placeLookup{d, courseOf(d.pending)} }

// made asks whether the schema in which a statement makes something has something of its name.
func (d placeLookup) made(n *pg.Node) {
	d.replaced(n)
	switch x := n.GetNode().(type) {
	case *pg.Node_ViewStmt:
		d.anew(x.ViewStmt.GetView(), x.ViewStmt.GetReplace())
	case *pg.Node_CreateTableAsStmt:
		d.anew(x.CreateTableAsStmt.GetInto().GetRel(), x.CreateTableAsStmt.GetIfNotExists())
	case *pg.Node_CreateSeqStmt:
		d.anew(x.CreateSeqStmt.GetSequence(), x.CreateSeqStmt.GetIfNotExists())
	case *pg.Node_CompositeTypeStmt:
		d.anew(x.CompositeTypeStmt.GetTypevar(), false)
	case *pg.Node_CreateDomainStmt:
		d.free(inTypes, texts(x.CreateDomainStmt.GetDomainname()), nil)
	case *pg.Node_CreateEnumStmt:
		d.free(inTypes, texts(x.CreateEnumStmt.GetTypeName()), nil)
	case *pg.Node_CreateRangeStmt:
		d.free(inTypes, texts(x.CreateRangeStmt.GetTypeName()), nil)
	case *pg.Node_CreateFunctionStmt:
		if f := x.CreateFunctionStmt; !f.GetReplace() {
			d.free(inRoutines, texts(f.GetFuncname()), signature(f))
		}
	}
}

// certain says what is so without the server.
func certain(d *lookup, why string) { d.free(why, "(SELECT 1 AS assay_1) AS one") }

// replaced asks whether what CREATE OR REPLACE finds is of another kind, or gives another type.
func (d placeLookup) replaced(n *pg.Node) {
	v, f := n.GetViewStmt(), n.GetCreateFunctionStmt()
	switch path := pathOfRelation(v.GetView()); {
	case v.GetReplace() && len(path) == 2 && !d.touched(inRelations, path, nil):
		d.lookup.free(fmt.Sprintf("%q is not a view", path[1]), "pg_catalog.pg_class AS c WHERE c.relkind <> 'v' AND c.oid = pg_catalog.to_regclass("+
			literal(quotedPath(path))+")")
	}
	path := texts(f.GetFuncname())
	if !f.GetReplace() || len(path) != 2 || d.touched(inRoutines, path, signature(f)) {
		return
	}
	there := "pg_catalog.pg_proc AS p WHERE " + isRoutine(quotedPath(path), signature(f))
	if result, err := typeText(f.GetReturnType()); err == nil && !f.GetReturnType().GetPctType() && !d.namesMade(result) {
		d.lookup.free("cannot change return type of existing function", there+" AND (p.prorettype <> pg_catalog.to_regtype("+literal(result)+") OR p.proretset <> "+
			fmt.Sprint(f.GetReturnType().GetSetof())+")")
	}
	if len(f.GetParameters()) > 0 {
		d.unsettled("the function that is there may have other names of arguments, defaults or results", there, false)
	}
}

func (d placeLookup) touched(kind string, path []string, o *pg.ObjectWithArgs) bool {
	_, known := d.past.has(kind, path, o)
	return known
}

// anew asks of a relation: what has IF NOT EXISTS or OR REPLACE minds none of its name.
func (d placeLookup) anew(v *pg.RangeVar, either bool) {
	if !either {
		d.free(inRelations, pathOfRelation(v), nil)
		d.free(inTypes, pathOfRelation(v), nil) // its rows are of a type of that name
	}
}

// movedTo asks whether the schema that something moves into has something of its name.
func (d placeLookup) movedTo(x *pg.AlterObjectSchemaStmt) {
	kind, path := namedIn[x.GetObjectType()], pathOf(x.GetObject())
	if rel := x.GetRelation(); rel != nil {
		path = pathOfRelation(rel)
	}
	if kind == "" || len(path) == 0 {
		return
	}
	to := []string{x.GetNewschema(), path[len(path)-1]}
	if slices.Equal(d.past.bare(path), d.past.bare(to)) { // the server does nothing
		return
	}
	d.free(kind, to, x.GetObject().GetObjectWithArgs())
}

// renamed asks whether the schema of what gets another name has something of that name.
func (d placeLookup) renamed(x *pg.RenameStmt) {
	kind, path := namedIn[x.GetRenameType()], pathOf(x.GetObject())
	if rel := x.GetRelation(); rel != nil {
		path = pathOfRelation(rel)
	}
	if len(path) == 1 && kind == inRoutines && d.pending.Home != "" { // of what else is in this schema, others tell
		path = []string{d.pending.Home, path[0]}
	}
	if kind == "" || len(path) != 2 {
		return
	}
	to := renamedPath(path, x.GetNewname())
	if kind == inRoutines && x.GetObject().GetObjectWithArgs().GetArgsUnspecified() { // those of the only one that is called so count
		d.lookup.free(fmt.Sprintf("function %q already exists in schema %q", to[1], to[0]), "pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n "+
			"ON n.oid = p.pronamespace WHERE n.nspname = "+literal(to[0])+" AND p.proname = "+literal(to[1])+" AND p.proargtypes = "+
			"(SELECT q.proargtypes FROM pg_catalog.pg_proc AS q WHERE q.oid = pg_catalog.to_regproc("+literal(quotedPath(path))+"))")
		return
	}
	d.free(kind, to, x.GetObject().GetObjectWithArgs())
	if kind == inRelations && x.GetRenameType() != pg.ObjectType_OBJECT_INDEX {
		d.free(inTypes, to, nil)
	}
}

// free asks whether a schema has something that goes by a name already, of a kind that shares names; o are the arguments of a function. Of what the upgrade
// has done in the schema that is read, others tell.
func (d placeLookup) free(kind string, path []string, o *pg.ObjectWithArgs) {
	if len(path) != 2 {
		return
	}
	taken := fmt.Sprintf("%s%q already exists in schema %q", kind, path[1], path[0])
	switch there, known := d.past.has(kind, path, o); {
	case there:
		certain(d.lookup, taken)
		return
	case known:
		return
	}
	elsewhere := ""
	if d.pending.Touches(path[1]) {
		elsewhere = "n.nspname <> pg_catalog.current_schema() AND "
	}
	in := func(space, name string) string {
		return " AS o JOIN pg_catalog.pg_namespace AS n ON n.oid = o." + space + " WHERE " + elsewhere + "n.nspname = " + literal(path[0]) +
			" AND o." + name + " = " + literal(path[1])
	}
	switch kind {
	case inRelations:
		d.lookup.free(taken, "pg_catalog.pg_class"+in("relnamespace", "relname"))
	case inTypes:
		d.lookup.free(taken, "pg_catalog.pg_type"+in("typnamespace", "typname"))
	case inRoutines:
		d.lookup.free("function "+taken[len(inRoutines):], "pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace "+
			"WHERE "+elsewhere+isRoutine(quotedPath(path), o))
	}
}

// left reports that something of another schema is not there any more, or is the upgrade's own, and refuses what is about the first.
func (d placeLookup) left(of pg.ObjectType, path []string, o *pg.ObjectWithArgs) bool {
	kind := namedIn[of]
	if kind == "" || len(path) != 2 {
		return false
	}
	there, known := d.past.has(kind, path, o)
	if known && !there {
		certain(d.lookup, fmt.Sprintf("%s%q does not exist", kind, path[0]+"."+path[1]))
	}
	return known
}
