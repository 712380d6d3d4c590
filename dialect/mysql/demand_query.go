package mysql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"

	"assay/schema"
)

// kept is where the results of a query go, and how its rows are locked: neither is in a query that only reads.
var kept = schema.Pattern(`(?is)\s+INTO\s+@\w+(?:\s*,\s*@\w+)*|\s+FOR\s+UPDATE(?:\s+(?:NOWAIT|SKIP\s+LOCKED))?$`)

// selected is a query that reads what is there.
func (d *demander) selected(sql string) string {
	sql = strings.TrimSpace(sql)
	if !inQuotes().MatchString(sql) {
		sql = kept().ReplaceAllString(sql, "")
	}
	s, err := parse[ast.StmtNode](sql)
	switch s.(type) {
	case *ast.SelectStmt, *ast.SetOprStmt:
		if err == nil && d.stand(s) && !d.moved(s) {
			return restored(s)
		}
	}
	return ""
}

// assigned are the values that a statement gives to the user's own variables.
func (d *demander) assigned(sql string) string {
	n, err := parse[*ast.SetStmt](sql)
	if err != nil || !d.stand(n) || d.moved(n) {
		return ""
	}
	var items []string
	for _, v := range n.Variables {
		if !v.IsSystem && v.Value != nil {
			items = append(items, "("+restored(v.Value)+")")
		}
	}
	if len(items) == 0 {
		return ""
	}
	return "SELECT " + strings.Join(items, ", ")
}

// loops reports whether a view would read itself, be it by other views.
func loops(d *demander, name string, n ast.Node, depth int) bool {
	var q queried
	n.Accept(&q)
	m := d.schema.Semantics
	return slices.ContainsFunc(q.relations, func(read string) bool {
		if m.TableKey(read) == m.TableKey(name) || depth > mostViews {
			return true
		}
		sql, touched := d.pending.Of(read)
		at := slices.IndexFunc(d.observed.Beside, func(b schema.Beside) bool { return b.Kind == "view" && m.TableKey(b.Name) == m.TableKey(read) })
		if !touched && at >= 0 {
			sql = d.observed.Beside[at].SQL
		}
		view, err := parse[*ast.CreateViewStmt](madeView(sql))
		return sql != "" && err == nil && loops(d, name, view.Select, depth+1)
	})
}

var (
	ofReturned = schema.Pattern(`(?is)^((?:INSERT|REPLACE|DELETE)\b.*)\s+RETURNING\s+(.*)$`)
	fills      = schema.Pattern(`(?is)^(?:(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?(?:INTO\s+)?|DELETE\s+FROM\s+)(` + schema.NameSQL + `)`)
	copies     = schema.Pattern(`(?is)^CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?` + schema.NameSQL + `(?:\s+AS)?\s+((?:SELECT|WITH)\b.*)$`)
)

// returned asks about what a statement returns of the rows that it writes (MariaDB), and is the statement without that.
func (d *demander) returned(sql string) string {
	m := ofReturned().FindStringSubmatch(strings.TrimSpace(sql))
	if m == nil || inQuotes().MatchString(m[2]) {
		return sql
	}
	of := fills().FindStringSubmatch(m[1])
	if of == nil {
		return sql
	}
	path := schema.NamePath(of[1])
	if t := d.schema.Table(path[len(path)-1]); t != nil && len(path) == 1 {
		d.all = append(d.all, schema.Demand{
			Question: schema.Question{SQL: "SELECT " + m[2] + " FROM " + standIn(t, t.Name), Prepared: &schema.Prepared{StandIns: true}}, Of: []string{m[2]},
		})
	}
	return m[1]
}

// copied is the query that a table is made of, in which no two columns may have one name.
func (d *demander) copied(sql string) string {
	m := copies().FindStringSubmatch(strings.TrimSpace(sql))
	if m == nil {
		return ""
	}
	query := d.selected(m[1])
	if query == "" {
		d.unknown = "its query is not looked at"
		return ""
	}
	return fmt.Sprintf("SELECT * FROM (%s) AS assay_1", query)
}

// unparsable reports whether a statement is one that the parser here does not read, so that the server is to say whether it does.
func unparsable(sql string) bool {
	_, err := parse[ast.StmtNode](sql)
	return err != nil
}
