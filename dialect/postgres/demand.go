package postgres

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// Demands are what a change needs of the server itself: the functions, types and operators that its expressions name, and what is kept where. The server is
// asked to prepare a query over columns of the same types, which has it find all of them and runs nothing. observed is the schema as it is there, s as it is
// before the change.
func (r *Room) Demands(observed, s *schema.Schema, c schema.Change, pending schema.Pending) []schema.Demand {
	d := demander{observed: observed, schema: s, pending: pending}
	t := s.Table(c.Object().Table)
	if create, ok := c.(schema.CreateTable); ok {
		t = create.Table
		if space := t.Traits[schema.Tablespace]; space != "" {
			d.tablespace(space)
		}
	}
	stated := schema.Stated(c, schema.PropType|schema.PropDefault|schema.PropGenerated|schema.PropCollation)
	d.table, d.written = t, written(r.speller, pending, t, stated)
	free := demander{observed: observed, schema: s, pending: pending, written: d.written}
	for _, col := range stated {
		d.column(t, c, col, &free)
	}
	if a, ok := c.(schema.AlterColumn); ok && a.Using != "" {
		d.stored(a.Using, a.To.Type)
		newLabel(&d, a.Using, func(enum, _ string) bool { return ofEnum(a.To.Type, enum) || schema.Mentions(a.Using, enum) })
	}
	if set, ok := c.(schema.SetTrait); ok && set.Trait == schema.Tablespace && set.To != "" {
		d.tablespace(set.To)
	}
	(&lookup{&d}).neededOf(c)
	checks, indexes := schema.Makes(c)
	for _, k := range checks {
		d.condition(k.Expr)
	}
	for _, x := range indexes {
		d.index(t, withClasses(x, statementIn(r.speller, pending.Statement), r.version))
	}
	return append(d.demands(t, true), free.demands(nil, false)...)
}

// demands are what was found, asked over the columns of a table; nil: of none. more: it may have more columns by then.
func (d *demander) demands(t *schema.Table, more bool) []schema.Demand {
	if len(d.items) == 0 {
		return d.counted
	}
	sql := "SELECT " + strings.Join(d.items, ", ")
	if t != nil {
		sql += " FROM (" + d.columns(t) + ") AS " + quote(t.Name)
	}
	prepared := schema.Demand{Question: schema.Question{SQL: sql, Prepared: &schema.Prepared{Stored: d.types, StandIns: more}}, Of: d.of}
	return append([]schema.Demand{prepared}, d.counted...)
}

// A demander finds what a change needs, as it is looked through.
type demander struct {
	observed, schema *schema.Schema
	table            *schema.Table // of whose columns expressions are; nil: of none
	items, types, of []string
	counted          []schema.Demand
	pending          schema.Pending
	written          map[string]string // expressions as the statement writes them, by how the change has them
}

func (d *demander) add(item, stored, of string) {
	d.items, d.types, d.of = append(d.items, item), append(d.types, stored), append(d.of, of)
}

func (d *demander) condition(expr string) {
	expr = asWritten(d, expr)
	labelIn(d, d.table, expr)
	strangeLabel(d, d.table, expr)
	if stands, _ := standsFor(d, expr); !d.namesMade(expr) {
		d.add("("+stands+") IS TRUE", "", expr)
	}
}

// asWritten is an expression as the statement writes it, where that is known.
func asWritten(d *demander, expr string) string {
	if text, ok := d.written[expr]; ok {
		return text
	}
	return expr
}

// namesMade reports whether an expression names a type that the upgrade makes.
func (d *demander) namesMade(expr string) bool {
	for name := range d.schema.Enums {
		if !d.there(schema.Type{Name: name}) && schema.Mentions(expr, name) {
			return true
		}
	}
	return false
}

// stored is an expression whose values a column of a type takes.
func (d *demander) stored(expr string, t schema.Type) {
	expr = asWritten(d, expr)
	strangeLabel(d, d.table, expr)
	if !d.there(t) || d.namesMade(expr) || fits(expr, t) {
		return
	}
	if isText(expr) { // it is of no type yet
		d.add("CAST("+expr+" AS "+typeSQL(t)+")", "", "")
		return
	}
	stands, _ := standsFor(d, expr)
	d.add("("+stands+")", typeSQL(t), expr)
}

