package postgres

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"assay/schema"
)

// outside asks the server what needs an object that is to be dropped, and is read by nobody here: what stands in another schema, what has none, and functions
// that keep what they call. The answer is the server's own refusal. Each of from finds an object, as pg_depend has it, of those that one statement drops: what
// they need of each other keeps none of them.
func (d *lookup) outside(c *course, from ...string) {
	from = slices.DeleteFunc(from, func(s string) bool { return s == "" })
	if len(from) == 0 {
		return
	}
	others := slices.ContainsFunc(d.observed.Beside, func(b schema.Beside) bool { return b.Kind == ofSchema })
	asked := schema.Question{SQL: neededOutside(c, from), Catalogue: true, Tells: true}
	d.counted = append(d.counted, schema.Demand{Question: asked, Usual: !others, Minds: c.minds()})
}

// neededOutside follows what goes along with an object by itself, and finds what depends on any of that without going along: findDependentObjects in the
// server's dependency.c. What is part of another object is told as that: of a view the rule that makes it one.
func neededOutside(c *course, from []string) string {
	all := strings.Join(from, " UNION ALL ")
	away, left := "", ""
	if len(c.away) > 0 {
		away = `, away (class, id, sub, wide) AS MATERIALIZED (
			(` + strings.Join(c.away, " UNION ALL ") + `)
			UNION SELECT n.class, n.id, n.sub, w.wide FROM away AS w CROSS JOIN LATERAL (
				SELECT d.classid, d.objid, d.objsubid FROM pg_catalog.pg_depend AS d
				WHERE d.refclassid = w.class AND d.refobjid = w.id AND (w.sub = 0 OR d.refobjsubid = w.sub)
					AND (d.deptype = ANY (ARRAY['a', 'i', 'P', 'S']::pg_catalog."char"[]) OR w.wide AND d.deptype = 'n')
				UNION ALL SELECT d.refclassid, d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend AS d
				WHERE w.wide AND d.classid = w.class AND d.objid = w.id AND d.deptype = 'i'
			) AS n (class, id, sub)
		)`
		left += " AND NOT EXISTS (SELECT FROM away AS w WHERE w.class = u.class AND w.id = u.id AND (w.sub = 0 OR w.sub = u.sub))"
	}
	spaced := `AND (p.oid IS NOT NULL AND u.refclass <> 'pg_catalog.pg_type'::pg_catalog.regclass
					OR NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n
						WHERE n.nspname = pg_catalog.current_schema() AND n.oid = coalesce(p.pronamespace, y.typnamespace, c.relnamespace)))`
	if c.everywhere {
		spaced = ""
	}
	if len(c.anew) > 0 {
		left += " AND NOT EXISTS (SELECT FROM (" + strings.Join(c.anew, " UNION ALL ") + ") AS r (class, id, sub) WHERE r.class = u.class AND r.id = u.id)"
	}
	subject := "(SELECT pg_catalog.pg_describe_object(class, id, sub) FROM (" + all + ") AS f (class, id, sub) LIMIT 1)"
	if len(from) > 1 {
		subject = "'desired object(s)'"
	}
	return `SELECT coalesce((WITH RECURSIVE gone (class, id, sub) AS MATERIALIZED (
			(` + all + `)
			UNION SELECT d.classid, d.objid, d.objsubid FROM gone AS g JOIN pg_catalog.pg_depend AS d
				ON d.refclassid = g.class AND d.refobjid = g.id AND (g.sub = 0 OR d.refobjsubid = g.sub)
			WHERE d.deptype = ANY (ARRAY['a', 'i', 'P', 'S']::pg_catalog."char"[])
		)` + away + `, users AS (
			SELECT coalesce(i.refclassid, d.classid) AS class, coalesce(i.refobjid, d.objid) AS id, coalesce(i.refobjsubid, d.objsubid) AS sub,
				g.class AS refclass, g.id AS refid, d.refobjsubid AS refsub
			FROM gone AS g JOIN pg_catalog.pg_depend AS d ON d.refclassid = g.class AND d.refobjid = g.id AND (g.sub = 0 OR d.refobjsubid = g.sub)
			LEFT JOIN pg_catalog.pg_depend AS i ON i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i'
			WHERE d.deptype = 'n'
		), others AS (
			SELECT DISTINCT pg_catalog.pg_describe_object(u.class, u.id, u.sub) AS name, pg_catalog.pg_describe_object(u.refclass, u.refid, u.refsub) AS of
			FROM users AS u LEFT JOIN pg_catalog.pg_proc AS p ON u.class = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = u.id
			LEFT JOIN pg_catalog.pg_type AS y ON u.class = 'pg_catalog.pg_type'::pg_catalog.regclass AND y.oid = u.id
			LEFT JOIN pg_catalog.pg_class AS c ON c.oid = CASE WHEN u.class = 'pg_catalog.pg_class'::pg_catalog.regclass THEN u.id
				WHEN u.class = 'pg_catalog.pg_attrdef'::pg_catalog.regclass THEN (SELECT x.adrelid FROM pg_catalog.pg_attrdef AS x WHERE x.oid = u.id)
				WHEN u.class = 'pg_catalog.pg_constraint'::pg_catalog.regclass THEN (SELECT x.conrelid FROM pg_catalog.pg_constraint AS x WHERE x.oid = u.id)
				WHEN u.class = 'pg_catalog.pg_rewrite'::pg_catalog.regclass THEN (SELECT x.ev_class FROM pg_catalog.pg_rewrite AS x WHERE x.oid = u.id)
				WHEN u.class = 'pg_catalog.pg_policy'::pg_catalog.regclass THEN (SELECT x.polrelid FROM pg_catalog.pg_policy AS x WHERE x.oid = u.id)
				WHEN u.class = 'pg_catalog.pg_trigger'::pg_catalog.regclass THEN (SELECT x.tgrelid FROM pg_catalog.pg_trigger AS x WHERE x.oid = u.id) END
			WHERE NOT EXISTS (SELECT FROM gone AS g WHERE g.class = u.class AND g.id = u.id AND (g.sub = 0 OR g.sub = u.sub))` + left + `
				` + spaced + `
			ORDER BY 1, 2
		)
		SELECT 'cannot drop ' || ` + subject + ` || ' because other objects depend on it: ' || pg_catalog.string_agg(o.name || ' depends on ' || o.of, ', ') FROM others AS o), '')`
}

