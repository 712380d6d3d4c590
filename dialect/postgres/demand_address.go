package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// addressed are the kinds of objects as the server's own look-up calls them (pg_get_object_address).
var addressed = map[pg.ObjectType]string{
	pg.ObjectType_OBJECT_AGGREGATE: "aggregate", pg.ObjectType_OBJECT_CAST: "cast", pg.ObjectType_OBJECT_COLLATION: "collation",
	pg.ObjectType_OBJECT_COLUMN: "table column", pg.ObjectType_OBJECT_DATABASE: "database", pg.ObjectType_OBJECT_DOMAIN: "type",
	pg.ObjectType_OBJECT_EVENT_TRIGGER: "event trigger", pg.ObjectType_OBJECT_EXTENSION: "extension", pg.ObjectType_OBJECT_FDW: "foreign-data wrapper",
	pg.ObjectType_OBJECT_FOREIGN_SERVER: "server", pg.ObjectType_OBJECT_FUNCTION: "function", pg.ObjectType_OBJECT_INDEX: "index",
	pg.ObjectType_OBJECT_LANGUAGE: "language", pg.ObjectType_OBJECT_MATVIEW: ofMaterialized, pg.ObjectType_OBJECT_POLICY: "policy",
	pg.ObjectType_OBJECT_PROCEDURE: "procedure", pg.ObjectType_OBJECT_PUBLICATION: "publication", pg.ObjectType_OBJECT_ROLE: "role",
	pg.ObjectType_OBJECT_RULE: "rule", pg.ObjectType_OBJECT_SCHEMA: ofSchema,
	pg.ObjectType_OBJECT_SEQUENCE: "sequence", pg.ObjectType_OBJECT_STATISTIC_EXT: "statistics object", pg.ObjectType_OBJECT_TABCONSTRAINT: "table constraint",
	pg.ObjectType_OBJECT_TABLE: "table", pg.ObjectType_OBJECT_TABLESPACE: "tablespace", pg.ObjectType_OBJECT_TRIGGER: "trigger",
	pg.ObjectType_OBJECT_TSCONFIGURATION: "text search configuration", pg.ObjectType_OBJECT_TYPE: "type", pg.ObjectType_OBJECT_VIEW: "view",
	pg.ObjectType_OBJECT_TSDICTIONARY: "text search dictionary", pg.ObjectType_OBJECT_OPERATOR: "operator", pg.ObjectType_OBJECT_ACCESS_METHOD: "access method",
	pg.ObjectType_OBJECT_DOMCONSTRAINT: "domain constraint",
}

// A lookup asks for objects that a statement names.
type lookup struct{ *demander }

