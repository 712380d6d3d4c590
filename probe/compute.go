package probe

import (
	"slices"

	"assay/schema"
)

// A computer knows what expressions come to. Not every engine is one.
type computer interface {
	Computed(expr string, of func(column string) (sql string, is schema.Domain, ok bool)) (found schema.Computed, ok bool)
	// Outside are the values of an expression that a column of a domain does not take, and held is what it holds of the others, empty: that is not known; ok is
	// false where none of it is.
	Outside(found schema.Computed, to schema.Domain) (all []schema.Lossy, held string, ok bool)
	// Stops reports whether a statement that writes or checks rows may be refused for what an expression comes to, and a query not.
	Stops(expr string) bool
	// Makes reports whether the server makes a value of a domain of a literal that is written as none of it, and refuses it in no mode.
	Makes(value string, d schema.Domain) bool
}

// madeOf reports whether the server makes a value of a domain of a literal that is written as none of it, without a word.
func madeOf(p *Prober, value string, d schema.Domain) bool {
	c, is := p.engine.(computer)
	why, _ := d.Refuses(value)
	return is && why != "" && c.Makes(value, d)
}

// computeOver is what an expression over the columns of a table comes to, and those that it names; an empty table: it names none.
func computeOver(p *Prober, table, expr string) (found schema.Computed, names []string, ok bool) {
	c, is := p.engine.(computer)
	if !is || table != "" && (p.now.Table(table) == nil || p.present(table) == "") {
		return found, nil, false
	}
	found, ok = c.Computed(expr, func(column string) (sql string, is schema.Domain, ok bool) {
		if table == "" {
			return "", is, false
		}
		t := p.now.Table(table)
		i, v := t.Column(p.now.Semantics, column), p.values[p.place(table, column)]
		if i < 0 || v == nil || v.unknown != "" || v.counted {
			return "", is, false
		}
		names = append(names, t.Columns[i].Name)
		return v.sql, v.domain, true
	})
	return found, names, ok
}

// refusedOf are the values of what is computed that a column does not take; ok is false where that is not known.
func refusedOf(p *Prober, found schema.Computed, to schema.Domain, nullable bool) (all []schema.Lossy, ok bool) {
	c, is := p.engine.(computer)
	if !is || found.Null {
		return nil, is && nullable
	}
	if all, _, ok = c.Outside(found, to); !ok {
		return nil, false
	}
	if !nullable {
		all = append(all, schema.Lossy{Where: found.SQL + " IS NULL", Problem: "the upgrade stops: they become NULL, which the column does not allow"})
	}
	return append(all, failing(found)...), true
}

// failing asks whether an expression can be computed of each row: where it cannot, the server says so itself.
func failing(found schema.Computed) []schema.Lossy {
	if !found.Fails {
		return nil
	}
	return []schema.Lossy{{Where: "LENGTH(" + found.SQL + ") < 0", Problem: "the upgrade stops: they cannot be computed"}}
}

// takesComputed asks which values of an expression a column does not take.
func takesComputed(w statement, to schema.Column, from, value string) ([]Probe, bool) {
	p := w.of
	c, names, ok := computeOver(p, from, value)
	if !ok || slices.ContainsFunc(names, func(name string) bool { return setsAnother(w, to.Name, name) }) {
		return nil, false
	}
	all, ok := refusedOf(p, c, domain(p.now, w.t, to), to.Nullable)
	if !ok {
		return nil, false
	}
	var found []Probe
	for _, l := range all {
		l.Fatal, l.Problem = true, l.Problem+" ("+w.why+")"
		found = append(found, countsRows(w, to, from, c, names, l))
	}
	return found, true
}

// countsRows asks of how many rows that a statement comes to something is true.
func countsRows(w statement, to schema.Column, from string, c schema.Computed, names []string, l schema.Lossy) Probe {
	p := w.of
	if from == "" {
		probe := Probe{Table: w.t.Name, Column: to.Name, Problem: l.Problem, Fatal: true}
		probe = p.ask(probe, "1 FROM "+oneRow(p)+" WHERE "+l.Where, "")
		probe.Examples, probe.Count.Tables = schema.Question{}, nil
		if w.Lenient || w.of.triggered(w.t.Name) {
			probe.Unsure = "it may not come to this row: " + w.why
		}
		return probe
	}
	condition := ""
	if w.Some && w.From == nil {
		if condition = w.condition(); condition != "" {
			l.Where = "(" + condition + ") AND (" + l.Where + ")"
		}
	}
	q := p.where(schema.DropTable{Table: from}, to.Name, c.SQL, l)
	q.Change, q.reads = nil, []reading{{table: from, columns: names}}
	if w.From != nil || w.Some && condition == "" || p.triggered(w.t.Name) {
		q.Unsure = "it may not come to these rows: " + w.why
	}
	return q
}

// setsAnother reports whether a statement sets a column that one of its expressions reads for another: MySQL sets one after the other.
func setsAnother(w statement, to, name string) bool {
	m := w.of.now.Semantics
	return !m.SameName(to, name) && slices.ContainsFunc(w.Sets, func(s schema.Set) bool { return m.SameName(s.Column, name) })
}

// setComputed is what an expression makes of a column, where that holds it as it comes out; nil: it may hold another.
func setComputed(w statement, c schema.Column, expr string) *value {
	p := w.of
	found, names, ok := computeOver(p, w.t.Name, expr)
	to := domain(p.now, w.t, c)
	if !ok || found.Varies || slices.ContainsFunc(names, func(name string) bool { return setsAnother(w, c.Name, name) }) {
		return nil
	}
	_, held, ok := p.engine.(computer).Outside(found, to)
	if !ok || held == "" {
		return nil
	}
	return &value{sql: held}
}

// conditionComputed is the condition of a statement, of what the table holds now; empty: it cannot be asked.
func conditionComputed(w statement) string {
	if w.Where == "" {
		return ""
	}
	found, _, ok := computeOver(w.of, w.t.Name, w.Where)
	if !ok || found.Fails || found.Varies {
		return ""
	}
	return found.SQL
}

// stopsOver reports whether a statement may be refused for what an expression over a table comes to, where no query tells.
func stopsOver(p *Prober, table, expr string) bool {
	c, is := p.engine.(computer)
	if !is || !c.Stops(expr) {
		return false
	}
	found, _, ok := computeOver(p, table, expr)
	return !ok || found.Fails
}

// generatedOver asks whether the server can compute a new column of each row, and takes what it comes to; ok is false where that cannot be asked.
func generatedOver(p *Prober, c schema.AddColumn, v *value) (all []Probe, ok bool) {
	found, names, ok := computeOver(p, c.Table, c.Column.Generated)
	if !ok || found.Varies {
		return nil, false
	}
	lossy, ok := refusedOf(p, found, v.domain, c.Column.Nullable)
	if !ok {
		return nil, false
	}
	for _, l := range lossy {
		l.Fatal = true
		q := p.where(c, c.Column.Name, found.SQL, l)
		q.reads = []reading{{table: c.Table, columns: names}}
		all = append(all, q)
	}
	if _, held, _ := p.engine.(computer).Outside(found, v.domain); held != "" {
		v.sql, v.unknown = held, ""
	}
	return all, true
}
