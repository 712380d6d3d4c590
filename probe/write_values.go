package probe

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var (
	aName = schema.Pattern(`^` + schema.NameSQL + `$`)
	// kept are functions whose values are as long as what they are of, and NULL where that is.
	kept = schema.Pattern(`(?is)^(?:lower|upper|trim|ltrim|rtrim|btrim)\s*\(\s*(` + schema.NameSQL + `)\s*\)$`)
)

// takes is the probe of a value that a column may not take; nil: it takes it. The value is a literal, or a column of a table whose rows are read; rows asks
// whether there is one.
func (w statement) takes(column, value, from string, rows schema.Question) []Probe {
	p, t := w.of, w.t
	i := t.Column(p.now.Semantics, column)
	if i < 0 {
		return []Probe{w.broken(column, t.Name+" has no column "+column, schema.Question{})}
	}
	c := t.Columns[i]
	may := ""
	switch {
	case strings.EqualFold(value, "DEFAULT"):
		if c.Demands() {
			may = "it has no default"
		}
	case c.Generated != "" || c.Identity == "ALWAYS":
		return []Probe{w.broken(c.Name, t.Name+"."+c.Name+": the server computes it", schema.Question{})}
	case strings.EqualFold(value, "NULL"):
		if !c.Nullable && !c.AutoIncrement {
			may = "it is NOT NULL"
		}
	case from != "" && (aName().MatchString(value) || kept().MatchString(value)) && w.reads(from, value) != nil:
		return w.becomes(c, from, value, rows)
	default:
		var sure bool
		if may, sure = domain(p.now, t, c).Refuses(value); sure && from == "" {
			return []Probe{w.certain(c.Name, t.Name+"."+c.Name+": "+may, p.engine.StrictMode())}
		}
	}
	if may == "" {
		return nil
	}
	return []Probe{w.broken(c.Name, t.Name+"."+c.Name+": "+may, rows)}
}

// certain is a probe of what stops the statement whatever rows there are, on a condition that the server fulfils or not; a trigger may give the row another
// value first.
func (w statement) certain(column, why, condition string) Probe {
	probe := w.broken(column, why, schema.Question{})
	if condition == "" || triggered(w.of.now, w.t.Name) {
		return probe
	}
	probe.Problem, probe.Unsure = "the upgrade stops: "+why+": "+w.why, ""
	probe = w.of.ask(probe, "1 FROM (SELECT 1 AS assay_1) AS one WHERE "+condition, "")
	probe.Examples, probe.Count.Tables = schema.Question{}, nil
	return probe
}

// triggered reports whether a table has a trigger.
func triggered(s *schema.Schema, table string) bool {
	m, key := s.Semantics, s.Semantics.TableKey(table)
	return slices.ContainsFunc(s.Opaque, func(o schema.Opaque) bool { return o.Kind == "trigger" && m.TableKey(o.Table) == key }) ||
		slices.ContainsFunc(s.Beside, func(b schema.Beside) bool { return b.Kind == "trigger" && m.TableKey(b.Table) == key })
}

// unquoted is the name of the column that an expression gives the value of.
func unquoted(value string) string {
	if m := kept().FindStringSubmatch(value); m != nil {
		value = m[1]
	}
	path := schema.NamePath(value)
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}

// reads is the column of a table that an expression gives the value of; nil: it has no such.
func (w statement) reads(table, value string) *schema.Column {
	t := w.of.now.Table(table)
	if t == nil {
		return nil
	}
	if i := t.Column(w.of.now.Semantics, unquoted(value)); i >= 0 {
		return &t.Columns[i]
	}
	return nil
}

// becomes asks which values of a column another one does not take.
func (w statement) becomes(to schema.Column, from, value string, rows schema.Question) []Probe {
	p, source := w.of, w.reads(from, value)
	v := p.values[p.place(from, source.Name)]
	target := domain(p.now, w.t, to)
	is := domain(p.now, p.now.Table(from), *source)
	var found []Probe
	if !to.Nullable && source.Nullable {
		null := schema.Lossy{Where: "%s IS NULL", Problem: "the upgrade stops: " + w.t.Name + "." + to.Name + " is NOT NULL"}
		found = append(found, w.asked(to, from, source.Name, rows, v, null))
	}
	switch {
	case same(is, target), p.now.Semantics.Keeps(is.Type, target.Type) && is.Charset == target.Charset && to.Type.Named == source.Type.Named:
	case v == nil || v.unknown != "" || !is.Type.GoesInto(target.Type):
		found = append(found, w.broken(to.Name, "whether "+w.t.Name+"."+to.Name+" takes "+value+" is not known", rows))
	default:
		for _, m := range p.engine.Lossy(v.sql, is, target, false) {
			if m.Where == "" {
				found = append(found, w.broken(to.Name, m.Problem, rows))
			} else if m.Fatal {
				found = append(found, w.asked(to, from, source.Name, rows, v, m))
			}
		}
	}
	return found
}

