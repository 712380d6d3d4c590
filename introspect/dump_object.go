package introspect

import (
	"slices"

	"assay/schema"
)

// named are the kinds of objects without a definition in a schema that a reading of the live database names as well.
var named = map[string]bool{
	"table": true, "view": true, "materialized view": true, "foreign table": true, "trigger": true, "rule": true, "policy": true, "type": true, "domain": true,
}

var (
	chooses     = schema.Pattern(`(?i)^USE\s+(\S+)$`)
	create      = schema.Pattern(`(?i)^CREATE\b`)
	createTable = schema.Pattern(`(?i)^CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(` + schema.NameSQL + `)`)
	// clears are the statements that a dump begins with, to make room for what it creates.
	clears      = schema.Pattern(`(?is)^(?:DROP\b|ALTER\s+TABLE\b.*\sDROP\s)`)
	drop        = schema.Pattern(`(?i)^DROP\b`)
	extension   = schema.Pattern(`(?i)^CREATE\s+EXTENSION\b`)
	ifNotExists = schema.Pattern(`(?i)^(?:CREATE|ALTER)\b[^(;]*\sIF\s+NOT\s+EXISTS\s`)
	adds        = schema.Pattern(`(?is)^ALTER\s+TABLE\b.*?\sADD\s+CONSTRAINT\s+(` + schema.NameSQL + `)\s+(\w+)`)
	attach      = schema.Pattern(`(?is)\sATTACH\s+PARTITION\s+(` + schema.NameSQL + `)`)
	sequence    = schema.Pattern(`(?i)^(?:CREATE|ALTER)\s+SEQUENCE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(` + schema.NameSQL + `)`)
	owned       = schema.Pattern(`(?is)\sOWNED\s+BY\s`)
	inherits    = schema.Pattern(`(?is)\)\s*INHERITS\s*\(\s*(` + schema.NameSQL + `)`)
	versioned   = schema.Pattern(`(?is)\)[^()]*\sWITH\s+SYSTEM\s+VERSIONING\b`)
	// withoutOverlaps is in a key that holds over time (PostgreSQL 18).
	withoutOverlaps = schema.Pattern(`(?i)\sWITHOUT\s+OVERLAPS\s*\)`)
	partitioned     = schema.Pattern(`(?is)\)[^()]*\sPARTITION\s+BY\s`)
)

// unmodelled notes what is there and has no definition in a schema.
func (d *dump) unmodelled(o schema.Opaque) {
	s := d.db.Schema
	if o.Kind == "table" && s.Table(o.Name) != nil { // only how it is kept is not modelled
		return
	}
	if t := s.Table(o.Name); t != nil && (o.Kind == "view" || o.Kind == "partition") { // mysqldump stands a table in for a view until all tables are there
		_ = s.Apply(schema.DropTable{Table: o.Name})
	}
	if holds[o.Kind] && s.Semantics.TypedExpressions {
		d.db.Partial = "a dump does not tell which columns " + o.Kind + " " + o.Name + " uses, and those keep their types"
	}
	if !slices.ContainsFunc(s.Opaque, func(p schema.Opaque) bool { return p.Kind == o.Kind && p.Name == o.Name && p.Table == o.Table }) {
		s.Opaque = append(s.Opaque, o)
	}
}

// opaque reports whether a table could not be read, or is a partition, whose keys are those of the whole.
func (d *dump) opaque(table string) bool {
	_, ok := d.db.Schema.View(table)
	return ok || slices.ContainsFunc(d.db.Schema.Opaque, func(o schema.Opaque) bool { return o.Kind == "partition" && o.Name == table })
}

// counts reports whether any column counts up by itself.
func (d *dump) counts() bool {
	return slices.ContainsFunc(d.db.Schema.SortedTables(), func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return c.AutoIncrement })
	})
}

// dropped forgets an object that has no definition in a schema.
func (d *dump) dropped(o schema.Opaque) {
	s := d.db.Schema
	s.Opaque = slices.DeleteFunc(s.Opaque, func(p schema.Opaque) bool { return p.Kind == o.Kind && p.Name == o.Name && p.Table == o.Table })
}

// materializes reports whether there is a materialized view, whose indexes are not among the tables'.
func (d *dump) materializes() bool {
	return slices.ContainsFunc(d.db.Schema.Opaque, func(o schema.Opaque) bool { return o.Kind == "materialized view" })
}

// holds are the kinds of objects that keep the types of columns (PostgreSQL).
var holds = map[string]bool{"view": true, "materialized view": true, "trigger": true, "rule": true, "policy": true}

// apply makes a change. Whether what a change makes has a name of its own among all tables is not looked at: a server took it, and to look for each name in
// 10,000 tables takes longer than all the rest.
func (d *dump) apply(c schema.Change) error {
	if names := &d.db.Schema.Semantics.GlobalIndexNames; *names && c.Object().Table != "" {
		*names = false
		defer func() { *names = true }()
	}
	return d.db.Schema.Apply(c)
}
