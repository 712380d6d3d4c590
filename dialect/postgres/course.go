package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// A course is what the statements of an upgrade before one have done to what the server has.
type course struct {
	home string // the schema that is read
	// names are the objects that go by another name by then, as the server has them, each by its kind and the name that it has by then; empty: one that the
	// upgrade has made, or none.
	names map[string]string
	// places tells of what the upgrade has made, dropped, renamed or moved whether it is there by then, as [called] calls it.
	places map[string]bool
	// materialized are the views that it has made or filled, as SQL names them.
	materialized map[string]materialized
	away         []string // queries for what is gone by then, as [neededOutside] takes them
	anew         []string // and for what needs other things by then than it did
	// unknown reports that a statement may have done anything else, and retyped that a column of this schema may need other things than it did.
	unknown, retyped bool
	// everywhere reports that what is asked about may be needed by what is in this schema as well, of which nobody else tells.
	everywhere bool
}

// minds reports whether nothing else has been done than what is followed.
func (c *course) minds() bool { return !c.unknown && (!c.everywhere || !c.retyped) }

// The kinds of names that objects share.
const (
	inRelations = "relation "
	inTypes     = "type "
	inRoutines  = "function "
	inColumns   = "column "
)

// courseOf follows what has been done.
func courseOf(p schema.Pending) *course {
	c := &course{home: p.Home, names: map[string]string{}, places: map[string]bool{}, materialized: map[string]materialized{}}
	for _, past := range p.Before {
		if past.Change != nil {
			c.change(past.Change)
			continue
		}
		all, err := statementsOf(past.SQL)
		if err != nil || len(all) != 1 {
			c.unknown = true
			continue
		}
		c.statement(all[0].node)
	}
	return c
}

// was is the name by which the server has an object; empty: it has none.
func (c *course) was(kind, name string) string {
	if was, ok := c.names[kind+name]; ok {
		return was
	}
	return name
}

func (c *course) rename(kind, from, to string) {
	was := c.was(kind, from)
	if was == "" && c.names[kind+to] != "" { // a change has said it already
		return
	}
	c.names[kind+from], c.names[kind+to] = "", was
}

// make notes that what has a name by then is the upgrade's own, or nothing.
func (c *course) make(kind, name string) { c.names[kind+name] = "" }

// wide has what needs an object be gone with it.
func wide(from string, cascade bool) string {
	all := "false"
	if cascade {
		all = "true"
	}
	return "SELECT f.class, f.id, f.sub, " + all + " FROM (" + from + ") AS f (class, id, sub)"
}

func (c *course) change(is schema.Change) {
	gone := func(from string, cascade bool) {
		if from != "" {
			c.away = append(c.away, wide(from, cascade))
		}
	}
	switch x := is.(type) {
	case schema.CreateTable:
		c.make(inRelations, x.Table.Name)
		c.make(inTypes, x.Table.Name)
	case schema.DropTable:
		gone(c.relation(x.Table), x.Cascade)
		c.make(inRelations, x.Table)
	case schema.RenameTable:
		c.rename(inRelations, x.From, x.To)
		c.rename(inTypes, x.From, x.To)
	case schema.AddColumn:
		c.make(inColumns, c.was(inRelations, x.Table)+"."+x.Column.Name)
	case schema.DropColumn:
		gone(c.column(x.Table, x.Column), x.Cascade)
		c.make(inColumns, c.was(inRelations, x.Table)+"."+x.Column)
	case schema.RenameColumn:
		table := c.was(inRelations, x.Table)
		was := x.From
		if name, ok := c.names[inColumns+table+"."+x.From]; ok {
			was = name
		}
		c.names[inColumns+table+"."+x.From], c.names[inColumns+table+"."+x.To] = "", was
	case schema.AddIndex:
		c.make(inRelations, x.Index.Name)
		if x.Index.Kind.Unique() && x.Index.Where == "" {
			c.keyed(quote(x.Table))
		}
	case schema.RenameIndex:
		c.rename(inRelations, x.From, x.To)
	case schema.DropIndex:
		gone(c.key(x.Table, x.Name), x.Cascade)
		if x.Table == "" {
			gone(c.relation(x.Name), x.Cascade)
		}
		c.make(inRelations, x.Name)
	case schema.CreateEnum:
		c.make(inTypes, x.Enum.Name)
		c.put(inTypes, schema.NamePath(x.Enum.Name), nil, true)
	case schema.RenameEnum:
		c.rename(inTypes, x.From, x.To)
		c.put(inTypes, schema.NamePath(x.From), nil, false)
		c.put(inTypes, schema.NamePath(x.To), nil, true)
	case schema.DropEnum:
		gone(c.typed(x.Name), x.Cascade)
		c.make(inTypes, x.Name)
		c.put(inTypes, schema.NamePath(x.Name), nil, false)
	case schema.DropForeignKey:
		gone(c.key(x.Table, x.Name), false)
	case schema.DropCheck:
		gone(c.key(x.Table, x.Name), false)
	case schema.AlterColumn:
		c.retyped = true
	case schema.AlterTable, schema.AddForeignKey, schema.AddCheck, schema.AlterEnum, schema.SetTrait:
	}
}

