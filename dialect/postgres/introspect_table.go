package postgres

import (
	"strings"

	"assay/schema"
)

// own is the condition for tables that are read: not partitions, which are what their parent is.
const own = ` c.relkind = ANY (ARRAY['r', 'p']) AND NOT c.relispartition AND c.relnamespace = `

// notExtension leaves out what belongs to an extension (P16).
func notExtension(class, oid string) string {
	return ` AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.` + class +
		`'::pg_catalog.regclass AND e.objid = ` + oid + ` AND e.deptype = 'e')`
}

// described joins the comment on an object of a class. The server's own function for it runs a query for each.
func described(class, oid string) string {
	return `
		LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = ` + oid + ` AND d.classoid = 'pg_catalog.` + class + `'::pg_catalog.regclass AND d.objsubid = 0`
}

var kinds = map[string]string{"v": "view", "m": "materialized view", "f": "foreign table"}

// A tableReader reads tables and their columns.
type tableReader struct {
	*catalog
	owned      map[string]place           // the columns that own sequences, by the default that asks the sequence for its next value
	counts     map[string]schema.Sequence // the sequences that columns own, by the default that asks for the next value
	identities map[place]schema.Sequence  // those of identities
}

func newTableReader(c *catalog) tableReader {
	return tableReader{c, map[string]place{}, map[string]schema.Sequence{}, map[place]schema.Sequence{}}
}

// relations reads the names of tables and of what stands among them.
func (c tableReader) relations(n string) query {
	return query{`SELECT c.oid, c.relname, c.relkind, c.relispartition,
		CASE WHEN c.relname ~ '^alembic_version(_|$)' OR c.relname = ` + literal(c.target.VersionTable) + `
		THEN pg_catalog.has_table_privilege(c.oid, 'SELECT') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT') END,
		CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END, p.relname,
		g.inhparent IS NOT NULL, c.relrowsecurity, c.relforcerowsecurity,
		c.relpersistence, pg_catalog.array_to_json(c.reloptions), pg_catalog.array_to_json(o.reloptions), s.spcname, m.amname,
		d.description, c.relreplident,
		(SELECT x.relname FROM pg_catalog.pg_class AS x WHERE x.oid = r.indexrelid), c.relnatts
		FROM pg_catalog.pg_class AS c
		LEFT JOIN pg_catalog.pg_class AS o ON o.oid = c.reltoastrelid
		LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
		LEFT JOIN pg_catalog.pg_am AS m ON m.oid = c.relam AND m.amname <> 'heap'
		LEFT JOIN pg_catalog.pg_inherits AS h ON h.inhrelid = c.oid AND h.inhseqno = 1
		LEFT JOIN pg_catalog.pg_class AS p ON p.oid = h.inhparent
		LEFT JOIN (SELECT DISTINCT i.inhparent FROM pg_catalog.pg_inherits AS i) AS g ON g.inhparent = c.oid
		LEFT JOIN pg_catalog.pg_index AS r ON r.indrelid = c.oid AND r.indisreplident` + described("pg_class", "c.oid") + `
		WHERE c.relkind = ANY (ARRAY['r', 'p', 'v', 'm', 'f']) AND c.relnamespace = ` + n + notExtension("pg_class", "c.oid") + `
		ORDER BY c.relname`, c.relation}
}

func (c tableReader) relation(r row) {
	name, parent, versions := r.text(1), r.text(6), r[4] != nil
	switch kind := kinds[r.text(2)]; {
	case kind != "":
		if versions {
			c.unread = append(c.unread, schema.Unread{Table: name, Why: "it is a " + kind})
		}
		c.opaque = append(c.opaque, schema.Opaque{Kind: kind, Name: name})
		return
	case r.flag(3):
		c.opaque = append(c.opaque, schema.Opaque{Kind: "partition", Name: name, Table: parent})
		return
	case parent != "":
		c.opaque = append(c.opaque, schema.Opaque{Kind: schema.Inheritance, Name: parent, Table: name})
	case r[5] != nil:
		c.opaque = append(c.opaque, schema.Opaque{Kind: "partitioning", Name: c.homes.unqualified(r.text(5)), Table: name})
	}
	columns := r.number(18) // those that were dropped count as well
	t := &relation{
		Table: &schema.Table{Name: name, Traits: tableTraits(r, c.name), Columns: make([]schema.Column, 0, columns)}, id: r.id(0), stamp: r.flag(4),
		secured: r.flag(8),
		columns: make([]string, 0, columns+1), collations: make([]int, 0, columns+1),
	}
	switch {
	case versions && (r.text(2) == "p" || r.flag(7)):
		t.stamp = false
		c.unread = append(c.unread, schema.Unread{Table: name, Why: "it has partitions, or tables that inherit from it"})
	case versions && !t.stamp:
		c.unreadable = append(c.unreadable, name)
	}
	c.tables[t.id], c.order = t, append(c.order, t)
}

