package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"assay/schema"
)

// stands are queries by the names of what a statement reads, as WITH has them: of tables as it will find them, and of views that are made before it.
type stands struct {
	d             *demander
	tables, views []string
	known         map[string]bool
}

func (s *stands) all() []string { return slices.Concat(s.tables, s.views) }

// newStands finds what has to stand for what a statement reads, or why nothing can.
func newStands(d *demander, m protoreflect.Message) (*stands, string) {
	s := &stands{d: d, known: map[string]bool{}}
	return s, s.gather(m)
}

// gather goes on with what a statement or a view of it reads: what a view is made of comes before it.
func (s *stands) gather(m protoreflect.Message) (why string) {
	var q queried
	q.gather(m)
	for _, name := range q.spaced {
		if len(s.d.changed([]string{name})) > 0 || s.d.pending.Touches(name) {
			return "it names the schema of " + name + ", which the upgrade changes"
		}
	}
	for _, name := range q.relations {
		if !s.d.pending.Touches(name) && gone(s.d, name) {
			return "it reads " + name + ", which reads what the upgrade drops"
		}
	}
	for _, t := range s.d.changed(q.relations) {
		if !s.known[t.Name] {
			s.known[t.Name] = true
			s.tables = append(s.tables, quote(t.Name)+" AS ("+s.d.columns(t)+")")
		}
	}
	for _, name := range q.relations {
		if view, touched := s.d.pending.Of(name); touched && !s.known[name] {
			s.known[name] = true
			if why := s.view(name, view); why != "" {
				return why
			}
		}
	}
	return ""
}

// gone reports whether a view, as far as it was read, is of a table or a column that is not there by then: it went along.
func gone(d *demander, view string) bool {
	return slices.ContainsFunc(d.schema.Opaque, func(o schema.Opaque) bool {
		if o.Name != view || !strings.HasSuffix(o.Kind, "view") {
			return false
		}
		was, t := d.observed.Table(o.Table), d.schema.Table(o.Table)
		if was == nil || t == nil {
			return was != nil
		}
		return len(t.Columns) < len(was.Columns) && slices.ContainsFunc(o.Columns, func(name string) bool { // else it was renamed, and the view goes on
			return t.Column(d.schema.Semantics, name) < 0
		})
	})
}

func (s *stands) view(name, sql string) (why string) {
	why = "it reads " + name + ", which a statement before it makes or changes"
	all, err := statementsOf(sql)
	if sql == "" || err != nil || len(all) != 1 {
		return why
	}
	query, columns := all[0].node.GetViewStmt().GetQuery(), all[0].node.GetViewStmt().GetAliases()
	if c := all[0].node.GetCreateTableAsStmt(); c != nil {
		query, columns = c.GetQuery(), c.GetInto().GetColNames()
	}
	if query == nil || s.d.namesMade(sql) {
		return why
	}
	if why := s.gather(query.ProtoReflect()); why != "" {
		return why
	}
	text, err := pg.Deparse(&pg.ParseResult{Stmts: []*pg.RawStmt{{Stmt: query}}})
	if err != nil {
		return why
	}
	named := quote(name)
	if len(columns) > 0 {
		named += " " + quoteAll(texts(columns))
	}
	s.views = append(s.views, named+" AS ("+text+")")
	return ""
}