// fits reports whether an expression is a constant that every server stores in such a column, as far as its length is not at stake.
func fits(expr string, t schema.Type) bool {
	return isText(expr) && textual[t.Name] || decimal().MatchString(expr) && isNumber(t) || t.Name == "boolean" && (expr == "true" || expr == "false")
}

var textAlone = schema.Pattern(`(?s)^E?'(?:[^'\\]|''|\\.)*'$`)

// isText reports whether an expression is a text in quotes and nothing else.
func isText(expr string) bool { return textAlone().MatchString(strings.TrimSpace(expr)) }

// there reports whether the server can have a type now: the upgrade does not make it.
func (d *demander) there(t schema.Type) bool {
	name := strings.TrimSuffix(t.Name, "[]")
	if bringsType(d, name) {
		return false
	}
	if is, made := d.schema.Enums[name]; made {
		was, there := d.observed.Enums[name]
		return there && is.Labels == was.Labels // the upgrade may give it others
	}
	return !slices.Contains(d.schema.Types, name) || slices.Contains(d.observed.Types, name) // one that is no enumeration, under its new name
}

// column: a default, which goes to another demander, can name no column of the table.
func (d *demander) column(of *schema.Table, c schema.Change, col schema.Column, free *demander) {
	alter, alters := c.(schema.AlterColumn)
	sets := func(p schema.Property) bool { return !alters || alter.Set&p != 0 }
	lately := strings.Contains(col.Type.Name, "multirange") // which came with 14
	if t := col.Type; sets(schema.PropType) && (t.Named || lately || !isBuiltin(strings.TrimSuffix(t.Name, "[]"))) && d.there(t) {
		d.add("NULL::"+typeSQL(t), "", "")
	}
	if alters && sets(schema.PropType) && bringsType(d, strings.TrimSuffix(col.Type.Name, "[]")) {
		d.counted = append(d.counted, schema.Demand{Unknown: "what becomes of the column is not looked at before there is type " + col.Type.Name})
	}
	if col.Collation != "" && sets(schema.PropCollation) {
		d.add("NULL::text COLLATE "+quote(col.Collation), "", "")
	}
	t := col.Type
	if was := d.schema.Table(c.Object().Table); alters && !sets(schema.PropType) {
		i := was.Column(d.schema.Semantics, alter.Name)
		if i < 0 {
			return
		}
		t = was.Columns[i].Type
	}
	if sets(schema.PropDefault) {
		newLabel(d, col.Default, func(enum, _ string) bool { return ofEnum(t, enum) || schema.Mentions(col.Default, enum) })
	}
	if col.Default != "" && sets(schema.PropDefault) && !strings.HasPrefix(strings.ToLower(col.Default), "nextval(") {
		free.stored(col.Default, t)
		if bringsType(d, t.Name) && !isText(col.Default) || t.Name != "citext" && bringsType(d, t.Name) && col.Default != "''" {
			d.counted = append(d.counted, schema.Demand{Unknown: fmt.Sprintf("whether type %s takes %s is not looked at before there is one", t.Name, col.Default)})
		}
	}
	if col.Generated != "" && sets(schema.PropGenerated) {
		d.stored(col.Generated, t)
		labelIn(d, of, col.Generated)
		sameAlways(d, of, col.Generated, "generation expression is not immutable")
	}
	if add, adds := c.(schema.AddColumn); adds {
		checked(d, col, add.Table)
	}
}

// columns is a query for a row of the columns of a table. One of a type that the upgrade makes stands there as a text.
func (d *demander) columns(t *schema.Table) string {
	list := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		kind := "text"
		if d.there(col.Type) {
			kind = typeSQL(col.Type)
		}
		list[i] = "NULL::" + kind + " AS " + quote(col.Name)
	}
	return "SELECT " + strings.Join(list, ", ")
}

var collated = schema.Pattern(`^COLLATE ("(?:[^"]|"")*")`)

