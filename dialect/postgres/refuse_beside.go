package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// sees reports whether the source of the schema tells which objects of a kind there are.
func (l *looker) sees(kind string) bool {
	return l.schema.Detail > schema.Outline && !slices.Contains(l.schema.Unasked, kind)
}

// has reports whether there is an object of a kind, on that table where it is on one. Of functions the name counts alone.
func (l *looker) has(kind, table, name string) bool {
	l.names = append(l.names, name)
	base := func(s string) string { s, _, _ = strings.Cut(s, "("); return s }
	return slices.ContainsFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == kind && base(b.Name) == name && b.Table == table }) ||
		slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool {
			return o.Kind == kind && base(o.Name) == name && (table == "" || o.Table == table)
		})
}

// hasType reports whether something goes by the name of a type: tables do, too.
func (l *looker) hasType(name string) bool {
	l.names = append(l.names, name)
	if _, ok := l.schema.Enums[name]; ok || l.schema.Table(name) != nil {
		return true
	}
	_, relation := l.schema.View(name)
	return relation || slices.ContainsFunc([]string{"domain", "composite type", "range type", ofExtension, ofSchema}, func(kind string) bool {
		named := func(n string) bool { return n == name || kind == ofExtension || kind == ofSchema } // which may bring it
		return slices.ContainsFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == kind && named(b.Name) }) ||
			slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool { return o.Kind == kind && named(o.Name) })
	})
}

var relationKinds = map[pg.ObjectType][]string{
	pg.ObjectType_OBJECT_TABLE: {"table"}, pg.ObjectType_OBJECT_VIEW: {"view"}, pg.ObjectType_OBJECT_MATVIEW: {ofMaterialized},
	pg.ObjectType_OBJECT_SEQUENCE: {"sequence"}, pg.ObjectType_OBJECT_FOREIGN_TABLE: {"foreign table"},
}

var kindNames = map[pg.ObjectType]string{
	pg.ObjectType_OBJECT_TABLE: "a table", pg.ObjectType_OBJECT_VIEW: "a view", pg.ObjectType_OBJECT_MATVIEW: "a materialized view",
	pg.ObjectType_OBJECT_SEQUENCE: "a sequence", pg.ObjectType_OBJECT_FOREIGN_TABLE: "a foreign table",
}

// refuseDrop refuses what is not there to be dropped, or is of another kind.
func refuseDrop(l *looker, x *pg.DropStmt) *schema.Refusal {
	if f := refuseDropIndex(l, x); f != nil {
		return f
	}
	if x.GetMissingOk() {
		return nil
	}
	for _, n := range x.GetObjects() {
		if f := refuseDropOf(l, x.GetRemoveType(), n); f != nil {
			return f
		}
		path := pathOf(n)
		if x.GetBehavior() != pg.DropBehavior_DROP_CASCADE && len(path) == 1 && l.used(x, path[0]) {
			return refuse("2BP01", "cannot drop %s because other objects depend on it", path[0])
		}
	}
	return nil
}

// used reports whether a trigger calls a function that is dropped, or another table inherits from a table that is.
func (l *looker) used(x *pg.DropStmt, name string) bool {
	l.names = append(l.names, name)
	switch x.GetRemoveType() {
	case pg.ObjectType_OBJECT_FUNCTION:
		return slices.ContainsFunc(l.schema.Beside, func(b schema.Beside) bool {
			calls := b.Kind == "trigger" && (strings.Contains(b.SQL, "EXECUTE FUNCTION "+name+"(") || strings.Contains(b.SQL, "EXECUTE FUNCTION "+quote(name)+"("))
			if calls {
				l.names = append(l.names, b.Name)
			}
			return calls
		})
	case pg.ObjectType_OBJECT_DOMAIN, pg.ObjectType_OBJECT_TYPE:
		return slices.ContainsFunc(l.schema.UsersOf(name), func(schema.Object) bool { return true })
	case pg.ObjectType_OBJECT_TABLE:
		dropped := func(table string) bool {
			return slices.ContainsFunc(x.GetObjects(), func(n *pg.Node) bool { return slices.Equal(pathOf(n), []string{table}) })
		}
		return slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool {
			return o.Kind == schema.Inheritance && o.Name == name && !dropped(o.Table)
		})
	}
	return false
}

