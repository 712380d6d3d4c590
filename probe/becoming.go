package probe

import (
	"maps"
	"slices"
	"strings"

	"assay/schema"
)

// comparison is a condition that can be asked of what a column will hold by then: of one column, against a literal or NULL.
var comparison = schema.Pattern(`(?is)^(` + schema.NameSQL + `)\s*(?:(IS\s+(?:NOT\s+)?NULL)|(=|<>|!=|<=|>=|<|>)\s*('(?:[^'\\]|'')*'|-?\d+))$`)

// becoming is what an UPDATE makes of the columns that it sets, each as an expression of what the table holds now; nil: that is not known of one of them.
func (w statement) becoming() map[place]*value {
	p := w.of
	if w.Sets == nil || w.Ignores || w.Inserts || p.present(w.t.Name) == "" || p.triggered(w.t.Name) || w.Some && w.condition() == "" {
		return nil
	}
	all := map[place]*value{}
	for _, s := range w.Sets {
		at := p.place(w.t.Name, s.Column)
		was, next := p.values[at], w.set(s)
		if was == nil || was.counted || next == nil || all[at] != nil {
			return nil
		}
		if w.Some {
			if was.unknown != "" {
				return nil
			}
			next = &value{sql: "CASE WHEN " + w.condition() + " THEN " + next.sql + " ELSE " + was.sql + " END"}
		}
		next.domain, next.set, next.now = domain(p.now, w.t, w.t.Columns[w.t.Column(p.now.Semantics, s.Column)]), true, was.present()
		all[at] = next
	}
	return all
}

// set is what a column is set to: NULL, a literal of its kind, or another column as it is, which no statement sets at the same time (MySQL sets one after the
// other); nil: it is something else.
func (w statement) set(s schema.Set) *value {
	p, m := w.of, w.of.now.Semantics
	i := w.t.Column(m, s.Column)
	if i < 0 {
		return nil
	}
	c := w.t.Columns[i]
	own := domain(p.now, w.t, c)
	if strings.EqualFold(s.Value, "DEFAULT") && c.Generated == "" && c.Identity == "" && (constant(c.Default) || c.Default == "" && c.Nullable) {
		s.Value = first(c.Default, "NULL")
	}
	switch {
	case strings.EqualFold(s.Value, "NULL"):
		return &value{sql: p.engine.Typed("NULL", c.Type), fixed: true, null: true}
	case schema.IsLiteral(s.Value) && p.comparesBytes(w.t, s.Column):
		return nil
	case schema.IsLiteral(s.Value):
		if why, _ := own.Refuses(s.Value); why != "" || c.Type.Named || c.Type.IsText() == (s.Value[0] != '\'') || held(p.engine, c, s.Value) == "" {
			return nil
		}
		return &value{sql: p.engine.Typed("("+s.Value+")", c.Type), fixed: true}
	case strings.EqualFold(s.Value, "TRUE"), strings.EqualFold(s.Value, "FALSE"):
		if why, _ := own.Refuses(s.Value); why != "" {
			return nil
		}
		return &value{sql: p.engine.Typed("("+s.Value+")", c.Type), fixed: true}
	case columnOf(p.now, w.t.Name, s.Value) == nil:
		return setComputed(w, c, s.Value)
	}
	source := columnOf(p.now, w.t.Name, s.Value)
	if source == nil || !same(domain(p.now, w.t, *source), own) {
		return nil
	}
	if slices.ContainsFunc(w.Sets, func(other schema.Set) bool { return m.SameName(other.Column, source.Name) }) {
		return nil
	}
	v := p.values[p.place(w.t.Name, source.Name)]
	if v == nil || v.unknown != "" || v.counted {
		return nil
	}
	return &value{sql: v.sql, fixed: v.fixed, null: v.null}
}

