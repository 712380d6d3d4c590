package postgres

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// definition finds what a statement names that makes an object, gives rights or asks for the next number; false: it is none of these.
func (d *demander) definition(n *pg.Node) bool {
	switch x := n.GetNode().(type) {
	case *pg.Node_CreateExtensionStmt:
		definitionLookup{&lookup{d}}.extension(x.CreateExtensionStmt)
	case *pg.Node_CreateFunctionStmt:
		d.function(x.CreateFunctionStmt)
	case *pg.Node_CreateDomainStmt:
		d.domain(x.CreateDomainStmt)
	case *pg.Node_CompositeTypeStmt:
		for _, c := range x.CompositeTypeStmt.GetColdeflist() {
			d.typed(c.GetColumnDef().GetTypeName())
		}
	case *pg.Node_GrantStmt:
		if x.GrantStmt.GetObjtype() == pg.ObjectType_OBJECT_TABLE && x.GrantStmt.GetTargtype() == pg.GrantTargetType_ACL_TARGET_OBJECT {
			for _, o := range x.GrantStmt.GetObjects() {
				d.relation(o.GetRangeVar())
			}
		}
		(&lookup{d}).granted(x.GrantStmt)
	case *pg.Node_CreateRangeStmt:
		rangeOf(d, x.CreateRangeStmt)
	case *pg.Node_SelectStmt:
		(&lookup{d}).numbered(n.ProtoReflect())
		return counters().MatchString(x.SelectStmt.String())
	default:
		return false
	}
	return true
}

// rangeOf asks for the type of which a range is made, which has to be sorted, and for the function that tells how far two values are apart.
func rangeOf(d *demander, x *pg.CreateRangeStmt) {
	said := map[string]*pg.Node{}
	for _, o := range x.GetParams() {
		said[o.GetDefElem().GetDefname()] = o.GetDefElem().GetArg()
	}
	of := said["subtype"].GetTypeName()
	d.typed(of)
	sql, err := typeText(of)
	if err != nil || d.namesMade(sql) || d.pending.Touches(sql) {
		return
	}
	class := ""
	if path := pathOf(said["subtype_opclass"]); len(path) > 0 {
		class = path[len(path)-1]
	}
	d.counted = append(d.counted, schema.Demand{
		Question: schema.Question{SQL: "SELECT NULL::" + sql, Prepared: &schema.Prepared{StandIns: true, Method: "btree", Class: class}},
	})
	if path := pathOf(said["subtype_diff"]); len(path) > 0 && !d.pending.Touches(path[len(path)-1]) {
		(&lookup{d}).found("function", path, []string{sql, sql})
	}
	if said["canonical"] != nil {
		d.counted = append(d.counted, schema.Demand{Unknown: "the function by which such a range is spelled is not looked at"})
	}
}

// counters are the functions that look a sequence up by its name.
var counters = schema.Pattern(`"(?:setval|nextval|currval|pg_get_serial_sequence)"`)

// extension asks for one that can be made, as it is to be made.
func (d definitionLookup) extension(x *pg.CreateExtensionStmt) {
	name := x.GetExtname()
	d.lacks(fmt.Sprintf("extension %q is not available", name), "pg_catalog.pg_available_extensions AS e WHERE e.name = "+literal(name))
	for _, o := range x.GetOptions() {
		switch value := o.GetDefElem().GetArg().GetString_().GetSval(); o.GetDefElem().GetDefname() {
		case ofSchema:
			if !d.pending.Touches(value) {
				d.named(ofSchema, value)
			}
		case "new_version":
			d.lacks(fmt.Sprintf("extension %q has no installation script for version %q", name, value),
				"pg_catalog.pg_available_extension_versions AS e WHERE e.name = "+literal(name)+" AND e.version = "+literal(value))
		}
	}
}

// typed asks for a type that is there, as far as the upgrade does not make it.
func (d *demander) typed(t *pg.TypeName) {
	path := texts(t.GetNames())
	if t == nil || len(path) == 0 || t.GetSetof() || d.namesMade(path[len(path)-1]) || strings.HasSuffix(path[len(path)-1], "trigger") {
		return
	}
	cast, err := deparse(&pg.Node{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: t}}})
	if own := d.schema.Table(path[len(path)-1]); err == nil && own == nil { // a table's name is a type as well
		d.add(cast, "", "")
	}
}

// preset: a domain begins with what the type takes that it is made of.
func preset(d *demander, expr string, of *pg.TypeName) {
	switch to, err := typeText(of); {
	case err != nil || d.namesMade(to) || d.namesMade(expr):
	case isText(expr):
		d.add("CAST("+expr+" AS "+to+")", "", "")
	default:
		d.add("("+expr+")", to, expr)
	}
}

// domain: in its checks, VALUE is of the type that it is made of.
func (d *demander) domain(x *pg.CreateDomainStmt) {
	d.typed(x.GetTypeName())
	of, err := deparse(&pg.Node{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: x.GetTypeName()}}})
	for _, n := range x.GetConstraints() {
		begins, unread := deparse(n.GetConstraint().GetRawExpr())
		if n.GetConstraint().GetContype() == pg.ConstrType_CONSTR_DEFAULT && unread == nil {
			preset(d, begins, x.GetTypeName())
		}
		expr, bad := deparse(n.GetConstraint().GetRawExpr())
		if check := n.GetConstraint().GetContype() == pg.ConstrType_CONSTR_CHECK; check && err == nil && bad == nil {
			d.add("(SELECT ("+expr+") IS TRUE FROM (SELECT "+of+" AS value) AS d)", "", expr)
		}
	}
}

func (d *demander) function(f *pg.CreateFunctionStmt) {
	if r := f.GetReturnType(); r != nil && !r.GetPctType() {
		d.typed(r)
	}
	for _, p := range f.GetParameters() {
		if t := p.GetFunctionParameter().GetArgType(); !t.GetPctType() {
			d.typed(t)
		}
	}
	demandBody(d, f)
	for _, o := range f.GetOptions() {
		if set := o.GetDefElem().GetArg().GetVariableSetStmt(); set != nil {
			(&lookup{d}).setting(set)
		}
		if name := o.GetDefElem().GetArg().GetString_().GetSval(); o.GetDefElem().GetDefname() == "language" {
			d.lacks(fmt.Sprintf("language %q does not exist", name), "pg_catalog.pg_language AS l WHERE l.lanname = "+literal(strings.ToLower(name)))
		}
	}
}

// relation asks for one that neither the schema nor a statement of the upgrade has.
func (d *demander) relation(v *pg.RangeVar) {
	name := v.GetRelname()
	if path := pathOfRelation(v); len(path) == 2 && !d.pending.Touches(name) && !placeOf(&lookup{d}).left(pg.ObjectType_OBJECT_TABLE, path, nil) {
		d.lacks(fmt.Sprintf("relation %q does not exist", path[0]+"."+path[1]), "pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass("+
			literal(quotedPath(path))+")")
	}
	if v == nil || v.GetSchemaname() != "" || d.schema.Table(name) != nil || d.pending.Touches(name) || d.counts(name) {
		return
	}
	d.lacks(fmt.Sprintf("relation %q does not exist", name), "pg_catalog.pg_class AS c WHERE c.relname = "+literal(name)) // whoever migrates may search other schemas
}

// counts reports whether a sequence may be one that a column has of its own, as the upgrade leaves it: the server names it by the table and the column.
func (d *demander) counts(name string) bool {
	return slices.ContainsFunc(d.schema.SortedTables(), func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return (c.AutoIncrement || c.Identity != "") && strings.HasPrefix(name, t.Name[:min(len(t.Name), 29)])
		})
	})
}