func refuseDropOf(l *looker, of pg.ObjectType, n *pg.Node) *schema.Refusal {
	path := pathOf(n)
	if len(path) == 0 {
		return nil
	}
	name := path[len(path)-1]
	if kinds := relationKinds[of]; kinds != nil && len(path) == 1 {
		switch is := l.kindOf(name); {
		case is == "":
			return refuse("42P01", `%s "%s" does not exist`, strings.TrimPrefix(strings.TrimPrefix(kindNames[of], "a "), "an "), name)
		case is != unknownKind && !slices.Contains(kinds, is):
			return refuse("42809", `"%s" is not %s`, name, kindNames[of])
		}
		return nil
	}
	switch {
	case of == pg.ObjectType_OBJECT_INDEX && len(path) == 1 && l.kindOf(name) == "":
		return refuse("42704", `index "%s" does not exist`, name)
	case (of == pg.ObjectType_OBJECT_TYPE || of == pg.ObjectType_OBJECT_DOMAIN) && len(path) == 1 && l.sees("domain") && !l.hasType(name):
		return refuse("42704", `type "%s" does not exist`, name)
	case slices.Contains([]pg.ObjectType{pg.ObjectType_OBJECT_FUNCTION, pg.ObjectType_OBJECT_PROCEDURE, pg.ObjectType_OBJECT_ROUTINE}, of) &&
		len(path) == 1 && l.sees("function") && !l.has("function", "", name) && !l.hasAny(ofExtension):
		return refuse("42883", `function %s does not exist`, name)
	case of == pg.ObjectType_OBJECT_TRIGGER && len(path) == 2:
		return l.part("trigger", path[0], name)
	case of == pg.ObjectType_OBJECT_POLICY && len(path) == 2:
		return l.part("policy", path[0], name)
	case of == pg.ObjectType_OBJECT_RULE && len(path) == 2:
		return l.part("rule", path[0], name)
	case of == pg.ObjectType_OBJECT_SCHEMA && l.sees(ofSchema) && name != "public" && !l.has(ofSchema, "", name):
		return refuse("3F000", `schema "%s" does not exist`, name)
	case of == pg.ObjectType_OBJECT_EXTENSION && l.sees(ofExtension) && name != "plpgsql" && !l.has(ofExtension, "", name):
		return refuse("42704", `extension "%s" does not exist`, name)
	}
	return nil
}

func (l *looker) hasAny(kind string) bool {
	return slices.ContainsFunc(l.schema.Beside, func(b schema.Beside) bool { return b.Kind == kind })
}

// refuseRefresh refuses to recompute a view beside its readers, where no unique index tells its rows apart.
func refuseRefresh(l *looker, x *pg.RefreshMatViewStmt) *schema.Refusal {
	name := x.GetRelation().GetRelname()
	if x.GetConcurrent() && x.GetSkipData() {
		return refuse("42601", "CONCURRENTLY and WITH NO DATA options cannot be used together")
	}
	unique := func(b schema.Beside) bool {
		return b.Kind == ofIndex && b.Table == name && strings.HasPrefix(b.SQL, "CREATE UNIQUE")
	}
	if !x.GetConcurrent() || x.GetRelation().GetSchemaname() != "" || !l.sees(ofIndex) || slices.ContainsFunc(l.schema.Beside, unique) {
		return nil
	}
	return refuse("55000", `cannot refresh materialized view "%s" concurrently`, name)
}

