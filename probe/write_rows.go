package probe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/schema"
)

// An adding statement puts rows that stand in it into its table, into the columns that into names.
type adding struct {
	statement
	into []string
}

// breaks: rows that stand in a statement.
func (w adding) breaks() []Probe {
	into := w.into
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
	found := w.referring()
	if spared, all := w.spared(); !w.Lenient || !all {
		found = append(found, w.taken(spared)...)
	}
	return append(found, w.checked()...)
}

// given selects the values of columns from the rows that stand in a statement, under their names.
func (w adding) given(columns []string) string {
	rows := make([]string, len(w.Values))
	for i, row := range w.Values {
		list := make([]string, len(columns))
		for j, name := range columns {
			list[j] = w.of.engine.Typed(w.value(row, name), w.t.Columns[w.t.Column(w.of.now.Semantics, name)].Type) + " AS " + w.of.engine.Quote(name)
		}
		rows[i] = "SELECT " + strings.Join(list, ", ")
	}
	return strings.Join(rows, " UNION ALL ")
}

// value is what a row has in a column: what it says, or else the column's default; empty: not known.
func (w adding) value(row []string, column string) string {
	c := w.t.Columns[w.t.Column(w.of.now.Semantics, column)]
	i := w.at(w.into, column)
	switch {
	case i >= len(row):
		return ""
	case i >= 0 && row[i] == "0" && c.AutoIncrement && w.of.now.Semantics.AutoIncrementNeedsKey: // MySQL takes the next number, in most modes
		return ""
	case i >= 0 && madeOf(w.of, row[i], domain(w.of.now, w.t, c)):
		return ""
	case i >= 0 && !strings.EqualFold(row[i], "DEFAULT"):
		return held(w.of.engine, c, row[i])
	case c.AutoIncrement || c.Identity != "" || c.Generated != "":
		return ""
	case c.Default == "":
		return "NULL"
	case constant(c.Default):
		return c.Default
	}
	return ""
}

var (
	plainInteger = schema.Pattern(`^-?(?:0|[1-9]\d*)$`)
	timeOfDay    = schema.Pattern(`(?i)^(?:NOW|CURRENT_TIMESTAMP|LOCALTIMESTAMP|UTC_TIMESTAMP|TRANSACTION_TIMESTAMP)\b`)
)

// held is what a column holds of a value that it is given, as an expression that compares as that does; empty: it is rounded or cut, or may be.
func held(e Engine, c schema.Column, value string) string {
	_, fraction, _ := strings.Cut(value, ".")
	_, scale, _ := strings.Cut(c.Type.Args, ",")
	digits, err := strconv.Atoi(scale)
	switch t := c.Type; {
	case value == "" || strings.EqualFold(value, "NULL"):
		return value
	case t.IsText() && plainInteger().MatchString(value):
		return e.Literal(value)
	case t.IsText() && value[0] != '\'', t.Name == "date" && timeOfDay().MatchString(value):
		return ""
	case t.Name == "float" || t.Name == "real":
		if len(value) > 6 || !plainInteger().MatchString(value) {
			return ""
		}
	case t.Name == "decimal" || t.Name == "numeric":
		switch long := t.Args != "" && fraction != "" && (err != nil || len(strings.TrimSuffix(fraction, "'")) > digits); {
		case long && err == nil && value[0] != '\'':
			return "ROUND(" + value + ", " + strings.TrimSpace(scale) + ")"
		case long:
			return ""
		}
	}
	return value
}

// comparesBytes reports whether a column tells texts apart that a literal of the connection does not (MySQL), so that no literal can stand for its value.
func (s *state) comparesBytes(t *schema.Table, column string) bool {
	i := t.Column(s.now.Semantics, column)
	if i < 0 || !s.now.Semantics.LooseTexts || !t.Columns[i].Type.IsText() {
		return false
	}
	d := domain(s.now, t, t.Columns[i])
	return d.Collation == "binary" || strings.HasSuffix(d.Collation, "_bin") || strings.HasSuffix(d.Collation, "_cs")
}

