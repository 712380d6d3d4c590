package postgres

import (
	"slices"

	"assay/schema"
)

// dependents reads what is made of single columns: a server changes no type of a column that one of these uses, nor drops it.
// What triggers and rules do inside is not known to it, only what they are declared with.
func (c *catalog) dependents(n string) query {
	return query{`SELECT x.kind, CASE WHEN x.space = ` + n + ` THEN x.name ELSE s.nspname || '.' || x.name END, t.relname, a.attname,
		CASE WHEN pg_catalog.row_number() OVER (PARTITION BY x.kind, x.id, x.refobjid ORDER BY x.refobjsubid) = 1 THEN CASE x.kind
			WHEN 'view' THEN pg_catalog.format('CREATE VIEW %I AS %s', x.name, pg_catalog.rtrim(pg_catalog.pg_get_viewdef(x.id), ';'))
			WHEN 'materialized view' THEN pg_catalog.format('CREATE MATERIALIZED VIEW %I AS %s', x.name, pg_catalog.rtrim(pg_catalog.pg_get_viewdef(x.id), ';'))
			WHEN 'rule' THEN pg_catalog.rtrim(pg_catalog.pg_get_ruledef(x.id), ';')
			WHEN 'trigger' THEN pg_catalog.pg_get_triggerdef(x.id)
			WHEN 'policy' THEN (SELECT pg_catalog.format('CREATE POLICY %I ON %I AS %s FOR %s TO %s%s%s', p.polname, t.relname,
				CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
				CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
				coalesce((SELECT pg_catalog.string_agg(pg_catalog.quote_ident(u.rolname), ', ') FROM pg_catalog.pg_roles AS u WHERE u.oid = ANY (p.polroles)), 'PUBLIC'),
				' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')
				FROM pg_catalog.pg_policy AS p WHERE p.oid = x.id)
			END END
		FROM (SELECT d.refobjid, d.refobjsubid,
			CASE WHEN v.relkind = 'v' THEN 'view' WHEN v.relkind = 'm' THEN 'materialized view' WHEN w.oid IS NOT NULL THEN 'rule'
				WHEN p.oid IS NOT NULL THEN 'policy' WHEN g.oid IS NOT NULL THEN 'trigger' ELSE 'function' END AS kind,
			coalesce(CASE WHEN v.relkind IN ('v', 'm') THEN v.relname END, w.rulename, p.polname, g.tgname, f.proname)::pg_catalog.text AS name,
			coalesce(CASE WHEN v.relkind IN ('v', 'm') THEN v.oid END, w.oid, p.oid, g.oid, f.oid) AS id,
			coalesce(v.relnamespace, f.pronamespace, ` + n + `) AS space
			FROM pg_catalog.pg_depend AS d
			LEFT JOIN pg_catalog.pg_rewrite AS w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
			LEFT JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class
			LEFT JOIN pg_catalog.pg_policy AS p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
			LEFT JOIN pg_catalog.pg_trigger AS g ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = d.objid AND NOT g.tgisinternal
			LEFT JOIN pg_catalog.pg_proc AS f ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.objid
			WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
			AND coalesce(w.oid, p.oid, g.oid, f.oid) IS NOT NULL) AS x
		JOIN pg_catalog.pg_class AS t ON t.oid = x.refobjid AND t.relnamespace = ` + n + ` AND t.relkind IN ('r', 'p') AND NOT t.relispartition
		JOIN pg_catalog.pg_namespace AS s ON s.oid = x.space
		JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = x.refobjsubid
		ORDER BY t.relname, a.attnum, 1, 2`, c.dependent}
}

func (c *catalog) dependent(r row) {
	kind, name, table, column := r.text(0), r.text(1), r.text(2), r.text(3)
	i := slices.IndexFunc(c.opaque, func(o schema.Opaque) bool { return o.Kind == kind && o.Name == name && o.Table == table })
	if i < 0 {
		i = len(c.opaque)
		c.opaque = append(c.opaque, schema.Opaque{Kind: kind, Name: name, Table: table})
	}
	if definition := r.text(4); definition != "" {
		c.opaque[i].Definition = definition
	}
	if o := &c.opaque[i]; !slices.Contains(o.Columns, column) {
		o.Columns = append(o.Columns, column)
	}
}
