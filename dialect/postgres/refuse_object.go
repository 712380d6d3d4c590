package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// refuseObject refuses policies, rules, statistics, publications and rights over what is not there, or that there are not.
func refuseObject(l *looker, n *pg.Node) *schema.Refusal {
	switch x := n.GetNode().(type) {
	case *pg.Node_CreatePolicyStmt:
		return refusePolicy(l, x.CreatePolicyStmt)
	case *pg.Node_AlterPolicyStmt:
		return l.part("policy", x.AlterPolicyStmt.GetTable().GetRelname(), x.AlterPolicyStmt.GetPolicyName())
	case *pg.Node_RuleStmt:
		rel := x.RuleStmt.GetRelation()
		if f := l.missing(rel); f != nil {
			return f
		}
		if l.kindOf(rel.GetRelname()) == ofMaterialized && rel.GetSchemaname() == "" {
			return refuse("0A000", "rules on materialized views are not supported")
		}
		if name := x.RuleStmt.GetRulename(); !x.RuleStmt.GetReplace() && l.has("rule", rel.GetRelname(), name) {
			return refuse("42710", `rule "%s" for relation "%s" already exists`, name, rel.GetRelname())
		}
	case *pg.Node_CreateStatsStmt:
		return refuseStatistics(l, x.CreateStatsStmt)
	case *pg.Node_CreatePublicationStmt:
		return refusePublished(l, x.CreatePublicationStmt.GetPubobjects())
	case *pg.Node_GrantStmt:
		return refuseRights(l, x.GrantStmt)
	case *pg.Node_CommentStmt:
		if path := pathOf(x.CommentStmt.GetObject()); x.CommentStmt.GetObjtype() == pg.ObjectType_OBJECT_VIEW && len(path) == 1 {
			return l.kind(&pg.RangeVar{Relname: path[0]}, `"%s" is not a view`, "view")
		}
	case *pg.Node_ClusterStmt:
		if name := x.ClusterStmt.GetIndexname(); name != "" && l.schema.Table(x.ClusterStmt.GetRelation().GetRelname()) != nil && l.kindOf(name) == "" {
			return refuse("42704", `index "%s" for table "%s" does not exist`, name, x.ClusterStmt.GetRelation().GetRelname())
		}
	case *pg.Node_AlterPublicationStmt:
		return refusePublished(l, x.AlterPublicationStmt.GetPubobjects())
	case *pg.Node_ReindexStmt:
		if x.ReindexStmt.GetKind() == pg.ReindexObjectType_REINDEX_OBJECT_INDEX {
			return l.kind(x.ReindexStmt.GetRelation(), `"%s" is not an index`, "index")
		}
	case *pg.Node_VacuumStmt:
		return refuseAnalysis(l, x.VacuumStmt)
	case *pg.Node_AlterDefaultPrivilegesStmt:
		return refusePrivileges(x.AlterDefaultPrivilegesStmt.GetAction())
	case *pg.Node_GrantRoleStmt:
		return refuseMembership(x.GrantRoleStmt)
	}
	return nil
}

// refusePolicy refuses a condition that a policy for such statements does not have.
func refusePolicy(l *looker, x *pg.CreatePolicyStmt) *schema.Refusal {
	table := x.GetTable()
	if f := l.kind(table, `"%s" is not a table`, "table"); f != nil || table.GetSchemaname() != "" {
		return f
	}
	switch of := x.GetCmdName(); {
	case of == "insert" && x.GetQual() != nil:
		return refuse("42601", "only WITH CHECK expression allowed for INSERT")
	case (of == "select" || of == "delete") && x.GetWithCheck() != nil:
		return refuse("42601", "WITH CHECK cannot be applied to SELECT or DELETE")
	case l.has("policy", table.GetRelname(), x.GetPolicyName()):
		return refuse("42710", `policy "%s" for table "%s" already exists`, x.GetPolicyName(), table.GetRelname())
	}
	return nil
}