// relation finds a relation by the name that it has by then; empty: the server has none.
func (c *course) relation(name string) string {
	if was := c.was(inRelations, name); was != "" {
		return ofRelation(quote(was))
	}
	return ""
}

func (c *course) typed(name string) string {
	if was := c.was(inTypes, name); was != "" {
		return ofType(quote(was))
	}
	return ""
}

func (c *course) column(table, name string) string {
	table = c.was(inRelations, table)
	if was, ok := c.names[inColumns+table+"."+name]; ok {
		name = was
	}
	if table == "" || name == "" {
		return ""
	}
	return ofColumn(quote(table), name)
}

// key finds the constraint of a table.
func (c *course) key(table, name string) string {
	table, name = c.was(inRelations, table), c.was(inRelations, name)
	if table == "" || name == "" {
		return ""
	}
	return ofConstraint(quote(table), name)
}

// path is the name, as the server has it, of an object of a kind that is named with its schema, or without; nil: it has none.
func (c *course) path(kind string, path []string) []string {
	if path = c.bare(path); len(path) > 1 {
		if was, ok := c.names[kind+quotedPath(path)]; ok {
			return schema.NamePath(was)
		}
		return path
	}
	if was := c.was(kind, path[0]); was != "" {
		return schema.NamePath(quotePlain(was))
	}
	return nil
}

// quotePlain is a name in quotes, and a path as it is.
func quotePlain(name string) string {
	if strings.HasPrefix(name, `"`) {
		return name
	}
	return quote(name)
}

// statement follows one that is no change of a table.
func (c *course) statement(n *pg.Node) {
	if c.materializes(n) {
		return
	}
	switch x := n.GetNode().(type) {
	case *pg.Node_DropStmt:
		c.dropped(x.DropStmt)
	case *pg.Node_RenameStmt:
		c.renamed(x.RenameStmt)
	case *pg.Node_AlterObjectSchemaStmt:
		c.moved(x.AlterObjectSchemaStmt)
	case *pg.Node_CreateFunctionStmt:
		c.put(inRoutines, texts(x.CreateFunctionStmt.GetFuncname()), signature(x.CreateFunctionStmt), true)
		if x.CreateFunctionStmt.GetReplace() {
			c.anew = append(c.anew, overwritten(x.CreateFunctionStmt))
		}
	case *pg.Node_ViewStmt:
		path := pathOfRelation(x.ViewStmt.GetView())
		if !x.ViewStmt.GetReplace() {
			c.makeRelation(x.ViewStmt.GetView())
		} else if was := c.path(inRelations, path); was != nil {
			c.anew = append(c.anew, ofRelation(quotedPath(was)))
		}
	case *pg.Node_CreateTableAsStmt:
		c.makeRelation(x.CreateTableAsStmt.GetInto().GetRel())
	case *pg.Node_CreateSeqStmt:
		c.makeRelation(x.CreateSeqStmt.GetSequence())
	case *pg.Node_CreateStmt:
		c.makeRelation(x.CreateStmt.GetRelation())
	case *pg.Node_CreateDomainStmt:
		c.makePath(inTypes, texts(x.CreateDomainStmt.GetDomainname()))
	case *pg.Node_CreateRangeStmt:
		c.makePath(inTypes, texts(x.CreateRangeStmt.GetTypeName()))
	case *pg.Node_CreateEnumStmt:
		c.makePath(inTypes, texts(x.CreateEnumStmt.GetTypeName()))
	case *pg.Node_CompositeTypeStmt:
		c.makeRelation(x.CompositeTypeStmt.GetTypevar())
	case *pg.Node_DefineStmt:
		c.put(definedIn(x.DefineStmt.GetKind()), texts(x.DefineStmt.GetDefnames()), argumentsOf(x.DefineStmt), true)
		c.unknown = true
	case *pg.Node_AlterTableStmt:
		c.altered(x.AlterTableStmt)
	case *pg.Node_CommentStmt, *pg.Node_GrantStmt, *pg.Node_AlterOwnerStmt, *pg.Node_CreateSchemaStmt, *pg.Node_CreateExtensionStmt,
		*pg.Node_CreateTrigStmt, *pg.Node_CreatePolicyStmt, *pg.Node_RuleStmt, *pg.Node_AlterFunctionStmt, *pg.Node_CreateStatsStmt,
		*pg.Node_AlterEnumStmt, *pg.Node_AlterDomainStmt, *pg.Node_TruncateStmt, *pg.Node_VacuumStmt, *pg.Node_AlterSeqStmt, *pg.Node_LockStmt:
	default:
		c.unknown = c.unknown || !isRows(n) && n.GetTransactionStmt() == nil
	}
}

