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
func (d *lookup) outside(from ...string) {
	others := slices.ContainsFunc(d.observed.Beside, func(b schema.Beside) bool { return b.Kind == ofSchema })
	d.counted = append(d.counted, schema.Demand{Question: schema.Question{SQL: neededOutside(from), Catalogue: true, Tells: true}, Usual: !others})
}

// neededOutside follows what goes along with an object by itself, and finds what depends on any of that without going along: findDependentObjects in the
// server's dependency.c. What is part of another object is told as that: of a view the rule that makes it one.
func neededOutside(from []string) string {
	all := strings.Join(from, " UNION ALL ")
	subject := "(SELECT pg_catalog.pg_describe_object(class, id, sub) FROM (" + all + ") AS f (class, id, sub) LIMIT 1)"
	if len(from) > 1 {
		subject = "'desired object(s)'"
	}
	return `SELECT coalesce((WITH RECURSIVE gone (class, id, sub) AS MATERIALIZED (
			(` + all + `)
			UNION SELECT d.classid, d.objid, d.objsubid FROM gone AS g JOIN pg_catalog.pg_depend AS d
				ON d.refclassid = g.class AND d.refobjid = g.id AND (g.sub = 0 OR d.refobjsubid = g.sub)
			WHERE d.deptype = ANY (ARRAY['a', 'i', 'P', 'S']::pg_catalog."char"[])
		), users AS (
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
			WHERE NOT EXISTS (SELECT FROM gone AS g WHERE g.class = u.class AND g.id = u.id AND (g.sub = 0 OR g.sub = u.sub))
				AND (p.oid IS NOT NULL AND u.refclass <> 'pg_catalog.pg_type'::pg_catalog.regclass
					OR NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n
						WHERE n.nspname = pg_catalog.current_schema() AND n.oid = coalesce(p.pronamespace, y.typnamespace, c.relnamespace)))
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

// neededOf asks for what needs what a change drops.
func (d *lookup) neededOf(c schema.Change) {
	switch c := c.(type) {
	case schema.DropTable:
		if !c.Cascade {
			d.outside(ofRelation(quote(c.Table)))
		}
	case schema.DropColumn:
		if !c.Cascade {
			d.outside(class("pg_class", "a.attrelid", "a.attnum::pg_catalog.int4", "pg_catalog.pg_attribute AS a WHERE a.attname = "+literal(c.Column)+
				" AND a.attrelid = pg_catalog.to_regclass("+literal(quote(c.Table))+")"))
		}
	case schema.DropIndex:
		if c.Table == "" {
			d.outside(ofRelation(quote(c.Name)))
		}
		if t := d.schema.Table(c.Table); t != nil && !c.Cascade {
			if i := t.Index(d.schema.Semantics, c.Name); i >= 0 && t.Indexes[i].Kind.Unique() {
				d.outside(class("pg_constraint", "k.oid", "0", "pg_catalog.pg_constraint AS k WHERE k.conname = "+literal(t.Indexes[i].Name)+
					" AND k.conrelid = pg_catalog.to_regclass("+literal(quote(c.Table))+")"))
			}
		}
	case schema.DropEnum:
		if !c.Cascade {
			d.outside(ofType(quote(c.Name)))
		}
	}
}

func ofType(name string) string {
	return class("pg_type", "t.oid", "0", "pg_catalog.pg_type AS t WHERE t.oid = pg_catalog.to_regtype("+literal(name)+")")
}

// dropped asks for what needs the objects that a statement drops, unless statements before it have made them.
func (d *lookup) dropped(x *pg.DropStmt) {
	if x.GetBehavior() == pg.DropBehavior_DROP_CASCADE {
		return
	}
	var all []string
	there := false
	for _, n := range x.GetObjects() {
		path := pathOf(n)
		if from := droppedObject(x.GetRemoveType(), path, n.GetObjectWithArgs()); from != "" {
			all, there = append(all, from), there || len(path) == 1 && !d.pending.Touches(path[0])
		}
	}
	if there {
		d.outside(all...)
	}
}

// droppedObject finds an object by its name; empty: it is of a kind that nothing is asked about.
func droppedObject(kind pg.ObjectType, path []string, o *pg.ObjectWithArgs) string {
	name := quotedPath(path)
	switch kind {
	case pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_SEQUENCE:
		return ofRelation(name)
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		return ofType(name)
	case pg.ObjectType_OBJECT_FUNCTION, pg.ObjectType_OBJECT_PROCEDURE, pg.ObjectType_OBJECT_ROUTINE:
		return ofRoutine(name, o)
	}
	return ""
}

// ofRoutine finds a function by its name, and by its arguments where it is named with them.
func ofRoutine(name string, o *pg.ObjectWithArgs) string {
	found := "pg_catalog.to_regproc(" + literal(name) + ")"
	if !o.GetArgsUnspecified() {
		var arguments []string
		for _, a := range o.GetObjargs() {
			sql, err := typeText(a.GetTypeName())
			if err != nil {
				return class("pg_proc", "p.oid", "0", "pg_catalog.pg_proc AS p WHERE false")
			}
			arguments = append(arguments, sql)
		}
		found = "pg_catalog.to_regprocedure(" + literal(name+"("+strings.Join(arguments, ", ")+")") + ")"
	}
	return class("pg_proc", "p.oid", "0", "pg_catalog.pg_proc AS p WHERE p.oid = "+found)
}
