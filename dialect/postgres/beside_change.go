package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// besideKinds are the objects beside tables that DROP, RENAME and SET SCHEMA name.
var besideKinds = map[pg.ObjectType]string{
	pg.ObjectType_OBJECT_VIEW: "view", pg.ObjectType_OBJECT_MATVIEW: ofMaterialized, pg.ObjectType_OBJECT_FUNCTION: "function",
	pg.ObjectType_OBJECT_PROCEDURE: "function", pg.ObjectType_OBJECT_ROUTINE: "function", pg.ObjectType_OBJECT_TRIGGER: "trigger",
	pg.ObjectType_OBJECT_RULE: "rule", pg.ObjectType_OBJECT_POLICY: "policy", pg.ObjectType_OBJECT_DOMAIN: "domain", pg.ObjectType_OBJECT_SEQUENCE: "sequence",
	pg.ObjectType_OBJECT_STATISTIC_EXT: ofStatistics, pg.ObjectType_OBJECT_EXTENSION: ofExtension, pg.ObjectType_OBJECT_SCHEMA: ofSchema,
	pg.ObjectType_OBJECT_INDEX: ofIndex, pg.ObjectType_OBJECT_TABLE: "table", pg.ObjectType_OBJECT_TYPE: "type",
}

// changedBeside follows what a statement does to objects that the text has made before: one that is altered is there, and its text is not known any more.
func changedBeside(found []schema.Beside, n *pg.Node, home string) []schema.Beside {
	at := func(kind pg.ObjectType, o *pg.Node) func(schema.Beside) bool {
		return besideNamed(besideKinds[kind], o, home)
	}
	switch x := n.GetNode().(type) {
	case *pg.Node_DropStmt:
		for _, o := range x.DropStmt.GetObjects() {
			found = slices.DeleteFunc(found, at(x.DropStmt.GetRemoveType(), o))
		}
	case *pg.Node_AlterObjectSchemaStmt:
		moved := x.AlterObjectSchemaStmt
		return slices.DeleteFunc(found, at(moved.GetObjectType(), objectNode(moved.GetRelation(), moved.GetObject())))
	case *pg.Node_RenameStmt:
		return renamedBeside(found, x.RenameStmt, home)
	case *pg.Node_AlterFunctionStmt:
		unknown(found, at(pg.ObjectType_OBJECT_FUNCTION, &pg.Node{Node: &pg.Node_ObjectWithArgs{ObjectWithArgs: x.AlterFunctionStmt.GetFunc()}}))
	case *pg.Node_AlterDomainStmt:
		if !x.AlterDomainStmt.GetDef().GetConstraint().GetSkipValidation() { // that one is an object of its own
			unknown(found, at(pg.ObjectType_OBJECT_DOMAIN, listNode(x.AlterDomainStmt.GetTypeName())))
		}
	case *pg.Node_AlterPolicyStmt:
		unknown(found, at(pg.ObjectType_OBJECT_POLICY, objectNode(x.AlterPolicyStmt.GetTable(), text(x.AlterPolicyStmt.GetPolicyName()))))
	case *pg.Node_AlterSeqStmt:
		if !ownedBy(x.AlterSeqStmt.GetOptions()) {
			unknown(found, at(pg.ObjectType_OBJECT_SEQUENCE, objectNode(x.AlterSeqStmt.GetSequence(), nil)))
		}
	case *pg.Node_AlterTableStmt:
		kind := x.AlterTableStmt.GetObjtype()
		if kind == pg.ObjectType_OBJECT_TYPE {
			unknown(found, at(kind, objectNode(x.AlterTableStmt.GetRelation(), nil)))
		}
		for _, c := range x.AlterTableStmt.GetCmds() {
			if set := c.GetAlterTableCmd().GetSubtype(); kind == pg.ObjectType_OBJECT_VIEW && set == pg.AlterTableType_AT_SetRelOptions ||
				set == pg.AlterTableType_AT_ResetRelOptions {
				unknown(found, at(pg.ObjectType_OBJECT_VIEW, objectNode(x.AlterTableStmt.GetRelation(), nil)))
			}
		}
	}
	return found
}