func (c *course) makeRelation(v *pg.RangeVar) {
	c.makePath(inRelations, pathOfRelation(v))
	c.makePath(inTypes, pathOfRelation(v))
}

func (c *course) makePath(kind string, path []string) {
	path = c.bare(path)
	c.put(kind, path, nil, true)
	if len(path) == 1 {
		c.make(kind, path[0])
	} else {
		c.make(kind, quotedPath(path))
	}
}

// bare is a path without the schema that is read.
func (c *course) bare(path []string) []string {
	if len(path) == 2 && c.home != "" && path[0] == c.home {
		return path[1:]
	}
	return path
}

func pathOfRelation(v *pg.RangeVar) []string {
	if v.GetSchemaname() != "" {
		return []string{v.GetSchemaname(), v.GetRelname()}
	}
	return []string{v.GetRelname()}
}

// overwritten finds the function that CREATE OR REPLACE finds.
func overwritten(f *pg.CreateFunctionStmt) string {
	return ofRoutine(quotedPath(texts(f.GetFuncname())), signature(f))
}

// dropped: what is dropped is gone, and with CASCADE what needs it too.
func (c *course) dropped(x *pg.DropStmt) {
	for _, o := range x.GetObjects() {
		path := pathOf(o)
		from := c.droppedObject(x.GetRemoveType(), path, o.GetObjectWithArgs())
		if from != "" {
			c.away = append(c.away, wide(from, cascades(x.GetBehavior())))
		}
		if x.GetRemoveType() == pg.ObjectType_OBJECT_SCHEMA && len(path) == 1 {
			c.dropSchema(path[0])
		}
		if kind := definedIn(x.GetRemoveType()); kind != "" {
			c.put(kind, path, o.GetObjectWithArgs(), false)
			if kind == inRelations {
				c.put(inTypes, path, nil, false)
			}
		}
		if kind := namedIn[x.GetRemoveType()]; kind != "" && kind != inRoutines && len(path) == 1 { // there may be others of its name
			c.make(kind, path[len(path)-1])
		}
	}
}

// namedIn are the kinds of names of what statements name.
var namedIn = map[pg.ObjectType]string{
	pg.ObjectType_OBJECT_VIEW: inRelations, pg.ObjectType_OBJECT_MATVIEW: inRelations, pg.ObjectType_OBJECT_SEQUENCE: inRelations,
	pg.ObjectType_OBJECT_INDEX: inRelations, pg.ObjectType_OBJECT_TABLE: inRelations, pg.ObjectType_OBJECT_FOREIGN_TABLE: inRelations,
	pg.ObjectType_OBJECT_TYPE: inTypes, pg.ObjectType_OBJECT_DOMAIN: inTypes,
	pg.ObjectType_OBJECT_FUNCTION: inRoutines, pg.ObjectType_OBJECT_PROCEDURE: inRoutines, pg.ObjectType_OBJECT_ROUTINE: inRoutines,
	pg.ObjectType_OBJECT_AGGREGATE: inRoutines,
}

// droppedObject finds an object by the name that it has by then; empty: the server has none, or of such nothing is asked.
func (c *course) droppedObject(kind pg.ObjectType, path []string, o *pg.ObjectWithArgs) string {
	if names := namedIn[kind]; names != "" && len(path) > 0 {
		was := c.path(names, path)
		if c.everywhere = c.everywhere || len(was) > 1 || !slices.Equal(was, path); was == nil {
			return ""
		}
		path = was
	}
	from := droppedObject(kind, path, o)
	if from == "" {
		c.unknown = true
	}
	return from
}

