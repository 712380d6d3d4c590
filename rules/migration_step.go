package rules

import (
	"slices"
	"strings"

	"assay/schema"
)

// eachStep collects what a function finds in the changes of the statement, each with the schema that it meets: that of the changes before it in the same
// statement.
func (w *Walk) eachStep(judge func(*schema.Schema, schema.Change) (Finding, bool)) []Finding {
	var found []Finding
	meets := w.Before
	changes := w.Statement().Changes
	for i, c := range changes {
		if passedOver(meets, c) {
			continue
		}
		if f, ok := judge(meets, c); ok {
			found = append(found, f)
		}
		if i+1 < len(changes) {
			meets = meets.Trial()
			_ = meets.Apply(c) // as through does
		}
	}
	return found
}

// passedOver reports whether the server does nothing for a change, because of its IF EXISTS or IF NOT EXISTS, with a table that is known.
func passedOver(s *schema.Schema, c schema.Change) bool {
	return s.Table(c.Object().Table) != nil && s.Idle(c)
}

// table is a table that was there when the script began, as a change meets it: see Table.
func (w *Walk) table(s *schema.Schema, name string) *schema.Table {
	if t := s.Table(name); t != nil && !w.New(name) {
		return t
	}
	return w.Table(name)
}

// asStarted is a table as the script found it; of one of which nothing is known, without columns.
func asStarted(w *Walk, t *schema.Table) *schema.Table {
	if old := w.Start.Table(t.Name); old != nil {
		return old
	}
	return &schema.Table{Name: t.Name}
}

// column returns a column that was there when the script began, as a change meets it; ok is false where there is none, or nothing is in it yet. Of one that
// nobody knows it says the name alone.
func (w *Walk) column(s *schema.Schema, table, name string) (t *schema.Table, c schema.Column, ok bool) {
	t = w.table(s, table)
	if t == nil || newColumn(w, table, name) {
		return nil, c, false
	}
	i := t.Column(s.Semantics, name)
	switch {
	case i >= 0:
		return t, t.Columns[i], true
	case s.Table(table) == nil: // it is one of a table that may be there
		return t, schema.Column{Name: name}, true
	}
	return nil, c, false
}

// newColumn reports whether the script itself makes a table's column.
func newColumn(w *Walk, table, name string) bool {
	m := w.Start.Semantics
	if t := w.Start.Table(table); t != nil {
		return t.Column(m, name) < 0
	}
	if w.New(table) || !w.Partial && !unseen(w, table) {
		return true
	}
	_, ok := added(w, table, name)
	return ok
}

// added is the column that the script adds to a table up to here.
func added(w *Walk, table, name string) (schema.Column, bool) {
	m := w.Start.Semantics
	for _, st := range w.Script.Statements[:min(w.At+1, len(w.Script.Statements))] {
		for _, c := range st.Changes {
			if add, ok := c.(schema.AddColumn); ok && m.TableKey(add.Table) == m.TableKey(table) && m.SameName(add.Column.Name, name) {
				return add.Column, true
			}
		}
	}
	return schema.Column{}, false
}

// columnsKnown are a table's columns, and of one of which nothing is known those that the script adds.
func columnsKnown(w *Walk, t *schema.Table, names []string) []schema.Column {
	if len(t.Columns) > 0 {
		return t.Columns
	}
	var all []schema.Column
	for _, name := range names {
		if c, ok := added(w, t.Name, name); ok {
			all = append(all, c)
		}
	}
	return all
}

// altered returns a column before and after a change that sets any of these properties, where the column was there when the script began and is known.
func (w *Walk) altered(s *schema.Schema, c schema.Change, set schema.Property) (a schema.AlterColumn, ok bool) {
	a, ok = c.(schema.AlterColumn)
	if !ok || a.Set&set == 0 {
		return a, false
	}
	_, a.From, ok = w.column(s, a.Table, a.Name)
	a.To = a.From.With(a.To, a.Set)
	return a, ok && a.From.Type.Name != ""
}

// prepared reports whether a statement of data before this one in the script writes one of a table's columns, or takes rows away: what is in them then
// nobody can tell.
func prepared(w *Walk, table string, columns ...string) bool {
	return writesRows(w, w.Script.Statements[:w.At], table, columns)
}

// filled reports whether a statement of data anywhere in the script writes one of a table's columns.
func filled(w *Walk, table string, columns ...string) bool {
	return writesRows(w, w.Script.Statements, table, columns)
}

func writesRows(w *Walk, statements []*Statement, table string, columns []string) bool {
	m := w.Start.Semantics
	for _, st := range statements {
		if !slices.ContainsFunc(st.Tables, func(t string) bool { return m.TableKey(t) == m.TableKey(table) }) {
			continue
		}
		if st.Verb == "DELETE" || st.Verb == "TRUNCATE" {
			return true
		}
		if slices.ContainsFunc(columns, func(c string) bool { return schema.Mentions(st.Text, c) }) {
			return true
		}
	}
	return false
}

// columnsOf are the columns that an index is over, whether whole or within expressions.
func columnsOf(t *schema.Table, x schema.Index) []string {
	var names []string
	for _, p := range x.Parts {
		if p.Column != "" {
			names = append(names, p.Column)
			continue
		}
		names = append(names, mentioned(t, p.Expr)...)
	}
	return names
}

// mentioned are a table's columns that an expression names.
func mentioned(t *schema.Table, expr string) []string {
	var names []string
	for _, c := range t.Columns {
		if schema.Mentions(expr, c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

// keyWord is what people call an index of a kind.
func keyWord(k schema.IndexKind) string {
	switch k {
	case schema.Primary:
		return "primary key"
	case schema.Plain:
		return "index"
	case schema.Unique, schema.Constraint:
	}
	return "unique key"
}

// constant reports whether a new column gives all rows that are there one and the same value.
func constant(c schema.Column) bool {
	if c.AutoIncrement || c.Identity != "" || c.Generated != "" {
		return false
	}
	return c.Default != "" && !strings.Contains(c.Default, "(") || c.Default == "" && !c.Nullable
}

// counted reports whether the statement has one of a table's columns count up, so that each row gets a number of its own.
func counted(w *Walk, table string, columns ...string) bool {
	return slices.ContainsFunc(w.Statement().Changes, func(c schema.Change) bool {
		a, ok := c.(schema.AlterColumn)
		return ok && a.Table == table && a.Set&schema.PropAutoIncrement != 0 && a.To.AutoIncrement && slices.Contains(columns, a.Name)
	})
}
