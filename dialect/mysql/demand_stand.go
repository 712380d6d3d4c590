package mysql

import (
	"slices"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// stand puts the queries of views that are made before a statement in their places, so that it can be asked about.
// False: it reads one of which nothing is known.
func (d *demander) stand(n ast.Node) bool {
	n.Accept(&standing{d})
	return d.unknown == ""
}

// A standing is the walk that does so.
type standing struct{ d *demander }

// Enter implements [ast.Visitor]: it goes on with the query that it has put in.
func (s *standing) Enter(n ast.Node) (ast.Node, bool) {
	source, is := n.(*ast.TableSource)
	if !is {
		return n, s.d.unknown != ""
	}
	name, is := source.Source.(*ast.TableName)
	if !is || name.Schema.O != "" {
		return n, false
	}
	sql, touched := s.d.pending.Of(name.Name.O)
	if !touched {
		return n, s.table(source, name)
	}
	query := queryOf(sql)
	if s.d.unfolded++; query == nil || s.d.unfolded > mostViews {
		s.d.unknown = "it reads " + name.Name.O + ", which a statement before it makes or changes"
		return n, true
	}
	if source.AsName.O == "" {
		source.AsName = name.Name
	}
	source.Source = query
	return n, false
}

// table puts a stand-in in the place of a table that the upgrade changes, and reports whether it has.
func (s *standing) table(source *ast.TableSource, name *ast.TableName) bool {
	t := s.d.schema.Table(name.Name.O)
	if t == nil || t == s.d.observed.Table(name.Name.O) {
		return false
	}
	query, err := parse[*ast.SelectStmt]("SELECT 1 FROM " + standIn(t, t.Name))
	if err != nil {
		return false
	}
	made, is := query.From.TableRefs.Left.(*ast.TableSource)
	if !is {
		return false
	}
	if source.AsName.O == "" {
		source.AsName = name.Name
	}
	source.Source, s.d.stood = made.Source, true
	return true
}

// stale reports whether a view reads a table, be it by another view, of which something is not there any more by then.
func (d *demander) stale(view string, depth int) bool {
	m := d.schema.Semantics
	at := slices.IndexFunc(d.observed.Beside, func(b schema.Beside) bool { return b.Kind == "view" && m.TableKey(b.Name) == m.TableKey(view) })
	if at < 0 || depth > mostViews {
		return depth > mostViews
	}
	return slices.ContainsFunc(besides{}.MadeOf(d.observed.Beside[at]), func(name string) bool {
		if _, touched := d.pending.Of(name); touched {
			return true
		}
		was, is := d.observed.Table(name), d.schema.Table(name)
		if was == nil {
			return d.stale(name, depth+1)
		}
		return is == nil || slices.ContainsFunc(was.Columns, func(c schema.Column) bool { return is.Column(m, c.Name) < 0 })
	})
}

// Leave implements [ast.Visitor].
func (s *standing) Leave(n ast.Node) (ast.Node, bool) { return n, true }

// mostViews is how many views are put into one statement: each can read the one before it twice.
const mostViews = 64

// queryOf is the query of a view, with the names that the view gives its columns; nil: it cannot be read.
func queryOf(sql string) ast.ResultSetNode {
	view, err := parse[*ast.CreateViewStmt](madeView(sql))
	if sql == "" || err != nil {
		return nil
	}
	query, _ := view.Select.(ast.ResultSetNode)
	if len(view.Cols) == 0 {
		return query
	}
	simple, is := view.Select.(*ast.SelectStmt)
	if !is || len(simple.Fields.Fields) != len(view.Cols) {
		return nil
	}
	for i, f := range simple.Fields.Fields {
		if f.WildCard != nil {
			return nil
		}
		f.AsName = view.Cols[i]
	}
	return query
}