func (c *course) renamed(x *pg.RenameStmt) {
	kind := namedIn[x.GetRenameType()]
	switch {
	case x.GetRenameType() == pg.ObjectType_OBJECT_COLUMN || x.GetRenameType() == pg.ObjectType_OBJECT_ATTRIBUTE:
	case x.GetRenameType() == pg.ObjectType_OBJECT_TABCONSTRAINT || x.GetRenameType() == pg.ObjectType_OBJECT_DOMCONSTRAINT:
	case ofTables[besideKinds[x.GetRenameType()]]:
	case kind == inRelations:
		c.relationRenamed(x.GetRelation(), x.GetNewname())
	case kind != "" && len(pathOf(x.GetObject())) > 0:
		path, o := pathOf(x.GetObject()), x.GetObject().GetObjectWithArgs()
		c.put(kind, path, o, false)
		c.put(kind, renamedPath(path, x.GetNewname()), o, true)
		if len(path) > 1 {
			c.unknown = true
			return
		}
		c.rename(kind, path[0], x.GetNewname())
	default:
		c.unknown = true
	}
}

func (c *course) relationRenamed(rel *pg.RangeVar, name string) {
	path := pathOfRelation(rel)
	to := renamedPath(path, name)
	if is, ok := c.materialized[quotedPath(path)]; ok {
		c.materialized[quotedPath(to)] = is
		delete(c.materialized, quotedPath(path))
	}
	for _, kind := range []string{inRelations, inTypes} {
		c.put(kind, path, nil, false)
		c.put(kind, to, nil, true)
	}
	if len(path) == 1 {
		c.rename(inRelations, path[0], name)
		return
	}
	c.names[inRelations+quotedPath(to)] = quotedPath(c.path(inRelations, path))
}

func (c *course) moved(x *pg.AlterObjectSchemaStmt) {
	kind, path := namedIn[x.GetObjectType()], pathOf(x.GetObject())
	if rel := x.GetRelation(); rel != nil {
		path = pathOfRelation(rel)
	}
	if kind == "" || len(path) == 0 {
		c.unknown = true
		return
	}
	to := []string{x.GetNewschema(), path[len(path)-1]}
	if slices.Equal(c.bare(path), c.bare(to)) { // it is there, and the server does nothing
		return
	}
	c.put(kind, path, x.GetObject().GetObjectWithArgs(), false)
	c.put(kind, to, x.GetObject().GetObjectWithArgs(), true)
	if kind == inRelations {
		c.put(inTypes, path, nil, false)
		c.put(inTypes, to, nil, true)
	}
	was := c.path(kind, path)
	if from := c.bare(path); len(from) == 1 {
		c.make(kind, from[0])
	}
	if to = c.bare(to); len(to) == 1 {
		c.names[kind+to[0]] = quotedPath(was)
		return
	}
	c.names[kind+quotedPath(to)] = quotedPath(was)
}

// altered follows a change of a table of another schema: of one of this schema, all that matters is a change.
func (c *course) altered(x *pg.AlterTableStmt) {
	rel := x.GetRelation()
	path := pathOfRelation(rel)
	if len(path) < 2 {
		return
	}
	for _, n := range x.GetCmds() {
		cmd := n.GetAlterTableCmd()
		cascade := cascades(cmd.GetBehavior())
		switch cmd.GetSubtype() {
		case pg.AlterTableType_AT_DropColumn:
			c.away = append(c.away, wide(ofColumn(quotedPath(path), cmd.GetName()), cascade))
		case pg.AlterTableType_AT_DropConstraint:
			c.away = append(c.away, wide(ofConstraint(quotedPath(path), cmd.GetName()), cascade))
		default:
			c.unknown = c.unknown || !slices.Contains(needless, cmd.GetSubtype())
		}
	}
}

// needless are the parts of an ALTER TABLE after which the table needs all that it did.
var needless = []pg.AlterTableType{
	pg.AlterTableType_AT_AddColumn, pg.AlterTableType_AT_AddConstraint, pg.AlterTableType_AT_SetNotNull, pg.AlterTableType_AT_DropNotNull,
	pg.AlterTableType_AT_ChangeOwner, pg.AlterTableType_AT_EnableRowSecurity, pg.AlterTableType_AT_DisableRowSecurity, pg.AlterTableType_AT_ValidateConstraint,
}