// knows reports whether it is known of all rows what they have in the columns.
func (w adding) knows(columns []string) bool {
	return !slices.ContainsFunc(w.Values, func(row []string) bool {
		return slices.ContainsFunc(columns, func(name string) bool { return w.value(row, name) == "" })
	})
}

// referring asks whether what the rows refer to is there.
func (w adding) referring() []Probe {
	p, m := w.of, w.of.now.Semantics
	var found []Probe
	for _, f := range w.t.ForeignKeys {
		if p.unreferred {
			break
		}
		var parent, why string
		r := p.relation(f.RefTable)
		left := w.unmet(f)
		itself := m.TableKey(f.RefTable) == m.TableKey(w.t.Name)
		switch {
		case !slices.ContainsFunc(w.Values, func(row []string) bool {
			return !slices.ContainsFunc(f.Columns, func(name string) bool { return strings.EqualFold(w.value(row, name), "NULL") })
		}):
			continue // a NULL refers to nothing
		case r != nil && w.put(r, f), len(left.Values) == 0:
			continue // the upgrade has put it there
		case r == nil || r.name == "" || itself && w.Lenient || r.unlisted != "" || !w.knows(f.Columns):
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
		from := fmt.Sprintf(" FROM (%s) given WHERE %s AND NOT EXISTS (SELECT 1 FROM (%s) parent WHERE %s)", left.given(f.Columns), strings.Join(where, " AND "), parent,
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
// Those that are equal in the columns by which it leaves rows out are spared.
func (w adding) taken(spared []string) []Probe {
	r := w.of.relation(w.t.Name)
	fresh := r.name == "" || r.emptied
	var found []Probe
	for _, x := range w.t.Indexes {
		columns := partsOf(x)
		if !x.Kind.Unique() || columns != nil && w.counted(columns, w.into) || columns != nil && w.Lenient && !lacksName(w.of.now.Semantics, spared, columns) {
			continue
		}
		if columns == nil || !w.knows(columns) || r.unlisted != "" && fresh {
			if len(w.Values) > 1 || !fresh || r.filled != "" {
				found = append(found, w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", w.of.anyRow(w.t.Name)))
			}
			continue
		}
		if sure, may := w.twice(r, columns); may {
			condition := ""
			if sure && r.deleted == "" && !w.Lenient {
				condition = "TRUE"
			}
			found = append(found, w.certain(strings.Join(columns, ", "), "a row that it adds is there already by then, which the unique key over "+x.On()+" forbids", condition))
		} else if !fresh {
			found = append(found, w.there(columns, spared, x)...)
		}
	}
	return found
}

// there asks for the rows of the table that are equal to the statement's.
func (w adding) there(columns, spared []string, x schema.Index) []Probe {
	p, t := w.of, w.t
	var equal []string
	for _, row := range w.Values {
		var all []string
		for _, name := range columns {
			v, value := p.values[p.place(t.Name, name)], w.value(row, name)
			if v == nil || v.unknown != "" {
				return []Probe{w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", p.anyRow(t.Name))}
			}
			if strings.EqualFold(value, "NULL") { // which is equal to nothing
				all = nil
				break
			}
			all = append(all, v.sql+" = "+value)
		}
		if same := w.same(row, spared); all != nil && same != "" {
			all = append(all, "("+same+") IS NOT TRUE")
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
	if w.Lenient {
		q.Unsure = "it may not come to this row: " + w.why
	}
	return []Probe{q}
}

// same is the condition that a row of the table is the one of the statement which that leaves out; empty: there is no such, or it is not known.
func (w adding) same(row, spared []string) string {
	var all []string
	for _, name := range spared {
		v := w.of.values[w.of.place(w.t.Name, name)]
		value := w.value(row, name)
		if v == nil || v.unknown != "" || value == "" || strings.EqualFold(value, "NULL") {
			return ""
		}
		all = append(all, v.sql+" = "+value)
	}
	return strings.Join(all, " AND ")
}

// checked asks whether the rows fulfil the table's conditions.
func (w adding) checked() []Probe {
	p, t := w.of, w.t
	var found []Probe
	for _, k := range t.AllChecks() {
		var columns []string
		for _, c := range t.Columns {
			if schema.Mentions(k.Expr, c.Name) {
				columns = append(columns, c.Name)
			}
		}
		switch {
		case k.NotEnforced:
		case len(columns) == 0 || !w.knows(columns) || slices.ContainsFunc(columns, func(name string) bool { return w.of.comparesBytes(t, name) }):
			found = append(found, w.broken("", "a row that it adds may violate "+k.Expr, schema.Question{}))
		default:
			from := fmt.Sprintf(" FROM (%s) given WHERE NOT (%s)", w.given(columns), k.Expr)
			probe := Probe{Table: t.Name, Column: k.Name, Fatal: true, Problem: "the upgrade stops: they violate " + k.Expr + " (" + w.why + ")"}
			found = append(found, p.ask(probe, "1"+from, "*"+from))
		}
	}
	return found
}

// twice reports whether two of the rows, or one of them and one that the upgrade has put there before, are the same in the columns of a key, or may be.
func (w adding) twice(r *relation, columns []string) (sure, may bool) {
	before := w.of.keysOf(r, w.t, columns)
	own := &keys{seen: map[string]bool{}, exact: map[string]bool{}}
	for _, row := range w.rows() {
		key := w.of.keyOf(row, w.t, columns)
		for _, k := range []*keys{before, own} {
			is, might := k.meets(key)
			sure, may = sure || is, may || might
		}
		own.add(key)
	}
	return sure, may
}

// rows are those that stand in the statement.
func (w adding) rows() []listed {
	all := make([]listed, len(w.Values))
	for i, row := range w.Values {
		all[i] = listed{}
		for _, c := range w.t.Columns {
			all[i][w.of.place("", c.Name).column] = w.value(row, c.Name)
		}
	}
	return all
}

// unmet is the statement without the rows that refer to themselves, or to one before them in it.
func (w adding) unmet(f schema.ForeignKey) adding {
	m := w.of.now.Semantics
	if m.TableKey(f.RefTable) != m.TableKey(w.t.Name) || w.Lenient || !w.sameTypes(f, w.t) {
		return w
	}
	there := &keys{seen: map[string]bool{}, exact: map[string]bool{}}
	left := w
	left.Values = nil
	for i, row := range w.rows() {
		there.add(w.of.keyOf(row, w.t, f.RefColumns))
		key := w.of.keyOf(row, w.t, f.Columns)
		if sure, _ := there.meets(key); !sure && !key.none {
			left.Values = append(left.Values, w.Values[i])
		}
	}
	return left
}

// put reports whether the upgrade has put all rows into a table that the rows of the statement refer to by a foreign key, and left them as they are.
func (w adding) put(r *relation, f schema.ForeignKey) bool {
	parent := w.of.now.Table(f.RefTable)
	if parent == nil || r.deleted != "" || r.unlisted != "" || !w.sameTypes(f, parent) {
		return false
	}
	there := w.of.keysOf(r, parent, f.RefColumns)
	return !slices.ContainsFunc(w.rows(), func(row listed) bool {
		key := w.of.keyOf(row, w.t, f.Columns)
		sure, _ := there.meets(key)
		return !key.none && !sure
	})
}

// sameTypes: what is written alike on both sides of a foreign key is the same there.
func (w adding) sameTypes(f schema.ForeignKey, parent *schema.Table) bool {
	m := w.of.now.Semantics
	for i, name := range f.Columns {
		child, ref := w.t.Column(m, name), parent.Column(m, f.RefColumns[i])
		if child < 0 || ref < 0 || !same(domain(w.of.now, w.t, w.t.Columns[child]), domain(w.of.now, parent, parent.Columns[ref])) {
			return false
		}
	}
	return true
}