// renamedBeside gives an object its new name. What else names it, or a table or column that is renamed, is followed by the server, and so not known here.
func renamedBeside(found []schema.Beside, x *pg.RenameStmt, home string) []schema.Beside {
	o := x.GetObject()
	if x.GetSubname() != "" && o == nil {
		o = text(x.GetSubname())
	}
	if space := x.GetRelation().GetSchemaname(); space != "" && space != home {
		return found
	}
	table, part := x.GetRenameType() == pg.ObjectType_OBJECT_TABLE, x.GetRenameType() == pg.ObjectType_OBJECT_COLUMN
	if table || part {
		old := x.GetRelation().GetRelname()
		unknown(found, func(b schema.Beside) bool {
			return b.Table == old || strings.Contains(b.SQL, old) && schema.Mentions(b.SQL, old)
		})
		for i, b := range found {
			if table && b.Table == old {
				found[i].Table = x.GetNewname()
			}
		}
		return found
	}
	is := besideNamed(besideKinds[x.GetRenameType()], objectNode(x.GetRelation(), o), home)
	for i, b := range found {
		if is(b) {
			_, args, _ := strings.Cut(b.Name, "(")
			found[i].Name, found[i].SQL = x.GetNewname(), ""
			if args != "" {
				found[i].Name += "(" + args
			}
		}
	}
	return found
}

// unknown forgets the texts of objects.
func unknown(found []schema.Beside, is func(schema.Beside) bool) {
	for i, b := range found {
		if b.SQL != "" && is(b) {
			found[i].SQL = ""
		}
	}
}

// unspacedPart takes the home off the name of something that belongs to a table.
func unspacedPart(path []*pg.Node, home string) []*pg.Node {
	if len(path) == 3 && path[0].GetString_().GetSval() == home {
		return path[1:]
	}
	return path
}

func listNode(items []*pg.Node) *pg.Node {
	return &pg.Node{Node: &pg.Node_List{List: &pg.List{Items: items}}}
}

// objectNode writes the name of a relation, or of something that belongs to it, as DROP does; no relation: the name is as it should be.
func objectNode(rel *pg.RangeVar, part *pg.Node) *pg.Node {
	if rel == nil {
		return part
	}
	items := []*pg.Node{text(rel.GetRelname())}
	if rel.GetSchemaname() != "" {
		items = append([]*pg.Node{text(rel.GetSchemaname())}, items...)
	}
	if part != nil {
		items = append(items, part)
	}
	return listNode(items)
}

// besideNamed finds the objects of a kind that go by a name; with a table, all that belongs to it.
func besideNamed(kind string, o *pg.Node, home string) func(schema.Beside) bool {
	name, table, called := "", "", false
	none := func(schema.Beside) bool { return false } // of another schema
	switch {
	case o.GetObjectWithArgs() != nil:
		f := o.GetObjectWithArgs()
		path := unspacedName(f.GetObjname(), home)
		if len(path) != 1 {
			return none
		}
		name, called = texts(path)[0]+"(", true
		if !f.GetArgsUnspecified() {
			name += argumentTypes(f.GetObjargs()) + ")"
		}
	case o.GetList() != nil:
		path := texts(unspacedName(o.GetList().GetItems(), home))
		parts := 1
		if ofTables[kind] {
			parts = 2
		}
		if len(path) != parts {
			path = texts(unspacedPart(o.GetList().GetItems(), home))
		}
		if len(path) != parts {
			return none
		}
		name = path[parts-1]
		if parts > 1 {
			table = path[0]
		}
	case o.GetTypeName() != nil:
		name = strings.Join(texts(unspacedName(o.GetTypeName().GetNames(), home)), ".")
	default:
		name = o.GetString_().GetSval()
	}
	return func(b schema.Beside) bool {
		switch {
		case kind == "table":
			return b.Table == name
		case kind == "type":
			return strings.HasSuffix(b.Kind, " type") && b.Name == name
		case b.Kind != kind || ofTables[kind] && b.Table != table:
			return false
		case called:
			return strings.HasPrefix(b.Name, name)
		}
		return b.Name == name
	}
}

// ofTables are the kinds that are named with their table.
var ofTables = map[string]bool{"trigger": true, "rule": true, "policy": true}

// argumentTypes are the types of a routine's arguments as its name has them.
func argumentTypes(args []*pg.Node) string {
	var types []string
	for _, a := range args {
		if t, err := typeOf(a.GetTypeName(), ""); err == nil {
			types = append(types, t.String())
		}
	}
	return strings.Join(types, ", ")
}