// refuseChecked refuses to check the rows that are written to a view which nobody can write to.
func refuseChecked(s *pg.SelectStmt) *schema.Refusal {
	plain := len(s.GetFromClause()) == 1 && s.GetFromClause()[0].GetRangeVar() != nil && s.GetOp() == pg.SetOperation_SETOP_NONE && s.GetWithClause() == nil
	if !plain || len(s.GetGroupClause())+len(s.GetDistinctClause()) > 0 || s.GetHavingClause() != nil || s.GetLimitCount() != nil || s.GetLimitOffset() != nil ||
		slices.ContainsFunc(s.GetTargetList(), func(n *pg.Node) bool { return aggregated(n.ProtoReflect()) }) {
		return refuse("0A000", "WITH CHECK OPTION is supported only on automatically updatable views")
	}
	return nil
}

// part refuses what is not there on a table, or the table.
func (l *looker) part(kind, table, name string) *schema.Refusal {
	switch is := l.kindOf(table); {
	case is == "":
		return refuse("42P01", `relation "%s" does not exist`, table)
	case l.schema.Table(table) != nil && l.sees(kind) && !l.has(kind, table, name) && !l.inherits(table):
		return refuse("42704", `%s "%s" for table "%s" does not exist`, kind, name, table)
	}
	return nil
}

// inherits reports whether a table is a partition or a child of another: what it has by that is told by its parent.
func (l *looker) inherits(table string) bool {
	return slices.ContainsFunc(l.schema.Opaque, func(o schema.Opaque) bool {
		return o.Kind == schema.Partition && o.Name == table || o.Kind == schema.Inheritance && o.Table == table
	})
}

// pathOf is the name in a DROP: a path, or that of a type or a function.
func pathOf(n *pg.Node) []string {
	switch x := n.GetNode().(type) {
	case *pg.Node_List:
		return texts(x.List.GetItems())
	case *pg.Node_TypeName:
		return texts(x.TypeName.GetNames())
	case *pg.Node_ObjectWithArgs:
		return texts(x.ObjectWithArgs.GetObjname())
	case *pg.Node_String_:
		return []string{x.String_.GetSval()}
	}
	return nil
}

// refuseCreate refuses what is there already, and what is made of things that are not there.
func refuseCreate(l *looker, n *pg.Node) *schema.Refusal {
	switch x := n.GetNode().(type) {
	case *pg.Node_ViewStmt:
		rel := x.ViewStmt.GetView()
		if f := refuseStored("view", x.ViewStmt.GetOptions(), false); f != nil {
			return f
		}
		for _, o := range x.ViewStmt.GetOptions() {
			if name := o.GetDefElem().GetDefname(); name == "security_invoker" && !l.version.since(15) {
				return refuse("22023", `unrecognized parameter "%s"`, name)
			}
		}
		if x.ViewStmt.GetReplace() && l.kindOf(rel.GetRelname()) != "" {
			if f := l.kind(rel, `"%s" is not a view`, "view"); f != nil {
				return f
			}
		}
		if f := l.taken(rel); f != nil && !x.ViewStmt.GetReplace() && rel.GetRelpersistence() != "t" {
			return f
		}
		if f := l.reads(x.ViewStmt.GetQuery()); f != nil || x.ViewStmt.GetWithCheckOption() == pg.ViewCheckOption_NO_CHECK_OPTION {
			return f
		}
		return refuseChecked(x.ViewStmt.GetQuery().GetSelectStmt())
	case *pg.Node_CreateTableAsStmt:
		rel := x.CreateTableAsStmt.GetInto().GetRel()
		if f := l.taken(rel); f != nil && !x.CreateTableAsStmt.GetIfNotExists() && rel.GetRelpersistence() != "t" {
			return f
		}
		return l.reads(x.CreateTableAsStmt.GetQuery())
	case *pg.Node_CreateSeqStmt:
		if x.CreateSeqStmt.GetIfNotExists() || x.CreateSeqStmt.GetSequence().GetRelpersistence() == "t" {
			return nil
		}
		options := x.CreateSeqStmt.GetOptions()
		for _, f := range []*schema.Refusal{refuseOwned(l, options), refuseBounds(schema.Sequence{Type: "bigint", Increment: "1", Cache: "1"}, options)} {
			if f != nil {
				return f
			}
		}
		return l.taken(x.CreateSeqStmt.GetSequence())
	case *pg.Node_CreateDomainStmt:
		return l.typeTaken(texts(x.CreateDomainStmt.GetDomainname()))
	case *pg.Node_CompositeTypeStmt:
		return l.typeTaken(pathOfRelation(x.CompositeTypeStmt.GetTypevar()))
	case *pg.Node_CreateSchemaStmt:
		if name := x.CreateSchemaStmt.GetSchemaname(); strings.HasPrefix(name, "pg_") {
			return refuse("42939", `unacceptable schema name "%s"`, name)
		} else if !x.CreateSchemaStmt.GetIfNotExists() && (name == "public" || l.has(ofSchema, "", name)) {
			return refuse("42P06", `schema "%s" already exists`, name)
		}
	case *pg.Node_CreateExtensionStmt:
		if name := x.CreateExtensionStmt.GetExtname(); !x.CreateExtensionStmt.GetIfNotExists() && l.has(ofExtension, "", name) {
			return refuse("42710", `extension "%s" already exists`, name)
		}
	case *pg.Node_CreateTrigStmt:
		return refuseTrigger(l, x.CreateTrigStmt)
	case *pg.Node_CreateFunctionStmt:
		return refuseFunction(l, x.CreateFunctionStmt)
	}
	return refuseObject(l, n)
}

