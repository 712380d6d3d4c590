package postgres

import (
	"encoding/json"
	"strings"

	"assay/schema"
)

// backing is what a constraint says of the index that implements it.
type backing struct {
	kind       schema.IndexKind
	deferrable bool
	traits     schema.Traits
	skip       bool // an exclusion or temporal constraint, which is not modelled
}

// A keyReader reads constraints and indexes.
type keyReader struct {
	*catalog
	operators   map[int]string // operator classes that are no defaults
	collations  map[int]string
	constraints map[uint32]backing
}

func newKeyReader(c *catalog) keyReader {
	return keyReader{c, map[int]string{}, map[int]string{}, map[uint32]backing{}}
}

// operatorClasses reads those that an index has only if it asks for them (P12).
func (c keyReader) operatorClasses() query {
	return query{`SELECT o.oid, CASE WHEN s.oid = 11 OR s.oid = ` + c.homes.spaces() + ` THEN pg_catalog.quote_ident(o.opcname)
		ELSE pg_catalog.quote_ident(s.nspname) || '.' || pg_catalog.quote_ident(o.opcname) END
		FROM pg_catalog.pg_opclass AS o JOIN pg_catalog.pg_namespace AS s ON s.oid = o.opcnamespace
		WHERE NOT o.opcdefault AND o.opcname <> ALL (ARRAY['varchar_ops', 'cidr_ops'])`, func(r row) { c.operators[r.number(0)] = r.text(1) }}
}

// allCollations reads those that some index uses.
func (c keyReader) allCollations() query {
	return query{
		`SELECT l.oid, l.collname FROM pg_catalog.pg_collation AS l
		WHERE l.oid = ANY (SELECT pg_catalog.unnest(i.indcollation::pg_catalog.oid[]) FROM pg_catalog.pg_index AS i)`,
		func(r row) { c.collations[r.number(0)] = quote(r.text(1)) },
	}
}

// allConstraints reads constraints. Those that partitions inherit, or that stand for one partition of the table referred to, are left out.
// From 18 on a NOT NULL is a constraint too (P6); one that was never checked is of interest.
func (c keyReader) allConstraints(n string) query {
	columns, enforced := "NULL", "true"
	if c.room.since(15) {
		columns = `(SELECT pg_catalog.json_agg(a.attname ORDER BY u.n) FROM pg_catalog.unnest(k.confdelsetcols) WITH ORDINALITY AS u(attnum, n)
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum)`
	}
	if c.room.since(18) {
		enforced = "k.conenforced"
	}
	return query{`SELECT k.conrelid, k.contype, k.conname, k.conindid, k.conkey, k.confrelid, f.relname, s.nspname, k.confkey,
		k.confdeltype, k.confupdtype, k.convalidated, k.condeferrable,
		CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
		CASE WHEN f.relnamespace <> ` + n + ` OR f.relispartition THEN (SELECT pg_catalog.json_agg(a.attname ORDER BY u.n)
			FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u(attnum, n)
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.attnum) END,
		k.condeferred, k.connoinherit, k.confmatchtype, ` + columns + `, ` + enforced + `, d.description
		FROM pg_catalog.pg_constraint AS k
		JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
		LEFT JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid
		LEFT JOIN pg_catalog.pg_namespace AS s ON s.oid = f.relnamespace AND s.oid <> ` + n + described("pg_constraint", "k.oid") + `
		WHERE (k.contype = ANY (ARRAY['p', 'u', 'c', 'x']) OR k.contype = 'f' AND k.conparentid = 0 OR k.contype = 'n' AND NOT k.convalidated)
		AND` + own + n + `
		ORDER BY k.oid`, c.constraint}
}

func (c keyReader) constraint(r row) {
	t := c.tables[r.id(0)]
	if t == nil {
		return
	}
	name := r.text(2)
	switch r.text(1) {
	case "p":
		c.constraints[r.id(3)] = backing{kind: schema.Primary, deferrable: r.flag(12), traits: constraintTraits(r)}
	case "u":
		c.constraints[r.id(3)] = backing{kind: schema.Constraint, deferrable: r.flag(12), traits: constraintTraits(r)}
	case "x":
		c.constraints[r.id(3)] = backing{skip: true}
		c.opaque = append(c.opaque, schema.Opaque{Kind: schema.Exclusion, Name: name, Table: t.Name})
	case "f":
		t.ForeignKeys = append(t.ForeignKeys, c.foreignKey(t, r))
	case "c":
		c.suspect(r.text(13), r[13] == nil)
		expr := c.room.printed(c.homes.unqualified(r.text(13)), typesOf(t.Table))
		t.Checks = append(t.Checks, schema.Check{Name: name, Expr: expr, NotEnforced: !r.flag(11) && r.flag(19), Traits: constraintTraits(r)})
	case "n":
		for _, n := range t.names(r.numbers(4)) {
			t.Columns[t.Column(schema.Semantics{}, n)].Nullable = true
		}
	}
}

