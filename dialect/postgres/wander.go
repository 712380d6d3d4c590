package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A wanderer follows SET search_path in the middle of a text: while the path leads to another schema than the home, names without one are given it.
type wanderer struct {
	home, now string
	alone     bool            // the home is not in the path
	local     bool            // until the transaction ends
	away      map[string]bool // what was made elsewhere, by its bare name
}

func newWanderer(home string) *wanderer {
	return &wanderer{home: home, now: home, away: map[string]bool{}}
}

// follow takes a statement.
func (w *wanderer) follow(n *pg.Node) {
	switch x := n.GetNode().(type) {
	case *pg.Node_VariableSetStmt:
		if x.VariableSetStmt.GetName() == "search_path" {
			w.set(x.VariableSetStmt)
		}
		return
	case *pg.Node_TransactionStmt:
		if k := x.TransactionStmt.GetKind(); w.local && (k == pg.TransactionStmtKind_TRANS_STMT_COMMIT || k == pg.TransactionStmtKind_TRANS_STMT_ROLLBACK) {
			w.now = w.home
		}
		return
	}
	if w.now == w.home {
		return
	}
	switch x := n.GetNode().(type) {
	case *pg.Node_CreateStmt:
		w.make(x.CreateStmt.GetRelation())
	case *pg.Node_CreateTableAsStmt:
		w.make(x.CreateTableAsStmt.GetInto().GetRel())
	case *pg.Node_ViewStmt:
		w.make(x.ViewStmt.GetView())
	case *pg.Node_CreateSeqStmt:
		w.make(x.CreateSeqStmt.GetSequence())
	case *pg.Node_CompositeTypeStmt:
		w.make(x.CompositeTypeStmt.GetTypevar())
	case *pg.Node_IndexStmt:
		if rel := x.IndexStmt.GetRelation(); w.alone || w.away[rel.GetRelname()] {
			w.away[x.IndexStmt.GetIdxname()] = true
		}
	case *pg.Node_CreateEnumStmt:
		x.CreateEnumStmt.TypeName = w.named(x.CreateEnumStmt.GetTypeName(), true)
	case *pg.Node_CreateDomainStmt:
		x.CreateDomainStmt.Domainname = w.named(x.CreateDomainStmt.GetDomainname(), true)
	case *pg.Node_CreateRangeStmt:
		x.CreateRangeStmt.TypeName = w.named(x.CreateRangeStmt.GetTypeName(), true)
	case *pg.Node_CreateFunctionStmt:
		x.CreateFunctionStmt.Funcname = w.named(x.CreateFunctionStmt.GetFuncname(), true)
	case *pg.Node_AlterEnumStmt:
		x.AlterEnumStmt.TypeName = w.named(x.AlterEnumStmt.GetTypeName(), false)
	case *pg.Node_DropStmt:
		for _, o := range x.DropStmt.GetObjects() {
			if l := o.GetList(); l != nil {
				l.Items = w.named(l.GetItems(), false)
			}
			if t := o.GetTypeName(); t != nil {
				t.Names = w.named(t.GetNames(), false)
			}
		}
	}
	w.relations(n.ProtoReflect())
}

func (w *wanderer) set(x *pg.VariableSetStmt) {
	var path []string
	for _, a := range x.GetArgs() {
		if name := a.GetAConst().GetSval().GetSval(); name != "" && name != "$user" && name != "pg_catalog" && name != "pg_temp" {
			path = append(path, name)
		}
	}
	w.now, w.alone, w.local = w.home, false, x.GetIsLocal()
	if len(path) > 0 {
		w.now, w.alone = path[0], !slices.Contains(path, w.home)
	}
}

// make notes a relation that a statement makes.
func (w *wanderer) make(rel *pg.RangeVar) {
	if rel != nil && rel.GetSchemaname() == "" && rel.GetRelpersistence() != "t" {
		w.away[rel.GetRelname()] = true
	}
}

// named is a name with the schema that it is in.
func (w *wanderer) named(name []*pg.Node, makes bool) []*pg.Node {
	if len(name) != 1 {
		return name
	}
	if makes {
		w.away[name[0].GetString_().GetSval()] = true
	}
	if !w.alone && !w.away[name[0].GetString_().GetSval()] {
		return name
	}
	return []*pg.Node{text(w.now), name[0]}
}

// relations gives all relations below a node their schema.
func (w *wanderer) relations(m protoreflect.Message) {
	if rel, ok := m.Interface().(*pg.RangeVar); ok {
		if rel.GetSchemaname() == "" && rel.GetRelpersistence() != "t" && (w.alone || w.away[rel.GetRelname()]) {
			rel.Schemaname = w.now
		}
		return
	}
	below(m, w.relations)
}
