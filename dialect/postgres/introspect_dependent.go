package postgres

import (
	"encoding/json"
	"slices"

	"assay/schema"
)

// dependents reads what is made of single columns: a server changes no type of a column that one of these uses, nor drops it.
// What triggers and rules do inside is not known to it, only what they are declared with. Views on views are told of the columns below,
// since they have to go before what they are made of.
func (c *catalog) dependents(n string) query {
	return query{`WITH RECURSIVE uses AS MATERIALIZED (
			SELECT DISTINCT v.oid, d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_rewrite AS w ON w.oid = d.objid
			JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm') AND v.oid <> d.refobjid
			WHERE d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
		), above AS (
			SELECT u.oid, u.refobjid, u.refobjsubid, 0 AS depth FROM uses AS u JOIN pg_catalog.pg_class AS t ON t.oid = u.refobjid AND t.relnamespace = ` + n + ` AND t.relkind IN ('r', 'p')
			WHERE u.refobjsubid > 0 UNION SELECT u.oid, a.refobjid, a.refobjsubid, a.depth + 1 FROM above AS a JOIN uses AS u ON u.refobjid = a.oid WHERE a.depth < 32
		), found AS (
			SELECT a.refobjid, a.refobjsubid, CASE v.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind, v.relname::pg_catalog.text AS name,
				v.relnamespace AS space, max(a.depth) AS depth,
				ARRAY[CASE v.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END || v.oid::pg_catalog.regclass::pg_catalog.text
					|| coalesce(' WITH (' || pg_catalog.array_to_string(v.reloptions, ', ') || ')', '') || ' AS' || E'\n' || pg_catalog.rtrim(pg_catalog.pg_get_viewdef(v.oid), ';')
					|| CASE WHEN v.relkind = 'm' AND NOT v.relispopulated THEN ' WITH NO DATA' ELSE '' END]
				|| ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index AS i WHERE i.indrelid = v.oid ORDER BY i.indexrelid)
				|| ARRAY(SELECT pg_catalog.format('ALTER MATERIALIZED VIEW %s CLUSTER ON %I', v.oid::pg_catalog.regclass, x.relname)
					FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid WHERE i.indrelid = v.oid AND i.indisclustered)
				|| ARRAY(SELECT pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', v.oid::pg_catalog.regclass, c.attname, pg_catalog.pg_get_expr(e.adbin, e.adrelid))
					FROM pg_catalog.pg_attrdef AS e JOIN pg_catalog.pg_attribute AS c ON c.attrelid = e.adrelid AND c.attnum = e.adnum WHERE e.adrelid = v.oid ORDER BY e.adnum)
				|| ARRAY(SELECT pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';') FROM pg_catalog.pg_rewrite AS w WHERE w.ev_class = v.oid AND w.rulename <> '_RETURN' ORDER BY w.rulename)
				|| ARRAY(SELECT pg_catalog.pg_get_triggerdef(g.oid) FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = v.oid AND NOT g.tgisinternal ORDER BY g.tgname)
				|| ARRAY(SELECT pg_catalog.format('COMMENT ON %s %s IS %L', CASE v.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, v.oid::pg_catalog.regclass, m.description)
					FROM pg_catalog.pg_description AS m WHERE m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objoid = v.oid AND m.objsubid = 0)
				|| ARRAY(SELECT pg_catalog.format('COMMENT ON COLUMN %s.%I IS %L', v.oid::pg_catalog.regclass, c.attname, m.description)
					FROM pg_catalog.pg_description AS m JOIN pg_catalog.pg_attribute AS c ON c.attrelid = m.objoid AND c.attnum = m.objsubid
					WHERE m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objoid = v.oid AND m.objsubid > 0 ORDER BY m.objsubid)
				|| ARRAY(SELECT pg_catalog.format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, v.oid::pg_catalog.regclass, m.description)
					FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_description AS m ON m.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND m.objoid = g.oid WHERE g.tgrelid = v.oid)
				|| ARRAY(SELECT pg_catalog.format('COMMENT ON RULE %I ON %s IS %L', w.rulename, v.oid::pg_catalog.regclass, m.description)
					FROM pg_catalog.pg_rewrite AS w JOIN pg_catalog.pg_description AS m ON m.classoid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND m.objoid = w.oid
					WHERE w.ev_class = v.oid AND w.rulename <> '_RETURN')
				|| ARRAY(SELECT pg_catalog.format('GRANT %s ON %s TO %s%s', l.privilege_type, v.oid::pg_catalog.regclass,
						CASE l.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(l.grantee)) END, CASE WHEN l.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
					FROM pg_catalog.aclexplode(v.relacl) AS l WHERE l.grantee <> v.relowner ORDER BY 1)
				|| ARRAY(SELECT pg_catalog.format('GRANT %s (%I) ON %s TO %s%s', l.privilege_type, c.attname, v.oid::pg_catalog.regclass,
						CASE l.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(l.grantee)) END, CASE WHEN l.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
					FROM pg_catalog.pg_attribute AS c, pg_catalog.aclexplode(c.attacl) AS l WHERE c.attrelid = v.oid AND l.grantee <> v.relowner ORDER BY 1)
				|| pg_catalog.format('ALTER TABLE %s OWNER TO %I', v.oid::pg_catalog.regclass, pg_catalog.pg_get_userbyid(v.relowner)) AS definition
			FROM above AS a JOIN pg_catalog.pg_class AS v ON v.oid = a.oid
			GROUP BY v.oid, v.relkind, v.relname, v.relnamespace, v.reloptions, v.relacl, v.relowner, v.relispopulated, a.refobjid, a.refobjsubid
			UNION ALL -- functions that take or return a row of a view
			SELECT DISTINCT a.refobjid, a.refobjsubid, 'function', f.proname::pg_catalog.text, f.pronamespace, a.depth + 1, '{}'::pg_catalog.text[]
			FROM above AS a JOIN pg_catalog.pg_class AS v ON v.oid = a.oid
			JOIN pg_catalog.pg_type AS y ON v.reltype IN (y.oid, y.typelem)
			JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = y.oid AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
			JOIN pg_catalog.pg_proc AS f ON f.oid = d.objid
			UNION ALL -- columns that keep a row of the table, whichever of its columns changes
			SELECT t.oid, a.attnum, '` + rowColumn + `', v.relname || '.' || b.attname, v.relnamespace, 0, '{}'
			FROM pg_catalog.pg_class AS t JOIN pg_catalog.pg_type AS y ON t.reltype IN (y.oid, y.typelem)
			JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = y.oid
				AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid > 0
			JOIN pg_catalog.pg_class AS v ON v.oid = d.objid AND v.relkind IN ('r', 'p', 'm')
			JOIN pg_catalog.pg_attribute AS b ON b.attrelid = v.oid AND b.attnum = d.objsubid
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
			WHERE t.relkind IN ('r', 'p') AND t.relnamespace = ` + n + `
			` + c.published(n) + `UNION ALL
			SELECT d.refobjid, d.refobjsubid, CASE WHEN w.oid IS NOT NULL THEN 'rule' WHEN p.oid IS NOT NULL THEN 'policy' WHEN g.oid IS NOT NULL THEN 'trigger' ELSE 'function' END,
				coalesce(w.rulename, p.polname, g.tgname, f.proname)::pg_catalog.text, coalesce(f.pronamespace, ` + n + `), 0,
				CASE WHEN w.oid IS NOT NULL THEN ARRAY[pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';')] || ` + enabled("w.ev_enabled", "RULE", "w.rulename") + `
				WHEN g.oid IS NOT NULL THEN ARRAY[pg_catalog.pg_get_triggerdef(g.oid)] || ` + enabled("g.tgenabled", "TRIGGER", "g.tgname") + `
				WHEN p.oid IS NOT NULL THEN ARRAY['CREATE POLICY ' || pg_catalog.quote_ident(p.polname) || ' ON ' || p.polrelid::pg_catalog.regclass::pg_catalog.text
					|| CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
					|| ' FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
					|| ' TO ' || (SELECT pg_catalog.string_agg(coalesce(pg_catalog.quote_ident(r.rolname), 'PUBLIC'), ', ')
						FROM pg_catalog.unnest(p.polroles) AS m LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = m)
					|| coalesce(' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '')
					|| coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')]
				ELSE '{}' END
			FROM pg_catalog.pg_depend AS d
			LEFT JOIN pg_catalog.pg_rewrite AS w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid AND w.rulename <> '_RETURN'
			LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
			LEFT JOIN pg_catalog.pg_trigger AS g ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = d.objid AND NOT g.tgisinternal
			LEFT JOIN pg_catalog.pg_proc AS f ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.objid
			WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND coalesce(w.oid, p.oid, g.oid, f.oid) IS NOT NULL
		)
		SELECT x.kind, x.name, CASE WHEN x.space = ` + n + ` THEN '' ELSE s.nspname END, t.relname, a.attname,
			pg_catalog.array_to_json(x.definition), x.depth::pg_catalog.text
		FROM found AS x
		JOIN pg_catalog.pg_class AS t ON t.oid = x.refobjid AND t.relnamespace = ` + n + ` AND t.relkind IN ('r', 'p') AND NOT t.relispartition
		JOIN pg_catalog.pg_namespace AS s ON s.oid = x.space
		JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = x.refobjsubid
		ORDER BY t.relname, a.attnum, 1, 3, 2`, c.dependent}
}

