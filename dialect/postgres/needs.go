package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// Reads are the relations and columns that the query of a view reads; none: the statement makes no view, or cannot be read.
func (r *Room) Reads(sql string) schema.Needs {
	if schema.Bounded(sql, false) != nil {
		return schema.Needs{}
	}
	tree, err := pg.Parse(sql)
	if err != nil || len(tree.GetStmts()) != 1 {
		return schema.Needs{}
	}
	var query *pg.Node
	switch s := tree.GetStmts()[0].GetStmt().GetNode().(type) {
	case *pg.Node_ViewStmt:
		query = s.ViewStmt.GetQuery()
	case *pg.Node_CreateTableAsStmt:
		query = s.CreateTableAsStmt.GetQuery()
	}
	if query == nil {
		return schema.Needs{}
	}
	var q queried
	q.gather(query.ProtoReflect())
	return q.needs()
}

// queried are the names in a query.
type queried struct {
	relations, columns, aliases []string
	// nested: it reads what other queries or functions make, or what is in other schemas, whose columns have no definition here.
	nested bool
	spaced []string // the relations of which it says in which schema they are
}

func (q *queried) needs() schema.Needs {
	q.relations = slices.DeleteFunc(q.relations, func(name string) bool { return slices.Contains(q.aliases, name) && q.nested }) // a WITH query's own
	if q.nested {
		return schema.Needs{Relations: q.relations}
	}
	system := []string{"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}
	columns := slices.DeleteFunc(q.columns, func(name string) bool {
		return slices.Contains(q.aliases, name) || slices.Contains(q.relations, name) || slices.Contains(system, name)
	})
	return schema.Needs{Relations: q.relations, Columns: columns}
}

func (q *queried) gather(m protoreflect.Message) {
	switch x := m.Interface().(type) {
	case *pg.RangeVar:
		if x.GetSchemaname() != "" {
			q.nested, q.spaced = true, append(q.spaced, x.GetRelname())
		} else {
			q.relations = append(q.relations, x.GetRelname())
		}
	case *pg.Alias:
		q.aliases = append(q.aliases, x.GetAliasname())
		q.aliases = append(q.aliases, texts(x.GetColnames())...)
	case *pg.ResTarget:
		q.aliases = append(q.aliases, x.GetName())
	case *pg.CommonTableExpr:
		q.aliases, q.nested = append(q.aliases, x.GetCtename()), true
	case *pg.RangeSubselect, *pg.RangeFunction, *pg.RangeTableFunc, *pg.SubLink:
		q.nested = true
	case *pg.ColumnRef:
		fields := x.GetFields()
		if s := fields[len(fields)-1].GetString_(); s != nil {
			q.columns = append(q.columns, s.GetSval())
		}
	}
	below(m, q.gather)
}
