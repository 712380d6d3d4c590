package postgres

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// undefined are the objects whose definitions have not been read yet: their places among the opaque ones, by kind and oid.
type undefined map[string]map[uint32]map[int]bool

func (u undefined) add(kind string, id uint32, place int) {
	if u[kind] == nil {
		u[kind] = map[uint32]map[int]bool{}
	}
	if u[kind][id] == nil {
		u[kind][id] = map[int]bool{}
	}
	u[kind][id][place] = true
}

// define reads how those objects are made that have to go, and to come back, when a column gets another type. A function's arguments are not
// known to what calls it, and a column has values: nothing makes these two again.
func (c objectReader) define(ctx context.Context, s session) error {
	queries := c.defining()
	if len(queries) == 0 {
		return nil
	}
	return s.run(ctx, queries...)
}

func (c objectReader) defining() []query {
	var queries []query
	for _, kind := range slices.Sorted(maps.Keys(c.undefined)) {
		sql, ok := definitions[kind]
		if !ok {
			continue
		}
		var ids []string
		for _, id := range slices.Sorted(maps.Keys(c.undefined[kind])) {
			ids = append(ids, strconv.FormatUint(uint64(id), 10))
		}
		asked := " WHERE x.oid = ANY (SELECT pg_catalog.unnest('{" + strings.Join(ids, ",") + "}'::pg_catalog.oid[]))" // without it each row is held against each
		queries = append(queries, query{sql + asked, func(r row) {
			var statements []string
			if json.Unmarshal([]byte(r.text(1)), &statements) != nil {
				return // then nothing brings it back
			}
			for i := range statements {
				statements[i] = c.homes.unaliased(statements[i])
			}
			for place := range c.undefined[kind][r.id(0)] {
				c.opaque[place].Definition = statements
			}
		}})
	}
	return queries
}

// definitions are queries for the statements that make objects of a kind again, with what hangs on them.
var definitions = map[string]string{
	"view": viewDefinition, "materialized view": viewDefinition,
	"rule": `SELECT x.oid, pg_catalog.array_to_json(ARRAY[pg_catalog.rtrim(pg_catalog.pg_get_ruledef(x.oid), ';')]
		|| ` + enabled("x.ev_enabled", "RULE", "x.rulename", "x.ev_class") + `) FROM pg_catalog.pg_rewrite AS x`,
	"trigger": `SELECT x.oid, pg_catalog.array_to_json(ARRAY[pg_catalog.pg_get_triggerdef(x.oid)]
		|| ` + enabled("x.tgenabled", "TRIGGER", "x.tgname", "x.tgrelid") + `) FROM pg_catalog.pg_trigger AS x`,
	"policy": `SELECT x.oid, pg_catalog.array_to_json(ARRAY['CREATE POLICY ' || pg_catalog.quote_ident(x.polname) || ' ON ' || x.polrelid::pg_catalog.regclass::pg_catalog.text
		|| CASE WHEN x.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
		|| ' FOR ' || CASE WHEN x.polcmd = 'r' THEN 'SELECT' WHEN x.polcmd = 'a' THEN 'INSERT' WHEN x.polcmd = 'w' THEN 'UPDATE' WHEN x.polcmd = 'd' THEN 'DELETE' ELSE 'ALL' END
		|| ' TO ' || (SELECT pg_catalog.string_agg(CASE WHEN m = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m)) END, ', ')
			FROM pg_catalog.unnest(x.polroles) AS m)
		|| coalesce(' USING (' || pg_catalog.pg_get_expr(x.polqual, x.polrelid) || ')', '')
		|| coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(x.polwithcheck, x.polrelid) || ')', '')])
		FROM pg_catalog.pg_policy AS x`,
	"publication": `SELECT x.oid, pg_catalog.array_to_json(ARRAY[pg_catalog.format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, x.prrelid::pg_catalog.regclass)
		|| coalesce((SELECT ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')'
			FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = x.prrelid AND a.attnum = ANY (x.prattrs)), '')
		|| coalesce(' WHERE (' || pg_catalog.pg_get_expr(x.prqual, x.prrelid) || ')', '')])
		FROM pg_catalog.pg_publication_rel AS x JOIN pg_catalog.pg_publication AS p ON p.oid = x.prpubid`,
}