var actions = map[string]string{"r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}

func (c keyReader) foreignKey(t *relation, r row) schema.ForeignKey {
	f := schema.ForeignKey{
		Name:     r.text(2),
		Columns:  t.names(r.numbers(4)),
		RefTable: r.text(6),
		OnDelete: actions[r.text(9)],
		OnUpdate: actions[r.text(10)],
		NotValid: !r.flag(11) && r.flag(19),
		Traits:   constraintTraits(r),
	}
	if r[18] != nil { // of some columns only
		f.OnDelete += " " + quoteAll(words(r[18]))
	}
	if space := r.text(7); space != "" {
		f.RefTable = space + "." + f.RefTable
	}
	if ref := c.tables[r.id(5)]; ref != nil {
		f.RefColumns = ref.names(r.numbers(8))
	} else if r[14] != nil {
		f.RefColumns = words(r[14])
	}
	return f
}

// names returns the names of columns by their numbers.
func (t *relation) names(numbers []int) []string {
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = t.columns[n]
	}
	return names
}

// words reads a JSON array of texts, which the server made.
func words(text []byte) []string {
	var all []string
	_ = json.Unmarshal(text, &all)
	return all
}

// indexes reads indexes, those of constraints too.
func (c keyReader) indexes(n string) query {
	nulls := "false"
	if c.room.since(15) {
		nulls = "i.indnullsnotdistinct"
	}
	return query{`SELECT i.indrelid, i.indexrelid, x.relname, m.amname, i.indisunique, i.indisvalid, i.indnkeyatts,
		i.indkey, i.indclass, i.indcollation, i.indoption, pg_catalog.pg_get_expr(i.indpred, i.indrelid),
		CASE WHEN i.indexprs IS NOT NULL THEN (SELECT pg_catalog.json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false) ORDER BY k)
			FROM pg_catalog.generate_series(1, i.indnkeyatts) AS k) END, ` + nulls + `,
		pg_catalog.array_to_json(x.reloptions), s.spcname, d.description
		FROM pg_catalog.pg_index AS i
		JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
		JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
		JOIN pg_catalog.pg_am AS m ON m.oid = x.relam
		LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = x.reltablespace` + described("pg_class", "x.oid") + `
		WHERE` + own + n + `
		ORDER BY i.indexrelid`, c.index}
}

func (c keyReader) index(r row) {
	t, by := c.tables[r.id(0)], c.constraints[r.id(1)]
	if t == nil || by.skip {
		return
	}
	x := schema.Index{
		Traits: by.traits.With(schema.Tablespace, r.text(15)), Name: r.text(2), Kind: by.kind, Method: r.text(3), Invalid: !r.flag(5),
		NullsNotDistinct: r.flag(13), Deferrable: by.deferrable,
	}
	x.Traits = options(x.Traits, r[14], "")
	if by.kind == schema.Plain {
		x.Traits = x.Traits.With(schema.Comment, r.text(16))
	}
	if x.Method == "btree" {
		x.Method = ""
	} else if x.Kind != schema.Plain { // WITHOUT OVERLAPS, from 18 on
		c.opaque = append(c.opaque, schema.Opaque{Kind: "temporal key", Name: x.Name, Table: t.Name})
		return
	}
	if x.Kind == schema.Plain && r.flag(4) {
		x.Kind = schema.Unique
	}
	if r[11] != nil {
		c.suspect(r.text(11), false)
		x.Where = c.room.printed(c.homes.unqualified(r.text(11)), typesOf(t.Table))
	}
	c.parts(&x, t, r)
	t.Indexes = append(t.Indexes, x)
}

// parts: a key of column 0 is an expression; columns behind the keys are carried along.
func (c keyReader) parts(x *schema.Index, t *relation, r row) {
	keys, classes, collations, options := r.numbers(7), r.numbers(8), r.numbers(9), r.numbers(10)
	var exprs []string
	if r[12] != nil {
		exprs = words(r[12])
	}
	count := r.number(6)
	x.Include = t.included(keys[count:])
	for i, key := range keys[:count] {
		p := schema.Part{Desc: options[i]&1 != 0}
		usual := defaultCollation
		if key != 0 {
			p.Column, usual = t.columns[key], t.collations[key]
		} else {
			if i >= len(exprs) {
				c.torn = true
				return
			}
			p.Expr = c.room.printed(c.homes.unqualified(exprs[i]), typesOf(t.Table))
		}
		var said []string
		if collations[i] != 0 && collations[i] != usual {
			said = append(said, "COLLATE "+c.collations[collations[i]])
		}
		if class := c.operators[classes[i]]; class != "" {
			said = append(said, class)
		}
		p.Options = strings.Join(append(said, nulls(p.Desc, options[i]&2 != 0)...), " ")
		x.Parts = append(x.Parts, p)
	}
}

func (t *relation) included(numbers []int) []string {
	if len(numbers) == 0 {
		return nil
	}
	return t.names(numbers)
}

// defaultCollation is the oid of the database's own.
const defaultCollation = 100

// nulls says where NULLs go, if not where they go by themselves: behind everything, as if they were larger.
func nulls(desc, first bool) []string {
	switch {
	case desc == first:
		return nil
	case first:
		return []string{"NULLS FIRST"}
	}
	return []string{"NULLS LAST"}
}