// asked counts the values of a column that stop the statement, if it comes to their rows.
func (w statement) asked(to schema.Column, from, column string, rows schema.Question, v *value, m schema.Lossy) Probe {
	p := w.of
	if v == nil || v.unknown != "" || p.present(from) == "" {
		return w.broken(to.Name, strings.TrimPrefix(m.Problem, "the upgrade stops: "), rows)
	}
	m.Where, m.Fatal = strings.Replace(m.Where, "%s IS NULL", v.sql+" IS NULL", 1), true
	m.Problem += " (" + w.why + ")"
	q := p.where(schema.DropTable{Table: from}, column, v.sql, m)
	q.Change = nil
	if w.Some || w.From != nil {
		q.Unsure = "it may not come to these rows: " + w.why
	}
	return q
}

// given selects the values of columns from the rows that stand in a statement, under their names.
func (w statement) given(into, columns []string) string {
	rows := make([]string, len(w.Values))
	for i, row := range w.Values {
		list := make([]string, len(columns))
		for j, name := range columns {
			list[j] = w.of.engine.Typed(w.value(row, into, name), w.t.Columns[w.t.Column(w.of.now.Semantics, name)].Type) + " AS " + w.of.engine.Quote(name)
		}
		rows[i] = "SELECT " + strings.Join(list, ", ")
	}
	return strings.Join(rows, " UNION ALL ")
}

// value is what a row has in a column: what it says, or else the column's default; empty: not known.
func (w statement) value(row, into []string, column string) string {
	c := w.t.Columns[w.t.Column(w.of.now.Semantics, column)]
	i := w.at(into, column)
	switch {
	case i >= len(row):
		return ""
	case i >= 0 && !strings.EqualFold(row[i], "DEFAULT"):
		return row[i]
	case c.AutoIncrement || c.Identity != "" || c.Generated != "":
		return ""
	case c.Default == "":
		return "NULL"
	case constant(c.Default):
		return c.Default
	}
	return ""
}

// knows reports whether it is known of all rows what they have in the columns.
func (w statement) knows(into, columns []string) bool {
	return !slices.ContainsFunc(w.Values, func(row []string) bool {
		return slices.ContainsFunc(columns, func(name string) bool { return w.value(row, into, name) == "" })
	})
}

// referring asks whether what the rows refer to is there.
func (w statement) referring(into []string) []Probe {
	p, m := w.of, w.of.now.Semantics
	var found []Probe
	for _, f := range w.t.ForeignKeys {
		var parent, why string
		r := p.relation(f.RefTable)
		itself := m.TableKey(f.RefTable) == m.TableKey(w.t.Name)
		switch {
		case !slices.ContainsFunc(w.Values, func(row []string) bool {
			return !slices.ContainsFunc(f.Columns, func(name string) bool { return strings.EqualFold(w.value(row, into, name), "NULL") })
		}):
			continue // a NULL refers to nothing
		case r != nil && r.put(p.now, f.RefTable, f.RefColumns, w, into, f.Columns):
			continue // the upgrade has put it there
		case r == nil || r.name == "" || itself || r.unlisted != "" || !w.knows(into, f.Columns):
			why = "not known"
		default:
			parent, _, why = p.keyed(f.RefTable, f.RefColumns)
		}
		if why != "" {
			found = append(found, w.broken("", "what it refers to in "+f.RefTable+" may not be there", schema.Question{}))
			continue
		}
		var where, match []string
		for i, name := range f.Columns {
			where = append(where, "given."+p.engine.Quote(name)+" IS NOT NULL")
			match = append(match, fmt.Sprintf("parent.assay_%d = given.%s", i+1, p.engine.Quote(name)))
		}
		from := fmt.Sprintf(" FROM (%s) AS given WHERE %s AND NOT EXISTS (SELECT 1 FROM (%s) AS parent WHERE %s)", w.given(into, f.Columns), strings.Join(where, " AND "), parent,
			strings.Join(match, " AND "))
		probe := Probe{
			Table: w.t.Name, Column: strings.Join(f.Columns, ", "), Fatal: true,
			Problem: "the upgrade stops: no row of " + f.RefTable + " has what they refer to (" + w.why + ")",
			reads:   []reading{{table: f.RefTable, columns: f.RefColumns, parent: true}},
		}
		found = append(found, p.ask(probe, "1"+from, "*"+from, f.RefTable))
	}
	return found
}