// sequences reads which columns own a sequence; a sequence that nobody owns stands by itself.
func (c tableReader) sequences(n string) query {
	return query{`SELECT s.relname, s.oid::pg_catalog.regclass, d.deptype, d.refobjid, d.refobjsubid,
		pg_catalog.format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle
		FROM pg_catalog.pg_class AS s
		JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = s.oid
		LEFT JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = s.oid
		AND d.objsubid = 0 AND d.deptype = ANY (ARRAY['a', 'i', 'e'])
		WHERE s.relkind = 'S' AND s.relnamespace = ` + n, c.sequence}
}

func (c tableReader) sequence(r row) {
	at := place{r.id(3), r.number(4)}
	is := schema.Sequence{
		Type: r.text(5), Start: r.text(6), Increment: r.text(7), Min: r.text(8), Max: r.text(9), Cache: r.text(10), Cycle: map[bool]string{true: "CYCLE"}[r.flag(11)],
	}
	switch r.text(2) {
	case "i":
		c.identities[at] = is
	case "a":
		asked := "nextval('" + strings.ReplaceAll(r.text(1), "'", "''") + "'::regclass)"
		c.owned[asked], c.counts[asked] = at, is
	case "":
		c.opaque = append(c.opaque, schema.Opaque{Kind: "sequence", Name: r.text(0)})
	}
}

// columns reads all columns of all tables.
func (c tableReader) columns(n string) query {
	return query{`SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
		a.attidentity, a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attcollation, l.collname,
		a.atttypid, d.adnum IS NOT NULL
		FROM pg_catalog.pg_class AS c
		JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
		JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
		LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
		WHERE a.attnum > 0 AND NOT a.attisdropped AND` + own + n + `
		ORDER BY a.attrelid, a.attnum`, c.column}
}

func (c tableReader) column(r row) {
	t := c.tables[r.id(0)]
	if t == nil { // an extension's
		return
	}
	number := r.number(1)
	for len(t.columns) <= number {
		t.columns, t.collations = append(t.columns, ""), append(t.collations, 0)
	}
	c.suspect(r.text(3), r[7] == nil && r.flag(11))
	if r.text(2) == versionColumn {
		t.version = versionType{id: r.id(10), computed: r.text(6) != ""}
	}
	col := schema.Column{Name: r.text(2), Nullable: !r.flag(4), Collation: r.text(9)}
	t.columns[number], t.collations[number] = col.Name, r.number(8)
	text := c.homes.unqualified(r.text(3))
	typ, err := c.room.speller.typeOf(text)
	if err != nil { // no type that the parser knows is unknown to the server, but one never knows
		typ = schema.Type{Name: text}
	}
	col.Type = typ
	switch r.text(5) {
	case "a":
		col.Identity = "ALWAYS"
	case "d":
		col.Identity = "BY DEFAULT"
	}
	c.value(&col, r, place{t.id, number})
	if q, ok := c.identities[place{t.id, number}]; ok && col.Identity != "" {
		col.Sequence = usualSequence(q, col.Type).String()
	}
	t.Columns = append(t.Columns, col)
}

// value sets what fills the column: a default, an expression that it is computed by, or a sequence that it owns (P3, P5).
func (c tableReader) value(col *schema.Column, r row, at place) {
	if r[7] == nil {
		return
	}
	text, kept := r.text(7), r.text(6)
	c.suspect(text, false)
	owner, owns := c.owned[text]
	switch {
	case kept != "": // 's', and from 18 on 'v'
		col.Generated, col.Stored = c.homes.unqualified(text), kept == "s"
	case owns && owner == at:
		col.AutoIncrement, col.Sequence = true, usualSequence(c.counts[text], col.Type).String()
	default:
		col.Default = c.room.printedDefault(c.homes.unqualified(text), col.Type)
	}
}

// generated brings the expressions of generated columns to their form, now that all columns are known.
func (t *relation) generated(sp *speller) {
	for i := range t.Columns {
		if expr := &t.Columns[i].Generated; *expr != "" {
			*expr = sp.printed(*expr, typesOf(t.Table))
		}
	}
}

// comments reads comments on columns.
func (c tableReader) comments(n string) query {
	return query{`SELECT d.objoid, d.objsubid, d.description
		FROM pg_catalog.pg_description AS d
		JOIN pg_catalog.pg_class AS c ON c.oid = d.objoid
		WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid > 0 AND` + own + n, func(r row) {
		if t := c.tables[r.id(0)]; t != nil {
			if i := t.Column(schema.Semantics{}, t.columns[r.number(1)]); i >= 0 {
				t.Columns[i].Comment = r.text(2)
			}
		}
	}}
}
