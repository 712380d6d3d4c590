package postgres

import (
	"slices"

	"assay/schema"
)

// dependents reads what is made of single columns: a server changes no type of a column that one of these uses, nor drops it.
// What triggers and rules do inside is not known to it, only what they are declared with. Views on views are told of the columns below,
// since they have to go before what they are made of. Most databases have none of all this, so how it is made is asked only of what is there.
func (c objectReader) dependents(n string) query {
	return query{`WITH RECURSIVE uses AS MATERIALIZED (
			SELECT DISTINCT v.oid, d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_rewrite AS w ON w.oid = d.objid
			JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class AND v.relkind = ANY (ARRAY['v', 'm']) AND v.oid <> d.refobjid
				AND v.oid >= 16384 -- FirstNormalObjectId: no view of the server's own
			WHERE d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
		), kept AS MATERIALIZED ( -- the types of rows, and of arrays of rows, that anything depends on: of most tables nothing does
			SELECT y.typrelid AS of, y.oid AS type FROM pg_catalog.pg_type AS y
			WHERE y.typrelid <> 0 AND y.oid >= 16384 AND EXISTS (SELECT FROM pg_catalog.pg_depend AS d
				WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = y.oid AND d.deptype = 'n')
			UNION ALL SELECT y.typrelid, z.oid FROM pg_catalog.pg_type AS y JOIN pg_catalog.pg_type AS z ON z.oid = y.typarray
			WHERE y.typrelid <> 0 AND y.oid >= 16384 AND EXISTS (SELECT FROM pg_catalog.pg_depend AS d
				WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = z.oid AND d.deptype = 'n')
		), above AS (
			SELECT u.oid, u.refobjid, u.refobjsubid, 0 AS depth FROM uses AS u JOIN pg_catalog.pg_class AS t ON t.oid = u.refobjid AND t.relnamespace = ` + n + ` AND t.relkind = ANY (ARRAY['r', 'p'])
			WHERE u.refobjsubid > 0 UNION SELECT u.oid, a.refobjid, a.refobjsubid, a.depth + 1 FROM above AS a JOIN uses AS u ON u.refobjid = a.oid WHERE a.depth < 32
		), found AS MATERIALIZED (
			SELECT a.refobjid, a.refobjsubid, CASE WHEN v.relkind = 'v' THEN 'view' ELSE 'materialized view' END AS kind, v.relname::pg_catalog.text AS name,
				v.relnamespace AS space, pg_catalog.max(a.depth) AS depth, v.oid
			FROM above AS a JOIN pg_catalog.pg_class AS v ON v.oid = a.oid
			GROUP BY v.oid, v.relkind, v.relname, v.relnamespace, a.refobjid, a.refobjsubid
			UNION ALL -- functions that take or return a row of a view
			SELECT DISTINCT a.refobjid, a.refobjsubid, 'function', f.proname::pg_catalog.text, f.pronamespace, a.depth + 1, f.oid
			FROM above AS a JOIN pg_catalog.pg_class AS v ON v.oid = a.oid
			JOIN kept AS y ON y.of = v.oid
			JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = y.type
				AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
			JOIN pg_catalog.pg_proc AS f ON f.oid = d.objid
			UNION ALL -- columns that keep a row of the table, whichever of its columns changes
			SELECT t.oid, a.attnum, '` + rowColumn + `', v.relname || '.' || b.attname, v.relnamespace, 0, v.oid
			FROM pg_catalog.pg_class AS t JOIN kept AS y ON y.of = t.oid
			JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = y.type
				AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid > 0
			JOIN pg_catalog.pg_class AS v ON v.oid = d.objid AND v.relkind = ANY (ARRAY['r', 'p', 'm'])
			JOIN pg_catalog.pg_attribute AS b ON b.attrelid = v.oid AND b.attnum = d.objsubid
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
			WHERE t.relkind = ANY (ARRAY['r', 'p']) AND t.relnamespace = ` + n + `
			` + c.published(n) + `UNION ALL
			SELECT d.refobjid, d.refobjsubid, CASE WHEN w.oid IS NOT NULL THEN 'rule' WHEN p.oid IS NOT NULL THEN 'policy' WHEN g.oid IS NOT NULL THEN 'trigger' ELSE 'function' END,
				coalesce(w.rulename, p.polname, g.tgname, f.proname)::pg_catalog.text, coalesce(f.pronamespace, ` + n + `), 0, d.objid
			FROM pg_catalog.pg_depend AS d
			LEFT JOIN pg_catalog.pg_rewrite AS w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid AND w.rulename <> '_RETURN'
			LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
			LEFT JOIN pg_catalog.pg_trigger AS g ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = d.objid AND NOT g.tgisinternal
			LEFT JOIN pg_catalog.pg_proc AS f ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.objid
			WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND coalesce(w.oid, p.oid, g.oid, f.oid) IS NOT NULL
		)
		SELECT x.kind, x.name, CASE WHEN x.space = ` + n + ` THEN '' ELSE s.nspname END, t.relname, a.attname, x.oid, x.depth::pg_catalog.text
		FROM found AS x
		JOIN pg_catalog.pg_class AS t ON t.oid = x.refobjid AND t.relnamespace = ` + n + ` AND t.relkind = ANY (ARRAY['r', 'p']) AND NOT t.relispartition
		JOIN pg_catalog.pg_namespace AS s ON s.oid = x.space
		JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = x.refobjsubid
		ORDER BY t.relname, a.attnum, 1, 3, 2`, c.dependent()}
}

// rowColumn is what a column is called here that keeps rows of a table.
const rowColumn = "column of its row type"

// published are the columns that a publication's list or condition names. There are such since 15.
func (c objectReader) published(n string) string {
	if !c.room.since(15) {
		return ""
	}
	return `UNION ALL
			SELECT d.refobjid, d.refobjsubid, 'publication', p.pubname::pg_catalog.text, ` + n + `, 0, r.oid
			FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_publication_rel AS r ON r.oid = d.objid
			JOIN pg_catalog.pg_publication AS p ON p.oid = r.prpubid
			WHERE d.classid = 'pg_catalog.pg_publication_rel'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
			`
}

// dependent takes the rows. One object comes with a row for each column, and may be among the opaque ones already.
func (c objectReader) dependent() func(row) {
	type key struct{ kind, name, space, table string }
	var places map[key]int
	return func(r row) {
		if places == nil {
			places = make(map[key]int, len(c.opaque))
			for i, o := range slices.Backward(c.opaque) { // the first counts
				places[key{o.Kind, o.Name, o.Space, o.Table}] = i
			}
		}
		of := key{r.text(0), r.text(1), r.text(2), r.text(3)}
		i, ok := places[of]
		if !ok {
			i = len(c.opaque)
			places[of], c.opaque = i, append(c.opaque, schema.Opaque{Kind: of.kind, Name: of.name, Space: of.space, Table: of.table})
		}
		c.undefined.add(of.kind, r.id(5), i)
		o, column := &c.opaque[i], r.text(4)
		o.Depth = max(o.Depth, r.number(6))
		if !slices.Contains(o.Columns, column) {
			o.Columns = append(o.Columns, column)
		}
	}
}
