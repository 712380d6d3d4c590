package probe

import (
	"fmt"
	"strings"

	"assay/schema"
)

// given is a query for what a statement puts into columns, under numbered names; false: it cannot be asked.
func (w copying) given(columns []string) (sql string, names []string, ok bool) {
	p := w.of
	list := make([]string, len(columns))
	c, is := p.engine.(computer)
	for i, name := range columns {
		at, to := w.at(w.into, name), w.t.Columns[w.t.Column(p.now.Semantics, name)]
		value := first(to.Default, "NULL")
		switch {
		case at >= 0:
			value = w.Selects[at]
		case to.Default != "" && !constant(to.Default), to.AutoIncrement, to.Generated != "":
			return "", nil, false
		}
		found, read, ok := computeOver(p, w.From[0], value)
		if !is || !ok || found.Varies || found.Fails && found.Domain.Type.Name == "double" {
			return "", nil, false
		}
		_, held, ok := c.Outside(found, domain(p.now, w.t, to))
		if found.Null {
			held, ok = found.SQL, true
		}
		if !ok || held == "" {
			return "", nil, false
		}
		list[i] = fmt.Sprintf("%s AS assay_%d", held, i+1)
		names = append(names, read...)
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + p.engine.Quote(p.present(w.From[0])), names, p.present(w.From[0]) != ""
}

// found is a probe of what a statement copies.
func (w copying) found(column, problem string, names []string) Probe {
	return Probe{
		Table: w.t.Name, Column: column, Fatal: true, Problem: "the upgrade stops: " + problem + " (" + w.why + ")",
		Unsure: "it may not come to these rows: " + w.why,
		reads:  []reading{{table: w.From[0], columns: names}},
	}
}

// metBy asks for rows that are equal in a unique key: to each other, and to those that are there.
func (w copying) metBy(x schema.Index, columns []string, fresh bool, rows schema.Question) []Probe {
	p := w.of
	sql, names, ok := "", []string(nil), false
	if columns != nil {
		sql, names, ok = w.given(columns)
	}
	there, _, why := "", []string(nil), ""
	if ok && !fresh {
		there, _, why = p.keyed(w.t.Name, columns)
	}
	if r := p.relation(w.t.Name); !ok || why != "" || r.filled != "" {
		return []Probe{w.broken("", "a row that it adds may be there already, which the unique key over "+x.On()+" forbids", rows)}
	}
	list, match, filled := make([]string, len(columns)), make([]string, len(columns)), make([]string, len(columns))
	for i := range columns {
		list[i] = fmt.Sprintf("assay_%d", i+1)
		match[i] = fmt.Sprintf("other.assay_%d = given.assay_%[1]d", i+1)
		filled[i] = list[i] + " IS NOT NULL"
	}
	probe := w.found(strings.Join(columns, ", "), "there more than once, which the unique key over "+x.On()+" forbids", names)
	from := fmt.Sprintf(" FROM (%s) given WHERE %s GROUP BY %s HAVING COUNT(*) > 1", sql, strings.Join(filled, " AND "), strings.Join(list, ", "))
	all := []Probe{p.ask(probe, "1"+from, strings.Join(list, ", ")+from, w.From[0])}
	if !fresh {
		probe.Problem = "the upgrade stops: there already, which the unique key over " + x.On() + " forbids (" + w.why + ")"
		probe.reads = append(probe.reads, reading{table: w.t.Name, columns: columns})
		from = fmt.Sprintf(" FROM (%s) given WHERE EXISTS (SELECT 1 FROM (%s) other WHERE %s)", sql, there, strings.Join(match, " AND "))
		all = append(all, p.ask(probe, "1"+from, "*"+from, w.From[0], w.t.Name))
	}
	return all
}

// lacks asks for rows that refer to what is not there.
func (w copying) lacks(f schema.ForeignKey, rows schema.Question) Probe {
	p := w.of
	sql, names, ok := w.given(f.Columns)
	r := p.relation(f.RefTable)
	if !ok || r == nil || r.name == "" || p.now.Semantics.TableKey(f.RefTable) == p.now.Semantics.TableKey(w.t.Name) && w.Lenient {
		return w.broken("", "what it refers to in "+f.RefTable+" may not be there", rows)
	}
	parent, keys, why := p.keyed(f.RefTable, f.RefColumns)
	if why != "" {
		return w.broken("", "what it refers to in "+f.RefTable+" may not be there", rows)
	}
	match, filled := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		match[i], filled[i] = "parent."+k+" = given."+k, "given."+k+" IS NOT NULL"
	}
	probe := w.found(strings.Join(f.Columns, ", "), "no row of "+f.RefTable+" has what they refer to", names)
	probe.reads = append(probe.reads, reading{table: f.RefTable, columns: f.RefColumns, parent: true})
	from := fmt.Sprintf(" FROM (%s) given WHERE %s AND NOT EXISTS (SELECT 1 FROM (%s) parent WHERE %s)", sql, strings.Join(filled, " AND "), parent,
		strings.Join(match, " AND "))
	return p.ask(probe, "1"+from, "*"+from, w.From[0], f.RefTable)
}

// violates asks for rows that do not fulfil a condition.
func (w copying) violates(k schema.Check, rows schema.Question) Probe {
	p := w.of
	var columns []string
	for _, c := range w.t.Columns {
		if schema.Mentions(k.Expr, c.Name) {
			columns = append(columns, c.Name)
		}
	}
	sql, names, ok := w.given(columns)
	if !ok || len(columns) == 0 {
		return w.broken("", "a row that it adds may violate "+k.Expr, rows)
	}
	list := make([]string, len(columns))
	for i, name := range columns {
		list[i] = fmt.Sprintf("assay_%d AS %s", i+1, p.engine.Quote(name))
	}
	probe := w.found(k.Name, "they violate "+k.Expr, names)
	from := fmt.Sprintf(" FROM (SELECT %s FROM (%s) given) whole WHERE NOT (%s)", strings.Join(list, ", "), sql, k.Expr)
	return p.ask(probe, "1"+from, "*"+from, w.From[0])
}
