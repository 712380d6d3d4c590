package postgres

import (
	"context"
	"strconv"

	"assay/schema"
)

// A measureReader reads how far things have got.
type measureReader struct{ *catalog }

// read reads how far sequences have got, and what is switched off, where that is asked for.
func (c measureReader) read(ctx context.Context, s session) error {
	if !c.target.Measure {
		return nil
	}
	n := strconv.FormatUint(uint64(c.namespace), 10)
	return s.run(ctx, c.queries(n)...)
}

func (c measureReader) queries(n string) []query {
	return []query{c.counters(n), c.unlogged(n), c.disabled(n)}
}

// counters reads the sequences that count up and come to an end, those that the user may read: what the view pg_sequences shows, with the column whose default
// asks the sequence, or whose identity it is. One that several ask is listed for each. What is unlogged cannot be read on a standby.
func (c measureReader) counters(n string) query {
	return query{`SELECT s.relname, pg_catalog.pg_sequence_last_value(s.oid), q.seqincrement, q.seqmax,
		t.relname, a.attname, pg_catalog.format_type(a.atttypid, NULL),
		EXISTS (SELECT FROM pg_catalog.pg_depend AS o WHERE o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objid = s.oid
			AND o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.refobjid = u.attrelid AND o.refobjsubid = u.attnum AND o.deptype = ANY (ARRAY['a', 'i']))
		FROM pg_catalog.pg_sequence AS q
		JOIN pg_catalog.pg_class AS s ON s.oid = q.seqrelid
		LEFT JOIN (
			SELECT d.refobjid AS sequence, f.adrelid AS attrelid, f.adnum AS attnum
			FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attrdef AS f ON f.oid = d.objid
			JOIN pg_catalog.pg_class AS k ON k.oid = f.adrelid AND NOT k.relispartition
			WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
			UNION
			SELECT d.objid, d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend AS d
			WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND d.deptype = 'i'
		) AS u ON u.sequence = s.oid
		LEFT JOIN pg_catalog.pg_class AS t ON t.oid = u.attrelid
		LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = u.attrelid AND a.attnum = u.attnum
		WHERE s.relnamespace = ` + n + ` AND s.relpersistence = 'p' AND q.seqincrement > 0 AND NOT q.seqcycle
		AND CASE WHEN s.relkind = 'S' THEN pg_catalog.has_sequence_privilege(s.oid, 'USAGE, SELECT') END
		ORDER BY s.relname, t.relname, a.attname`, c.counter}
}

// mosts are the largest numbers of the types of integers.
var mosts = map[string]uint64{"smallint": 1<<15 - 1, "integer": 1<<31 - 1, "bigint": 1<<63 - 1}

func (c measureReader) counter(r row) {
	last, _ := strconv.ParseUint(r.text(1), 10, 64) // NULL: it was never asked
	step, _ := strconv.ParseUint(r.text(2), 10, 64)
	most, err := strconv.ParseUint(r.text(3), 10, 64)
	if err != nil {
		return
	}
	behind := ""
	if of, known := mosts[r.text(6)]; known {
		if most < of && (most == mosts["smallint"] || most == mosts["integer"]) { // any other end was chosen
			behind = r.text(6)
		}
		most = min(most, of)
	}
	c.measures.Counters = append(c.measures.Counters, schema.Counter{
		Table: r.text(4), Column: r.text(5), Sequence: r.text(0), Owned: r.flag(7), Next: last + step, Most: most, LeftBehind: behind,
	})
}

func (c measureReader) unlogged(n string) query {
	return query{`SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.relpersistence = 'u' AND` + own + n + ` ORDER BY c.relname`, func(r row) {
		c.measures.Unlogged = append(c.measures.Unlogged, r.text(0))
	}}
}

func (c measureReader) disabled(n string) query {
	return query{`SELECT g.tgname, c.relname FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
		WHERE NOT g.tgisinternal AND g.tgenabled = 'D' AND` + own + n + ` ORDER BY c.relname, g.tgname`, func(r row) {
		c.measures.Disabled = append(c.measures.Disabled, schema.Opaque{Kind: "trigger", Name: r.text(0), Table: r.text(1)})
	}}
}