// class is a row of pg_depend's address: one that a query over a catalogue finds.
func class(catalogue, id, sub, from string) string {
	return "SELECT 'pg_catalog." + catalogue + "'::pg_catalog.regclass::pg_catalog.oid, " + id + ", " + sub + " FROM " + from
}

func ofRelation(name string) string {
	return class("pg_class", "c.oid", "0", "pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass("+literal(name)+")")
}

func ofColumn(table, name string) string {
	return class("pg_class", "a.attrelid", "a.attnum::pg_catalog.int4", "pg_catalog.pg_attribute AS a WHERE a.attname = "+literal(name)+
		" AND a.attrelid = pg_catalog.to_regclass("+literal(table)+")")
}

func ofConstraint(table, name string) string {
	return class("pg_constraint", "k.oid", "0", "pg_catalog.pg_constraint AS k WHERE k.conname = "+literal(name)+
		" AND k.conrelid = pg_catalog.to_regclass("+literal(table)+")")
}

// neededOf asks for what needs what a change drops.
func (d *lookup) neededOf(c schema.Change) {
	switch c := c.(type) {
	case schema.DropTable:
		if !c.Cascade && !askedWith(d.pending, c) {
			past := courseOf(d.pending)
			from := []string{past.relation(c.Table)}
			for _, name := range c.All() {
				if path := past.path(inRelations, schema.NamePath(name)); path != nil {
					from = append(from, ofRelation(quotedPath(path)))
				}
			}
			slices.Sort(from)
			d.outside(past, slices.Compact(from)...)
		}
	case schema.DropColumn:
		if !c.Cascade {
			past := courseOf(d.pending)
			d.outside(past, past.column(c.Table, c.Column))
		}
	case schema.DropIndex:
		past := courseOf(d.pending)
		if c.Table == "" {
			d.outside(past, past.relation(c.Name))
		}
		if t := d.schema.Table(c.Table); t != nil && !c.Cascade {
			if i := t.Index(d.schema.Semantics, c.Name); i >= 0 && t.Indexes[i].Kind.Unique() {
				d.outside(past, past.key(c.Table, t.Indexes[i].Name))
			}
		}
	case schema.DropEnum:
		if !c.Cascade {
			past := courseOf(d.pending)
			d.outside(past, past.typed(c.Name))
		}
	case schema.RenameEnum:
		if path := schema.NamePath(c.To); len(path) == 2 { // into another schema
			placeOf(d).free(inTypes, path, nil)
		}
	}
}

