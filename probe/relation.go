package probe

import (
	"maps"
	"slices"

	"assay/schema"
)

// A relation is a table on its way through the upgrade: what is known of the rows that it will have.
type relation struct {
	name string // what it is called now; empty: the upgrade makes it
	// filled, changed and deleted say which statement of the upgrade gives it rows, changes values of any column, and takes rows away; columns, which one sets
	// a column, by key. Empty: none does.
	filled, changed, deleted string
	columns                  map[string]string
	// emptied reports that no row is left of those that are there.
	emptied bool
	// rows are those that statements put there and that stand in them; unlisted says which statement puts others there, or changes them; empty: none does.
	rows     []listed
	unlisted string
	keys     []*keys // of rows
	// guess says under which condition it is another table than assumed; empty: it is not.
	guess string
}

func (s *state) relation(table string) *relation {
	return s.tables[s.observed.Semantics.TableKey(table)]
}

// present is what a table is called now; empty: it is not there.
func (s *state) present(table string) string {
	if r := s.relation(table); r != nil {
		return r.name
	}
	return ""
}

// create notes a table that the upgrade makes, unless it counts as a renamed one.
func (s *state) create(t *schema.Table) {
	if s.relation(t.Name) == nil {
		s.tables[s.observed.Semantics.TableKey(t.Name)] = &relation{}
	}
}

// drop forgets a table. One that the revision then makes with all of its columns is the same one renamed, as far as anybody can tell: no change of a recording
// renames a table. It reports whether there is one.
func (p *Prober) drop(table string) bool {
	key := p.observed.Semantics.TableKey(table)
	r, was := p.tables[key], p.now.Table(table)
	delete(p.tables, key)
	for _, c := range p.ahead {
		create, ok := c.(schema.CreateTable)
		if !ok || p.relation(create.Table.Name) != nil || slices.ContainsFunc(was.Columns, func(col schema.Column) bool {
			i := create.Table.Column(p.now.Semantics, col.Name)
			return i < 0 || col.Differ(&create.Table.Columns[i]) != 0
		}) {
			continue
		}
		p.tables[key] = r
		p.move(table, create.Table.Name)
		r.guess = "unless " + create.Table.Name + " is created again, and not " + table + " renamed"
		return true
	}
	return false
}

// move gives a table its new name.
func (s *state) move(from, to string) {
	was, is := s.observed.Semantics.TableKey(from), s.observed.Semantics.TableKey(to)
	r := s.tables[was]
	delete(s.tables, was)
	s.tables[is] = r
	for _, c := range s.now.Table(from).Columns {
		v := s.values[s.place(from, c.Name)]
		delete(s.values, s.place(from, c.Name))
		if s.values[s.place(to, c.Name)] = v; v == nil {
			delete(s.values, s.place(to, c.Name))
		}
	}
}

// Hide says that there are unknown statements before the next changes, and what their probes then depend on.
func (p *Prober) Hide(why string) { p.hidden = why }

// take notes what a statement does to the rows that there will be.
func take(p *Prober, why string, writes []schema.Write) {
	for _, w := range writes {
		if w.Table == "" {
			for _, r := range p.tables {
				p.write(r, why, w)
			}
			continue
		}
		r := p.relation(w.Table)
		if r == nil {
			continue
		}
		var next map[place]*value
		if t := p.now.Table(w.Table); t != nil {
			next = statement{w, p, t, why}.becoming()
		}
		p.cascade(why, w)
		all := p.along(w)
		if next != nil {
			all = append([]string{}, all[len(w.Columns):]...) // what the others hold is known
		}
		w.Columns = all
		p.write(r, why, w)
		for at, v := range next {
			if p.values[at] = v; !w.Some {
				delete(r.columns, at.column)
			}
		}
	}
	for at, v := range p.values { // what was the same in every row need not be so any more
		if r := p.tables[at.table]; v.fixed && r != nil && (r.filled != "" || r.changed != "" || r.columns[at.column] != "") {
			v.fixed, v.null = false, false
		}
	}
}

// along are the columns that a statement sets, and then those that the server sets along with them; nil: any.
func (s *state) along(w schema.Write) []string {
	t := s.now.Table(w.Table)
	if t == nil || w.Columns == nil {
		return w.Columns
	}
	set := func(name string) bool {
		return slices.ContainsFunc(w.Columns, func(n string) bool { return s.now.Semantics.SameName(n, name) })
	}
	return append(slices.Clone(w.Columns), derived(t, set)...)
}

func (s *state) write(r *relation, why string, w schema.Write) {
	if w.Inserts {
		r.filled = why
	}
	if w.Updates || w.Inserts && w.Values == nil {
		r.unlisted = why
	}
	if w.Deletes {
		r.deleted = why
		r.emptied = r.emptied || w.All && r.filled == ""
		if w.All {
			r.filled, r.rows, r.keys, r.unlisted = "", nil, nil, "" // in this order
		}
	}
	switch {
	case !w.Updates:
	case w.Columns == nil:
		r.changed = why
	default:
		if r.columns == nil {
			r.columns = map[string]string{}
		}
		for _, c := range w.Columns {
			r.columns[s.place("", c).column] = why
		}
	}
}