// viewDefinition is that of views of either kind: they come back with indexes, defaults, rules, triggers, comments, rights and their owner.
// What is asked for each view asks one catalogue at a time, which takes its index: a join may go through all of a catalogue for each view.
var viewDefinition = `SELECT x.oid, pg_catalog.array_to_json(ARRAY[CASE WHEN x.relkind = 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END || x.oid::pg_catalog.regclass::pg_catalog.text
		|| coalesce(' WITH (' || pg_catalog.array_to_string(x.reloptions, ', ') || ')', '') || ' AS' || E'\n' || pg_catalog.rtrim(pg_catalog.pg_get_viewdef(x.oid), ';')
		|| CASE WHEN x.relkind = 'm' AND NOT x.relispopulated THEN ' WITH NO DATA' ELSE '' END]
	|| ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index AS i WHERE i.indrelid = x.oid ORDER BY i.indexrelid)
	|| ARRAY(SELECT pg_catalog.format('ALTER MATERIALIZED VIEW %s CLUSTER ON %I', x.oid::pg_catalog.regclass,
		(SELECT k.relname FROM pg_catalog.pg_class AS k WHERE k.oid = i.indexrelid)) FROM pg_catalog.pg_index AS i WHERE i.indrelid = x.oid AND i.indisclustered)
	|| ARRAY(SELECT pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', x.oid::pg_catalog.regclass,
		` + nameOf("e.adrelid", "e.adnum") + `, pg_catalog.pg_get_expr(e.adbin, e.adrelid)) FROM pg_catalog.pg_attrdef AS e WHERE e.adrelid = x.oid ORDER BY e.adnum)
	|| ARRAY(SELECT pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid), ';') FROM pg_catalog.pg_rewrite AS w WHERE w.ev_class = x.oid AND w.rulename <> '_RETURN' ORDER BY w.rulename)
	|| ARRAY(SELECT pg_catalog.pg_get_triggerdef(g.oid) FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = x.oid AND NOT g.tgisinternal ORDER BY g.tgname)
	|| ARRAY(SELECT pg_catalog.format('COMMENT ON %s %s IS %L', CASE WHEN x.relkind = 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, x.oid::pg_catalog.regclass, m.description)
		FROM pg_catalog.pg_description AS m WHERE m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objoid = x.oid AND m.objsubid = 0)
	|| ARRAY(SELECT pg_catalog.format('COMMENT ON COLUMN %s.%I IS %L', x.oid::pg_catalog.regclass, ` + nameOf("m.objoid", "m.objsubid") + `, m.description)
		FROM pg_catalog.pg_description AS m WHERE m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objoid = x.oid AND m.objsubid > 0 ORDER BY m.objsubid)
	|| ARRAY(SELECT pg_catalog.format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, x.oid::pg_catalog.regclass, pg_catalog.obj_description(g.oid, 'pg_trigger'))
		FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = x.oid AND pg_catalog.obj_description(g.oid, 'pg_trigger') IS NOT NULL)
	|| ARRAY(SELECT pg_catalog.format('COMMENT ON RULE %I ON %s IS %L', w.rulename, x.oid::pg_catalog.regclass, pg_catalog.obj_description(w.oid, 'pg_rewrite'))
		FROM pg_catalog.pg_rewrite AS w WHERE w.ev_class = x.oid AND w.rulename <> '_RETURN' AND pg_catalog.obj_description(w.oid, 'pg_rewrite') IS NOT NULL)
	|| ARRAY(SELECT pg_catalog.format('GRANT %s ON %s TO %s%s', l.privilege_type, x.oid::pg_catalog.regclass,
			CASE WHEN l.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(l.grantee)) END, CASE WHEN l.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
		FROM pg_catalog.aclexplode(x.relacl) AS l WHERE l.grantee <> x.relowner ORDER BY 1)
	|| ARRAY(SELECT pg_catalog.format('GRANT %s (%I) ON %s TO %s%s', l.privilege_type, c.attname, x.oid::pg_catalog.regclass,
			CASE WHEN l.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(l.grantee)) END, CASE WHEN l.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
		FROM pg_catalog.pg_attribute AS c, pg_catalog.aclexplode(c.attacl) AS l WHERE c.attrelid = x.oid AND l.grantee <> x.relowner ORDER BY 1)
	|| pg_catalog.format('ALTER TABLE %s OWNER TO %I', x.oid::pg_catalog.regclass, pg_catalog.pg_get_userbyid(x.relowner)))
	FROM pg_catalog.pg_class AS x`

// nameOf is a query for the name of one column.
func nameOf(table, number string) string {
	return `(SELECT c.attname FROM pg_catalog.pg_attribute AS c WHERE c.attrelid = ` + table + ` AND c.attnum = ` + number + `)`
}

// enabled is the statement that gives a trigger or rule of a table the state that it is in, where it is not the usual one.
func enabled(state, kind, name, table string) string {
	return `ARRAY(SELECT pg_catalog.format('ALTER TABLE %s ' || m.does || ' ` + kind + ` %I', ` + table + `::pg_catalog.regclass, ` + name + `)
			FROM (VALUES ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'), ('A', 'ENABLE ALWAYS')) AS m (state, does) WHERE m.state = ` + state + `::pg_catalog.text)`
}