// taken refuses a name that a relation has.
func (l *looker) taken(rel *pg.RangeVar) *schema.Refusal {
	if rel.GetSchemaname() != "" {
		return nil
	}
	if is := l.kindOf(rel.GetRelname()); is == "" || is == unknownKind || is == ofIndex && !l.namesIndex(rel.GetRelname()) {
		return nil
	}
	return refuse("42P07", `relation "%s" already exists`, rel.GetRelname())
}

// namesIndex reports whether an index has just that name.
func (l *looker) namesIndex(name string) bool {
	return slices.ContainsFunc(l.schema.SortedTables(), func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Indexes, func(x schema.Index) bool { return x.Name == name })
	})
}

func (l *looker) typeTaken(path []string) *schema.Refusal {
	if len(path) != 1 {
		return nil
	}
	name := path[0]
	_, enum := l.schema.Enums[name]
	if enum || l.schema.Table(name) != nil || l.has("domain", "", name) || l.has("composite type", "", name) || l.has("range type", "", name) {
		return refuse("42710", `type "%s" already exists`, name)
	}
	return nil
}

// refuseRename refuses a new name for what is not there.
func refuseRename(l *looker, x *pg.RenameStmt) *schema.Refusal {
	if x.GetMissingOk() {
		return nil
	}
	switch x.GetRenameType() {
	case pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_INDEX:
		if f := l.missing(x.GetRelation()); f != nil || x.GetRelation().GetSchemaname() != "" {
			return f
		}
		return l.taken(&pg.RangeVar{Relname: x.GetNewname()})
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		if len(pathOf(x.GetObject())) == 1 {
			return l.typeTaken([]string{x.GetNewname()})
		}
	case pg.ObjectType_OBJECT_TRIGGER:
		return l.part("trigger", x.GetRelation().GetRelname(), x.GetSubname())
	case pg.ObjectType_OBJECT_POLICY:
		return l.part("policy", x.GetRelation().GetRelname(), x.GetSubname())
	case pg.ObjectType_OBJECT_COLUMN:
		if rel := x.GetRelation(); rel.GetSchemaname() == "" && l.partition(rel.GetRelname()) {
			return refuse("42P16", `cannot rename inherited column "%s"`, x.GetSubname())
		}
	}
	return nil
}