// rowColumn is what a column is called here that keeps rows of a table.
const rowColumn = "column of its row type"

// published are the columns that a publication's list or condition names. There are such since 15.
func (c *catalog) published(n string) string {
	if !c.room.since(15) {
		return ""
	}
	return `UNION ALL
			SELECT d.refobjid, d.refobjsubid, 'publication', p.pubname::pg_catalog.text, ` + n + `, 0,
				ARRAY[pg_catalog.format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, r.prrelid::pg_catalog.regclass)
					|| coalesce((SELECT ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')'
						FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)), '')
					|| coalesce(' WHERE (' || pg_catalog.pg_get_expr(r.prqual, r.prrelid) || ')', '')]
			FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_publication_rel AS r ON r.oid = d.objid
			JOIN pg_catalog.pg_publication AS p ON p.oid = r.prpubid
			WHERE d.classid = 'pg_catalog.pg_publication_rel'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
			`
}

// enabled is the statement that gives a trigger or rule of a table the state that it is in, where it is not the usual one.
func enabled(state, kind, name string) string {
	return `ARRAY(SELECT pg_catalog.format('ALTER TABLE %s ' || m.does || ' ` + kind + ` %I', d.refobjid::pg_catalog.regclass, ` + name + `)
					FROM (VALUES ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS')) AS m (state, does) WHERE m.state = ` + state + `::pg_catalog.text)`
}

func (c *catalog) dependent(r row) {
	found := schema.Opaque{Kind: r.text(0), Name: r.text(1), Space: r.text(2), Table: r.text(3)}
	column := r.text(4)
	i := slices.IndexFunc(c.opaque, func(o schema.Opaque) bool {
		return o.Kind == found.Kind && o.Name == found.Name && o.Space == found.Space && o.Table == found.Table
	})
	if i < 0 {
		i, c.opaque = len(c.opaque), append(c.opaque, found)
	}
	o := &c.opaque[i]
	if err := json.Unmarshal([]byte(r.text(5)), &o.Definition); err != nil {
		o.Definition = nil // then nothing is said to bring it back
	}
	o.Depth = max(o.Depth, r.number(6))
	if !slices.Contains(o.Columns, column) {
		o.Columns = append(o.Columns, column)
	}
}
