package probe

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// addIndex: a unique key is refused where rows are there twice, a primary key also where a value is NULL.
func (p *Prober) addIndex(c schema.AddIndex, t *schema.Table) []Probe {
	var found []Probe
	if i := t.Index(p.now.Semantics, cmp.Or(c.Index.Name, c.Using)); c.Using != "" && i >= 0 { // it is t's by now
		c.Index = t.Indexes[i]
	}
	for _, part := range c.Index.Parts {
		if part.Expr != "" && mayFail(part.Expr, schema.Type{}, p.now.Semantics.TypedExpressions) {
			found = append(found, p.unasked(c, "", "not asked: whether "+part.Expr+" can be computed of each row"))
		}
	}
	if !c.Index.Kind.Unique() {
		return found
	}
	was := p.now.Table(c.Table)
	for _, part := range c.Index.Parts {
		i := was.Column(p.now.Semantics, part.Column)
		if c.Index.Kind == schema.Primary && i >= 0 && was.Columns[i].Nullable {
			found = append(found, p.nulls(c, part.Column, p.values[p.place(c.Table, part.Column)])...)
		}
	}
	if c.Using != "" || apart(p, c.Table, c.Index) {
		return found
	}
	return append(found, p.doubles(c, t, c.Index)...)
}

// apart reports whether a unique key that is there now already keeps the rows apart in the columns of a new one.
func apart(p *Prober, table string, x schema.Index) bool {
	now := map[string]bool{}
	for _, part := range x.Parts {
		if v := p.values[p.place(table, part.Column)]; v != nil && part.Prefix == 0 {
			now[v.sql] = true
		}
	}
	t, m := p.observed.Table(p.present(table)), p.observed.Semantics
	nullable := func(name string) bool { i := t.Column(m, name); return i >= 0 && t.Columns[i].Nullable }
	return slices.ContainsFunc(t.Indexes, func(there schema.Index) bool {
		names, ok := p.wholeColumns(there)
		if m.PartNullsEqual && len(x.Parts) > 1 && slices.ContainsFunc(there.Parts, func(part schema.Part) bool { return nullable(part.Column) }) {
			return false // it lets NULL be there twice, which the new one forbids
		}
		return ok && there.Kind.Unique() && !x.NullsNotDistinct && !slices.ContainsFunc(names, func(n string) bool { return !now[n] })
	})
}

// equals finds the rows that are the same in a table's unique keys now that a column, or any where none is named, compares otherwise.
func (p *Prober) equals(c schema.Change, t *schema.Table, column string) []Probe {
	var found []Probe
	for _, x := range t.Indexes {
		touched := slices.ContainsFunc(x.Parts, func(part schema.Part) bool {
			v := p.values[p.place(t.Name, part.Column)]
			return (column == "" || p.now.Semantics.SameName(part.Column, column)) && v != nil && v.sql != p.engine.Quote(part.Column)
		})
		if x.Kind.Unique() && touched {
			found = append(found, p.doubles(c, t, x)...)
		}
	}
	return found
}

// doubles asks for rows that a key would forbid. What they are is worked out row by row, and so is what they would be equal by: in another collation, say. A
// table is read as it will be where the key is over an expression or not over every row.
func (p *Prober) doubles(c schema.Change, t *schema.Table, x schema.Index) []Probe {
	var names, inner, keys, present []string
	rows := p.engine.Quote(p.present(t.Name))
	computed := x.Where != "" || slices.ContainsFunc(x.Parts, func(part schema.Part) bool { return part.Column == "" })
	if computed {
		table, why := p.whole(t)
		if why != "" {
			return []Probe{p.unasked(c, "", "not asked: "+why+", so that duplicates cannot be seen yet")}
		}
		if rows = "(" + table + ") whole"; x.Where != "" {
			rows += " WHERE " + x.Where
		}
	}
	m := p.now.Semantics
	equal, some := x.NullsNotDistinct || m.NullsEqual, m.PartNullsEqual && len(x.Parts) > 1
	never, counts := false, false
	var given []string // one of which is not NULL
	for i, part := range x.Parts {
		names = append(names, cmp.Or(part.Column, part.Expr))
		sql := "(" + part.Expr + ")"
		if part.Column != "" {
			at := t.Column(p.now.Semantics, part.Column)
			v := p.values[p.place(t.Name, part.Column)]
			if at < 0 || v != nil && v.counted { // the server counts
				return nil
			}
			counts = counts || t.Columns[at].AutoIncrement
			if v == nil || v.unknown != "" {
				return []Probe{p.unasked(c, part.Column, "not asked: "+unknown(v)+", so that duplicates cannot be seen yet")}
			}
			never = never || v.null && !equal && !some
			if sql = v.sql; computed {
				sql = p.engine.Quote(part.Column)
			}
		}
		if part.Prefix > 0 {
			sql = fmt.Sprintf("LEFT(%s, %d)", sql, part.Prefix)
		}
		key := fmt.Sprintf("assay_%d", i+1)
		inner, keys = append(inner, sql+" AS "+key), append(keys, key)
		switch {
		case some:
			given = append(given, key+" IS NOT NULL")
		case !equal:
			present = append(present, key+" IS NOT NULL")
		}
		if counts { // a row that has no number yet gets one
			present, counts = append(present, key+" <> 0"), false
		}
	}
	if never { // a NULL is equal to nothing
		return nil
	}
	if len(given) > 0 {
		present = append(present, "("+strings.Join(given, " OR ")+")")
	}
	from := fmt.Sprintf(" FROM (SELECT %s FROM %s) keyed", strings.Join(inner, ", "), rows)
	if len(present) > 0 {
		from += " WHERE " + strings.Join(present, " AND ")
	}
	list := strings.Join(keys, ", ")
	from += " GROUP BY " + list + " HAVING COUNT(*) > 1"
	probe := Probe{
		Change: c, Table: t.Name, Column: strings.Join(names, ", "), Fatal: true,
		Problem: "the upgrade stops: there more than once, which the unique key over " + x.On() + " forbids",
		reads:   []reading{{table: t.Name, columns: names}},
	}
	if computed {
		probe.reads[0].columns = nil
	}
	return []Probe{p.ask(probe, "1"+from, p.named(keys, names)+", COUNT(*)"+from, t.Name)}
}