// taken asks for rows that are equal to those of the statement in a unique key, and says which of its own are, and of those that the upgrade has put there.
func (w statement) taken(into []string) []Probe {
	p, r := w.of, w.of.relation(w.t.Name)
	fresh := r.name == "" || r.emptied
	var found []Probe
	for _, x := range w.t.Indexes {
		columns := partsOf(x)
		switch {
		case !x.Kind.Unique() || w.counted(columns, into):
		case columns == nil || !w.knows(into, columns) || r.unlisted != "" && fresh:
			if len(w.Values) > 1 || !fresh || r.filled != "" {
				found = append(found, w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", p.anyRow(w.t.Name)))
			}
		case w.twice(r, into, columns, false):
			sure := ""
			if r.deleted == "" && w.twice(r, into, columns, true) {
				sure = "TRUE"
			}
			found = append(found, w.certain(strings.Join(columns, ", "), "a row that it adds is there already by then, which the unique key over "+x.On()+" forbids", sure))
		case !fresh:
			found = append(found, w.there(into, columns, x)...)
		}
	}
	return found
}

// there asks for the rows of the table that are equal to the statement's.
func (w statement) there(into, columns []string, x schema.Index) []Probe {
	p, t := w.of, w.t
	var equal []string
	for _, row := range w.Values {
		var all []string
		for _, name := range columns {
			v, value := p.values[p.place(t.Name, name)], w.value(row, into, name)
			if v == nil || v.unknown != "" {
				return []Probe{w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", p.anyRow(t.Name))}
			}
			if strings.EqualFold(value, "NULL") { // which is equal to nothing
				all = nil
				break
			}
			all = append(all, v.sql+" = "+value)
		}
		if all != nil {
			equal = append(equal, "("+strings.Join(all, " AND ")+")")
		}
	}
	if equal == nil {
		return nil
	}
	problem := "the upgrade stops: they are what it adds, which the unique key over " + x.On() + " forbids (" + w.why + ")"
	q := p.where(schema.DropTable{Table: t.Name}, "", "", schema.Lossy{Where: strings.Join(equal, " OR "), Problem: problem, Fatal: true})
	q.Change, q.reads = nil, []reading{{table: t.Name, columns: columns, listed: true}}
	return []Probe{q}
}

// checked asks whether the rows fulfil the table's conditions.
func (w statement) checked(into []string) []Probe {
	p, t := w.of, w.t
	var found []Probe
	for _, k := range t.Checks {
		var columns []string
		for _, c := range t.Columns {
			if schema.Mentions(k.Expr, c.Name) {
				columns = append(columns, c.Name)
			}
		}
		switch {
		case k.NotEnforced:
		case len(columns) == 0 || !w.knows(into, columns):
			found = append(found, w.broken("", "a row that it adds may violate "+k.Expr, schema.Question{}))
		default:
			from := fmt.Sprintf(" FROM (%s) AS given WHERE NOT (%s)", w.given(into, columns), k.Expr)
			probe := Probe{Table: t.Name, Column: k.Name, Fatal: true, Problem: "the upgrade stops: they violate " + k.Expr + " (" + w.why + ")"}
			found = append(found, p.ask(probe, "1"+from, "*"+from))
		}
	}
	return found
}

// twice reports whether two of the rows, or one of them and one that the upgrade has put there before, are the same in the columns of a key, or exact ones as
// they are written.
func (w statement) twice(r *relation, into, columns []string, exact bool) bool {
	seen := map[string]bool{}
	for _, before := range r.rows {
		seen[before.key(w.t, w.of.now.Semantics, columns, exact)] = true
	}
	for _, row := range w.Values {
		key := w.listed(row, into).key(w.t, w.of.now.Semantics, columns, exact)
		if key != "" && seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}

// A listed row is one that a statement has put into a table, by column.
type listed map[string]string

func (w statement) listed(row, into []string) listed {
	all := listed{}
	for _, c := range w.t.Columns {
		all[c.Name] = w.value(row, into, c.Name)
	}
	return all
}

// key is what a row has in columns, exactly as it is written, or with case and quotes left out, as a server may compare; empty: a NULL, or what is not
// known, is equal to nothing.
func (l listed) key(t *schema.Table, m schema.Semantics, columns []string, exact bool) string {
	var all []string
	for _, name := range columns {
		i := t.Column(m, name)
		if i < 0 || l[t.Columns[i].Name] == "" || strings.EqualFold(l[t.Columns[i].Name], "NULL") {
			return ""
		}
		if exact {
			all = append(all, l[t.Columns[i].Name])
			continue
		}
		all = append(all, strings.ToLower(strings.TrimRight(strings.Trim(l[t.Columns[i].Name], "'"), " ")))
	}
	return strings.Join(all, "\x00")
}

// put reports whether the upgrade has put all rows into a table that the rows of a statement refer to.
func (r *relation) put(s *schema.Schema, table string, refs []string, w statement, into, columns []string) bool {
	there := map[string]bool{}
	for _, row := range r.rows {
		there[row.key(s.Table(table), s.Semantics, refs, false)] = true
	}
	return !slices.ContainsFunc(w.Values, func(row []string) bool {
		key := w.listed(row, into).key(w.t, s.Semantics, columns, false)
		return key != "" && !there[key]
	})
}