// subjects asks for what a statement is about, which has to be there; false: it is none that is about something alone.
func (d *lookup) subjects(n *pg.Node) bool {
	switch x := n.GetNode().(type) {
	case *pg.Node_CommentStmt:
		d.address(x.CommentStmt.GetObjtype(), x.CommentStmt.GetObject())
	case *pg.Node_DropStmt:
		for _, o := range x.DropStmt.GetObjects() {
			if !x.DropStmt.GetMissingOk() {
				d.address(x.DropStmt.GetRemoveType(), o)
			}
		}
		d.dropped(x.DropStmt)
	case *pg.Node_AlterOwnerStmt:
		d.address(x.AlterOwnerStmt.GetObjectType(), x.AlterOwnerStmt.GetObject())
	case *pg.Node_AlterObjectSchemaStmt:
		moved(d, x.AlterObjectSchemaStmt)
	case *pg.Node_AlterFunctionStmt:
		d.address(x.AlterFunctionStmt.GetObjtype(), &pg.Node{Node: &pg.Node_ObjectWithArgs{ObjectWithArgs: x.AlterFunctionStmt.GetFunc()}})
		for _, a := range x.AlterFunctionStmt.GetActions() {
			if set := a.GetDefElem().GetArg().GetVariableSetStmt(); set != nil {
				d.setting(set)
			}
		}
	case *pg.Node_AlterTableStmt:
		return alterationLookup{d}.alteration(x.AlterTableStmt)
	case *pg.Node_ClusterStmt:
		d.clustered(x.ClusterStmt.GetRelation().GetRelname(), x.ClusterStmt.GetIndexname())
	case *pg.Node_AlterPublicationStmt:
		d.published(x.AlterPublicationStmt)
	case *pg.Node_VariableShowStmt:
		if name := x.VariableShowStmt.GetName(); name != "all" && !strings.Contains(name, " ") {
			d.looksUp("pg_catalog.current_setting(" + literal(name) + ") AS s(value) WHERE s.value IS NULL")
		}
	case *pg.Node_CreateEventTrigStmt:
		definitionLookup{d}.eventTrigger(x.CreateEventTrigStmt)
	case *pg.Node_DefineStmt:
		definitionLookup{d}.defined(x.DefineStmt)
	case *pg.Node_AlterSeqStmt:
		d.altered(x.AlterSeqStmt)
	case *pg.Node_RenameStmt:
		if rel := x.RenameStmt.GetRelation(); rel != nil && namedIn[x.RenameStmt.GetRenameType()] == inRelations && rel.GetSchemaname() != "" {
			if !x.RenameStmt.GetMissingOk() {
				d.address(x.RenameStmt.GetRenameType(), objectNode(rel, nil))
			}
			placeOf(d).renamed(x.RenameStmt)
			return true
		} else if rel != nil {
			return d.renamedColumn(x.RenameStmt)
		}
		d.renamed(x.RenameStmt)
		if !x.RenameStmt.GetMissingOk() {
			d.address(x.RenameStmt.GetRenameType(), namedNode(x.RenameStmt.GetObject(), x.RenameStmt.GetSubname()))
		}
	case *pg.Node_AlterExtensionStmt:
		d.named("extension", x.AlterExtensionStmt.GetExtname())
	case *pg.Node_AlterDomainStmt:
		d.domainPart(x.AlterDomainStmt)
	case *pg.Node_AlterStatsStmt:
		d.address(pg.ObjectType_OBJECT_STATISTIC_EXT, &pg.Node{Node: &pg.Node_List{List: &pg.List{Items: x.AlterStatsStmt.GetDefnames()}}})
	case *pg.Node_CreatePublicationStmt:
		name := x.CreatePublicationStmt.GetPubname()
		d.free(fmt.Sprintf("publication %q already exists", name), "pg_catalog.pg_publication AS p WHERE p.pubname = "+literal(name))
	case *pg.Node_VariableSetStmt:
		d.setting(x.VariableSetStmt)
	default:
		return roleLookup{d}.ofRoles(n)
	}
	return true
}

// moved asks for what goes to another schema, and for that. With IF EXISTS the server looks for neither where there is nothing to go.
func moved(d *lookup, x *pg.AlterObjectSchemaStmt) {
	n, to := objectNode(x.GetRelation(), x.GetObject()), x.GetNewschema()
	place := placeOf(d)
	path, there, known := pathOf(n), false, false
	if kind := namedIn[x.GetObjectType()]; kind != "" && len(path) > 0 {
		there, known = place.past.has(kind, path, x.GetObject().GetObjectWithArgs())
	}
	if x.GetMissingOk() && !there && (len(path) != 1 || !d.has("table", path)) {
		from := "(SELECT 1 AS assay_1) AS one"
		if namedIn[x.GetObjectType()] == inRelations {
			from = "pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + literal(quotedPath(path)) + ")"
		}
		if !known {
			d.unsettled("something of that name may be in schema "+to, from, false)
		}
		return
	}
	if !x.GetMissingOk() {
		d.address(x.GetObjectType(), n)
	}
	switch made, touched := place.past.places[ofSchema+to]; {
	case !touched:
		d.named(ofSchema, to)
	case !made:
		certain(d, fmt.Sprintf("schema %q does not exist", to))
	}
	place.movedTo(x)
}

// renamedColumn asks for the column of a view; false: it is a table's, which is known.
func (d *lookup) renamedColumn(x *pg.RenameStmt) bool {
	rel := x.GetRelation()
	if x.GetRenameType() == pg.ObjectType_OBJECT_ATTRIBUTE && !d.pending.Touches(rel.GetRelname()) {
		of := quotedPath(pathOfRelation(rel))
		d.lacks(fmt.Sprintf("column %q does not exist", x.GetSubname()), "pg_catalog.pg_attribute AS a WHERE a.attname = "+literal(x.GetSubname())+
			" AND NOT a.attisdropped AND a.attrelid = pg_catalog.to_regclass("+literal(of)+")")
		return true
	}
	if x.GetRenameType() != pg.ObjectType_OBJECT_COLUMN || !ofViews[x.GetRelationType()] || rel.GetSchemaname() != "" || d.pending.Touches(rel.GetRelname()) {
		return false
	}
	d.found("table column", []string{rel.GetRelname(), x.GetSubname()}, nil)
	d.free(fmt.Sprintf("column %q of relation %q already exists", x.GetNewname(), rel.GetRelname()), "pg_catalog.pg_attribute AS a WHERE a.attname = "+
		literal(x.GetNewname())+" AND a.attrelid = pg_catalog.to_regclass("+literal(quote(rel.GetRelname()))+")")
	return true
}

