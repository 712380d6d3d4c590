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
		for _, o := range x.CreateRangeStmt.GetParams() {
			if o.GetDefElem().GetDefname() == "subtype" {
				d.typed(o.GetDefElem().GetArg().GetTypeName())
			}
		}
	case *pg.Node_SelectStmt:
		(&lookup{d}).numbered(n.ProtoReflect())
		return counters().MatchString(x.SelectStmt.String())
	default:
		return false
	}
	return true
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

// domain: in its checks, VALUE is of the type that it is made of.
func (d *demander) domain(x *pg.CreateDomainStmt) {
	d.typed(x.GetTypeName())
	of, err := deparse(&pg.Node{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: x.GetTypeName()}}})
	for _, n := range x.GetConstraints() {
		preset, unread := deparse(n.GetConstraint().GetRawExpr())
		if n.GetConstraint().GetContype() == pg.ConstrType_CONSTR_DEFAULT && unread == nil {
			if to, err := typeText(x.GetTypeName()); err == nil && isText(preset) {
				d.add("CAST("+preset+" AS "+to+")", "", "")
			}
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
