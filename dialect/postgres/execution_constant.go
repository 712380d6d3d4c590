package postgres

import (
	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// constantsOf are the texts that a statement gives to columns, holds against them or casts.
func constantsOf(n *pg.Node) []schema.Constant {
	g := &given{}
	switch s := n.GetNode().(type) {
	case *pg.Node_InsertStmt:
		g.insert(s.InsertStmt)
	case *pg.Node_UpdateStmt:
		table := s.UpdateStmt.GetRelation().GetRelname()
		for _, t := range s.UpdateStmt.GetTargetList() {
			g.put(table, t.GetResTarget().GetName(), t.GetResTarget().GetVal())
		}
	case *pg.Node_SelectStmt, *pg.Node_DeleteStmt, *pg.Node_CreateStmt, *pg.Node_AlterTableStmt, *pg.Node_IndexStmt:
	default:
		return nil
	}
	g.within(n.ProtoReflect())
	return g.all
}

type given struct{ all []schema.Constant }

// put notes a text that a column is given, bare or cast.
func (g *given) put(table, column string, value *pg.Node) {
	if value.GetAConst().GetSval() != nil {
		g.all = append(g.all, schema.Constant{Table: table, Column: column, Text: value.GetAConst().GetSval().GetSval()})
	}
}

func (g *given) insert(s *pg.InsertStmt) {
	for _, row := range s.GetSelectStmt().GetSelectStmt().GetValuesLists() {
		for i, value := range row.GetList().GetItems() {
			if i < len(s.GetCols()) {
				g.put(s.GetRelation().GetRelname(), s.GetCols()[i].GetResTarget().GetName(), value)
			}
		}
	}
}

// within looks through all of a statement for comparisons and casts.
func (g *given) within(m protoreflect.Message) {
	switch x := m.Interface().(type) {
	case *pg.A_Expr:
		g.compared(x.GetLexpr(), x.GetRexpr())
		g.compared(x.GetRexpr(), x.GetLexpr())
	case *pg.TypeCast:
		if c := x.GetArg().GetAConst().GetSval(); c != nil {
			path := texts(x.GetTypeName().GetNames())
			g.all = append(g.all, schema.Constant{Type: path[len(path)-1], Text: c.GetSval()})
		}
	}
	below(m, g.within)
}

func (g *given) compared(column, value *pg.Node) {
	fields := texts(column.GetColumnRef().GetFields())
	if len(fields) == 0 || fields[len(fields)-1] == "" {
		return
	}
	for _, v := range append(value.GetList().GetItems(), value) {
		g.put("", fields[len(fields)-1], v)
	}
}
