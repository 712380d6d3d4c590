package mysql

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// ownRows refuses to write a table by what a query in the same statement reads of it, but where that stands as a table of its own (MySQL, and MariaDB before
// 10.3.2).
func (l *looker) ownRows(n ast.Node, refs *ast.TableRefsClause) *schema.Refusal {
	if refs == nil || refs.TableRefs.Right != nil || l.atLeastMariaDB(10, 3, 2) {
		return nil
	}
	source, _ := refs.TableRefs.Left.(*ast.TableSource)
	if source == nil {
		return nil
	}
	table, ok := source.Source.(*ast.TableName)
	if !ok {
		return nil
	}
	r := rereading{table: table.Name.L}
	n.Accept(&r)
	if !r.found {
		return nil
	}
	return answer("1093", "HY000", "You can't specify target table '"+table.Name.O+"' for update in FROM clause")
}

// rereading is the walk that looks for a table in the queries of a statement.
type rereading struct {
	table  string
	within int
	found  bool
}

// Enter implements [ast.Visitor].
func (r *rereading) Enter(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.CommonTableExpression:
		return n, true
	case *ast.SubqueryExpr:
		r.within++
	case *ast.TableSource:
		t, is := n.Source.(*ast.TableName)
		r.found = r.found || is && r.within > 0 && t.Schema.O == "" && t.Name.L == r.table
		return n, true
	}
	return n, false
}

// Leave implements [ast.Visitor].
func (r *rereading) Leave(n ast.Node) (ast.Node, bool) {
	if _, is := n.(*ast.SubqueryExpr); is {
		r.within--
	}
	return n, true
}

// searched refuses to search for words in columns of which no full text is kept.
func (l *looker) searched(n ast.Node) *schema.Refusal {
	var s searching
	n.Accept(&s)
	for _, m := range s.matches {
		if len(s.tables) != 1 || l.schema.Table(s.tables[0]) == nil {
			continue
		}
		t := l.schema.Table(s.tables[0])
		l.names = append(l.names, t.Name)
		has := func(x schema.Index) bool {
			return x.Method == "fulltext" && len(x.Parts) == len(m.ColumnNames) && !slices.ContainsFunc(m.ColumnNames, func(c *ast.ColumnName) bool {
				return !slices.ContainsFunc(x.Parts, func(p schema.Part) bool { return strings.EqualFold(p.Column, c.Name.O) })
			})
		}
		if !slices.ContainsFunc(t.Indexes, has) && isInnoDB(t) {
			return answer("1191", "HY000", "Can't find FULLTEXT index matching the column list")
		}
	}
	return nil
}

// searching is the walk that finds the searches of a statement, and the tables that it names.
type searching struct {
	matches []*ast.MatchAgainst
	tables  []string
}

// Enter implements [ast.Visitor].
func (s *searching) Enter(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.MatchAgainst:
		s.matches = append(s.matches, n)
	case *ast.TableName:
		s.tables = append(s.tables, n.Name.O)
	}
	return n, false
}

// Leave implements [ast.Visitor].
func (*searching) Leave(n ast.Node) (ast.Node, bool) { return n, true }

// longColumn refuses a view of which a column's name is too long.
func longColumn(n *ast.CreateViewStmt) *schema.Refusal {
	names := []string{}
	for _, c := range n.Cols {
		names = append(names, c.O)
	}
	if s, ok := n.Select.(*ast.SelectStmt); ok && len(n.Cols) == 0 && s.Fields != nil {
		for _, f := range s.Fields.Fields {
			names = append(names, f.AsName.O)
		}
	}
	for _, name := range names {
		if utf8.RuneCountInString(name) > longestName {
			return answer("1166", "42000", "Incorrect column name '"+name+"'")
		}
	}
	return nil
}

// renamesEvent is how an event is given another name.
var renamesEvent = schema.Pattern(`(?is)^ALTER\s+(?:DEFINER\s*=\s*\S+\s+)?EVENT\s+(` + schema.NameSQL + `)\b.*\bRENAME\s+TO\s+(` + schema.NameSQL + `)`)

// event refuses to give an event the name that it has, or that another one has.
func (l *looker) event(sql string) *schema.Refusal {
	m := renamesEvent().FindStringSubmatch(sql)
	if m == nil {
		return nil
	}
	from, to := schema.NamePath(m[1]), schema.NamePath(m[2])
	switch {
	case len(from) != 1 || len(to) != 1:
		return nil
	case strings.EqualFold(from[0], to[0]):
		return answer("1551", "HY000", "Same old and new event name")
	case l.sees("event") && l.has("event", to[0]):
		return answer("1537", "HY000", "Event '"+to[0]+"' already exists")
	}
	return nil
}