// refuseStatistics refuses those of columns that are not there, and of one alone.
func refuseStatistics(l *looker, x *pg.CreateStatsStmt) *schema.Refusal {
	if len(x.GetRelations()) != 1 {
		return nil
	}
	rel := x.GetRelations()[0].GetRangeVar()
	if f := l.missing(rel); f != nil || rel.GetSchemaname() != "" {
		return f
	}
	computed := false
	var named []string
	for _, e := range x.GetExprs() {
		name := e.GetStatsElem().GetName()
		if name != "" && slices.Contains(named, name) {
			return refuse("42701", "duplicate column name in statistics definition")
		}
		named = append(named, name)
		computed = computed || name == ""
		if name != "" && l.columnMissing(rel.GetRelname(), name) {
			return refuse("42703", `column "%s" does not exist`, name)
		}
	}
	if f := l.kind(rel, `cannot define statistics for relation "%s"`, "table", ofMaterialized, "foreign table"); f != nil {
		return f
	}
	if computed && !l.version.since(14) {
		return refuse("0A000", "only simple column references are allowed in CREATE STATISTICS")
	}
	for _, kind := range texts(x.GetStatTypes()) {
		if !slices.Contains([]string{"ndistinct", "dependencies", "mcv"}, kind) {
			return refuse("42601", `unrecognized statistics kind "%s"`, kind)
		}
	}
	if len(x.GetExprs()) < 2 && !computed {
		return refuse("42P17", "extended statistics require at least 2 columns")
	}
	return nil
}

// refusePublished refuses to publish what is no table.
func refusePublished(l *looker, all []*pg.Node) *schema.Refusal {
	for _, n := range all {
		rel := n.GetPublicationObjSpec().GetPubtable().GetRelation()
		if rel == nil {
			continue
		}
		if f := l.kind(rel, `cannot add relation "%s" to publication`, "table"); f != nil {
			return f
		}
	}
	return nil
}

// rights are those that there are to objects of a kind.
var rights = map[pg.ObjectType][]string{
	pg.ObjectType_OBJECT_TABLE:    {"select", "insert", "update", "delete", "truncate", "references", "trigger", "maintain", "usage"}, // of a sequence as well
	pg.ObjectType_OBJECT_SEQUENCE: {"select", "update", "usage"}, pg.ObjectType_OBJECT_SCHEMA: {"create", "usage"},
	pg.ObjectType_OBJECT_FUNCTION: {"execute"}, pg.ObjectType_OBJECT_PROCEDURE: {"execute"}, pg.ObjectType_OBJECT_ROUTINE: {"execute"},
	pg.ObjectType_OBJECT_TYPE: {"usage"}, pg.ObjectType_OBJECT_DOMAIN: {"usage"}, pg.ObjectType_OBJECT_LANGUAGE: {"usage"},
	pg.ObjectType_OBJECT_DATABASE: {"create", "connect", "temporary", "temp"},
}

func refuseRights(l *looker, x *pg.GrantStmt) *schema.Refusal {
	if f := refusePrivileges(x); f != nil || x.GetTargtype() != pg.GrantTargetType_ACL_TARGET_OBJECT {
		return f
	}
	var columns []string
	for _, n := range x.GetPrivileges() {
		columns = append(columns, texts(n.GetAccessPriv().GetCols())...)
	}
	for _, n := range x.GetObjects() {
		rel := n.GetRangeVar()
		if rel == nil {
			return nil
		}
		f := l.missing(rel)
		if x.GetObjtype() == pg.ObjectType_OBJECT_SEQUENCE {
			f = l.kind(rel, `"%s" is not a sequence`, "sequence")
		}
		if f != nil {
			return f
		}
		used := slices.ContainsFunc(x.GetPrivileges(), func(n *pg.Node) bool { return n.GetAccessPriv().GetPrivName() == "usage" })
		if used && rel.GetSchemaname() == "" && slices.Contains([]string{"table", "view", ofMaterialized}, l.kindOf(rel.GetRelname())) {
			return refuse("0LP01", "invalid privilege type USAGE for table")
		}
		for _, c := range columns {
			if rel.GetSchemaname() == "" && l.columnMissing(rel.GetRelname(), c) {
				return refuse("42703", `column "%s" of relation "%s" does not exist`, c, rel.GetRelname())
			}
		}
	}
	return nil
}

