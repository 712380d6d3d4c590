package probe

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// meetingIn asks for rows that come to be equal in a unique key: to others as the statement leaves them, which stops it, or to one that it has not come to yet,
// which stops it in one order and not in another. before is what the columns hold until then.
func meetingIn(w statement, before map[place]*value, x schema.Index, rows schema.Question) []Probe {
	p := w.of
	columns := partsOf(x)
	unknown := []Probe{w.broken(strings.Join(w.Columns, ", "), "rows may come to be equal, which the unique key over "+x.On()+" forbids", rows)}
	if columns == nil {
		return unknown
	}
	found := p.doubles(schema.DropTable{Table: w.t.Name}, w.t, x)
	var list, moves, meets []string
	for i, name := range columns {
		was, is := before[p.place(w.t.Name, name)], p.values[p.place(w.t.Name, name)]
		if was == nil || was.unknown != "" || is == nil || is.unknown != "" {
			return unknown
		}
		list = append(list, fmt.Sprintf("%s AS assay_was_%d, %s AS assay_%d", was.sql, i+1, is.sql, i+1))
		moves = append(moves, fmt.Sprintf("assay_%d <> assay_was_%[1]d", i+1))
		meets = append(meets, fmt.Sprintf("other.assay_was_%d = keyed.assay_%[1]d", i+1))
	}
	all := "(SELECT " + strings.Join(list, ", ") + " FROM " + p.engine.Quote(p.present(w.t.Name)) + ")"
	from := fmt.Sprintf(" FROM %s keyed WHERE (%s) AND EXISTS (SELECT 1 FROM %[1]s other WHERE %[3]s)", all, strings.Join(moves, " OR "), strings.Join(meets, " AND "))
	probe := Probe{
		Table: w.t.Name, Column: strings.Join(columns, ", "), Fatal: true, reads: []reading{{table: w.t.Name, columns: columns}},
		Problem: "they become what another row is before, which the unique key over " + x.On() + " forbids", Unsure: "unless that one is changed first",
	}
	return append(found, p.ask(probe, "1"+from, "*"+from, w.t.Name))
}

// leavingKeys asks for rows that refer to one whose key a statement changes; false: it cannot be asked.
func leavingKeys(w statement, child *schema.Table, f schema.ForeignKey) (Probe, bool) {
	p, m := w.of, w.of.now.Semantics
	next := w.becoming()
	own := child.Name == w.t.Name && slices.ContainsFunc(f.Columns, func(name string) bool { return w.Columns == nil || w.at(w.Columns, name) >= 0 })
	if next == nil || own || m.TableKey(f.RefTable) != m.TableKey(w.t.Name) {
		return Probe{}, false
	}
	var moves []string
	for _, name := range f.RefColumns {
		was, is := p.values[p.place(w.t.Name, name)], next[p.place(w.t.Name, name)]
		if is != nil && was != nil && was.unknown == "" {
			moves = append(moves, fmt.Sprintf("%s <> %s OR %[2]s IS NULL", was.sql, is.sql))
		}
	}
	return referredBy(w, child, f, strings.Join(moves, " OR "), "the upgrade stops: they refer to what it changes in "+w.t.Name)
}

// removesWhere is the condition of the rows that a statement deletes, of what the table holds now; empty: it cannot be asked.
func removesWhere(w statement) string {
	if !w.Inserts {
		return w.condition()
	}
	var equal []string
	for _, x := range w.t.Indexes {
		columns := partsOf(x)
		into := adding{w, w.names()}
		switch {
		case !x.Kind.Unique():
			continue
		case w.Values == nil || columns == nil:
			return ""
		case w.counted(columns, into.into):
			continue
		case !into.knows(columns):
			return ""
		}
		for _, row := range w.Values {
			if same := into.same(row, columns); same != "" {
				equal = append(equal, "("+same+")")
			}
		}
	}
	if equal == nil {
		return ""
	}
	return strings.Join(equal, " OR ")
}

// goneWith asks for rows that refer to one which a statement deletes; false: it cannot be asked.
func goneWith(w statement, child *schema.Table, f schema.ForeignKey) (Probe, bool) {
	q, ok := referredBy(w, child, f, removesWhere(w), "the upgrade stops: they refer to what it deletes of "+w.t.Name)
	switch {
	case w.Inserts:
		q.Unsure = "unless the server changes the row in its place"
	case child.Name == w.t.Name:
		q.Unsure = "unless it deletes them as well"
	}
	return q, ok
}

// referredBy asks for rows that refer to one of which a condition is true.
func referredBy(w statement, child *schema.Table, f schema.ForeignKey, condition, problem string) (Probe, bool) {
	p := w.of
	rows, keys, why := p.keyed(child.Name, f.Columns)
	r := p.relation(w.t.Name)
	if p.present(child.Name) == "" || p.present(w.t.Name) == "" || why != "" || condition == "" || r.filled != "" {
		return Probe{}, false
	}
	var match, list []string
	for i, name := range f.RefColumns {
		v := p.values[p.place(w.t.Name, name)]
		if v == nil || v.unknown != "" {
			return Probe{}, false
		}
		match = append(match, fmt.Sprintf("parent.assay_%d = child.%s", i+1, keys[i]))
		list = append(list, fmt.Sprintf("%s AS assay_%d", v.sql, i+1))
	}
	parent := "SELECT " + strings.Join(list, ", ") + " FROM " + p.engine.Quote(p.present(w.t.Name)) + " WHERE " + condition
	from := fmt.Sprintf(" FROM (%s) child WHERE EXISTS (SELECT 1 FROM (%s) parent WHERE %s)", rows, parent, strings.Join(match, " AND "))
	probe := Probe{
		Table: child.Name, Column: strings.Join(f.Columns, ", "), Fatal: true, Problem: problem + " (" + w.why + ")",
		reads: []reading{{table: child.Name, columns: f.Columns}, {table: w.t.Name, columns: f.RefColumns}},
	}
	return p.ask(probe, "1"+from, "DISTINCT "+p.named(keys, f.Columns)+from, child.Name, w.t.Name), true
}
