package probe

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// addIndex: a unique key is refused where rows are there twice, a primary key also where a value is NULL.
func (p *Prober) addIndex(c schema.AddIndex, t *schema.Table) []Probe {
	if !c.Index.Kind.Unique() {
		return nil
	}
	var found []Probe
	was := p.now.Table(c.Table)
	for _, part := range c.Index.Parts {
		i := was.Column(p.now.Semantics, part.Column)
		if c.Index.Kind == schema.Primary && i >= 0 && was.Columns[i].Nullable {
			found = append(found, p.nulls(c, part.Column, p.values[p.place(c.Table, part.Column)])...)
		}
	}
	if p.apart(c.Table, c.Index) {
		return found
	}
	return append(found, p.doubles(c, t, c.Index)...)
}

// apart reports whether a unique key that is there now already keeps the rows apart in the columns of a new one.
func (p *Prober) apart(table string, x schema.Index) bool {
	now := map[string]bool{}
	for _, part := range x.Parts {
		if v := p.values[p.place(table, part.Column)]; v != nil && part.Prefix == 0 {
			now[v.sql] = true
		}
	}
	return slices.ContainsFunc(p.observed.Table(table).Indexes, func(there schema.Index) bool {
		names, ok := p.wholeColumns(there)
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

// doubles finds the values that are there more than once under a unique key.
func (p *Prober) doubles(c schema.Change, t *schema.Table, x schema.Index) []Probe {
	var names, inner, keys, present []string
	for i, part := range x.Parts {
		names = append(names, part.Column)
		at := t.Column(p.now.Semantics, part.Column)
		if at < 0 || x.Where != "" {
			return []Probe{unasked(c, "", "not asked: whether rows are there twice under a key over "+x.On()+" and its conditions is not for a simple query")}
		}
		if t.Columns[at].AutoIncrement || t.Columns[at].Identity != "" {
			return nil // the server counts
		}
		v := p.values[p.place(t.Name, part.Column)]
		if v == nil || v.unknown != "" {
			return []Probe{unasked(c, part.Column, "not asked: "+unknown(v)+", so that no doubles can be seen yet")}
		}
		sql := v.sql
		if part.Prefix > 0 {
			sql = fmt.Sprintf("LEFT(%s, %d)", sql, part.Prefix)
		}
		key := fmt.Sprintf("assay_%d", i+1)
		inner, keys = append(inner, sql+" AS "+key), append(keys, key)
		if !x.NullsNotDistinct {
			present = append(present, key+" IS NOT NULL")
		}
	}
	from := fmt.Sprintf(" FROM (SELECT %s FROM %s) AS keyed", strings.Join(inner, ", "), p.engine.Quote(t.Name))
	if len(present) > 0 {
		from += " WHERE " + strings.Join(present, " AND ")
	}
	list := strings.Join(keys, ", ")
	from += " GROUP BY " + list + " HAVING COUNT(*) > 1"
	probe := Probe{
		Change: c, Table: t.Name, Column: strings.Join(names, ", "), Fatal: true,
		Problem: "the upgrade stops: there more than once, which the unique key over " + x.On() + " forbids",
	}
	return []Probe{p.ask(probe, "1"+from, p.named(keys, names)+", COUNT(*)"+from, t.Name)}
}

func unknown(v *value) string {
	if v == nil {
		return "the column is computed"
	}
	return v.unknown
}

// named lists keys under the names of their columns.
func (p *Prober) named(keys, names []string) string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = k + " AS " + p.engine.Quote(names[i])
	}
	return strings.Join(list, ", ")
}

// addForeignKey finds the rows that refer to nothing. A table that the upgrade makes itself is empty.
func (p *Prober) addForeignKey(c schema.AddForeignKey) []Probe {
	f := c.ForeignKey
	if f.NotValid {
		return nil
	}
	child, keys, why := p.keyed(c.Table, f.Columns)
	column := strings.Join(f.Columns, ", ")
	if why != "" {
		return []Probe{unasked(c, column, "not asked: "+why)}
	}
	where := make([]string, len(keys))
	match := make([]string, len(keys))
	for i, k := range keys {
		where[i] = "child." + k + " IS NOT NULL"
		match[i] = "parent." + k + " = child." + k
	}
	tables := []string{c.Table}
	if p.tables[p.observed.Semantics.TableKey(f.RefTable)] {
		parent, _, why := p.keyed(f.RefTable, f.RefColumns)
		if why != "" {
			return []Probe{unasked(c, column, "not asked: "+why)}
		}
		where = append(where, fmt.Sprintf("NOT EXISTS (SELECT 1 FROM (%s) AS parent WHERE %s)", parent, strings.Join(match, " AND ")))
		tables = append(tables, f.RefTable)
	}
	from := fmt.Sprintf(" FROM (%s) AS child WHERE %s", child, strings.Join(where, " AND "))
	probe := Probe{
		Change: c, Table: c.Table, Column: column, Fatal: true,
		Problem: "the upgrade stops: no row of " + f.RefTable + " has what they refer to",
	}
	return []Probe{p.ask(probe, "1"+from, "DISTINCT "+p.named(keys, f.Columns)+from, tables...)}
}

// keyed selects columns, as they will be, under numbered names; why is not empty where that cannot be.
func (p *Prober) keyed(table string, columns []string) (sql string, keys []string, why string) {
	var list []string
	for i, name := range columns {
		v := p.values[p.place(table, name)]
		if v == nil || v.unknown != "" {
			return "", nil, unknown(v)
		}
		keys = append(keys, fmt.Sprintf("assay_%d", i+1))
		list = append(list, v.sql+" AS "+keys[i])
	}
	return fmt.Sprintf("SELECT %s FROM %s", strings.Join(list, ", "), p.engine.Quote(table)), keys, ""
}
