package probe

import (
	"fmt"
	"strings"

	"assay/schema"
)

// An asker writes the questions about a state.
type asker struct {
	state
	engine Engine
	limit  int
}

// where makes a probe of a condition on a table's rows. shown is the expression that the examples show; empty: none but the key.
func (a *asker) where(c schema.Change, column, shown string, m schema.Lossy) Probe {
	table := c.Object().Table
	q := a.engine.Quote
	from := fmt.Sprintf(" FROM %s WHERE %s", q(a.present(table)), m.Where)
	columns := a.key(table)
	if shown != "" && (len(columns) != 1 || columns[0] != shown) {
		columns = append(columns, shown+" AS "+q(column))
	}
	if len(columns) == 0 {
		columns = []string{"1"}
	}
	probe := Probe{Change: c, Table: table, Column: column, Problem: m.Problem, Fatal: m.Fatal, reads: []reading{{table: table, columns: []string{column}}}}
	return a.ask(probe, "1"+from, strings.Join(columns, ", ")+from, table)
}

// ask puts both questions into a probe: how many rows does one query have, and what are the first of the other.
func (a *asker) ask(probe Probe, count, examples string, tables ...string) Probe {
	for i := range tables {
		tables[i] = a.present(tables[i])
	}
	probe.Count = schema.Question{SQL: "SELECT COUNT(*) FROM (" + a.engine.First("SELECT "+count, a.limit) + ") found", Tables: tables}
	probe.Examples = schema.Question{SQL: a.engine.First("SELECT "+examples, 3), Tables: tables}
	return probe
}

// key returns the present columns, quoted, that tell a table's rows apart: of the primary key or else a unique one; nil: it has neither.
func (a *asker) key(table string) []string {
	var best []string
	t := a.observed.Table(a.present(table))
	for _, x := range t.Indexes {
		if names, ok := a.wholeColumns(x); ok && x.Kind.Unique() && (best == nil || x.Kind == schema.Primary) {
			best = names
		}
	}
	return best
}

// wholeColumns returns an index's columns, quoted; ok is false where it is over anything else, or not over every row.
func (a *asker) wholeColumns(x schema.Index) (names []string, ok bool) {
	for _, part := range x.Parts {
		if part.Column == "" || part.Prefix > 0 {
			return nil, false
		}
		names = append(names, a.engine.Quote(part.Column))
	}
	return names, x.Where == "" && !x.Invalid
}

// loss asks how many values, or rows, are dropped.
func (a *asker) loss(c schema.Change, column, where string) []Probe {
	probe := a.where(c, column, "", schema.Lossy{Where: where, Problem: "dropped"})
	probe.Loss, probe.Examples = true, schema.Question{}
	return []Probe{probe}
}

// unasked is a probe that says why there is nothing to ask but whether there is a row.
func (a *asker) unasked(c schema.Change, column, why string) Probe {
	table := c.Object().Table
	return Probe{
		Change: c, Table: table, Column: column, Problem: why, Fatal: true, Unsure: why, Any: a.anyRow(table),
		reads: []reading{{table: table, columns: strings.Split(column, ", ")}},
	}
}

// anyRow asks whether a table has a row; empty: the upgrade makes it, or puts some there.
func (a *asker) anyRow(table string) schema.Question {
	name := a.present(table)
	if name == "" || a.relation(table).filled != "" {
		return schema.Question{}
	}
	return schema.Question{SQL: "SELECT COUNT(*) FROM (" + a.engine.First("SELECT 1 FROM "+a.engine.Quote(name), 1) + ") found", Tables: []string{name}}
}

// empty is what a server that fills new columns by itself puts there.
func (a *asker) empty(d schema.Domain) string {
	text := strings.Contains(d.Type.Name, "char") || strings.HasSuffix(d.Type.Name, "text")
	switch {
	case d.Type.Name == "enum" && len(d.Labels) > 0:
		return a.engine.Literal(d.Labels[0])
	case text:
		return a.engine.Literal("")
	}
	return "0"
}

// lost says that there is no telling what a column will hold by then.
func (a *asker) lost(c schema.Change, column string, v *value, to schema.Domain) Probe {
	return a.unasked(c, column, "not asked: "+v.unknown+", so its values as "+to.Type.String()+" cannot be known beforehand")
}

// whole is a query for a table's rows as they will be by then; why says why there is none.
func (a *asker) whole(t *schema.Table) (sql, why string) {
	var list []string
	for _, col := range t.Columns {
		v := a.values[a.place(t.Name, col.Name)]
		switch {
		case v != nil && v.sql == a.engine.Quote(col.Name):
			list = append(list, v.sql)
		case v != nil && v.unknown == "":
			list = append(list, a.engine.Typed(v.sql, v.domain.Type)+" AS "+a.engine.Quote(col.Name))
		case col.Generated == "":
			return "", unknown(v)
		}
	}
	return fmt.Sprintf("SELECT %s FROM %s", strings.Join(list, ", "), a.engine.Quote(a.present(t.Name))), ""
}

// named lists keys under the names of their columns.
func (a *asker) named(keys, names []string) string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = k + " AS " + a.engine.Quote(names[i])
	}
	return strings.Join(list, ", ")
}

// keyed selects columns, as they will be, under numbered names; why is not empty where that cannot be.
func (a *asker) keyed(table string, columns []string) (sql string, keys []string, why string) {
	var list []string
	for i, name := range columns {
		v := a.values[a.place(table, name)]
		if v == nil || v.unknown != "" {
			return "", nil, unknown(v)
		}
		keys = append(keys, fmt.Sprintf("assay_%d", i+1))
		list = append(list, v.sql+" AS "+keys[i])
	}
	return fmt.Sprintf("SELECT %s FROM %s", strings.Join(list, ", "), a.engine.Quote(a.present(table))), keys, ""
}

func unknown(v *value) string {
	if v == nil {
		return "the column is computed"
	}
	return v.unknown
}
