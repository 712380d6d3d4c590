package probe

import (
	"slices"
	"strings"

	"assay/schema"
)

// A copying statement puts rows of other tables into its own, into the columns that into names.
type copying struct {
	statement
	into []string
}

// breaks: rows that a statement takes from other tables.
func (w copying) breaks() []Probe {
	p, into := w.of, w.into
	var rows schema.Question
	for _, name := range w.From {
		r := p.relation(name)
		switch {
		case r == nil:
			return []Probe{w.broken("", "no table "+name+" is known", schema.Question{})}
		case len(w.From) == 1 && r.filled == "" && (r.name == "" || r.emptied):
			return nil // it has no row
		case len(w.From) == 1:
			rows = p.anyRow(name)
		}
	}
	if len(w.Selects) != len(into) || len(w.From) != 1 {
		return []Probe{w.broken("", "what it adds is not known", rows)}
	}
	if found := w.left(into, rows); found != nil {
		return found
	}
	var found []Probe
	for i, value := range w.Selects {
		found = append(found, w.takes(into[i], value, w.From[0], rows)...)
	}
	return append(found, w.unheld(rows)...)
}

// unheld are the keys, references and conditions that the rows of the table which a statement reads need not fulfil.
func (w copying) unheld(rows schema.Question) (found []Probe) {
	r := w.of.relation(w.t.Name)
	fresh := r.name == "" && r.filled == "" || r.emptied && r.filled == ""
	for _, x := range w.t.Indexes {
		columns := partsOf(x)
		if !x.Kind.Unique() || w.Lenient || columns != nil && w.counted(columns, w.into) {
			continue
		}
		if columns == nil || !fresh || !w.keepsApart(columns) {
			found = append(found, w.metBy(x, columns, fresh, rows)...)
		}
	}
	for _, f := range w.t.ForeignKeys {
		if !w.of.unreferred && w.refers(f.Columns) && !w.keepsReference(f) {
			found = append(found, w.lacks(f, rows))
		}
	}
	for _, k := range w.t.AllChecks() {
		if !k.NotEnforced {
			found = append(found, w.violates(k, rows))
		}
	}
	return found
}

// copies are the columns of the source that columns take their values from as they are; empty: one takes another value.
func (w copying) copies(columns []string) []string {
	all := make([]string, len(columns))
	for i, name := range columns {
		at := w.at(w.into, name)
		if at < 0 || !aName().MatchString(w.Selects[at]) {
			continue
		}
		from, to := columnOf(w.of.now, w.From[0], w.Selects[at]), w.t.Column(w.of.now.Semantics, name)
		if from != nil && to >= 0 && same(domain(w.of.now, w.of.now.Table(w.From[0]), *from), domain(w.of.now, w.t, w.t.Columns[to])) {
			all[i] = from.Name
		}
	}
	return all
}

// keepsApart reports whether the rows of the source are told apart by what columns take from it.
func (w copying) keepsApart(columns []string) bool {
	return slices.ContainsFunc(w.of.now.Table(w.From[0]).Indexes, func(x schema.Index) bool {
		from := partsOf(x)
		return x.Kind.Unique() && !x.Invalid && from != nil && !lacksName(w.of.now.Semantics, w.copies(columns), from)
	})
}

// keepsReference reports whether the source holds its rows to what a foreign key demands.
func (w copying) keepsReference(f schema.ForeignKey) bool {
	m := w.of.now.Semantics
	return slices.ContainsFunc(w.of.now.Table(w.From[0]).ForeignKeys, func(g schema.ForeignKey) bool {
		return !g.NotValid && g.Traits[schema.Validity] == "" && m.TableKey(f.RefTable) == m.TableKey(g.RefTable) &&
			slices.EqualFunc(f.RefColumns, g.RefColumns, m.SameName) && slices.EqualFunc(w.copies(f.Columns), g.Columns, m.SameName)
	})
}

// refers reports whether the rows that a statement copies can refer to something: one with a NULL does not.
func (w copying) refers(columns []string) bool {
	return !slices.ContainsFunc(columns, func(name string) bool {
		at, i := w.at(w.into, name), w.t.Column(w.of.now.Semantics, name)
		return at < 0 && i >= 0 && w.t.Columns[i].Default == "" || at >= 0 && strings.EqualFold(w.Selects[at], "NULL")
	})
}

// partsOf are the columns of an index over whole columns and all rows, to which a NULL is equal to nothing; nil: it is another.
func partsOf(x schema.Index) (columns []string) {
	for _, part := range x.Parts {
		if part.Column == "" || part.Prefix > 0 || x.Where != "" || x.NullsNotDistinct {
			return nil
		}
		columns = append(columns, part.Column)
	}
	return columns
}

// lacksName reports whether one of the names is not among all.
func lacksName(m schema.Semantics, all, some []string) bool {
	return slices.ContainsFunc(some, func(name string) bool {
		return !slices.ContainsFunc(all, func(n string) bool { return m.SameName(n, name) })
	})
}
