package postgres

import "assay/schema"

// security reads the tables with row security, and the roles that may read them and are not shown every row: without a policy that lets rows through
// they see none. One that lets all through says just true. Owners (unless it is forced), superusers and those with BYPASSRLS see all.
func (c *catalog) security(n string) query {
	const applies = `p.polrelid = c.oid AND (p.polcmd = 'r' OR p.polcmd = '*')
			AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM pg_catalog.unnest(p.polroles) AS m (role) WHERE g.role <> 0 AND pg_catalog.pg_has_role(g.role, m.role, 'USAGE')))`
	return query{`SELECT c.relname, g.role IS NULL, CASE WHEN g.role = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.role)::pg_catalog.text END,
		EXISTS (SELECT FROM pg_catalog.pg_policy AS p WHERE ` + applies + ` AND p.polpermissive AND p.polqual IS NOT NULL),
		EXISTS (SELECT FROM pg_catalog.pg_policy AS p WHERE ` + applies + ` AND p.polpermissive AND pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true')
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy AS p WHERE ` + applies + ` AND NOT p.polpermissive)
		FROM pg_catalog.pg_class AS c LEFT JOIN LATERAL (
			SELECT x.role FROM (
				SELECT l.grantee FROM pg_catalog.aclexplode(c.relacl) AS l WHERE l.privilege_type = 'SELECT' AND l.grantee <> c.relowner
				UNION SELECT c.relowner WHERE c.relforcerowsecurity
			) AS x (role) WHERE NOT coalesce((SELECT r.rolsuper OR r.rolbypassrls FROM pg_catalog.pg_roles AS r WHERE r.oid = x.role), false)
		) AS g ON true
		WHERE c.relrowsecurity AND` + own + n + ` ORDER BY 1, 3`, func(r row) {
		s := schema.Secured{Table: r.text(0), Role: r.text(2), Some: r.flag(3)}
		if r.flag(1) {
			s.Role = ""
		}
		if !r.flag(4) {
			c.secured = append(c.secured, s)
		}
	}}
}