// ofColumns are the rights that there are to single columns.
var ofColumns = []string{"select", "insert", "update", "references"}

// refusePrivileges refuses rights that there are not to such objects, and what PUBLIC cannot be given.
func refusePrivileges(x *pg.GrantStmt) *schema.Refusal {
	of := rights[x.GetObjtype()]
	if presets := x.GetTargtype() == pg.GrantTargetType_ACL_TARGET_DEFAULTS; presets && x.GetObjtype() == pg.ObjectType_OBJECT_TABLE {
		of = of[:len(of)-1] // a table alone is not used
	}
	for _, n := range x.GetPrivileges() {
		p := n.GetAccessPriv()
		name := p.GetPrivName()
		if of != nil && name != "" && !slices.Contains(of, name) || len(p.GetCols()) > 0 && name != "" && !slices.Contains(ofColumns, name) {
			return refuse("0LP01", "invalid privilege type %s", strings.ToUpper(name))
		}
	}
	for _, n := range x.GetGrantees() {
		if x.GetIsGrant() && x.GetGrantOption() && n.GetRoleSpec().GetRoletype() == pg.RoleSpecType_ROLESPEC_PUBLIC {
			return refuse("0LP01", "grant options can only be granted to roles")
		}
	}
	return nil
}

// refuseMembership refuses to make a role a member of itself.
func refuseMembership(x *pg.GrantRoleStmt) *schema.Refusal {
	for _, g := range x.GetGrantedRoles() {
		name := g.GetAccessPriv().GetPrivName()
		if slices.ContainsFunc(x.GetGranteeRoles(), func(n *pg.Node) bool { return x.GetIsGrant() && n.GetRoleSpec().GetRolename() == name }) {
			return refuse("0LP01", `role "%s" is a member of role "%s"`, name, name)
		}
	}
	return nil
}

// refuseAnalysis refuses to look at what is not there.
func refuseAnalysis(l *looker, x *pg.VacuumStmt) *schema.Refusal {
	for _, n := range x.GetRels() {
		rel := n.GetVacuumRelation().GetRelation()
		if f := l.missing(rel); f != nil {
			return f
		}
		for _, c := range texts(n.GetVacuumRelation().GetVaCols()) {
			if rel.GetSchemaname() == "" && l.columnMissing(rel.GetRelname(), c) {
				return refuse("42703", `column "%s" of relation "%s" does not exist`, c, rel.GetRelname())
			}
		}
	}
	return nil
}

// refuseOwned refuses a sequence of a column that is not there.
func refuseOwned(l *looker, options []*pg.Node) *schema.Refusal {
	for _, n := range options {
		path := texts(n.GetDefElem().GetArg().GetList().GetItems())
		if n.GetDefElem().GetDefname() == "owned_by" && len(path) == 2 && l.columnMissing(path[0], path[1]) {
			return refuse("42703", `column "%s" of relation "%s" does not exist`, path[1], path[0])
		}
	}
	return nil
}