// condition is the one under which an UPDATE sets columns, of what the table holds now; empty: it cannot be asked.
func (w statement) condition() string {
	m := comparison().FindStringSubmatch(w.Where)
	if m == nil {
		return conditionComputed(w)
	}
	c := columnOf(w.of.now, w.t.Name, m[1])
	if c == nil || m[4] != "" && (c.Type.Named || c.Type.IsText() == (m[4][0] != '\'')) {
		return ""
	}
	v := w.of.values[w.of.place(w.t.Name, c.Name)]
	switch {
	case v == nil || v.unknown != "":
		return ""
	case m[4] == "":
		return v.sql + " " + m[2]
	}
	return v.sql + " " + m[3] + " " + m[4]
}

// outcome asks of the rows, as the statement leaves them, whether the keys, references and conditions over what it sets still hold.
func (w statement) outcome(next map[place]*value, rows schema.Question) []Probe {
	p, t := w.of, w.t
	before := maps.Clone(p.values)
	defer func() { p.values = before }()
	maps.Copy(p.values, next)
	set := func(name string) bool { return next[p.place(t.Name, name)] != nil }
	along := derived(t, set)
	follows := func(name string) bool { return slices.Contains(along, name) }
	alike := !w.Some && !slices.ContainsFunc(w.Sets, func(s schema.Set) bool { return !schema.IsLiteral(s.Value) })
	var found []Probe
	for _, x := range t.Indexes {
		switch {
		case !x.Kind.Unique() || !within(t, x, set) || within(t, x, follows):
		case alike:
			found = append(found, p.doubles(schema.DropTable{Table: t.Name}, t, x)...)
		default:
			found = append(found, meetingIn(w, before, x, rows)...)
		}
	}
	for _, f := range t.ForeignKeys {
		switch {
		case p.unreferred || !slices.ContainsFunc(f.Columns, set) || slices.ContainsFunc(f.Columns, follows):
		case f.NotValid && w.Some: // which those that are not set need not fulfil
			found = append(found, w.broken(strings.Join(f.Columns, ", "), "rows may come to refer to what "+f.RefTable+" does not have", rows))
		default:
			f.NotValid = false
			found = append(found, p.addForeignKey(schema.AddForeignKey{Table: t.Name, ForeignKey: f})...)
		}
	}
	for _, k := range t.AllChecks() {
		if mentions(t, k.Expr, set) && !mentions(t, k.Expr, follows) {
			found = append(found, p.addCheck(schema.AddCheck{Table: t.Name, Check: k}, t)...)
		}
	}
	for i := range found {
		if found[i].Change = nil; found[i].Asks() {
			found[i].Problem += " (" + w.why + ")"
		}
	}
	return append(found, w.following(along, rows)...)
}

// following: what the server sets along with the columns of the statement is not known.
func (w statement) following(derived []string, rows schema.Question) []Probe {
	for _, c := range w.t.Columns {
		if c.Stored && slices.Contains(derived, c.Name) && mayFail(c.Generated, c.Type, w.of.now.Semantics.TypedExpressions) {
			return []Probe{w.broken(c.Name, "whether "+c.Generated+" can be computed of each row, and is a value of "+c.Type.String()+", is not known", rows)}
		}
	}
	w.Columns, w.Constant = append([]string{}, derived...), false
	return w.changed(rows)
}

// derived are the columns that the server sets by itself where others are set: those that it computes of them, and a time of change.
func derived(t *schema.Table, set func(name string) bool) (all []string) {
	for i := 0; i < len(t.Columns); i++ {
		c := t.Columns[i]
		from := func(name string) bool { return set(name) || slices.Contains(all, name) }
		if slices.Contains(all, c.Name) || set(c.Name) || c.OnUpdate == "" && !mentions(t, c.Generated, from) {
			continue
		}
		all, i = append(all, c.Name), -1 // another can be computed of it
	}
	return all
}

// mentions reports whether an expression names one of some columns of a table.
func mentions(t *schema.Table, expr string, some func(name string) bool) bool {
	return slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return some(c.Name) && schema.Mentions(expr, c.Name) })
}

// within reports whether an index is over some columns, or over the rows that they decide.
func within(t *schema.Table, x schema.Index, some func(name string) bool) bool {
	return mentions(t, x.Where, some) || slices.ContainsFunc(x.Parts, func(part schema.Part) bool {
		return part.Column != "" && some(part.Column) || mentions(t, part.Expr, some)
	})
}