// addCheck asks for rows that do not fulfil a condition.
func (p *Prober) addCheck(c schema.AddCheck, t *schema.Table) []Probe {
	if c.Check.AllTraits()[schema.Validity] != "" {
		return nil
	}
	table, why := p.whole(t)
	if why != "" {
		return []Probe{p.unasked(c, "", "not asked: "+why+", so that what breaks the check cannot be seen yet")}
	}
	if stopsOver(p, t.Name, c.Check.Expr) {
		return []Probe{p.unasked(c, "", "not asked: whether "+c.Check.Expr+" can be computed of each row")}
	}
	from := fmt.Sprintf(" FROM (%s) whole WHERE NOT (%s)", table, c.Check.Expr)
	columns := p.key(t.Name)
	if len(columns) == 0 || slices.ContainsFunc(columns, func(name string) bool {
		return !strings.Contains(table, name+",") && !strings.Contains(table, name+" FROM")
	}) {
		columns = []string{"1"}
	}
	probe := Probe{
		Change: c, Table: t.Name, Column: c.Check.Name, Fatal: true, Problem: "the upgrade stops: they violate " + c.Check.Expr,
		reads: []reading{{table: t.Name}},
	}
	return []Probe{p.ask(probe, "1"+from, strings.Join(columns, ", ")+from, t.Name)}
}

// validate finds the rows that a check or a foreign key forbids which has let them be, and is to hold for all from then on. t is the table after that.
func validate(p *Prober, c schema.SetTrait, t *schema.Table) []Probe {
	if c.Trait != schema.Validity || c.To != "" || t == nil {
		return nil
	}
	m := p.now.Semantics
	for _, k := range t.Checks {
		if m.SameName(k.Name, c.Of.Name) {
			return p.addCheck(schema.AddCheck{Table: t.Name, Check: k}, t)
		}
	}
	for _, f := range t.ForeignKeys {
		if m.SameName(f.Name, c.Of.Name) {
			return p.addForeignKey(schema.AddForeignKey{Table: t.Name, ForeignKey: f})
		}
	}
	return nil
}

// addForeignKey finds the rows that refer to nothing. A table that the upgrade makes itself is empty.
func (p *Prober) addForeignKey(c schema.AddForeignKey) []Probe {
	f := c.ForeignKey
	if f.AllTraits()[schema.Validity] != "" || p.unreferred {
		return nil
	}
	child, keys, why := p.keyed(c.Table, f.Columns)
	column := strings.Join(f.Columns, ", ")
	if why != "" {
		return []Probe{p.unasked(c, column, "not asked: "+why)}
	}
	where := make([]string, len(keys))
	match := make([]string, len(keys))
	for i, k := range keys {
		where[i] = "child." + k + " IS NOT NULL"
		match[i] = "parent." + k + " = child." + k
	}
	if slices.ContainsFunc(f.Columns, func(name string) bool { return p.values[p.place(c.Table, name)].null }) {
		return nil // a NULL refers to nothing
	}
	tables := []string{c.Table}
	if p.present(f.RefTable) != "" {
		parent, _, why := p.keyed(f.RefTable, f.RefColumns)
		if why != "" {
			return []Probe{p.unasked(c, column, "not asked: "+why)}
		}
		where = append(where, fmt.Sprintf("NOT EXISTS (SELECT 1 FROM (%s) parent WHERE %s)", parent, strings.Join(match, " AND ")))
		tables = append(tables, f.RefTable)
	}
	from := fmt.Sprintf(" FROM (%s) child WHERE %s", child, strings.Join(where, " AND "))
	probe := Probe{
		Change: c, Table: c.Table, Column: column, Fatal: true,
		Problem: "the upgrade stops: no row of " + f.RefTable + " has what they refer to",
		reads:   []reading{{table: c.Table, columns: f.Columns}, {table: f.RefTable, columns: f.RefColumns, parent: true}},
	}
	return []Probe{p.ask(probe, "1"+from, "DISTINCT "+p.named(keys, f.Columns)+from, tables...)}
}
