package postgres

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// An alterationLookup asks for what a change of a relation needs.
type alterationLookup struct{ *lookup }

// alteration asks for what a part of an ALTER TABLE needs beside what is modelled; false: nothing of it does.
func (d alterationLookup) alteration(x *pg.AlterTableStmt) bool {
	asked := len(d.counted)
	table := x.GetRelation().GetRelname()
	if x.GetRelation().GetSchemaname() != "" || x.GetMissingOk() || d.pending.Touches(table) {
		return false
	}
	for _, n := range x.GetCmds() {
		cmd := n.GetAlterTableCmd()
		switch cmd.GetSubtype() {
		case pg.AlterTableType_AT_ColumnDefault:
			if x.GetObjtype() == pg.ObjectType_OBJECT_VIEW {
				d.found("table column", []string{table, cmd.GetName()}, nil)
			}
		case pg.AlterTableType_AT_ChangeOwner:
			if x.GetObjtype() == pg.ObjectType_OBJECT_SEQUENCE {
				d.free(fmt.Sprintf("cannot change owner of sequence %q, which belongs to a column", table), relationNamed(table)+" AND EXISTS (SELECT 1 "+
					"FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid AND d.deptype = ANY (ARRAY['a', 'i']::pg_catalog.\"char\"[]) AND d.refobjsubid > 0)")
			}
		case pg.AlterTableType_AT_SetUnLogged:
			d.unlogged(table)
		case pg.AlterTableType_AT_SetAccessMethod:
			d.lacks(fmt.Sprintf("access method %q does not exist", cmd.GetName()), "pg_catalog.pg_am AS m WHERE m.amtype = 't' AND m.amname = "+literal(cmd.GetName()))
		case pg.AlterTableType_AT_AddConstraint:
			d.exclusion(table, cmd.GetDef().GetConstraint())
		}
	}
	return len(d.counted) > asked
}

// relationNamed is the server's own row of a relation.
func relationNamed(name string) string {
	return "pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + literal(quote(name)) + ")"
}

// unlogged: a table that is published, or that tables refer to which outlast a crash, has to outlast it too.
func (d alterationLookup) unlogged(table string) {
	d.free(fmt.Sprintf("cannot change table %q to unlogged because it is part of a publication", table), relationNamed(table)+
		" AND EXISTS (SELECT 1 FROM pg_catalog.pg_publication_rel AS p WHERE p.prrelid = c.oid)")
	d.free(fmt.Sprintf("could not change table %q to unlogged because logged tables refer to it", table), relationNamed(table)+
		" AND EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS r ON r.oid = k.conrelid "+
		"WHERE k.contype = 'f' AND k.confrelid = c.oid AND k.conrelid <> c.oid AND r.relpersistence = 'p')")
}

// exclusion: each of its columns has to be of a type that the access method has operators for.
func (d alterationLookup) exclusion(table string, k *pg.Constraint) {
	t := d.schema.Table(table)
	if k.GetContype() != pg.ConstrType_CONSTR_EXCLUSION || t == nil {
		return
	}
	for _, n := range k.GetExclusions() {
		part := n.GetList().GetItems()[0].GetIndexElem()
		if of := part.GetExpr(); of != nil {
			if expr, err := deparse(of); err == nil {
				sameAlways(d.demander, t, expr, notSameAlways)
			}
		}
		i := t.Column(d.schema.Semantics, part.GetName())
		if i >= 0 && bringsClass(d.demander, k.GetAccessMethod(), "", t.Columns[i].Type) {
			continue
		}
		if i >= 0 && len(part.GetOpclass()) == 0 && d.there(t.Columns[i].Type) {
			d.lacks(fmt.Sprintf(`data type %s has no default operator class for access method "%s"`, t.Columns[i].Type, k.GetAccessMethod()),
				classOf(literal(typeSQL(t.Columns[i].Type))+"::pg_catalog.regtype", k.GetAccessMethod(), ""))
		}
	}
}

// clustered asks whether the index by which a table is to be sorted is its own.
func (d *lookup) clustered(table, index string) {
	if t := d.schema.Table(table); t == nil || t != d.observed.Table(table) || index == "" {
		return
	}
	d.free(fmt.Sprintf("%q is not an index for table %q", index, table), relationNamed(index)+" AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index AS x "+
		"WHERE x.indexrelid = c.oid AND x.indrelid = pg_catalog.to_regclass("+literal(quote(table))+"))")
}

// published asks for a publication, and whether the tables that it is to have, or not to have any more, are in it.
func (d *lookup) published(x *pg.AlterPublicationStmt) {
	name := x.GetPubname()
	d.named("publication", name)
	for _, n := range x.GetPubobjects() {
		rel := n.GetPublicationObjSpec().GetPubtable().GetRelation()
		in := "pg_catalog.pg_publication AS p JOIN pg_catalog.pg_publication_rel AS r ON r.prpubid = p.oid WHERE p.pubname = " + literal(name) +
			" AND r.prrelid = pg_catalog.to_regclass(" + literal(quote(rel.GetRelname())) + ")"
		switch {
		case rel == nil || rel.GetSchemaname() != "":
		case x.GetAction() == pg.AlterPublicationAction_AP_AddObjects:
			d.free(fmt.Sprintf("relation %q is already member of publication %q", rel.GetRelname(), name), in)
		case x.GetAction() == pg.AlterPublicationAction_AP_DropObjects:
			d.lacks(fmt.Sprintf("relation %q is not part of the publication", rel.GetRelname()), in)
		}
	}
}

// publishes are the acts that a publication can tell of.
var publishes = schema.Pattern(`^\s*(?:insert|update|delete|truncate)(?:\s*,\s*(?:insert|update|delete|truncate))*\s*$`)

// overlooksOptions: of a publication's options, others may be refused.
func overlooksOptions(options []*pg.Node) string {
	for _, o := range options {
		value := optionValue(o.GetDefElem().GetArg())
		switch name := o.GetDefElem().GetDefname(); {
		case name == "publish" && publishes().MatchString(value):
		case name == "publish_via_partition_root" && slices.Contains([]string{"true", "false"}, value):
		default:
			return "options of publications are not looked at"
		}
	}
	return ""
}