// ofViews are the kinds of relations of which the server is asked for columns.
var ofViews = map[pg.ObjectType]bool{pg.ObjectType_OBJECT_VIEW: true, pg.ObjectType_OBJECT_MATVIEW: true}

// renamed asks whether what the server has beside relations goes by a new name already.
func (d *lookup) renamed(x *pg.RenameStmt) {
	name := x.GetNewname()
	placeOf(d).renamed(x)
	switch x.GetRenameType() {
	case pg.ObjectType_OBJECT_SCHEMA:
		d.free(fmt.Sprintf("schema %q already exists", name), "pg_catalog.pg_namespace AS n WHERE n.nspname = "+literal(name))
	case pg.ObjectType_OBJECT_ROLE:
		d.free(fmt.Sprintf("role %q already exists", name), "pg_catalog.pg_roles AS r WHERE r.rolname = "+literal(name))
	}
}

// namedNode is an object as it is named, or by its name alone.
func namedNode(n *pg.Node, name string) *pg.Node {
	if n == nil {
		return text(name)
	}
	return n
}

// address asks for an object that neither the schema nor a statement of the upgrade has.
func (d *lookup) address(of pg.ObjectType, n *pg.Node) {
	kind, path := addressed[of], pathOf(n)
	if of == pg.ObjectType_OBJECT_DOMAIN && len(path) == 1 && !d.pending.Touches(path[0]) {
		d.lacks(fmt.Sprintf("%q is not a domain", path[0]), "pg_catalog.pg_type AS t WHERE t.typtype = 'd' AND t.typname = "+literal(path[0]))
	}
	if of == pg.ObjectType_OBJECT_CAST || of == pg.ObjectType_OBJECT_DOMCONSTRAINT {
		d.ofTypes(of, n.GetList().GetItems())
		return
	}
	if kind == "" || len(path) == 0 || d.has(kind, path) || placeOf(d).left(of, path, n.GetObjectWithArgs()) || slices.ContainsFunc(path, d.pending.Touches) {
		return
	}
	var arguments []string
	if o := n.GetObjectWithArgs(); o != nil {
		if o.GetArgsUnspecified() { // which only a statement itself can say
			return
		}
		for _, a := range o.GetObjargs() {
			sql, err := typeText(a.GetTypeName())
			if errors.Is(err, errNoType) && of == pg.ObjectType_OBJECT_OPERATOR {
				sql, err = "NONE", nil
			}
			if err != nil || d.namesMade(sql) {
				return
			}
			arguments = append(arguments, sql)
		}
	}
	if slices.Contains(arguments, "NONE") {
		prefixed(d, path, arguments)
		return
	}
	switch kind {
	case "type":
		path = []string{quotedPath(path)}
	}
	d.found(kind, path, arguments)
}

// prefixed asks for an operator of one side, which pg_get_object_address cannot name.
func prefixed(d *lookup, path, arguments []string) {
	name := path[len(path)-1]
	if len(path) > 1 {
		name = quotedPath(path[:len(path)-1]) + "." + name
	}
	d.free(fmt.Sprintf("operator %s (%s) does not exist", name, strings.Join(arguments, ", ")), "(SELECT 1 AS assay_1) AS one WHERE pg_catalog.to_regoperator("+
		literal(name+"("+strings.Join(arguments, ", ")+")")+") IS NULL")
}

// ofTypes asks for a cast from one type to another, or for a constraint of a domain.
func (d *lookup) ofTypes(of pg.ObjectType, parts []*pg.Node) {
	var names []string
	for _, n := range parts {
		name := n.GetString_().GetSval()
		if t := n.GetTypeName(); t != nil {
			sql, err := typeText(t)
			if err != nil || d.namesMade(sql) || d.pending.Touches(sql) {
				return
			}
			name = sql
		}
		names = append(names, name)
	}
	if len(names) == 2 {
		d.found(addressed[of], names[:1], names[1:])
	}
}

