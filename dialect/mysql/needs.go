package mysql

import (
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// textDefault is a literal as the default of a column that MySQL gives none but expressions in parentheses (1101), and before 8.0.13 none at all.
var textDefault = schema.Pattern(`(?is)\s(?:(?:TINY|MEDIUM|LONG)?(?:TEXT|BLOB)(?:\s*\(\d+\))?|JSON|GEOMETRY)(?:\s+(?:NOT\s+NULL|NULL|CHARACTER\s+SET\s+\w+|` +
	`CHARSET\s+\w+|COLLATE\s+\w+|COMMENT\s+'[^']*'))*\s+DEFAULT\s+(?:'|-?\d)`)

// GivesTextDefaults reports whether the server gives a long text a literal as its default.
func (r *Room) GivesTextDefaults() bool {
	return r.flavor.literalsForText && r.flavor.defaultsAreExpressions
}

// Reads are the relations and columns that the query of a view reads, and whether a long text gets a default; none: the statement does neither, or cannot be
// read.
func (r *Room) Reads(sql string) schema.Needs {
	if textDefault().MatchString(sql) {
		return schema.Needs{TextDefault: true}
	}
	if schema.Bounded(sql, true) != nil {
		return schema.Needs{}
	}
	view, err := parse[*ast.CreateViewStmt](madeView(sql))
	if err != nil {
		return schema.Needs{}
	}
	var q queried
	view.Select.Accept(&q)
	if q.nested {
		return schema.Needs{Relations: slices.DeleteFunc(q.relations, func(name string) bool { return slices.Contains(q.aliases, name) })}
	}
	return schema.Needs{Relations: q.relations, Columns: slices.DeleteFunc(q.columns, func(name string) bool {
		return slices.ContainsFunc(q.aliases, func(alias string) bool { return strings.EqualFold(alias, name) })
	})}
}

// madeView has a view made that is altered, which says the same in other words.
func madeView(sql string) string {
	if m := altersView().FindStringSubmatch(sql); m != nil {
		return "CREATE OR REPLACE" + m[1]
	}
	return sql
}

var altersView = schema.Pattern(`(?is)^ALTER(\b.{0,200}?\bVIEW\b.*)$`)

// queried are the names in a query.
type queried struct {
	relations, columns, aliases []string
	// nested: it reads what other queries make, or what is in other databases, whose columns have no definition here.
	nested bool
}

// Enter implements [ast.Visitor].
func (q *queried) Enter(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.TableName:
		if n.Schema.O != "" {
			q.nested = true
		} else {
			q.relations = append(q.relations, n.Name.O)
		}
	case *ast.ColumnName:
		q.columns = append(q.columns, n.Name.O)
	case *ast.SelectField:
		q.aliases = append(q.aliases, n.AsName.O)
	case *ast.CommonTableExpression:
		q.aliases, q.nested = append(q.aliases, n.Name.O), true
	case *ast.SubqueryExpr:
		q.nested = true
	case *ast.TableSource:
		if _, ok := n.Source.(*ast.TableName); !ok {
			q.nested = true
		}
	}
	return n, false
}

// Leave implements [ast.Visitor].
func (*queried) Leave(n ast.Node) (ast.Node, bool) { return n, true }
