package probe

import (
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// Write says that a statement writes rows, and which it is. It returns the probes of what can be in its way: a statement that breaks a key, a reference or a
// condition, or gives a column what it does not take, stops an upgrade as one that makes the key does. What nobody can tell here is undecided where there are
// rows.
func (p *Prober) Write(why string, writes []schema.Write) []Probe {
	var found []Probe
	for _, w := range writes {
		switch t := p.now.Table(w.Table); {
		case w.Table == "" || w.Ignores:
		case t == nil || p.relation(w.Table) == nil:
			may := "no table " + w.Table + " is known: " + why
			found = append(found, Probe{Table: w.Table, Problem: may, Fatal: true, Unsure: may})
		default:
			does := statement{w, p, t, why}
			found = append(found, p.doubted(does.breaks())...)
			r := p.relation(w.Table)
			for _, row := range w.Values {
				r.rows = append(r.rows, does.listed(row, does.names()))
			}
		}
	}
	take(p, why, writes)
	return found
}

// A statement writes rows of a table, as that is by then. why is how reasons name it.
type statement struct {
	schema.Write
	of  *Prober
	t   *schema.Table
	why string
}

// breaks are the keys, references and conditions that a statement can break, and the values that it may not give.
func (w statement) breaks() []Probe {
	switch {
	case w.Inserts && w.From != nil:
		return w.selected()
	case w.Inserts:
		return w.inserted()
	case w.Updates && !w.Deletes:
		return w.updated()
	case w.Deletes && !w.Updates:
		return w.orphaned()
	}
	return nil
}

// inserted: rows that stand in a statement.
func (w statement) inserted() []Probe {
	into := w.names()
	if w.Values == nil {
		return []Probe{w.broken("", "what it adds is not known", schema.Question{})}
	}
	if found := w.left(into, schema.Question{}); found != nil {
		return found
	}
	for _, row := range w.Values {
		if len(row) != len(into) {
			return []Probe{w.broken("", "it has "+strconv.Itoa(len(row))+" values for "+strconv.Itoa(len(into))+" columns", schema.Question{})}
		}
		for i, value := range row {
			if found := w.takes(into[i], value, "", schema.Question{}); found != nil {
				return found
			}
		}
	}
	found := w.referring(into)
	if !w.Lenient {
		found = append(found, w.taken(into)...)
	}
	return append(found, w.checked(into)...)
}

// left is the probe of a column that must be filled and is left out; nil: there is none.
func (w statement) left(into []string, rows schema.Question) []Probe {
	for _, c := range w.t.Columns {
		if c.Demands() && w.at(into, c.Name) < 0 {
			return []Probe{w.broken(c.Name, "it gives no value to "+w.t.Name+"."+c.Name+", which is NOT NULL and has no default", rows)}
		}
	}
	return nil
}

// selected: rows that a statement takes from other tables.
func (w statement) selected() []Probe {
	p, into := w.of, w.names()
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
	return append(found, w.copied(into, rows)...)
}

// copied: the keys, references and conditions that the rows of the table which a statement reads need not fulfil.
func (w statement) copied(into []string, rows schema.Question) []Probe {
	p, m := w.of, w.of.now.Semantics
	source, r := p.now.Table(w.From[0]), p.relation(w.t.Name)
	// reads are the columns of the source that the columns of a key take their values from.
	reads := func(columns []string) (all []string) {
		for _, name := range columns {
			if i := w.at(into, name); i >= 0 {
				all = append(all, unquoted(w.Selects[i]))
			}
		}
		return all
	}
	for _, x := range w.t.Indexes {
		columns := partsOf(x)
		if !x.Kind.Unique() || w.Lenient || columns != nil && w.counted(columns, into) {
			continue
		}
		fresh := r.name == "" && r.filled == "" || r.emptied && r.filled == ""
		apart := slices.ContainsFunc(source.Indexes, func(y schema.Index) bool {
			from := partsOf(y)
			return y.Kind.Unique() && from != nil && y.Where == "" && !lacksName(m, reads(columns), from)
		})
		if columns == nil || !fresh || !apart {
			return []Probe{w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", rows)}
		}
	}
	for _, f := range w.t.ForeignKeys {
		same := slices.ContainsFunc(source.ForeignKeys, func(g schema.ForeignKey) bool {
			return m.TableKey(f.RefTable) == m.TableKey(g.RefTable) && slices.Equal(f.RefColumns, g.RefColumns) && !lacksName(m, reads(f.Columns), g.Columns)
		})
		if len(reads(f.Columns)) > 0 && !same {
			return []Probe{w.broken("", "what it refers to in "+f.RefTable+" may not be there", rows)}
		}
	}
	for _, k := range w.t.Checks {
		if !k.NotEnforced {
			return []Probe{w.broken("", "a row that it adds may violate "+k.Expr, rows)}
		}
	}
	return nil
}

// partsOf are the columns of an index over whole columns and all rows; nil: it is another.
func partsOf(x schema.Index) (columns []string) {
	for _, part := range x.Parts {
		if part.Column == "" || part.Prefix > 0 || x.Where != "" {
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

// counted reports whether the server gives every row another value in one of the columns.
func (w statement) counted(columns, into []string) bool {
	return slices.ContainsFunc(columns, func(name string) bool {
		i := w.t.Column(w.of.now.Semantics, name)
		return i >= 0 && (w.t.Columns[i].AutoIncrement || w.t.Columns[i].Identity != "") && w.at(into, name) < 0
	})
}

// names are the columns that an INSERT gives values to, in their order.
func (w statement) names() []string {
	if w.Into != nil {
		return w.Into
	}
	all := make([]string, len(w.t.Columns))
	for i, c := range w.t.Columns {
		all[i] = c.Name
	}
	return all
}

// at is the place of a column among names; -1: it is not there.
func (w statement) at(names []string, column string) int {
	return slices.IndexFunc(names, func(n string) bool { return w.of.now.Semantics.SameName(n, column) })
}

// updated: rows may come to be equal, refer to nothing, or violate a check, and a column may not take what it is given.
func (w statement) updated() []Probe {
	p, t := w.of, w.t
	if r := p.relation(t.Name); r.filled == "" && (r.name == "" || r.emptied) {
		return nil // it has no row
	}
	rows := p.anyRow(t.Name)
	if w.Sets == nil {
		return []Probe{w.broken(strings.Join(w.Columns, ", "), "what it makes of the values is not known", rows)}
	}
	var found []Probe
	for _, s := range w.Sets {
		found = append(found, w.takes(s.Column, s.Value, t.Name, rows)...)
	}
	set := func(name string) bool {
		return w.Columns == nil || slices.ContainsFunc(w.Columns, func(n string) bool { return p.now.Semantics.SameName(n, name) })
	}
	may := ""
	for _, x := range t.Indexes {
		if x.Kind.Unique() && slices.ContainsFunc(x.Parts, func(part schema.Part) bool { return part.Column == "" || set(part.Column) }) {
			may = "rows may come to be equal, which the unique key over " + x.On() + " forbids"
		}
	}
	for _, f := range t.ForeignKeys {
		if slices.ContainsFunc(f.Columns, set) && !w.Constant {
			may = "rows may come to refer to what " + f.RefTable + " does not have"
		}
	}
	for _, k := range t.Checks {
		if !k.NotEnforced && slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return set(c.Name) && schema.Mentions(k.Expr, c.Name) }) {
			may = "rows may come to violate " + k.Expr
		}
	}
	if may != "" {
		found = append(found, w.broken(strings.Join(w.Columns, ", "), may, rows))
	}
	return found
}

// orphaned: rows that others refer to are kept by the foreign key, unless that does something about it.
func (w statement) orphaned() []Probe {
	p, t := w.of, w.t
	for _, child := range p.now.SortedTables() {
		r := p.relation(child.Name)
		for _, f := range child.ForeignKeys {
			refers := p.now.Semantics.TableKey(f.RefTable) == p.now.Semantics.TableKey(t.Name)
			switch {
			case !refers || r == nil || r.emptied && r.filled == "":
			case w.Truncates && child.Name != t.Name:
				return []Probe{w.broken("", "foreign key "+child.Name+"."+f.Name+" refers to "+t.Name+", of which no server truncates it", schema.Question{})}
			case !acts(f.OnDelete) && !w.Truncates:
				return []Probe{w.broken("", "rows of "+child.Name+" may refer to what it deletes", p.anyRow(child.Name))}
			}
		}
	}
	return nil
}

// broken is a probe of what can stop a statement that writes rows. rows: without one, nothing does.
func (w statement) broken(column, may string, rows schema.Question) Probe {
	may = "not asked: " + may + ": " + w.why
	return Probe{Table: w.t.Name, Column: column, Problem: may, Fatal: true, Unsure: may, Any: rows}
}