// refuseCounting refuses what is done to the numbers of a column that has none, or has them already.
func refuseCounting(t *schema.Table, i int, cmd *pg.AlterTableCmd) *schema.Refusal {
	if i < 0 {
		return nil
	}
	c := t.Columns[i]
	counts := c.Identity != ""
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AddIdentity:
		switch {
		case counts:
			return refuse("55000", `column "%s" of relation "%s" is already an identity column`, c.Name, t.Name)
		case !whole(c.Type.Name) && !c.Type.Named:
			return refuse("22023", "identity column type must be smallint, integer, or bigint")
		}
		return refuseBounds(schema.Sequence{Type: c.Type.Name, Increment: "1", Cache: "1"}, cmd.GetDef().GetConstraint().GetOptions())
	case pg.AlterTableType_AT_SetIdentity, pg.AlterTableType_AT_DropIdentity:
		if !counts && !cmd.GetMissingOk() {
			return refuse("55000", `column "%s" of relation "%s" is not an identity column`, c.Name, t.Name)
		}
		if f := refuseOptions(cmd.GetDef().GetList().GetItems()); f != nil {
			return f
		}
	case pg.AlterTableType_AT_ColumnDefault:
		switch {
		case counts:
			return refuse("42601", `column "%s" of relation "%s" is an identity column`, c.Name, t.Name)
		case c.Generated != "":
			return refuse("42601", `column "%s" of relation "%s" is a generated column`, c.Name, t.Name)
		}
		return refuseConstant(c.Name, c.Type, cmd.GetDef(), false)
	case pg.AlterTableType_AT_DropExpression:
		if c.Generated == "" && !cmd.GetMissingOk() {
			return refuse("55000", `column "%s" of relation "%s" is not a generated column`, c.Name, t.Name)
		}
	}
	return nil
}

func whole(kind string) bool { return kind == "smallint" || kind == "integer" || kind == "bigint" }

// refuseIdentity refuses a new column that counts and is no whole number, or whose values come from more than one place.
func refuseIdentity(def *pg.ColumnDef) *schema.Refusal {
	kinds := map[pg.ConstrType]int{}
	var options []*pg.Node
	for _, n := range def.GetConstraints() {
		kinds[n.GetConstraint().GetContype()]++
		options = append(options, n.GetConstraint().GetOptions()...)
	}
	t, err := typeOf(def.GetTypeName(), "")
	presets, counts, computed := kinds[pg.ConstrType_CONSTR_DEFAULT], kinds[pg.ConstrType_CONSTR_IDENTITY], kinds[pg.ConstrType_CONSTR_GENERATED]
	if err == nil && serials[t.Name] != "" && !t.Named {
		presets++
	}
	switch twice := func(what string) *schema.Refusal {
		return refuse("42601", `%s specified for column "%s"`, what, def.GetColname())
	}; {
	case presets > 1:
		return twice("multiple default values")
	case counts > 1:
		return twice("multiple identity specifications")
	case computed > 1:
		return twice("multiple generation clauses")
	case presets > 0 && counts > 0:
		return twice("both default and identity")
	case presets > 0 && computed > 0:
		return twice("both default and generation expression")
	case counts > 0 && computed > 0:
		return twice("both identity and generation expression")
	case counts == 0:
		return nil
	case err == nil && !t.Named && !whole(t.Name):
		return refuse("22023", "identity column type must be smallint, integer, or bigint")
	}
	return refuseBounds(schema.Sequence{Type: t.Name, Increment: "1", Cache: "1"}, options)
}

// refuseReplica refuses an index by which rows cannot be told apart.
func refuseReplica(t *schema.Table, name string) *schema.Refusal {
	if name == "" || t == nil {
		return nil
	}
	at := slices.IndexFunc(t.Indexes, func(x schema.Index) bool { return x.Name == name })
	switch {
	case at < 0 && !slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Name == "" }):
		return refuse("42704", `index "%s" for table "%s" does not exist`, name, t.Name)
	case at >= 0 && !t.Indexes[at].Kind.Unique():
		return refuse("42809", `cannot use non-unique index "%s" as replica identity`, name)
	case at >= 0 && t.Indexes[at].Where != "":
		return refuse("0A000", `cannot use partial index "%s" as replica identity`, name)
	case at >= 0 && slices.ContainsFunc(t.Indexes[at].Parts, func(p schema.Part) bool { return p.Expr != "" }):
		return refuse("0A000", `cannot use expression index "%s" as replica identity`, name)
	}
	return nil
}