// askedWith reports whether a table before it was dropped by the same statement, which was asked about as a whole. The first that it names may not be there.
func askedWith(p schema.Pending, c schema.DropTable) bool {
	if n := len(p.Before); n > 0 && c.With != "" {
		before, ok := p.Before[n-1].Change.(schema.DropTable)
		return ok && before.With == c.With
	}
	return false
}

func ofType(name string) string {
	return class("pg_type", "t.oid", "0", "pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype("+literal(name)+")")
}

// dropped asks for what needs the objects that a statement drops, unless statements before it have made them.
func (d *lookup) dropped(x *pg.DropStmt) {
	required(d, x)
	if x.GetBehavior() == pg.DropBehavior_DROP_CASCADE {
		return
	}
	past := courseOf(d.pending)
	var all []string
	for _, n := range x.GetObjects() {
		all = append(all, past.droppedObject(x.GetRemoveType(), pathOf(n), n.GetObjectWithArgs()))
	}
	d.outside(past, all...)
}

// droppedObject finds an object by its name; empty: it is of a kind that nothing is asked about.
func droppedObject(kind pg.ObjectType, path []string, o *pg.ObjectWithArgs) string {
	name := quotedPath(path)
	switch kind {
	case pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_INDEX,
		pg.ObjectType_OBJECT_FOREIGN_TABLE:
		return ofRelation(name)
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		return ofType(name)
	case pg.ObjectType_OBJECT_FUNCTION, pg.ObjectType_OBJECT_PROCEDURE, pg.ObjectType_OBJECT_ROUTINE, pg.ObjectType_OBJECT_AGGREGATE:
		return ofRoutine(name, o)
	case pg.ObjectType_OBJECT_SCHEMA:
		return class("pg_namespace", "n.oid", "0", "pg_catalog.pg_namespace AS n WHERE n.nspname = "+literal(path[len(path)-1]))
	case pg.ObjectType_OBJECT_TRIGGER, pg.ObjectType_OBJECT_POLICY, pg.ObjectType_OBJECT_RULE:
		return ofPart(kind, path)
	}
	return ""
}

// ofPart finds what has a name of its table's own.
func ofPart(kind pg.ObjectType, path []string) string {
	last := len(path) - 1
	at := literal(path[last]) + " AND x.%s = pg_catalog.to_regclass(" + literal(quotedPath(path[:last])) + ")"
	switch kind {
	case pg.ObjectType_OBJECT_TRIGGER:
		return class("pg_trigger", "x.oid", "0", "pg_catalog.pg_trigger AS x WHERE x.tgname = "+strings.Replace(at, "%s", "tgrelid", 1))
	case pg.ObjectType_OBJECT_POLICY:
		return class("pg_policy", "x.oid", "0", "pg_catalog.pg_policy AS x WHERE x.polname = "+strings.Replace(at, "%s", "polrelid", 1))
	default:
		return class("pg_rewrite", "x.oid", "0", "pg_catalog.pg_rewrite AS x WHERE x.rulename = "+strings.Replace(at, "%s", "ev_class", 1))
	}
}

// ofRoutine finds a function by its name, and by its arguments where it is named with them.
func ofRoutine(name string, o *pg.ObjectWithArgs) string {
	return class("pg_proc", "p.oid", "0", "pg_catalog.pg_proc AS p WHERE "+isRoutine(name, o))
}

// isRoutine tells which function of the catalogue goes by a name and has those arguments.
func isRoutine(name string, o *pg.ObjectWithArgs) string {
	if o.GetArgsUnspecified() {
		return "p.oid = pg_catalog.to_regproc(" + literal(name) + ")"
	}
	var arguments []string
	for _, a := range o.GetObjargs() {
		sql, err := typeText(a.GetTypeName())
		if err != nil {
			return "false"
		}
		arguments = append(arguments, sql)
	}
	return "p.oid = pg_catalog.to_regprocedure(" + literal(name+"("+strings.Join(arguments, ", ")+")") + ")"
}
