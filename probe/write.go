package probe

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// Write says that a statement writes rows, and which it is. It returns the probes of what can be in its way: a statement that breaks a key, a reference or a
// condition, or gives a column what it does not take, stops an upgrade as one that makes the key does. What nobody can tell here is undecided where there are
// rows.
func (p *Prober) Write(why string, writes []schema.Write) []Probe {
	var found []Probe
	for _, w := range writes {
		if w.References != "" {
			p.unreferred = w.References == "off"
		}
		if p.triggers[p.now.Semantics.TableKey(w.Table)] && w.Table != "" {
			may := "a trigger that a statement before it makes on " + w.Table + " may stop it: " + why
			found = append(found, Probe{Table: w.Table, Problem: may, Fatal: true, Unsure: may})
		}
		switch t := p.now.Table(w.Table); {
		case w.Table == "":
		case t == nil || p.relation(w.Table) == nil:
			may := "no table " + w.Table + " is known: " + why
			found = append(found, Probe{Table: w.Table, Problem: may, Fatal: true, Unsure: may})
		case w.Ignores:
			found = append(found, statement{w, p, t, why}.misnamed()...)
		default:
			does := statement{w, p, t, why}
			found = append(found, p.doubted(does.breaks())...)
			r := p.relation(w.Table)
			r.rows = append(r.rows, adding{does, does.names()}.rows()...)
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
		return slices.Concat(w.arbitrated(), copying{w, w.names()}.breaks(), w.upserted(), w.orphaned())
	case w.Inserts:
		return slices.Concat(w.arbitrated(), adding{w, w.names()}.breaks(), w.upserted(), w.orphaned())
	case w.Updates && !w.Deletes:
		return w.updated()
	}
	return w.orphaned()
}

// misnamed: even what ignores rows that cannot be has to name columns that there are, and to give each a value.
func (w statement) misnamed() []Probe {
	names := w.names()
	for _, name := range slices.Concat(names, w.Columns) {
		if w.t.Column(w.of.now.Semantics, name) < 0 {
			return []Probe{w.broken(name, w.t.Name+" has no column "+name, schema.Question{})}
		}
	}
	for _, row := range w.Values {
		if len(row) != len(names) {
			return []Probe{w.broken("", fmt.Sprintf("it has %d values for %d columns", len(row), len(names)), schema.Question{})}
		}
	}
	return nil
}

// left is the probe of a column that must be filled and is left out; nil: there is none.
func (w statement) left(into []string, rows schema.Question) []Probe {
	for _, c := range w.t.Columns {
		if c.Demands() && w.at(into, c.Name) < 0 {
			why := "it gives no value to " + w.t.Name + "." + c.Name + ", which is NOT NULL and has no default"
			if w.Values != nil && !w.Lenient {
				return []Probe{w.certain(c.Name, why, w.of.engine.StrictMode())}
			}
			return []Probe{w.broken(c.Name, why, rows)}
		}
	}
	return nil
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
	found = append(found, w.referredTo(rows)...)
	if next := w.becoming(); next != nil {
		return append(found, w.outcome(next, rows)...)
	}
	return append(found, w.changed(rows)...)
}

// referredTo: a row that others refer to keeps what they refer to, unless their foreign key does something about it.
func (w statement) referredTo(rows schema.Question) (found []Probe) {
	p, m := w.of, w.of.now.Semantics
	if p.unreferred {
		return nil
	}
	for _, child := range p.now.SortedTables() {
		for _, f := range child.ForeignKeys {
			sets := w.Columns == nil || slices.ContainsFunc(f.RefColumns, func(name string) bool { return w.at(w.Columns, name) >= 0 })
			r := p.relation(child.Name)
			if !sets || m.TableKey(f.RefTable) != m.TableKey(w.t.Name) || acts(f.OnUpdate) || r == nil || r.emptied && r.filled == "" {
				continue
			}
			if q, ok := leavingKeys(w, child, f); ok {
				found = append(found, q)
				continue
			}
			if child.Name != w.t.Name {
				rows = p.anyRow(child.Name)
			}
			return []Probe{w.broken(strings.Join(f.RefColumns, ", "), "rows of "+child.Name+" may refer to what it changes", rows)}
		}
	}
	return found
}

// arbitrated: the key that tells whether a row is there already has to be one, and no row may be changed twice.
func (w statement) arbitrated() []Probe {
	m := w.of.now.Semantics
	if w.Arbiter == nil && w.ArbiterName == "" {
		return nil
	}
	at := slices.IndexFunc(w.t.Indexes, w.arbitrates)
	switch {
	case at >= 0 && (w.t.Indexes[at].Deferrable || w.ArbiterName != "" && w.t.Indexes[at].Kind == schema.Unique):
		return []Probe{w.broken("", "the key that its ON CONFLICT names is deferrable, or no constraint", schema.Question{})}
	case at < 0 && slices.ContainsFunc(w.of.now.Opaque, func(o schema.Opaque) bool { return m.TableKey(o.Table) == m.TableKey(w.t.Name) }):
		return []Probe{w.broken("", "whether "+w.t.Name+" has such a key as its ON CONFLICT names is not known", schema.Question{})}
	case at < 0:
		return []Probe{w.certain(strings.Join(w.Arbiter, ", "), w.t.Name+" has no such key as its ON CONFLICT names", "TRUE")}
	}
	own := &keys{seen: map[string]bool{}, exact: map[string]bool{}}
	for _, row := range (adding{w, w.names()}).rows() {
		key := w.of.keyOf(row, w.t, w.Arbiter)
		if sure, may := own.meets(key); may && w.Arbiter != nil && w.Updates {
			condition := ""
			if sure {
				condition = "TRUE"
			}
			return []Probe{w.certain(strings.Join(w.Arbiter, ", "), "two of its rows are the same, which ON CONFLICT DO UPDATE cannot change twice", condition)}
		}
		own.add(key)
	}
	return nil
}

// arbitrates reports whether an index is the key by which an INSERT tells whether a row is there already.
func (w statement) arbitrates(x schema.Index) bool {
	m := w.of.now.Semantics
	if w.ArbiterName != "" {
		return m.SameName(x.Name, w.ArbiterName) || x.Name == ""
	}
	x.NullsNotDistinct = false
	columns := partsOf(x)
	return x.Kind.Unique() && len(columns) == len(w.Arbiter) && !lacksName(m, w.Arbiter, columns)
}

// spared are the columns by which a statement leaves out the rows that are there: all reports that it does so whatever the key.
func (w statement) spared() (columns []string, all bool) {
	switch at := slices.IndexFunc(w.t.Indexes, w.arbitrates); {
	case (w.Arbiter != nil || w.ArbiterName != "") && at >= 0:
		return partsOf(w.t.Indexes[at]), false
	case w.Where == "":
		return nil, true
	}
	for _, c := range w.t.Columns {
		if schema.Mentions(w.Where, c.Name) {
			columns = append(columns, c.Name)
		}
	}
	return columns, columns == nil
}

// upserted: what an INSERT makes of a row that is there already.
func (w statement) upserted() []Probe {
	r := w.of.relation(w.t.Name)
	if none := r.filled == "" && (r.name == "" || r.emptied); !w.Updates || w.Deletes || none && len(w.Values) == 1 {
		return nil
	}
	rows := w.of.anyRow(w.t.Name)
	if w.From != nil || len(w.Values) > 1 { // it can meet a row of its own
		rows = schema.Question{}
	}
	if w.Sets == nil {
		return []Probe{w.broken("", "what it makes of a row that is there is not known", rows)}
	}
	var found []Probe
	for _, s := range w.Sets {
		switch m, path := offered().FindStringSubmatch(s.Value), schema.NamePath(s.Value); {
		case m == nil && aName().MatchString(s.Value) && len(path) > 1 && w.of.now.Semantics.TableKey(path[len(path)-2]) != w.of.now.Semantics.TableKey(w.t.Name):
			found = append(found, w.broken(s.Column, "whether "+w.t.Name+"."+s.Column+" takes "+s.Value+" is not known", rows)) // VALUES … AS new
		case m == nil:
			found = append(found, w.takes(s.Column, s.Value, w.t.Name, rows)...)
		case !w.of.now.Semantics.SameName(m[1], s.Column):
			found = append(found, w.broken(s.Column, "whether "+w.t.Name+"."+s.Column+" takes "+s.Value+" is not known", rows))
		}
		w.Columns = append(w.Columns, s.Column)
	}
	return append(found, w.changed(rows)...)
}

// changed: rows whose columns are set may come to be equal, refer to nothing, or violate a check.
func (w statement) changed(rows schema.Question) []Probe {
	p, t := w.of, w.t
	own := func(name string) bool {
		return w.Columns == nil || slices.ContainsFunc(w.Columns, func(n string) bool { return p.now.Semantics.SameName(n, name) })
	}
	may := ""
	for _, c := range t.Columns {
		if c.Stored && mentions(t, c.Generated, own) && mayFail(c.Generated, c.Type, w.of.now.Semantics.TypedExpressions) {
			may = "whether " + c.Generated + " can be computed of each row, and is a value of " + c.Type.String() + ", is not known"
		}
	}
	along := derived(t, own)
	set := func(name string) bool { return own(name) || slices.Contains(along, name) }
	for _, x := range t.Indexes {
		if x.Kind.Unique() && within(t, x, set) {
			may = "rows may come to be equal, which the unique key over " + x.On() + " forbids"
		}
	}
	for _, f := range t.ForeignKeys {
		if slices.ContainsFunc(f.Columns, set) && !w.Constant && !p.unreferred {
			may = "rows may come to refer to what " + f.RefTable + " does not have"
		}
	}
	for _, k := range t.AllChecks() {
		if unchecked := k.NotEnforced && p.now.Semantics.GlobalIndexNames; unchecked || !k.NotEnforced && mentions(t, k.Expr, set) {
			may = "rows may come to violate " + k.Expr
		}
	}
	if may == "" {
		return nil
	}
	return []Probe{w.broken(strings.Join(w.Columns, ", "), may, rows)}
}

// orphaned: rows that others refer to are kept by the foreign key, unless that does something about it. A REPLACE deletes them too.
func (w statement) orphaned() (found []Probe) {
	p, t := w.of, w.t
	if !w.Deletes || w.Along || p.unreferred {
		return nil
	}
	for _, child := range p.now.SortedTables() {
		r := p.relation(child.Name)
		for _, f := range child.ForeignKeys {
			refers := p.now.Semantics.TableKey(f.RefTable) == p.now.Semantics.TableKey(t.Name)
			switch {
			case !refers:
			case w.Truncates && child.Name != t.Name: // whatever rows it has
				return []Probe{w.broken("", "foreign key "+child.Name+"."+f.Name+" refers to "+t.Name+", of which no server truncates it", schema.Question{})}
			case r == nil || r.emptied && r.filled == "":
			case !acts(f.OnDelete) && w.All && child.Name != t.Name:
				return []Probe{w.kept(child, f)}
			case !acts(f.OnDelete) && !w.Truncates && removesWhere(w) != "":
				if q, ok := goneWith(w, child, f); ok {
					found = append(found, q)
					continue
				}
				fallthrough
			case !acts(f.OnDelete) && !w.Truncates:
				return []Probe{w.broken("", "rows of "+child.Name+" may refer to what it deletes", p.anyRow(child.Name))}
			}
		}
	}
	return found
}

// kept asks for the rows that refer to one of those which a statement deletes, as it deletes all.
func (w statement) kept(child *schema.Table, f schema.ForeignKey) Probe {
	p := w.of
	rows, keys, why := p.keyed(child.Name, f.Columns)
	if p.present(child.Name) == "" || why != "" {
		return w.broken("", "rows of "+child.Name+" may refer to what it deletes", p.anyRow(child.Name))
	}
	from := " FROM (" + rows + ") child WHERE " + strings.Join(keys, " IS NOT NULL AND ") + " IS NOT NULL"
	probe := Probe{
		Table: child.Name, Column: strings.Join(f.Columns, ", "), Fatal: true,
		Problem: "the upgrade stops: they refer to rows of " + w.t.Name + " (" + w.why + ")", reads: []reading{{table: child.Name, columns: f.Columns}},
	}
	return p.ask(probe, "1"+from, "DISTINCT "+p.named(keys, f.Columns)+from, child.Name)
}

// broken is a probe of what can stop a statement that writes rows. rows: without one, nothing does.
func (w statement) broken(column, may string, rows schema.Question) Probe {
	may = "not asked: " + may + ": " + w.why
	return Probe{Table: w.t.Name, Column: column, Problem: may, Fatal: true, Unsure: may, Any: rows}
}
