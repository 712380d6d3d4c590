package postgres

import (
	"strings"

	"assay/schema"
)

// An objectReader reads what stands beside tables: types, what assay names and does not model, and what is compared by its text.
type objectReader struct{ *catalog }

// labels reads enum types, those without a label too.
func (c objectReader) labels(n string) query {
	return query{`SELECT t.typname, e.enumlabel, t.typnamespace
		FROM pg_catalog.pg_type AS t
		LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid
		WHERE t.typtype = 'e' AND (t.typnamespace = ` + n + c.borrowed(n) + `)` + notExtension("pg_type", "t.oid") + `
		ORDER BY t.typname, t.typnamespace, e.enumsortorder`, func(r row) {
		name := r.text(0)
		if h := c.homes.at(r.id(2)); h == nil || h.covered[name] && h != &c.homes[0] {
			return
		}
		if len(c.enums) == 0 || c.enums[len(c.enums)-1].Name != name {
			c.enums = append(c.enums, schema.Enum{Name: name})
		}
		if r[1] == nil {
			return
		}
		e := &c.enums[len(c.enums)-1]
		e.Labels = strings.TrimPrefix(e.Labels+","+schema.QuoteLabels([]string{r.text(1)}), ",")
	}}
}

// borrowed is the condition for types of the other homes that a table of the schema has a column of.
func (c objectReader) borrowed(n string) string {
	if len(c.homes) < 2 {
		return ""
	}
	return ` OR t.typnamespace = ` + c.homes.spaces() + ` AND t.oid = ANY (SELECT pg_catalog.unnest(ARRAY[a.atttypid, y.typelem])
		FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid JOIN pg_catalog.pg_type AS y ON y.oid = a.atttypid
		WHERE a.attnum > 0 AND NOT a.attisdropped AND` + own + n + `)`
}

var typeKinds = map[string]string{"d": "domain", "c": "composite type", "r": "range type", "b": "type", "e": "enum type of an extension"}

// others reads what assay names and does not model. Of types there may be hundreds that belong to an extension.
func (c objectReader) others(n string) query {
	return query{`SELECT 'trigger', g.tgname::pg_catalog.text, c.relname::pg_catalog.text, false, false
		FROM pg_catalog.pg_trigger AS g JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
		WHERE NOT g.tgisinternal AND` + own + n + `
		UNION ALL SELECT 'rule', w.rulename, c.relname, false, false
		FROM pg_catalog.pg_rewrite AS w JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class
		WHERE w.rulename <> '_RETURN' AND` + own + n + `
		UNION ALL SELECT 'policy', p.polname, c.relname, false, false
		FROM pg_catalog.pg_policy AS p JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
		WHERE` + own + n + `
		UNION ALL SELECT t.typtype::pg_catalog.text, t.typname, '', t.typnamespace <> ` + n + `, e.objid IS NOT NULL
		FROM pg_catalog.pg_type AS t
		LEFT JOIN pg_catalog.pg_class AS k ON k.oid = t.typrelid
		LEFT JOIN pg_catalog.pg_depend AS e ON e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e'
		WHERE t.typnamespace = ` + c.homes.spaces() + ` AND (t.typtype = ANY (ARRAY['d', 'r']) OR t.typtype = 'c' AND k.relkind = 'c'
		OR t.typtype = 'e' AND e.objid IS NOT NULL OR t.typtype = 'b' AND t.typcategory <> 'A')`, c.other}
}

func (c objectReader) other(r row) {
	o := schema.Opaque{Kind: r.text(0), Name: r.text(1), Table: r.text(2)}
	kind, isType := typeKinds[o.Kind]
	if !isType {
		c.opaque = append(c.opaque, o)
		return
	}
	if r.flag(4) {
		c.brought[o.Name] = true
		return
	}
	o.Kind = kind
	c.types[o.Name], c.alien[o.Name] = o, r.flag(3)
}

// usedTypes returns the types that are no enums: those of the schema's own, and those of others in the search path that a column is of.
func (c objectReader) usedTypes() []schema.Opaque {
	used := map[string]bool{}
	for _, t := range c.order {
		for _, col := range t.Columns {
			used[strings.TrimSuffix(col.Type.Name, "[]")] = true
		}
	}
	var all []schema.Opaque
	for name, o := range c.types {
		if used[name] || !c.alien[name] {
			all = append(all, o)
		}
	}
	return all
}
