package postgres

import (
	"cmp"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A wanderer follows SET search_path in the middle of a text: while the path is not just the home, names without a schema get the one that the server finds
// them in, or makes them in.
type wanderer struct {
	home  string
	path  searchPath
	begun searchPath                 // the path at BEGIN, which ROLLBACK brings back
	local searchPath                 // the path until the transaction ends; nil: the session's
	made  map[string]map[string]bool // what the text has made, by its schema
	keys  map[[2]string][]string     // the primary keys of the tables that the text has made, by schema and name
}

// A searchPath is the schemas that names without one are looked for in; what is made goes into the first.
type searchPath []string

func newWanderer(home string) *wanderer {
	return &wanderer{home: home, path: searchPath{home}, begun: searchPath{home}, made: map[string]map[string]bool{}, keys: map[[2]string][]string{}}
}

// follow takes a statement.
func (w *wanderer) follow(n *pg.Node) {
	if path, local, ok := pathSet(n); ok {
		w.set(path, local)
		return
	}
	if x := n.GetTransactionStmt(); x != nil {
		w.transact(x.GetKind())
		return
	}
	if w.away() {
		for _, name := range namesOf(n) {
			*name.list = w.placed(*name.list, name.below)
		}
	}
	w.makes(n)
	if w.away() {
		w.relations(n.ProtoReflect())
	}
	w.moves(n)
}

// now is the path that counts.
func (w *wanderer) now() searchPath {
	if w.local != nil {
		return w.local
	}
	return w.path
}

// away reports whether a name without a schema may be of another one than the home.
func (w *wanderer) away() bool {
	path := w.now()
	return len(path) > 1 || path[0] != w.home
}

func (w *wanderer) set(path searchPath, local bool) {
	if len(path) == 0 {
		path = searchPath{w.home}
	}
	if local {
		w.local = path
	} else {
		w.path, w.local = path, nil
	}
}

func (w *wanderer) transact(kind pg.TransactionStmtKind) {
	switch kind {
	case pg.TransactionStmtKind_TRANS_STMT_BEGIN, pg.TransactionStmtKind_TRANS_STMT_START:
		w.begun = w.path
	case pg.TransactionStmtKind_TRANS_STMT_COMMIT:
		w.local = nil
	case pg.TransactionStmtKind_TRANS_STMT_ROLLBACK:
		w.path, w.local = w.begun, nil
	}
}

// pathSet reads the search path that a statement sets: none for the session's own.
func pathSet(n *pg.Node) (path searchPath, local, ok bool) {
	var names []string
	if x := n.GetVariableSetStmt(); x.GetName() == "search_path" && x.GetKind() != pg.VariableSetKind_VAR_SET_VALUE { // RESET, SET … TO DEFAULT
		return searchPath{"public"}, x.GetIsLocal(), true
	} else if x.GetName() == "search_path" {
		for _, a := range x.GetArgs() {
			names = append(names, a.GetAConst().GetSval().GetSval())
		}
		local, ok = x.GetIsLocal(), true
	}
	for _, t := range n.GetSelectStmt().GetTargetList() {
		call := t.GetResTarget().GetVal().GetFuncCall()
		args := call.GetArgs()
		if name := texts(call.GetFuncname()); len(args) == 3 && name[len(name)-1] == "set_config" && args[0].GetAConst().GetSval().GetSval() == "search_path" {
			names, ok = strings.Split(args[1].GetAConst().GetSval().GetSval(), ","), true
			local = args[2].GetAConst().GetBoolval().GetBoolval()
		}
	}
	for _, name := range names {
		name = strings.Trim(strings.TrimSpace(name), `"`)
		if name != "" && name != "$user" && name != "pg_catalog" && name != "pg_temp" {
			path = append(path, name)
		}
	}
	return path, local, ok
}

// makes notes what a statement makes and drops, and gives what it makes its schema.
func (w *wanderer) makes(n *pg.Node) {
	for _, rel := range []*pg.RangeVar{
		n.GetCreateStmt().GetRelation(), n.GetCreateTableAsStmt().GetInto().GetRel(), n.GetViewStmt().GetView(), n.GetCreateSeqStmt().GetSequence(),
		n.GetCompositeTypeStmt().GetTypevar(),
	} {
		if rel.GetRelname() != "" && rel.GetRelpersistence() != "t" {
			if first := w.now()[0]; rel.Schemaname == "" && first != w.home {
				rel.Schemaname = first
			}
			w.note(rel.GetSchemaname(), rel.GetRelname())
		}
	}
	w.keyed(n.GetCreateStmt())
	if x := n.GetIndexStmt(); x != nil {
		rel := x.GetRelation()
		w.note(cmp.Or(rel.GetSchemaname(), w.place(rel.GetRelname())), x.GetIdxname())
	}
	if x := n.GetCreateEnumStmt(); x != nil {
		x.TypeName = w.newName(x.GetTypeName())
	}
	if x := n.GetCreateDomainStmt(); x != nil {
		x.Domainname = w.newName(x.GetDomainname())
	}
	if x := n.GetCreateRangeStmt(); x != nil {
		x.TypeName = w.newName(x.GetTypeName())
	}
	if x := n.GetCreateFunctionStmt(); x != nil {
		x.Funcname = w.newName(x.GetFuncname())
	}
	if x := n.GetCreateStatsStmt(); x != nil {
		x.Defnames = w.newName(x.GetDefnames())
	}
}

// moves notes what is not any more where it was, or by another name.
func (w *wanderer) moves(n *pg.Node) {
	if x := n.GetRenameStmt(); x != nil && x.GetSubname() == "" {
		space, old := w.object(x.GetRelation(), x.GetObject())
		delete(w.made[space], old)
		w.note(space, x.GetNewname())
	}
	if x := n.GetAlterObjectSchemaStmt(); x != nil {
		space, name := w.object(x.GetRelation(), x.GetObject())
		delete(w.made[space], name)
		w.note(x.GetNewschema(), name)
	}
	for _, o := range n.GetDropStmt().GetObjects() {
		space, name := w.object(nil, o)
		delete(w.made[space], name)
	}
}

// object is where something is, and its name, that a statement names as a relation or by a list.
func (w *wanderer) object(rel *pg.RangeVar, o *pg.Node) (space, name string) {
	path := []string{rel.GetSchemaname(), rel.GetRelname()}
	switch {
	case rel != nil:
	case o.GetList() != nil:
		path = texts(o.GetList().GetItems())
	case o.GetTypeName() != nil:
		path = texts(o.GetTypeName().GetNames())
	default:
		path = texts(o.GetObjectWithArgs().GetObjname())
	}
	if len(path) > 1 && path[len(path)-2] != "" {
		return path[len(path)-2], path[len(path)-1]
	}
	name = strings.Join(path, "")
	return cmp.Or(w.place(name), w.home), name
}

// keyed notes the primary key of a table.
func (w *wanderer) keyed(x *pg.CreateStmt) {
	at := [2]string{cmp.Or(x.GetRelation().GetSchemaname(), w.home), x.GetRelation().GetRelname()}
	for _, n := range x.GetTableElts() {
		if k := n.GetConstraint(); k.GetContype() == pg.ConstrType_CONSTR_PRIMARY {
			w.keys[at] = texts(k.GetKeys())
		}
		for _, c := range n.GetColumnDef().GetConstraints() {
			if c.GetConstraint().GetContype() == pg.ConstrType_CONSTR_PRIMARY {
				w.keys[at] = []string{n.GetColumnDef().GetColname()}
			}
		}
	}
}

func (w *wanderer) note(space, name string) {
	space = cmp.Or(space, w.home)
	if w.made[space] == nil {
		w.made[space] = map[string]bool{}
	}
	w.made[space][name] = true
}

// newName is the name of what a statement makes, with its schema.
func (w *wanderer) newName(name []*pg.Node) []*pg.Node {
	path := texts(name)
	switch {
	case len(path) == 2:
		w.note(path[0], path[1])
	case len(path) == 1 && w.now()[0] != w.home:
		w.note(w.now()[0], path[0])
		return []*pg.Node{text(w.now()[0]), name[0]}
	case len(path) == 1:
		w.note(w.home, path[0])
	}
	return name
}

// place is the schema that the server finds a name in; empty: at home.
func (w *wanderer) place(name string) string {
	path := w.now()
	for _, space := range path {
		if w.made[space][name] {
			if space == w.home {
				return ""
			}
			return space
		}
	}
	if slices.Contains(path, w.home) {
		return ""
	}
	return path[0]
}

// placed is a name with the schema that it is in; below is how many names of parts stand behind it: a column, a trigger.
func (w *wanderer) placed(name []*pg.Node, below int) []*pg.Node {
	if len(name) != 1+below {
		return name
	}
	if space := w.place(name[0].GetString_().GetSval()); space != "" {
		return append([]*pg.Node{text(space)}, name...)
	}
	return name
}

// relations gives all relations below a node their schema, and the types that the text has made elsewhere.
func (w *wanderer) relations(m protoreflect.Message) {
	switch x := m.Interface().(type) {
	case *pg.RangeVar:
		if x.GetSchemaname() == "" && x.GetRelpersistence() != "t" {
			x.Schemaname = w.place(x.GetRelname())
		}
		return
	case *pg.TypeName:
		if name := texts(x.GetNames()); len(name) == 1 {
			if space := w.place(name[0]); w.made[space][name[0]] {
				x.Names = append([]*pg.Node{text(space)}, x.GetNames()...)
			}
		}
	}
	below(m, w.relations)
}

// A nameList is a name as a list, which a statement has in place of a relation.
type nameList struct {
	list  *[]*pg.Node
	below int
}

// namesOf are the names in lists of what a statement alters, drops, renames or comments on.
func namesOf(n *pg.Node) []nameList {
	var all []nameList
	object := func(kind pg.ObjectType, o *pg.Node) {
		below := 0
		switch kind {
		case pg.ObjectType_OBJECT_SCHEMA, pg.ObjectType_OBJECT_EXTENSION, pg.ObjectType_OBJECT_LANGUAGE, pg.ObjectType_OBJECT_ROLE, pg.ObjectType_OBJECT_DATABASE:
			return
		case pg.ObjectType_OBJECT_COLUMN, pg.ObjectType_OBJECT_TABCONSTRAINT, pg.ObjectType_OBJECT_TRIGGER, pg.ObjectType_OBJECT_RULE, pg.ObjectType_OBJECT_POLICY:
			below = 1
		}
		if l := o.GetList(); l != nil {
			all = append(all, nameList{&l.Items, below})
		}
		if t := o.GetTypeName(); t != nil {
			all = append(all, nameList{&t.Names, 0})
		}
		if f := o.GetObjectWithArgs(); f != nil {
			all = append(all, nameList{&f.Objname, 0})
		}
	}
	switch x := n.GetNode().(type) {
	case *pg.Node_AlterEnumStmt:
		all = append(all, nameList{&x.AlterEnumStmt.TypeName, 0})
	case *pg.Node_AlterDomainStmt:
		all = append(all, nameList{&x.AlterDomainStmt.TypeName, 0})
	case *pg.Node_AlterFunctionStmt:
		all = append(all, nameList{&x.AlterFunctionStmt.GetFunc().Objname, 0})
	case *pg.Node_AlterStatsStmt:
		all = append(all, nameList{&x.AlterStatsStmt.Defnames, 0})
	case *pg.Node_RenameStmt:
		object(x.RenameStmt.GetRenameType(), x.RenameStmt.GetObject())
	case *pg.Node_CommentStmt:
		object(x.CommentStmt.GetObjtype(), x.CommentStmt.GetObject())
	case *pg.Node_AlterObjectSchemaStmt:
		object(x.AlterObjectSchemaStmt.GetObjectType(), x.AlterObjectSchemaStmt.GetObject())
	case *pg.Node_DropStmt:
		for _, o := range x.DropStmt.GetObjects() {
			object(x.DropStmt.GetRemoveType(), o)
		}
	}
	return all
}