// collates asks whether a part of an index is of a type that has collations.
func collates(d *demander, t *schema.Table, part schema.Part, collation string) {
	i := t.Column(d.schema.Semantics, part.Column)
	switch {
	case part.Expr != "" && !d.namesMade(part.Expr):
		stands, _ := standsFor(d, part.Expr)
		d.add("(("+stands+") COLLATE "+collation+")", "", part.Expr)
	case i >= 0 && d.there(t.Columns[i].Type):
		d.add("("+quote(part.Column)+" COLLATE "+collation+")", "", "")
	}
}

var operatorClassName = schema.Pattern(`\b\w+_ops\b`)

func (d *demander) index(t *schema.Table, x schema.Index) {
	method := x.Method
	if method == "" {
		method = "btree"
	}
	if x.Where != "" {
		d.condition(x.Where)
		sameAlways(d, t, x.Where, "functions in index predicate must be marked IMMUTABLE")
	}
	for _, part := range x.Parts {
		part.Expr = asWritten(d, part.Expr)
		labelIn(d, t, part.Expr)
		strangeLabel(d, t, part.Expr)
		if part.Expr != "" && !d.namesMade(part.Expr) {
			stands, _ := standsFor(d, part.Expr)
			d.add("("+stands+")", "", part.Expr)
			sameAlways(d, t, part.Expr, notSameAlways)
		}
		if m := collated().FindStringSubmatch(part.Options); m != nil {
			collates(d, t, part, m[1])
		}
		class := operatorClassName().FindString(part.Options)
		i := t.Column(d.schema.Semantics, part.Column)
		switch {
		case i >= 0 && bringsClass(d, method, class, t.Columns[i].Type):
		case i >= 0 && x.Method != "" && bringsType(d, t.Columns[i].Type.Name):
			d.counted = append(d.counted, schema.Demand{Unknown: fmt.Sprintf("whether %s sorts type %s is not looked at before there is one", method, t.Columns[i].Type)})
		case part.Expr != "" && !bringsClass(d, method, class, schema.Type{Name: "text"}):
			ordered(d, t, part.Expr, method, class)
		case part.Expr != "":
		case class != "":
			d.lacks(fmt.Sprintf(`operator class "%s" does not exist for access method "%s"`, class, method), "pg_catalog.pg_opclass AS o "+
				"JOIN pg_catalog.pg_am AS m ON m.oid = o.opcmethod WHERE m.amname = "+literal(method)+" AND o.opcname = "+literal(class))
			if i >= 0 && d.there(t.Columns[i].Type) {
				d.lacks(fmt.Sprintf(`operator class "%s" does not accept data type %s`, class, t.Columns[i].Type), classOf(literal(typeSQL(t.Columns[i].Type))+
					"::pg_catalog.regtype", method, class))
			}
		case x.Method != "" && i >= 0 && d.there(t.Columns[i].Type):
			d.lacks(fmt.Sprintf(`data type %s has no default operator class for access method "%s"`, t.Columns[i].Type, method), classOf(literal(typeSQL(t.Columns[i].Type))+
				"::pg_catalog.regtype", method, ""))
		}
	}
	if space := x.Traits[schema.Tablespace]; space != "" {
		d.tablespace(space)
	}
}

func (d *demander) tablespace(name string) {
	d.lacks(fmt.Sprintf(`tablespace "%s" does not exist`, name), "pg_catalog.pg_tablespace AS s WHERE s.spcname = "+literal(name))
}

// lacks asks whether the server does not have what a query over its catalogue finds.
func (d *demander) lacks(why, from string) {
	q := counting("(SELECT 1 AS assay_1) AS one WHERE NOT EXISTS (SELECT 1 FROM " + from + ")")
	if !slices.ContainsFunc(d.counted, func(o schema.Demand) bool { return o.Question.SQL == q.SQL }) {
		d.counted = append(d.counted, schema.Demand{Question: q, Lacks: why})
	}
}

// counting asks how much of the catalogue there is.
func counting(from string) schema.Question {
	return schema.Question{SQL: "SELECT pg_catalog.count(*) FROM " + from, Catalogue: true}
}
