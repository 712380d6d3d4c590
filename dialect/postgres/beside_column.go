package postgres

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// unprefixed takes a table's name from before its columns in a query on that table alone, as servers write it from 16 on.
func unprefixed(query *pg.SelectStmt) {
	from := query.GetFromClause()
	if len(from) != 1 || from[0].GetRangeVar() == nil || query.GetWithClause() != nil {
		return
	}
	only := from[0].GetRangeVar().GetRelname()
	if alias := from[0].GetRangeVar().GetAlias().GetAliasname(); alias != "" {
		only = alias
	}
	var refs []*pg.ColumnRef
	if !columnRefs(query.ProtoReflect(), &refs) {
		return
	}
	for _, ref := range refs {
		path := ref.GetFields()
		named := func(n *pg.Node) bool { return n.GetResTarget().GetName() == path[1].GetString_().GetSval() } // which ORDER BY would mean
		if len(path) == 2 && path[0].GetString_().GetSval() == only && path[1].GetString_() != nil && !slices.ContainsFunc(query.GetTargetList(), named) {
			ref.Fields = path[1:]
		}
	}
}

// columnRefs gathers the columns that a query names; false: there is another query in it.
func columnRefs(m protoreflect.Message, refs *[]*pg.ColumnRef) bool {
	switch x := m.Interface().(type) {
	case *pg.SubLink:
		return false
	case *pg.ColumnRef:
		*refs = append(*refs, x)
	}
	whole := true
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() != protoreflect.MessageKind:
		case f.IsList():
			for i := range v.List().Len() {
				whole = whole && columnRefs(v.List().Get(i).Message(), refs)
			}
		default:
			whole = whole && columnRefs(v.Message(), refs)
		}
		return whole
	})
	return whole
}
