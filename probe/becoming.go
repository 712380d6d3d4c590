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
	if w.Sets == nil || w.Ignores || w.Inserts || p.present(w.t.Name) == "" || triggered(p.now, w.t.Name) || w.Some && w.condition() == "" {
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
	switch {
	case strings.EqualFold(s.Value, "NULL"):
		return &value{sql: p.engine.Typed("NULL", c.Type), fixed: true, null: true}
	case schema.IsLiteral(s.Value):
		if why, _ := own.Refuses(s.Value); why != "" || c.Type.Named || c.Type.IsText() == (s.Value[0] != '\'') {
			return nil
		}
		return &value{sql: p.engine.Typed("("+s.Value+")", c.Type), fixed: true}
	case strings.EqualFold(s.Value, "TRUE"), strings.EqualFold(s.Value, "FALSE"):
		if why, _ := own.Refuses(s.Value); why != "" {
			return nil
		}
		return &value{sql: p.engine.Typed("("+s.Value+")", c.Type), fixed: true}
	case !aName().MatchString(s.Value):
		return nil
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
		return ""
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
	alike := !w.Some && !slices.ContainsFunc(w.Sets, func(s schema.Set) bool { return !schema.IsLiteral(s.Value) })
	var found []Probe
	for _, x := range t.Indexes {
		switch {
		case !x.Kind.Unique() || !slices.ContainsFunc(x.Parts, func(part schema.Part) bool { return part.Column == "" || set(part.Column) }):
		case alike:
			found = append(found, p.doubles(schema.DropTable{Table: t.Name}, t, x)...)
		default: // a row that is set can be equal to one that is not yet
			found = append(found, w.broken(strings.Join(w.Columns, ", "), "rows may come to be equal, which the unique key over "+x.On()+" forbids", rows))
		}
	}
	for _, f := range t.ForeignKeys {
		if slices.ContainsFunc(f.Columns, set) {
			found = append(found, p.addForeignKey(schema.AddForeignKey{Table: t.Name, ForeignKey: f})...)
		}
	}
	for _, k := range t.Checks {
		if slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return set(c.Name) && schema.Mentions(k.Expr, c.Name) }) {
			found = append(found, p.addCheck(schema.AddCheck{Table: t.Name, Check: k}, t)...)
		}
	}
	for i := range found {
		if found[i].Change = nil; found[i].Asks() {
			found[i].Problem += " (" + w.why + ")"
		}
	}
	return found
}