// cascade takes what a statement does to a table's rows on to those that refer to them with an action.
func (s *state) cascade(why string, w schema.Write) { s.cascadeOn(why, w, map[string]bool{}) }

func (s *state) cascadeOn(why string, w schema.Write, seen map[string]bool) {
	key := s.observed.Semantics.TableKey(w.Table)
	if seen[key] {
		return
	}
	seen[key] = true
	for _, t := range s.now.SortedTables() {
		r := s.relation(t.Name)
		for _, f := range t.ForeignKeys {
			sets := w.Columns == nil || slices.ContainsFunc(w.Columns, func(name string) bool { return !lacksName(s.now.Semantics, f.RefColumns, []string{name}) })
			changes := w.Deletes && acts(f.OnDelete) || w.Updates && sets && acts(f.OnUpdate)
			if r == nil || !changes || s.observed.Semantics.TableKey(f.RefTable) != s.observed.Semantics.TableKey(w.Table) || r == s.relation(w.Table) {
				continue
			}
			r.deleted = why
			onward := schema.Write{Table: t.Name, Updates: true, Columns: f.Columns, Deletes: w.Deletes && f.OnDelete == "CASCADE"}
			s.write(r, why, onward)
			s.cascadeOn(why, onward, seen)
		}
	}
}

// acts reports whether an action of a foreign key does something to rows.
func acts(action string) bool { return action != "" && action != "RESTRICT" && action != "NO ACTION" }

// doubted leaves out the probes of tables without rows, and says of the others whether a statement before decides what they will find.
func (p *Prober) doubted(all []Probe) []Probe {
	var left []Probe
	for _, probe := range all {
		if p.decide(&probe) {
			left = append(left, probe)
		}
	}
	return left
}

// decide completes a probe; false: there is nothing to ask.
func (p *Prober) decide(probe *Probe) bool {
	unsure, blind := "", ""
	for _, read := range probe.reads {
		r := p.relation(read.table)
		if r == nil {
			continue
		}
		if r.emptied && r.filled == "" && !read.parent {
			return false
		}
		by := func(why string) string {
			if why == "" {
				return ""
			}
			return "depends on " + why
		}
		for _, why := range append([]string{r.changed}, p.set(r, read.columns)...) {
			blind = first(blind, by(why))
		}
		if read.parent {
			blind, unsure = first(blind, by(r.deleted)), first(unsure, by(r.filled))
			continue
		}
		filled := r.filled
		if read.listed {
			filled = r.unlisted
		}
		blind, unsure = first(blind, by(filled)), first(unsure, by(r.deleted), r.guess)
	}
	if !probe.Fatal {
		return blind == "" || probe.Asks()
	}
	probe.Unsure = first(probe.Unsure, blind, unsure, p.hidden)
	if blind == "" {
		return true
	}
	if probe.Asks() {
		probe.Any, probe.Count, probe.Examples = p.anyRow(probe.Table), schema.Question{}, schema.Question{}
	}
	probe.Unsure = first(blind, probe.Unsure)
	return true
}

// set are the statements that set one of the columns, or any where none is named.
func (s *state) set(r *relation, columns []string) []string {
	var all []string
	if len(columns) == 0 || columns[0] == "" {
		return slices.Collect(maps.Values(r.columns))
	}
	for _, c := range columns {
		all = append(all, r.columns[s.place("", c).column])
	}
	return all
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// filled are the probes of a change to a table that the upgrade has made: it has the rows that statements have put there.
func (p *Prober) filled(c schema.Change, r *relation) []Probe {
	probe := Probe{Change: c, Table: c.Object().Table, Fatal: true, reads: []reading{{table: c.Object().Table}}}
	switch c := c.(type) {
	case schema.AddIndex:
		if !c.Index.Kind.Unique() {
			return nil
		}
		probe.Problem = "the upgrade stops: rows that the unique key over " + c.Index.On() + " forbids"
	case schema.AddForeignKey:
		if c.ForeignKey.AllTraits()[schema.Validity] != "" {
			return nil
		}
		probe.Problem = "the upgrade stops: no row of " + c.ForeignKey.RefTable + " has what they refer to"
	case schema.AddCheck:
		if c.Check.AllTraits()[schema.Validity] != "" {
			return nil
		}
		probe.Problem = "the upgrade stops: they violate " + c.Check.Expr
	case schema.AddColumn:
		if c.Column.Nullable || c.Column.Default != "" || p.now.Semantics.FillsColumns {
			return nil
		}
		probe.Problem = "the upgrade stops: the new column is NOT NULL and has no default for existing rows"
	case schema.AlterColumn:
		if c.Set&(schema.PropType|schema.PropNullable) == 0 {
			return nil
		}
		probe.Problem = "the upgrade stops: values that the column no longer accepts"
	default:
		return nil
	}
	if r.filled == "" {
		return nil
	}
	return []Probe{probe}
}
