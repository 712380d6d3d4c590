package probe

import (
	"slices"
	"strings"

	"assay/schema"
)

// Write says that a statement writes rows, and which it is. It returns the probes of what can be in its way: a statement that breaks a key stops an upgrade as
// one that makes a key does. Where the values come from nobody can tell here, so they ask only whether there are rows that can be.
func (p *Prober) Write(why string, writes []schema.Write) []Probe {
	var found []Probe
	for _, w := range writes {
		if t := p.now.Table(w.Table); w.Table != "" && t != nil && p.relation(w.Table) != nil {
			found = append(found, statement{w, p, t, why}.breaks()...)
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

// breaks are the keys, references and conditions that a statement can break.
func (w statement) breaks() []Probe {
	switch {
	case w.Lenient:
	case w.Inserts:
		return w.inserted()
	case w.Updates && !w.Deletes:
		return w.updated()
	case w.Deletes && !w.Updates:
		return w.orphaned()
	}
	return nil
}

// inserted: a key may be taken, what a row refers to may not be there, and a column may be left out that must be filled.
func (w statement) inserted() []Probe {
	p, t := w.of, w.t
	m := p.now.Semantics
	given := func(name string) bool {
		return w.Into == nil || slices.ContainsFunc(w.Into, func(n string) bool { return m.SameName(n, name) })
	}
	rows := p.anyRow(t.Name)
	fresh := p.present(t.Name) == "" // whatever is in it, the upgrade has put there
	if fresh && w.From == nil {
		return nil
	}
	if fresh {
		rows = w.source()
	}
	for _, c := range t.Columns {
		if !fresh && c.Demands() && !given(c.Name) {
			return []Probe{w.broken(c.Name, "it gives no value to "+t.Name+"."+c.Name+", which is NOT NULL and has no default", schema.Question{})}
		}
	}
	if column := w.tooLong(); column != "" {
		return []Probe{w.broken(column, "a value is too long for "+t.Name+"."+column, schema.Question{})}
	}
	if w.Values != nil && !fresh {
		if found, ok := w.literals(); ok {
			return found
		}
	}
	var found []Probe
	for _, x := range t.Indexes {
		counted := slices.ContainsFunc(x.Parts, func(part schema.Part) bool {
			i := t.Column(m, part.Column)
			return i >= 0 && (t.Columns[i].AutoIncrement || t.Columns[i].Identity != "") && !given(part.Column)
		})
		if x.Kind.Unique() && !counted {
			found = append(found, w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", rows))
			break
		}
	}
	for _, f := range t.ForeignKeys {
		if slices.ContainsFunc(f.Columns, given) {
			found = append(found, w.broken("", "what it refers to in "+f.RefTable+" may not be there", schema.Question{}))
			break
		}
	}
	return found
}

// literals asks for the rows that stand in an INSERT: those that are there already, and what they refer to; ok is false where that cannot be asked.
func (w statement) literals() (found []Probe, ok bool) {
	into := w.names()
	for _, x := range w.t.Indexes {
		if !x.Kind.Unique() {
			continue
		}
		probe, ok := w.there(into, x)
		if !ok {
			return nil, false
		}
		if probe != nil {
			found = append(found, *probe)
		}
	}
	if slices.ContainsFunc(w.t.ForeignKeys, func(f schema.ForeignKey) bool {
		return slices.ContainsFunc(f.Columns, func(name string) bool { return w.at(into, name) >= 0 })
	}) {
		return nil, false
	}
	return found, true
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

// tooLong names a column that does not take one of the texts that stand in an INSERT; empty: there is none.
func (w statement) tooLong() string {
	t, into := w.t, w.names()
	for _, row := range w.Values {
		for i, value := range row[:min(len(row), len(into))] {
			at := t.Column(w.of.now.Semantics, into[i])
			if at >= 0 && value[0] == '\'' && !t.Columns[at].Type.Takes(strings.ReplaceAll(value[1:len(value)-1], "''", "'")) {
				return t.Columns[at].Name
			}
		}
	}
	return ""
}

// at is the place of a column among names; -1: it is not there.
func (w statement) at(names []string, column string) int {
	return slices.IndexFunc(names, func(n string) bool { return w.of.now.Semantics.SameName(n, column) })
}

// there asks for rows that are equal to those of an INSERT in a unique key; nil: there can be none.
func (w statement) there(into []string, x schema.Index) (probe *Probe, ok bool) {
	p, t := w.of, w.t
	if x.Where != "" {
		return nil, false
	}
	var equal []string
	for _, row := range w.Values {
		if len(row) != len(into) {
			return nil, false
		}
		var all []string
		for _, part := range x.Parts {
			at, v := w.at(into, part.Column), p.values[p.place(t.Name, part.Column)]
			if part.Column == "" || part.Prefix > 0 || v == nil || v.unknown != "" {
				return nil, false
			}
			if at < 0 || strings.EqualFold(row[at], "NULL") { // the server counts, or a NULL is equal to nothing
				all = nil
				break
			}
			all = append(all, v.sql+" = "+row[at])
		}
		if all != nil {
			equal = append(equal, "("+strings.Join(all, " AND ")+")")
		}
	}
	if equal == nil {
		return nil, true
	}
	problem := "the upgrade stops: they are what it adds, which the unique key over " + x.On() + " forbids (" + w.why + ")"
	q := p.where(schema.DropTable{Table: t.Name}, "", "", schema.Lossy{Where: strings.Join(equal, " OR "), Problem: problem, Fatal: true})
	q.Change = nil
	return &q, true
}

// updated: rows may come to be equal, refer to nothing, or violate a check.
func (w statement) updated() []Probe {
	p, t := w.of, w.t
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
	if may == "" {
		return nil
	}
	return []Probe{w.broken(strings.Join(w.Columns, ", "), may, p.anyRow(t.Name))}
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
	may += ": " + w.why
	return Probe{Table: w.t.Name, Column: column, Problem: may, Fatal: true, Unsure: "not asked: " + may, Any: rows}
}

// source asks whether there is a row in the one observed table that a statement reads; empty: it reads others as well.
func (w statement) source() schema.Question {
	if len(w.From) != 1 {
		return schema.Question{}
	}
	return w.of.anyRow(w.From[0])
}