// has reports whether the schema as it is by then has an object, or may: what a pending change made has other names now than the server knows.
func (d *lookup) has(kind string, path []string) bool {
	name := path[len(path)-1]
	_, enum := d.schema.Enums[name]
	switch {
	case kind == "type" && enum, kind == "table" && d.schema.Table(name) != nil:
		return true
	case kind == "index", kind == "sequence":
		return d.counts(name) || slices.ContainsFunc(d.schema.SortedTables(), func(t *schema.Table) bool { return t.Index(d.schema.Semantics, name) >= 0 })
	case len(path) < 2:
		return false
	}
	table := path[len(path)-2]
	is, was := d.schema.Table(table), d.observed.Table(table)
	switch kind {
	case "table column":
		return is != was || is.Column(d.schema.Semantics, name) >= 0
	case "table constraint", "trigger", "rule", "policy":
		return is != was
	}
	return false
}

var errNoType = errors.New("no type") // an operator of one side has none for the other

// typeText is how a type is written.
func typeText(t *pg.TypeName) (string, error) {
	if t == nil {
		return "", errNoType
	}
	sql, err := deparse(&pg.Node{Node: &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: null(), TypeName: t}}})
	_, sql, _ = strings.Cut(sql, "::")
	return sql, err
}

func quotedPath(path []string) string {
	all := make([]string, len(path))
	for i, p := range path {
		all[i] = quote(p)
	}
	return strings.Join(all, ".")
}

func (d *lookup) named(kind, name string) { d.found(kind, []string{name}, nil) }

// found has the server look an object up, which says in its own words that there is none.
func (d *lookup) found(kind string, path, arguments []string) {
	array := func(all []string) string {
		quoted := make([]string, len(all))
		for i, s := range all {
			quoted[i] = literal(s)
		}
		return "ARRAY[" + strings.Join(quoted, ", ") + "]::pg_catalog.text[]"
	}
	d.looksUp("pg_catalog.pg_get_object_address(" + literal(kind) + ", " + array(path) + ", " + array(arguments) + ") AS a WHERE a.objid IS NULL")
}

func (d *lookup) looksUp(from string) {
	q := counting(from)
	q.Names = true
	d.counted = append(d.counted, schema.Demand{Question: q})
}

func (d *lookup) domainPart(x *pg.AlterDomainStmt) {
	path := texts(x.GetTypeName())
	d.found("type", []string{quotedPath(path)}, nil)
	if begins, err := deparse(x.GetDef()); x.GetSubtype() == "T" && x.GetDef() != nil && err == nil {
		if of := madeOf(d.demander, path[len(path)-1]); of != nil {
			preset(d.demander, begins, of)
		}
	}
	if x.GetSubtype() == "X" && !x.GetMissingOk() {
		d.found("domain constraint", []string{quotedPath(path)}, []string{x.GetName()})
	}
}

// madeOf is the type that a domain is made of; nil: it is not known.
func madeOf(d *demander, domain string) *pg.TypeName {
	i := slices.IndexFunc(d.observed.Beside, func(b schema.Beside) bool { return b.Kind == "domain" && b.Name == domain })
	if i < 0 || d.pending.Touches(domain) {
		return nil
	}
	all, err := statementsOf(d.observed.Beside[i].SQL)
	if err != nil || len(all) != 1 {
		return nil
	}
	return all[0].node.GetCreateDomainStmt().GetTypeName()
}

// granted asks for what rights are given to, beside tables.
func (d *lookup) granted(x *pg.GrantStmt) {
	for _, n := range x.GetObjects() {
		switch {
		case x.GetTargtype() == pg.GrantTargetType_ACL_TARGET_ALL_IN_SCHEMA:
			d.named("schema", n.GetString_().GetSval())
		case x.GetTargtype() == pg.GrantTargetType_ACL_TARGET_OBJECT && n.GetRangeVar() == nil:
			d.address(x.GetObjtype(), n)
		}
	}
}

// free asks whether the server has what is to be made.
func (d *lookup) free(why, from string) {
	d.settled(why, from, false)
}
